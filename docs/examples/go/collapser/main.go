// SPDX-License-Identifier: MIT

// Collapser stores recordings as folded stacks: POST /collapse with the text of perf script as
// body answers with the name of the folded file.
//
//	collapser -dir profiles -- --counts --event-filter=cpu-clock
package main

import (
	"io"
	"log"
	"net/http"

	"flamegraph-c/examples/service"
)

func main() {
	s := service.FromFlags("collapser", "stackcollapse-perf")
	handler := s.Handler(http.MethodPost, func(w http.ResponseWriter, r *http.Request) error {
		return collapse(s, w, r)
	})
	if err := s.ListenAndServe("/collapse", handler); err != nil {
		log.Fatal(err)
	}
}

func collapse(s *service.Service, w http.ResponseWriter, r *http.Request) error {
	label := r.URL.Query().Get("label")
	if label == "" {
		label = "profile"
	}
	name, err := service.NewName(label)
	if err != nil {
		return err
	}
	file, err := s.Create()
	if err != nil {
		return err
	}
	defer file.Remove()
	if err := s.Run(r, r.Body, file.File); err != nil {
		return err
	}
	if err := file.Keep(name); err != nil {
		return err
	}
	w.WriteHeader(http.StatusCreated)
	io.WriteString(w, name+"\n")
	return nil
}
