// Package report writes findings for people and for programs: one file for
// each format. All formats print the same findings; none computes any.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
)

// File is a checked file and what was found in it.
type File struct {
	Name        string // as it is shown
	Doc         *document.Document
	Diagnostics []diagnostics.Diagnostic
	// Secrets are the places in Doc that no format shows: see
	// [diagnostics.SecretValues].
	Secrets []document.Span
	// Fingerprints are those of Diagnostics. They are given where findings were
	// left out, since the rest keep theirs; see the function of that name.
	Fingerprints []string
}

// Summary counts what was checked and found.
type Summary struct {
	Files   int
	Fixed   int                        // findings that fixes have resolved
	Fixable int                        // findings that have a safe fix
	Counts  [diagnostics.Error + 1]int // findings by severity
}

// Add counts a file.
func (s *Summary) Add(f File) {
	s.Files++
	for _, d := range f.Diagnostics {
		s.Counts[d.Severity]++
		if slices.ContainsFunc(d.Fixes, func(f diagnostics.Fix) bool { return f.Safe }) {
			s.Fixable++
		}
	}
}

// String is the summary in a line, for people.
func (s Summary) String() string {
	return s.line(func(_ diagnostics.Severity, text string) string { return text })
}

// line is the summary with the count of each severity painted.
func (s Summary) line(paint func(diagnostics.Severity, string) string) string {
	var parts []string
	for severity := diagnostics.Error; severity > diagnostics.Off; severity-- {
		if n := s.Counts[severity]; n > 0 {
			parts = append(parts, paint(severity, plural(n, severity.String())))
		}
	}
	if len(parts) == 0 {
		parts = []string{"no findings"}
	}
	if s.Fixed > 0 {
		parts = append([]string{fmt.Sprintf("%d fixed", s.Fixed)}, parts...)
	}
	text := strings.Join(parts, ", ") + " in " + plural(s.Files, "file")
	if s.Fixable > 0 {
		text += fmt.Sprintf("; --fix resolves %d", s.Fixable)
	}
	return text
}

func plural(n int, noun string) string {
	if n == 1 || noun == diagnostics.Info.String() {
		return fmt.Sprintf("%d %s", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Reporter writes a run in one format: each file in turn, then the end.
type Reporter interface {
	File(File) error
	Close(Summary) error
}

// Options are what formats can vary.
type Options struct {
	Color   bool
	Quiet   bool   // no summary for people
	Version string // of kam-ls, where a format tells it
}

// Formats are the names that [New] knows, in the order of the help text.
var Formats = []string{"text", "compact", "json", "sarif", "github", "junit"}

// New returns the reporter of a format.
func New(format string, w io.Writer, opts Options) (Reporter, error) {
	switch format {
	case "text":
		return &textReporter{w: w, opts: opts}, nil
	case "compact":
		return &compactReporter{w: w}, nil
	case "json":
		return &jsonReporter{array{w: w}}, nil
	case "sarif":
		return &sarifReporter{array{w: w}, opts}, nil
	case "github":
		return &githubReporter{w: w, opts: opts}, nil
	case "junit":
		return &junitReporter{w: w}, nil
	}
	return nil, fmt.Errorf("unknown format '%s': expected %s", format, strings.Join(Formats, ", "))
}

// position is where a span starts and ends, counted from 1, columns in
// Unicode code points, the end exclusive.
type position struct {
	line, column, endLine, endColumn int
}

func positionOf(doc *document.Document, span document.Span) position {
	line, column := doc.Lines().OffsetToRune(span.Start)
	endLine, endColumn := doc.Lines().OffsetToRune(span.End)
	if strings.HasPrefix(doc.Text(), "\ufeff") { // editors do not count a byte order mark
		if line == 0 {
			column = max(column-1, 0)
		}
		if endLine == 0 {
			endColumn = max(endColumn-1, 0)
		}
	}
	return position{line + 1, column + 1, endLine + 1, endColumn + 1}
}
