package report

import (
	"bytes"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
)

// jsonReporter writes one JSON object for the run. Lines and columns count
// from 1, columns in Unicode code points; ends are exclusive.
type jsonReporter struct{ array }

// jsonEnd is what stands behind the findings.
type jsonEnd struct {
	Files   int         `json:"files"`
	Fixed   int         `json:"fixed,omitempty"` // findings that --fix has resolved
	Summary jsonSummary `json:"summary"`
}

type jsonSummary struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Info    int `json:"info"`
	Hint    int `json:"hint"`
}

type jsonRange struct {
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndLine   int `json:"endLine"`
	EndColumn int `json:"endColumn"`
}

type jsonDiagnostic struct {
	File string `json:"file"`
	jsonRange
	Severity string        `json:"severity"`
	Rule     string        `json:"rule"`
	Message  string        `json:"message"`
	Path     string        `json:"path"`
	URL      string        `json:"url"`
	Related  []jsonRelated `json:"related"`
	Fixes    []jsonFix     `json:"fixes"`
}

type jsonRelated struct {
	jsonRange
	Message string `json:"message"`
}

type jsonFix struct {
	Title string     `json:"title"`
	Safe  bool       `json:"safe"`
	Edits []jsonEdit `json:"edits"`
}

type jsonEdit struct {
	jsonRange
	NewText string `json:"newText"`
}

func (r *jsonReporter) File(f File) error {
	found := make([]any, len(f.Diagnostics))
	for i, d := range f.Diagnostics {
		found[i] = toJSON(f, d)
	}
	return r.add(jsonHead, found...)
}

func jsonHead() ([]byte, error) { return []byte(`{"version":1,"diagnostics":[`), nil }

func toJSON(f File, d diagnostics.Diagnostic) jsonDiagnostic {
	out := jsonDiagnostic{
		File:      f.Name,
		jsonRange: rangeOf(f.Doc, d.Span),
		Severity:  d.Severity.String(),
		Rule:      d.Rule,
		Message:   d.Message,
		Path:      d.Path,
		URL:       diagnostics.URL(d.Rule),
		Related:   []jsonRelated{},
		Fixes:     []jsonFix{},
	}
	for _, rel := range d.Related {
		out.Related = append(out.Related, jsonRelated{rangeOf(f.Doc, rel.Span), rel.Message})
	}
	for _, fix := range d.Fixes {
		if fix.Secret {
			continue
		}
		edits := []jsonEdit{}
		for _, e := range fix.Edits {
			edits = append(edits, jsonEdit{rangeOf(f.Doc, e.Span), e.NewText})
		}
		out.Fixes = append(out.Fixes, jsonFix{fix.Title, fix.Safe, edits})
	}
	return out
}

func rangeOf(doc *document.Document, span document.Span) jsonRange {
	p := positionOf(doc, span)
	return jsonRange{p.line, p.column, p.endLine, p.endColumn}
}

func (r *jsonReporter) Close(s Summary) error {
	if err := r.add(jsonHead); err != nil {
		return err
	}
	end, err := encode(jsonEnd{
		Files: s.Files,
		Fixed: s.Fixed,
		Summary: jsonSummary{
			Error:   s.Counts[diagnostics.Error],
			Warning: s.Counts[diagnostics.Warning],
			Info:    s.Counts[diagnostics.Info],
			Hint:    s.Counts[diagnostics.Hint],
		},
	})
	if err != nil {
		return err
	}
	_, err = r.w.Write(append([]byte("],"), append(bytes.TrimPrefix(end, []byte("{")), '\n')...))
	return err
}
