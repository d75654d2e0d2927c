package format

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
)

// row is a line as YAML has them: it also ends at the line breaks of Unicode, which
// editors take for characters.
type row struct {
	start int // where it begins, after a byte order mark
	end   int // before its line break
	next  int // after it
	old   int // how many spaces and tabs it begins with; in a block scalar, spaces alone
	// column is how many spaces it gets, -1 where nothing has said it yet.
	column int
	// inScalar reports whether it begins in a scalar that began before.
	inScalar bool
	// inFlow reports whether it begins in a collection in brackets.
	inFlow bool
	// open reports whether it ends in a scalar, where spaces may count.
	open bool
}

// text is where the first word of the row begins.
func (r *row) text() int { return r.start + r.old }

// blank reports whether there is no word on the row.
func (r *row) blank() bool { return r.text() == r.end }

// rowsOf are the rows of a text, the last of which has no line break.
func rowsOf(text string) []row {
	rows := make([]row, 0, 1+strings.Count(text, "\n"))
	start := 0
	if strings.HasPrefix(text, "\ufeff") {
		start = len("\ufeff")
	}
	for {
		r := row{start: start, end: start}
		size := 0
		for r.end < len(text) {
			if size = breakLen(text[r.end:]); size > 0 {
				break
			}
			r.end++
		}
		r.next = r.end + size
		rows = append(rows, r)
		if size == 0 {
			return rows
		}
		start = r.next
	}
}

// breakLen is the length of the line break that a text begins with, 0 if it does
// not begin with one.
func breakLen(s string) int {
	if s[0] != '\n' && s[0] != '\r' && s[0] < utf8.RuneSelf {
		return 0
	}
	for _, b := range []string{"\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029"} {
		if strings.HasPrefix(s, b) {
			return len(b)
		}
	}
	return 0
}

// reset forgets what was said of the rows.
func (f *formatter) reset() {
	for i := range f.rows {
		r := &f.rows[i]
		body := strings.TrimLeft(f.text[r.start:r.end], " \t")
		*r = row{start: r.start, end: r.end, next: r.next, old: r.end - r.start - len(body), column: -1}
	}
}

// rowOf is the index of the row that an offset is in.
func (f *formatter) rowOf(offset int) int {
	return max(sort.Search(len(f.rows), func(i int) bool { return f.rows[i].start > offset })-1, 0)
}

// columnOf is how far from the start of its row an offset is, in bytes.
func (f *formatter) columnOf(offset int) int { return offset - f.rows[f.rowOf(offset)].start }

// edits are the new columns, the gaps, and the spaces and blank lines that go, as
// far as they are in the rows to be formatted.
func (f *formatter) edits() []document.Edit {
	edits := slices.DeleteFunc(f.gaps, func(e document.Edit) bool { return e.Start < f.rows[f.first].start || e.End > f.rows[f.last].end })
	replace := func(start, end int, text string) {
		if f.text[start:end] != text {
			edits = append(edits, edit.Replace(document.Span{Start: start, End: end}, text))
		}
	}
	last := len(f.rows) - 1 // the last row with content
	for last >= 0 && !f.rows[last].inScalar && f.rows[last].blank() {
		last--
	}
	blank := true // nothing but blank rows before, or one that stays
	for i := range f.rows[:last+1] {
		r := &f.rows[i]
		before := blank
		blank = r.blank() && !r.inScalar
		switch {
		case i < f.first || i > f.last:
		case blank && before:
			replace(r.start, r.next, "")
		case blank || r.blank() && r.column == 0:
			replace(r.start, r.end, f.nothing(r))
		default:
			if r.column >= 0 {
				replace(r.start, r.text(), strings.Repeat(" ", r.column))
			}
			if !r.open {
				content := strings.TrimRight(f.text[r.text():r.end], " \t")
				replace(r.text()+len(content), r.end, "")
			}
		}
	}
	if f.last == len(f.rows)-1 {
		start, end, text := f.ending(last)
		replace(max(start, f.rows[f.first].start), end, text)
	}
	slices.SortStableFunc(edits, func(a, b document.Edit) int { return a.Start - b.Start })
	return edits
}

// nothing is what a blank row has: no space, but for one that keeps apart two
// characters which would become one line break.
func (f *formatter) nothing(r *row) string {
	if r.start > 0 && f.text[r.start-1] == '\r' && strings.HasPrefix(f.text[r.end:], "\n") && r.end > r.start {
		return " "
	}
	return ""
}

// ending is the edit that makes the text end with the line break of its last row
// with content. In a block scalar there it has the last word whether there is one.
func (f *formatter) ending(last int) (start, end int, text string) {
	if last < 0 {
		return f.rows[0].start, len(f.text), ""
	}
	r := f.rows[last]
	if r.next > r.end || r.inScalar && r.open {
		return r.next, len(f.text), ""
	}
	for _, first := range f.rows[:last] {
		if !first.blank() {
			return r.end, len(f.text), f.text[first.end:first.next]
		}
	}
	return r.end, len(f.text), "\n"
}
