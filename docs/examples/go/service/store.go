// SPDX-License-Identifier: MIT

package service

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

var (
	validName  = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,99}\.folded$`)
	validLabel = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,50}$`)
)

// NewName makes a name for a folded file: the label, the time, and what makes it unique.
func NewName(label string) (string, error) {
	if !validLabel.MatchString(label) {
		return "", Errorf(http.StatusBadRequest, "label: expected up to 51 of a-z, 0-9 and -")
	}
	unique := make([]byte, 8)
	if _, err := rand.Read(unique); err != nil {
		return "", err
	}
	time := time.Now().UTC().Format("20060102-150405")
	return label + "-" + time + "-" + hex.EncodeToString(unique) + ".folded", nil
}

// Open opens a stored file of at most the service's limit.
func (s *Service) Open(name string) (*os.File, error) {
	if !validName.MatchString(name) {
		return nil, Errorf(http.StatusBadRequest, "name: expected the name of a stored file")
	}
	file, err := os.Open(filepath.Join(s.Dir, name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, Errorf(http.StatusNotFound, "no file %s", name)
	} else if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && info.Size() > s.Limit {
		err = tooLarge(s.Limit)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// Create creates a file with a temporary name. Keep gives it its name, and Remove is for all
// other ends; after Keep, it does nothing.
func (s *Service) Create() (*Temporary, error) {
	file, err := os.CreateTemp(s.Dir, ".part-*")
	if err != nil {
		return nil, err
	}
	return &Temporary{File: file}, nil
}

// sweep removes what a service that was killed has left. Others may write in the same folder.
func (s *Service) sweep() {
	left, _ := filepath.Glob(filepath.Join(s.Dir, ".part-*"))
	for _, path := range left {
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > 2*s.Timeout {
			os.Remove(path)
		}
	}
}

// Temporary is a file that is not complete.
type Temporary struct {
	*os.File
	kept bool
}

// Keep gives the file its name, when what was written is on the disk.
func (t *Temporary) Keep(name string) error {
	err := t.Chmod(0o644)
	if err == nil {
		err = t.Sync()
	}
	if err == nil {
		err = os.Rename(t.Name(), filepath.Join(filepath.Dir(t.Name()), name))
	}
	t.kept = err == nil
	return err
}

// Remove closes the file, and removes it unless it was kept.
func (t *Temporary) Remove() {
	t.Close()
	if !t.kept {
		os.Remove(t.Name())
	}
}
