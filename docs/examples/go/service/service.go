// SPDX-License-Identifier: MIT

// Package service is what the collapser and the renderer share: limits, statuses, metrics, and
// an orderly end.
package service

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// Service answers requests, each by a run of a program. Set its fields before ListenAndServe.
type Service struct {
	Name    string        // for the metrics
	Dir     string        // the folder of the stored files
	Program string        // what is run for a request
	Args    []string      // its options
	Listen  string        // the address
	Most    int           // requests at once
	Limit   int64         // bytes of input
	Timeout time.Duration // for a request
	Grace   time.Duration // for the requests that run at the end

	slots   chan struct{}
	running sync.WaitGroup
	metrics metrics
}

// Error is an error with the HTTP status to answer with.
type Error struct {
	Status int
	Text   string
}

func (e *Error) Error() string { return e.Text }

// Errorf makes an Error.
func Errorf(status int, format string, args ...any) error {
	return &Error{status, fmt.Sprintf(format, args...)}
}

// The status of nginx for a request whose client has gone. Nobody reads it but the metrics.
const statusClientGone = 499

// FromFlags makes a Service from the command line. Words after the flags are the program's.
func FromFlags(name, program string) *Service {
	s := &Service{Name: name}
	flag.StringVar(&s.Dir, "dir", ".", "`folder` of the folded files")
	flag.StringVar(&s.Program, "program", program, "`program` to run for a request")
	flag.StringVar(&s.Listen, "listen", "127.0.0.1:8080", "`address` to listen on")
	flag.IntVar(&s.Most, "most", 8, "requests at once; more are answered with 503")
	flag.Int64Var(&s.Limit, "limit", 1<<30, "`bytes` of input; more are answered with 413")
	flag.DurationVar(&s.Timeout, "timeout", 5*time.Minute, "time for a request")
	flag.DurationVar(&s.Grace, "grace", 20*time.Second, "time for running requests after SIGTERM")
	flag.Parse()
	s.Args = flag.Args()
	return s
}

// Handler wraps what a service does for a request: limits, statuses, metrics.
func (s *Service) Handler(method string, do func(http.ResponseWriter, *http.Request) error) http.Handler {
	s.slots = make(chan struct{}, s.Most)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.running.Add(1)
		defer s.running.Done()
		begin := time.Now()
		out := &response{ResponseWriter: w}
		in := &body{reader: http.MaxBytesReader(w, r.Body, s.Limit)}
		r.Body = in
		s.metrics.begin()
		defer func() { s.metrics.end(out.status, in.bytes, out.bytes, time.Since(begin)) }()

		err := s.try(method, out, r, do)
		if err == nil {
			return
		}
		status, text := http.StatusInternalServerError, err.Error()
		var known *Error
		if errors.As(err, &known) {
			status = known.Status
		}
		log.Printf("%s: %d %s", r.URL.Path, status, text)
		if status == http.StatusServiceUnavailable {
			out.Header().Set("Retry-After", "1")
		}
		out.Header().Set("Connection", "close") // the rest of the body is not waited for
		http.Error(out, text, status)
	})
}

// try does a request if there is a free slot.
func (s *Service) try(method string, w http.ResponseWriter, r *http.Request, do func(http.ResponseWriter, *http.Request) error) error {
	if r.Method != method {
		w.Header().Set("Allow", method)
		return Errorf(http.StatusMethodNotAllowed, "use %s", method)
	}
	if r.ContentLength > s.Limit {
		return tooLarge(s.Limit)
	}
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	default:
		return Errorf(http.StatusServiceUnavailable, "%d requests run already; try again", s.Most)
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.Timeout)
	defer cancel()
	return do(w, r.WithContext(ctx))
}

func tooLarge(limit int64) error {
	return Errorf(http.StatusRequestEntityTooLarge, "larger than %d bytes", limit)
}

// ListenAndServe serves requests for path, and the metrics, until SIGTERM or SIGINT.
func (s *Service) ListenAndServe(path string, handler http.Handler) error {
	if info, err := os.Stat(s.Dir); err != nil || !info.IsDir() {
		return fmt.Errorf("-dir: %s is not a folder", s.Dir)
	}
	if s.Most < 1 || s.Limit < 1 {
		return errors.New("-most and -limit: expected 1 or more")
	}
	s.sweep()
	mux := http.NewServeMux()
	mux.Handle(path, handler)
	mux.HandleFunc("/metrics", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		s.metrics.write(w, s.Name)
	})
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "ok\n") })

	// The end of this context ends the requests that run, and their programs.
	requests, endRequests := context.WithCancel(context.Background())
	defer endRequests()
	server := &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       s.Timeout,
		WriteTimeout:      2 * s.Timeout,
		IdleTimeout:       time.Minute,
		BaseContext:       func(net.Listener) context.Context { return requests },
	}
	listener, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return err
	}
	log.Printf("listening on %s", listener.Addr())

	signals, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-signals.Done():
	}
	stop() // a second signal ends the process at once
	log.Print("ending")
	grace, cancel := context.WithTimeout(context.Background(), s.Grace)
	defer cancel()
	if server.Shutdown(grace) == nil {
		return nil
	}
	endRequests()
	server.Close()
	s.running.Wait() // until what is half written is removed
	return errors.New("requests were ended before they were done")
}

// response counts what is written.
type response struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *response) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *response) Write(data []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(data)
	r.bytes += int64(n)
	return n, err
}

// body counts what is read, and keeps the error that ended it.
type body struct {
	reader io.ReadCloser
	bytes  int64
	err    error
}

func (b *body) Read(data []byte) (int, error) {
	n, err := b.reader.Read(data)
	b.bytes += int64(n)
	if err != nil && err != io.EOF {
		b.err = err
	}
	return n, err
}

func (b *body) Close() error { return b.reader.Close() }
