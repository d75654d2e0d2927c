package report

import (
	"bufio"
	"fmt"
	"io"
)

// compactReporter writes a line for each finding:
//
//	file:line:column: severity: message [rule]
type compactReporter struct{ w io.Writer }

func (r *compactReporter) File(f File) error {
	out := bufio.NewWriter(r.w)
	for _, d := range f.Diagnostics {
		at := positionOf(f.Doc, d.Span)
		fmt.Fprintf(out, "%s:%d:%d: %s: %s [%s]\n", printable(f.Name), at.line, at.column, d.Severity, printable(d.Message), d.Rule)
	}
	return out.Flush()
}

func (r *compactReporter) Close(Summary) error { return nil }
