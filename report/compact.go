package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/printable"
)

// compactReporter writes a line for each finding:
//
//	file:line:column: severity: message [rule]
type compactReporter struct{ w io.Writer }

func (r *compactReporter) File(f File) error {
	out := bufio.NewWriter(r.w)
	for _, d := range f.Diagnostics {
		fmt.Fprintln(out, compactLine(f, d))
	}
	return out.Flush()
}

func compactLine(f File, d diagnostics.Diagnostic) string {
	at := positionOf(f.Doc, d.Span)
	return fmt.Sprintf("%s:%d:%d: %s: %s [%s]", printable.Line(f.Name), at.line, at.column, d.Severity, printable.Line(d.Message), d.Rule)
}

func (r *compactReporter) Close(Summary) error { return nil }
