// SPDX-License-Identifier: MIT

package service

import (
	"fmt"
	"io"
	"sort"
	"sync"
	"time"
)

// metrics are numbers for Prometheus.
type metrics struct {
	mutex    sync.Mutex
	inFlight int
	statuses map[int]int64
	in, out  int64
	seconds  float64
}

func (m *metrics) begin() {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.inFlight++
}

func (m *metrics) end(status int, in, out int64, took time.Duration) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.statuses == nil {
		m.statuses = make(map[int]int64)
	}
	m.inFlight--
	m.statuses[status]++
	m.in += in
	m.out += out
	m.seconds += took.Seconds()
}

// write writes them in Prometheus's text format.
func (m *metrics) write(w io.Writer, name string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	describe := func(metric, kind, help string) string {
		metric = "flamegraph_" + name + "_" + metric
		fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", metric, help, metric, kind)
		return metric
	}
	codes := make([]int, 0, len(m.statuses))
	for code := range m.statuses {
		codes = append(codes, code)
	}
	sort.Ints(codes)
	var requests, errors int64
	metric := describe("requests_total", "counter", "Requests done, by HTTP status; 499: the client was gone.")
	for _, code := range codes {
		fmt.Fprintf(w, "%s{code=\"%d\"} %d\n", metric, code, m.statuses[code])
		requests += m.statuses[code]
		if code >= 400 {
			errors += m.statuses[code]
		}
	}
	metric = describe("errors_total", "counter", "Requests with a status of 400 or more.")
	fmt.Fprintf(w, "%s %d\n", metric, errors)
	metric = describe("received_bytes_total", "counter", "Bytes of requests' bodies.")
	fmt.Fprintf(w, "%s %d\n", metric, m.in)
	metric = describe("sent_bytes_total", "counter", "Bytes of responses' bodies.")
	fmt.Fprintf(w, "%s %d\n", metric, m.out)
	metric = describe("request_duration_seconds", "summary", "Time for requests.")
	fmt.Fprintf(w, "%s_sum %g\n%s_count %d\n", metric, m.seconds, metric, requests)
	metric = describe("requests_in_flight", "gauge", "Requests that are not done.")
	fmt.Fprintf(w, "%s %d\n", metric, m.inFlight)
}
