package format

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
)

// step is how many columns each level is indented by.
const step = 2

// formatter formats the YAML of a document.
//
// Every node is formatted or kept as it is. A node that is kept has its distance
// from the node around it, and the gap before it: it moves as that one does, by a
// shift. So any choice of nodes can be formatted, and where the result reads
// otherwise the node at fault can be found.
type formatter struct {
	doc         *document.Document
	text        string
	rows        []row
	first, last int          // of the rows that may change
	kept        map[int]bool // the nodes that must not move, by their number in the order of the text

	// of the present trial
	limit   int // the number from which on all nodes are kept
	visited int // how many nodes there were so far
	gaps    []document.Edit
	levels  []level
}

// level is a column before and after, from a row on: of a block collection, or of
// the text of a block scalar.
type level struct {
	row, old, column int
	scalar           bool
}

func newFormatter(doc *document.Document, span document.Span) *formatter {
	f := &formatter{doc: doc, text: doc.Text(), rows: rowsOf(doc.Text()), kept: map[int]bool{}}
	f.first, f.last = f.rowOf(span.Start), f.rowOf(span.End)
	if f.last > f.first && f.rows[f.last].start == span.End && span.End < len(f.text) {
		f.last-- // a selection of whole lines ends where the next one begins
	}
	return f
}

// whole reports whether all rows may change.
func (f *formatter) whole() bool { return f.first == 0 && f.last == len(f.rows)-1 }

// try returns the edits that format the nodes before a limit.
func (f *formatter) try(limit int) []document.Edit {
	f.limit, f.visited, f.gaps, f.levels = limit, 0, nil, nil
	f.reset()
	for _, root := range f.doc.Roots() {
		r := &f.rows[f.rowOf(root.Node.FullSpan().Start)]
		f.after(root.Start, root.Node, parent{}, f.leftmost(r))
	}
	f.comments()
	return f.edits()
}

// parent is what is around a node: the old column of its block collection and how
// far that moves.
type parent struct{ column, shift int }

// keep says what of a node stays as it is: its rows move as those around it and no
// further; the gaps between its words are not touched.
type keep struct{ rows, gaps bool }

// keeps decides on the next node. One that must not be formatted keeps all. One that
// has rows which may not change keeps those.
func (f *formatter) keeps(n *document.Node) keep {
	number := f.visited
	f.visited++
	if number >= f.limit || f.kept[number] {
		return keep{true, true}
	}
	full := n.FullSpan()
	return keep{rows: full.Start < f.rows[f.first].start || full.End > f.rows[f.last].next}
}

// begins reports whether the first word of a row is at an offset.
func (f *formatter) begins(offset int) (*row, bool) {
	r := &f.rows[f.rowOf(offset)]
	return r, r.text() == offset && !r.inScalar
}

// place gives the row that begins at an offset its column.
func (f *formatter) place(offset, column int) {
	if r, ok := f.begins(offset); ok && r.column < 0 {
		r.column = max(column, 0)
	}
}

// leftmost is the first column that a row may have: its text may mean something else
// at the very first.
func (f *formatter) leftmost(r *row) int {
	if r.old > 0 && mark(f.text[r.text():r.end]) {
		return 1
	}
	return 0
}

// mark reports whether a row that begins with a text at the first column marks the
// end of a document, or is read without the byte order mark it begins with.
func mark(s string) bool {
	if strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...") {
		return len(s) == 3 || s[3] == ' ' || s[3] == '\t'
	}
	return strings.HasPrefix(s, "\ufeff")
}

// gap makes the whitespace between two words of a row what it should be.
func (f *formatter) gap(start, end int, want string) {
	if end < start || strings.Trim(f.text[start:end], " \t") != "" || f.text[start:end] == want {
		return
	}
	f.gaps = append(f.gaps, edit.Replace(document.Span{Start: start, End: end}, want))
}

// after formats the value after an indicator that ends at an offset, on its row or
// on the next. The value belongs at a column.
func (f *formatter) after(start int, n *document.Node, around parent, column int) {
	full, span := n.FullSpan(), n.Span()
	keep := f.keeps(n)
	if n.Empty() && full == span {
		return
	}
	inline := n.Style == document.Block && keep.rows // its other rows begin at the column of its first
	if !keep.gaps && !inline && f.columnOf(start) > 0 && f.rowOf(start) == f.rowOf(full.Start) {
		f.gap(start, full.Start, " ")
	}
	f.value(n, keep, around, column)
}

// value formats a node and what it holds.
func (f *formatter) value(n *document.Node, keep keep, around parent, column int) {
	full, span := n.FullSpan(), n.Span()
	// Its first word, and its anchor and tag, which may be on rows of their own.
	for i := f.rowOf(full.Start); i < len(f.rows) && f.rows[i].start <= span.Start; i++ {
		r := &f.rows[i]
		if r.text() < full.Start || r.text() > span.Start || f.text[r.text():r.end] == "" || f.text[r.text()] == '#' {
			continue
		}
		if keep.rows {
			f.place(r.text(), r.old+around.shift)
		} else {
			f.place(r.text(), column)
		}
	}
	if !keep.gaps {
		f.properties(full.Start, span.Start)
	}
	switch {
	case n.Kind == document.Scalar || n.Kind == document.Alias:
		f.scalar(n, keep, around, column)
	case n.Style == document.Flow:
		f.outerFlow(n, keep, around)
	case n.Kind == document.Mapping:
		f.mapping(n, keep, around, column)
	default:
		f.sequence(n, keep, around, column)
	}
}

// properties formats the anchor and the tag before a value. They may be on rows of
// their own, with comments.
func (f *formatter) properties(start, end int) {
	for i := start; i < end; {
		r := &f.rows[f.rowOf(i)]
		from := i
		for i < end && (f.text[i] == ' ' || f.text[i] == '\t') {
			i++
		}
		switch {
		case i >= r.end || f.text[i] == '#':
			i = r.next
		case i == from:
			i++
		case i > r.text():
			f.gap(from, i, " ")
		}
	}
}

// enter begins a block collection whose first indicator or key is at an offset, and
// returns the column it gets and what its children have around them.
func (f *formatter) enter(start int, keep keep, around parent, column int) (int, parent) {
	old := f.columnOf(start)
	if keep.rows {
		column = max(old+around.shift, 0)
	}
	f.levels = append(f.levels, level{row: f.rowOf(start), old: old, column: column})
	return column, parent{old, column - old}
}

func (f *formatter) mapping(n *document.Node, keep keep, around parent, column int) {
	column, inner := f.enter(n.Span().Start, keep, around, column)
	at := n.Span().Start
	for i := range n.Entries {
		e := &n.Entries[i]
		if key := e.Key.FullSpan().Start; f.columnOf(key) == inner.column && e.Key.Style != document.Block {
			f.place(key, column)
			keep := f.keeps(e.Key)
			f.value(e.Key, keep, inner, column)
			if !keep.gaps {
				f.beforeColon(e)
			}
			f.after(e.Colon+1, e.Value, inner, column+step)
		} else {
			mark := f.indicator('?', at, inner.column)
			f.place(mark, column)
			f.after(mark+1, e.Key, inner, column+step)
			if e.Colon >= 0 {
				f.place(e.Colon, column)
			}
			f.after(e.Colon+1, e.Value, inner, column+step)
		}
		at = max(e.Key.Span().End, e.Colon+1, e.Value.Span().End)
	}
}

// beforeColon takes away the whitespace between a key and its ':'. What would
// become one word, if only for some readers, stays apart: YAML 1.2 has ':' in the
// names of aliases and anchors.
func (f *formatter) beforeColon(e *document.Entry) {
	end, want := e.Key.Span().End, ""
	if e.Key.Kind == document.Alias || e.Key.Empty() {
		want = " "
	}
	if end < e.Colon {
		f.gap(end, e.Colon, want)
	}
}

func (f *formatter) sequence(n *document.Node, keep keep, around parent, column int) {
	column, inner := f.enter(n.Span().Start, keep, around, column)
	at := n.Span().Start
	for _, item := range n.Items {
		dash := f.indicator('-', at, inner.column)
		f.place(dash, column)
		f.after(dash+1, item, inner, column+step)
		at = max(dash+1, item.Span().End)
	}
}

// indicator is the offset of the next '-' or '?' at a column: at an offset, where a
// collection begins, or the first on its row.
func (f *formatter) indicator(c byte, from, column int) int {
	if f.text[from:from+1] == string(c) && f.columnOf(from) == column {
		return from
	}
	for i := f.rowOf(from); i < len(f.rows); i++ {
		if r := &f.rows[i]; r.old == column && r.text() >= from && r.text() < r.end && f.text[r.text()] == c {
			return r.text()
		}
	}
	return from // cannot be: every item and every such key has one
}
