// SPDX-License-Identifier: MIT

package service

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"strings"
)

// Run runs the service's program from input to output, without a shell. The end of the request
// ends the program. Where the body is cut, the program sees its end, and what it has written is
// not to be used: Run returns an error.
func (s *Service) Run(r *http.Request, input io.Reader, output *os.File, args ...string) error {
	messages := new(tail)
	command := exec.CommandContext(r.Context(), s.Program, append(args, s.Args...)...)
	command.Stdin = input
	command.Stdout = output
	command.Stderr = messages
	err := command.Run()

	if b, ok := r.Body.(*body); ok && b.err != nil {
		var large *http.MaxBytesError
		switch {
		case errors.As(b.err, &large):
			return tooLarge(large.Limit)
		case errors.Is(b.err, os.ErrDeadlineExceeded):
			return Errorf(http.StatusRequestTimeout, "the input did not arrive within %v", s.Timeout)
		}
		return Errorf(statusClientGone, "the input was cut: %v", b.err)
	}
	var exit *exec.ExitError
	switch {
	case r.Context().Err() == context.DeadlineExceeded:
		return Errorf(http.StatusGatewayTimeout, "not done within %v", s.Timeout)
	case r.Context().Err() != nil:
		return Errorf(statusClientGone, "cancelled")
	case errors.As(err, &exit) && exit.Exited():
		// The program refuses its input, and says why.
		return Errorf(http.StatusUnprocessableEntity, "%s", messages.line(exit.Error()))
	case err != nil:
		return err
	}
	if text := messages.line(""); text != "" {
		log.Printf("%s: %s", r.URL.Path, text)
	}
	return nil
}

// tail keeps the end of what is written to it.
type tail struct{ data []byte }

func (t *tail) Write(data []byte) (int, error) {
	t.data = append(t.data, data...)
	if extra := len(t.data) - 4096; extra > 0 {
		t.data = append(t.data[:0], t.data[extra:]...)
	}
	return len(data), nil
}

// line is the last line, or other if there is none.
func (t *tail) line(other string) string {
	lines := bytes.Split(bytes.TrimSpace(t.data), []byte("\n"))
	if text := string(lines[len(lines)-1]); text != "" {
		return strings.ToValidUTF8(text, "\uFFFD")
	}
	return other
}
