// Trades priced, ranked and written as JSON by goroutines; CPU and heap profile.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

type Number interface{ ~int | ~float64 }
type Trade struct { Id int; Name string; Price float64; Tags []string }
type Stack[T any] struct{ items []T }
type Book struct { mu sync.Mutex; byTag map[string]*Stack[Trade]; pages []string }
func (s *Stack[T]) Push(v T) { s.items = append(s.items, v) }
func (t Trade) mean() float64 { return ratio(t.Price, float64(len(t.Tags)+1)) }
func ratio(a, b float64) float64 { return a / b }
func Sum[T any, N Number](in []T, f func(T) N) (n N) { for _, v := range in { n += f(v) }; return n }

func (b *Book) Add(t Trade) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, tag := range t.Tags {
		if b.byTag[tag] == nil { b.byTag[tag] = &Stack[Trade]{} }
		b.byTag[tag].Push(t)
	}
}
func (b *Book) keep(page string) { b.mu.Lock(); b.pages = append(b.pages, page); b.mu.Unlock() }
func (b *Book) copyOf(tag string) []Trade { b.mu.Lock(); defer b.mu.Unlock(); return append([]Trade(nil), b.byTag[tag].items...) }

func (b *Book) Report(tag string) float64 {
	list := b.copyOf(tag)
	sort.Slice(list, func(i, j int) bool { return list[i].mean() < list[j].mean() || list[i].Name < list[j].Name })
	text, _ := json.Marshal(list[:len(list)/4])
	var back []Trade
	json.Unmarshal(text, &back)
	b.keep(strings.ReplaceAll(string(text), `"`, "'"))
	return Sum(back, Trade.mean) + float64(Sum(back, func(t Trade) int { return len(t.Name) }))
}

func parse(line string) (t Trade) {
	f := strings.Fields(line)
	t.Id, _ = strconv.Atoi(f[0])
	t.Name, t.Price = strings.ToUpper(f[1]), float64(t.Id*7919%1000)
	for _, tag := range f[2:] { t.Tags = append(t.Tags, strings.Trim(tag, "<>")) }
	return t
}

func (b *Book) work(k int, end time.Time) {
	for i := 0; time.Now().Before(end); i++ {
		b.Add(parse(fmt.Sprintf("%d name%x <t%d> <u%d>", i, i*k, i%50, k)))
		if i%400 == 0 { b.Report("u" + strconv.Itoa(k)) }
	}
}

func main() {
	runtime.MemProfileRate = 16384
	cpu, _ := os.Create("cpu.pb.gz")
	heap, _ := os.Create("heap.pb.gz")
	pprof.StartCPUProfile(cpu)
	length, _ := time.ParseDuration(os.Args[1])
	end, b, wg := time.Now().Add(length), &Book{byTag: map[string]*Stack[Trade]{}}, sync.WaitGroup{}
	wg.Add(3)
	for k := 0; k < 3; k++ {
		go func(labels pprof.LabelSet, k int) {
			pprof.Do(context.Background(), labels, func(context.Context) { defer wg.Done(); b.work(k, end) })
		}(pprof.Labels("worker", strconv.Itoa(k)), k)
	}
	wg.Wait()
	pprof.StopCPUProfile()
	pprof.WriteHeapProfile(heap)
}
