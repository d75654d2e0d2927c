package baseline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxSize is the largest baseline that is read, in bytes.
const maxSize = 64 << 20

// file is a baseline as it is written.
type file struct {
	Version  int       `json:"version"`
	Findings []Finding `json:"findings"`
}

// Read reads a baseline that lies in a folder.
func Read(r io.Reader, dir string) (*Baseline, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxSize {
		return nil, fmt.Errorf("larger than %d MiB", maxSize>>20)
	}
	var read file
	if err := json.Unmarshal(text, &read); err != nil {
		return nil, fmt.Errorf("not a baseline: %w", located(err, text))
	}
	switch {
	case read.Version == 0:
		return nil, errors.New("not a baseline: it has no 'version'")
	case read.Version != version:
		return nil, fmt.Errorf("a baseline of version %d: expected %d; record it again", read.Version, version)
	case read.Findings == nil:
		return nil, errors.New("not a baseline: it has no 'findings'")
	}
	b := &Baseline{dir: dir, left: map[string][]string{}, checked: map[string]bool{}}
	for i, f := range read.Findings {
		if f.Fingerprint == "" {
			return nil, fmt.Errorf("not a baseline: finding %d has no 'fingerprint'", i+1)
		}
		b.left[f.Fingerprint] = append(b.left[f.Fingerprint], f.File)
	}
	return b, nil
}

// located adds to an error of JSON the line that it is in, as that of a
// conflict that was committed.
func located(err error, text []byte) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var offset int64
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset - 1
	case errors.As(err, &kind):
		offset = kind.Offset
		err = fmt.Errorf("unexpected %s", kind.Value)
		if kind.Field != "" {
			err = fmt.Errorf("%w for '%s'", err, kind.Field)
		}
	}
	offset = min(max(offset, 0), int64(len(text)))
	return fmt.Errorf("line %d: %w", 1+bytes.Count(text[:offset], []byte("\n")), err)
}
