// Package baseline lets a project begin with the findings that it has: they are
// recorded in a file that is committed, and from then on only what is new is
// reported.
//
// The names in a baseline count from its folder, so that it serves a run from
// anywhere. Findings are matched by their fingerprints; rule, file, path and
// message are recorded for those who review the file.
package baseline

import (
	"path/filepath"
	"strings"

	"github.com/kam-ls/kam-ls/report"
)

// Finding is a recorded finding.
type Finding struct {
	Fingerprint string `json:"fingerprint"`
	Rule        string `json:"rule"`
	File        string `json:"file"` // slash-separated, from the baseline's folder
	Path        string `json:"path"` // JSON Pointer, within its YAML document
	Message     string `json:"message"`
}

// version is that of the format of the file, and of the fingerprints.
const version = 1

// Baseline is what was recorded, and in the course of a run what is left of it.
// It is not for concurrent use.
type Baseline struct {
	dir string
	// left are the recorded findings that did not occur so far: the file of
	// each, by fingerprint.
	left    map[string][]string
	checked map[string]bool // files
}

// New returns a file with those of its findings that are not recorded, to be
// called once for each file of a run. Of three equal findings, two of them
// recorded, the last one is new.
func (b *Baseline) New(f report.File) report.File {
	name := nameFrom(b.dir, f.Name)
	b.checked[name] = true
	shown, prints := report.Fingerprints(f), fingerprints(f, name)
	fresh := f
	fresh.Diagnostics, fresh.Fingerprints = nil, []string{}
	for i, d := range f.Diagnostics {
		if left := b.left[prints[i]]; len(left) > 0 {
			b.left[prints[i]] = left[1:]
			continue
		}
		fresh.Diagnostics = append(fresh.Diagnostics, d)
		fresh.Fingerprints = append(fresh.Fingerprints, shown[i])
	}
	return fresh
}

// Gone counts the recorded findings that no longer occur, once all files of a
// run were given to New, and those of files that the run did not check: of them
// nothing is known, unless the run was for all files.
func (b *Baseline) Gone() (gone, unchecked int) {
	for _, names := range b.left {
		for _, name := range names {
			if b.checked[name] {
				gone++
			} else {
				unchecked++
			}
		}
	}
	return gone, unchecked
}

// fingerprints are those that a file's findings have under another name.
func fingerprints(f report.File, name string) []string {
	f.Name, f.Fingerprints = name, nil
	return report.Fingerprints(f)
}

// nameFrom returns a file's name as it counts from a folder, or as it is where
// there is no way from one to the other. Its bytes are those that JSON can hold.
func nameFrom(dir, name string) string {
	path := filepath.FromSlash(name)
	absDir, err1 := filepath.Abs(dir)
	absPath, err2 := filepath.Abs(path)
	if err1 == nil && err2 == nil {
		if rel, err := filepath.Rel(absDir, absPath); err == nil {
			path = rel
		}
	}
	return strings.ToValidUTF8(filepath.ToSlash(path), "\ufffd")
}
