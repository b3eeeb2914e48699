// SPDX-License-Identifier: MIT

// Renderer draws what the collapser stored: GET /svg?name=NAME&title=TITLE answers with the
// flame graph.
//
//	renderer -dir profiles -- --colors=java
package main

import (
	"log"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"flamegraph-c/examples/service"
)

func main() {
	s := service.FromFlags("renderer", "flamegraph")
	handler := s.Handler(http.MethodGet, func(w http.ResponseWriter, r *http.Request) error {
		return render(s, w, r)
	})
	if err := s.ListenAndServe("/svg", handler); err != nil {
		log.Fatal(err)
	}
}

func render(s *service.Service, w http.ResponseWriter, r *http.Request) error {
	title := r.URL.Query().Get("title")
	if len(title) > 200 || !utf8.ValidString(title) || strings.IndexFunc(title, unicode.IsControl) >= 0 {
		return service.Errorf(http.StatusBadRequest, "title: expected up to 200 bytes of text")
	}
	folded, err := s.Open(r.URL.Query().Get("name"))
	if err != nil {
		return err
	}
	defer folded.Close()
	// A file, so that an error of flamegraph is a status and no half picture.
	svg, err := s.Create()
	if err != nil {
		return err
	}
	defer svg.Remove()
	var args []string
	if title != "" {
		args = append(args, "--title="+title)
	}
	if err := s.Run(r, folded, svg.File, args...); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	// The picture has its own script and style, and needs nothing else.
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, "", time.Time{}, svg.File)
	return nil
}
