// SPDX-License-Identifier: MIT

package service

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestNames(t *testing.T) {
	s := &Service{Dir: t.TempDir(), Limit: 10}
	for _, label := range []string{"", "-a", "A", "a/b", "..", "a.b", "a b", "é", strings.Repeat("a", 52)} {
		if name, err := NewName(label); err == nil {
			t.Errorf("label %q made %s", label, name)
		}
	}
	one, _ := NewName("web-1")
	two, err := NewName("web-1")
	if err != nil || one == two || !validName.MatchString(one) {
		t.Errorf("names %s and %s, %v", one, two, err)
	}
	for _, name := range []string{"", ".", "..", ".folded", "../a.folded", "a/../b.folded", "/a.folded", "a.folded/",
		"a.folded\n", "a\x00.folded", ".part-1.folded", `..\a.folded`, "a.svg"} {
		if file, err := s.Open(name); err == nil {
			t.Errorf("opened %q: %s", name, file.Name())
		} else if known, ok := err.(*Error); !ok || known.Status != 400 {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestTemporary(t *testing.T) {
	s := &Service{Dir: t.TempDir(), Limit: 3, Timeout: time.Minute}
	for _, keep := range []bool{false, true} {
		file, err := s.Create()
		if err != nil {
			t.Fatal(err)
		}
		file.WriteString("a 1")
		if keep {
			err = file.Keep("a.folded")
		}
		file.Remove()
		names, _ := filepath.Glob(filepath.Join(s.Dir, "*"))
		hidden, _ := filepath.Glob(filepath.Join(s.Dir, ".*"))
		if err != nil || len(hidden) != 0 || (len(names) == 1) != keep {
			t.Errorf("keep %v: %v, %v, %v", keep, names, hidden, err)
		}
	}
	if file, err := s.Open("a.folded"); err != nil {
		t.Error(err)
	} else {
		file.Close()
	}
	s.Limit = 2
	if _, err := s.Open("a.folded"); err == nil || err.(*Error).Status != 413 {
		t.Errorf("larger than the limit: %v", err)
	}
}

func TestSweep(t *testing.T) {
	s := &Service{Dir: t.TempDir(), Timeout: time.Minute}
	old, recent := filepath.Join(s.Dir, ".part-1"), filepath.Join(s.Dir, ".part-2")
	for _, path := range []string{old, recent} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	hour := time.Now().Add(-time.Hour)
	os.Chtimes(old, hour, hour)
	s.sweep()
	if left, _ := filepath.Glob(filepath.Join(s.Dir, ".part-*")); len(left) != 1 || left[0] != recent {
		t.Errorf("left: %v", left)
	}
}

func TestTail(t *testing.T) {
	messages := new(tail)
	if got := messages.line("nothing"); got != "nothing" {
		t.Errorf("got %q", got)
	}
	for i := 0; i < 1000; i++ {
		messages.Write([]byte("a warning\n"))
	}
	messages.Write([]byte("the\xff error\n\n"))
	if got := messages.line("nothing"); got != "the\uFFFD error" || len(messages.data) > 4096 {
		t.Errorf("got %q of %d bytes", got, len(messages.data))
	}
}

func TestMetrics(t *testing.T) {
	var m metrics
	m.begin()
	m.begin()
	m.begin()
	m.end(201, 1000, 10, 1500*time.Millisecond)
	m.end(413, 50, 20, 500*time.Millisecond)
	var text bytes.Buffer
	m.write(&text, "x")
	for _, line := range []string{
		`flamegraph_x_requests_total{code="201"} 1`, `flamegraph_x_requests_total{code="413"} 1`,
		`flamegraph_x_errors_total 1`, `flamegraph_x_received_bytes_total 1050`, `flamegraph_x_sent_bytes_total 30`,
		`flamegraph_x_request_duration_seconds_sum 2`, `flamegraph_x_request_duration_seconds_count 2`,
		`flamegraph_x_requests_in_flight 1`,
	} {
		if !strings.Contains(text.String(), line+"\n") {
			t.Errorf("no %s in\n%s", line, text.String())
		}
	}
}
