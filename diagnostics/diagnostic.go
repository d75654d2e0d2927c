// Package diagnostics is the linter: rules over a document's workloads, each
// in a file of its own, and the engine that runs them. It is a pure function
// of a document, the schema and the configuration; a finding that an editor
// shows and one that the command line prints are the same value.
package diagnostics

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/document"
)

// Severity grades a finding. Off is what a rule that does not run has.
type Severity uint8

const (
	Off Severity = iota
	Hint
	Info
	Warning
	Error
)

var severityNames = [...]string{"off", "hint", "info", "warning", "error"}

func (s Severity) String() string { return severityNames[s] }

// ParseSeverity reads a severity as configurations write it: off, hint, info,
// warning or error.
func ParseSeverity(name string) (Severity, error) {
	for i, n := range severityNames {
		if n == name {
			return Severity(i), nil
		}
	}
	return Off, fmt.Errorf("unknown severity '%s': expected off, hint, info, warning, error", name)
}

// Diagnostic is one finding.
type Diagnostic struct {
	Rule     string
	Severity Severity
	Span     document.Span // the offending key or value
	Message  string        // lower case, no final period
	Path     string        // JSON Pointer, within its YAML document, of the node that it is about
	Related  []Related
	Fixes    []Fix // the best first
	// Unnecessary says that the span could be removed with no effect.
	Unnecessary bool
}

// Related is another place that explains a finding.
type Related struct {
	Span    document.Span
	Message string
}

// Fix is a change that resolves a finding. Its edits do not overlap, are in
// order, and all count in the document as it is.
type Fix struct {
	Title string
	Edits []document.Edit
	Safe  bool // it keeps the meaning, or what was meant is beyond doubt: may be applied unasked
	// Secret says that the edits have a secret of the file in them, as those that move
	// one: they are for its editor alone, and no report has them.
	Secret bool
}

// URL is the page of a rule.
func URL(rule string) string {
	return "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/" + rule + ".md"
}

// maxListed bounds the names in one message.
const maxListed = 20

// list is names in sorted order for a message; of too many, the first.
func list(names []string) string {
	more := ""
	if len(names) > maxListed {
		more = fmt.Sprintf(" and %d more", len(names)-maxListed)
		names = names[:maxListed]
	}
	names = slices.Clone(names)
	slices.Sort(names)
	return strings.Join(names, ", ") + more
}
