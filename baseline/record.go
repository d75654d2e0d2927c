package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"slices"

	"github.com/kam-ls/kam-ls/printable"
	"github.com/kam-ls/kam-ls/report"
)

// Recorder collects the findings of a run for a baseline.
type Recorder struct {
	dir      string
	findings []Finding
}

// NewRecorder returns a recorder for a baseline that will lie in a folder.
func NewRecorder(dir string) *Recorder {
	return &Recorder{dir: dir, findings: []Finding{}}
}

// Add records all findings of a file.
func (r *Recorder) Add(f report.File) {
	name := nameFrom(r.dir, f.Name)
	prints := fingerprints(f, name)
	for i, d := range f.Diagnostics {
		r.findings = append(r.findings, Finding{prints[i], d.Rule, name, d.Path, d.Message})
	}
}

// Write writes the baseline. It is the same whatever the order of the files,
// and a finding that comes or goes touches its own lines only.
func (r *Recorder) Write(w io.Writer) error {
	slices.SortFunc(r.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Fingerprint, b.Fingerprint), cmp.Compare(a.Message, b.Message))
	})
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(file{version, r.findings}); err != nil {
		return err
	}
	_, err := w.Write(printable.JSON(b.Bytes()))
	return err
}
