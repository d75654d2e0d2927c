package format

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
)

// scalar keeps the rows of a scalar of several together.
func (f *formatter) scalar(n *document.Node, keep keep, around parent, column int) {
	span := n.Span()
	first, last := f.rowOf(span.Start), f.rowOf(span.End)
	if n.Style == document.Literal || n.Style == document.Folded {
		f.blockScalar(n, first, last, keep, around, column)
		return
	}
	by := around.shift
	if r := &f.rows[first]; r.text() >= n.FullSpan().Start && r.column >= 0 {
		by = r.column - r.old
	}
	for i := first; i <= last; i++ {
		r := &f.rows[i]
		r.open = i < last
		if i == first {
			continue
		}
		r.inScalar = true
		switch {
		case keep.rows && by == 0:
		case keep.rows:
			r.column = max(r.old+by, f.leftmost(r))
		case r.blank():
			r.column = 0
		default:
			r.column = max(r.old+by, column, f.leftmost(r))
		}
	}
}

// blockScalar moves the rows of a block scalar together, so that each keeps its
// distance from the others. The spaces of a blank row count if it is longer than
// the indentation; else they go.
func (f *formatter) blockScalar(n *document.Node, first, last int, keep keep, around parent, column int) {
	header := f.text[n.Span().Start:f.rows[first].end]
	if i := strings.IndexAny(header, " \t"); i >= 0 {
		header = header[:i] // without the comment
	}
	if n.Span().End == f.rows[last].start && last > first {
		last--
	}
	for strings.Contains(header, "+") && last+1 < len(f.rows) && f.rows[last+1].blank() {
		last++ // the blank rows after it count
	}
	indent := -1 // of the text
	for i := first + 1; i <= last; i++ {
		r := &f.rows[i]
		r.inScalar, r.open = true, true
		r.old = len(f.text[r.start:r.end]) - len(strings.TrimLeft(f.text[r.start:r.end], " "))
		if indent < 0 && !r.blank() {
			indent = r.old
		}
	}
	by := max(column, step) - indent
	if i := strings.IndexAny(header, "123456789"); i >= 0 {
		indent = around.column + int(header[i]-'0')
		by = around.shift
	} else if keep.rows {
		by = around.shift
	}
	f.levels = append(f.levels, level{row: first, old: indent, column: indent + by, scalar: true})
	for i := first + 1; i <= last; i++ {
		r := &f.rows[i]
		switch {
		case keep.rows && by == 0:
		case r.blank() && r.old <= indent && !keep.rows || indent < 0:
			r.column = 0
		default:
			r.column = max(r.old+by, 0)
		}
	}
}
