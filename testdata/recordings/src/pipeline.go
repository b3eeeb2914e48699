// Goroutines, pointer methods, closures, an interface and a generic function.
package main

import (
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync"
)

type Entry struct { Word string; Count int }
type Table struct { mu sync.Mutex; m map[string]*Entry }
type Source interface{ Next() (string, bool) }
type lineSource struct{ i, n int }

//go:noinline
func (s *lineSource) Next() (string, bool) {
	s.i++
	return fmt.Sprintf("%d:%s %x;%s", s.i, strings.Repeat("ab", s.i%7), s.i*2654435761, strconv.Quote("w"+strconv.Itoa(s.i%300))), s.i < s.n
}

//go:noinline
func (t *Table) Add(w string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.m[w]
	if e == nil {
		e = &Entry{Word: w}
		t.m[w] = e
	}
	e.Count++
}

func (e Entry) Key() string { return fmt.Sprint(e.Count, "/", e.Word) }

//go:noinline
func (t *Table) Sorted() []*Entry {
	var out []*Entry
	for _, e := range t.m {
		out = append(out, e)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Key() < out[j].Key() })
	return out
}

//go:noinline
func Map[T, U any](in []T, f func(T) U) []U {
	var out []U
	for _, v := range in { out = append(out, f(v)) }
	return out
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	t := &Table{m: map[string]*Entry{}}
	lines := make(chan string, 16)
	var wg sync.WaitGroup
	for k := 0; k < 3; k++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for l := range lines {
				for _, w := range Map(strings.FieldsFunc(l, func(r rune) bool { return r == ' ' || r == ';' || r == ':' }), strings.ToUpper) {
					t.Add(w)
				}
			}
		}()
	}
	var src Source = &lineSource{n: n}
	for l, ok := src.Next(); ok; l, ok = src.Next() {
		lines <- l
	}
	close(lines)
	wg.Wait()
	fmt.Println(len(t.Sorted()))
}
