// Package blocks reads a file of specs block by block: a workload without its
// containers, and each container by itself. What a block says depends on its own
// text and on a few facts of its workload, so that after an edit only the block
// around it is read again.
//
// [Cut] divides a text by the indentation of its lines, which is quick and may be
// wrong: the same indentation can stand in a scalar. Each [Part] is therefore
// parsed with a key behind it, and holds only if the tree says that it ends where
// the lines say. A text that cannot be cut, or that has anchors or aliases, is
// read as a whole. The findings are the same either way.
package blocks

import (
	"strings"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// Layout is a text that is cut. It is immutable.
type Layout struct {
	lines *document.Lines
	rows  []row
	units []unit
}

// unit is a stretch of lines that holds one workload.
type unit struct {
	document.Span
	name string // the key that names the workload among others in its mapping; "" for none
	// before and after are what stands around the blocks; after is empty at the
	// end of the unit where there are none.
	before, after document.Span
	column        int // of the blocks' keys
	blocks        []block
}

// block is a container: the lines of one entry, with the comments before it.
type block struct {
	document.Span
	key document.Span
}

// containersKey is the attribute that is cut into its entries.
const containersKey = "containers"

// Cut divides a YAML text. It reports false for one that has to be read as a
// whole.
func Cut(lines *document.Lines) (*Layout, bool) {
	c := newCutter(lines)
	c.readRows(0, lines.Count())
	return c.layout()
}

// cutter cuts a text by what its lines begin with.
type cutter struct {
	text  string
	lines *document.Lines
	rows  []row
}

func newCutter(lines *document.Lines) *cutter {
	return &cutter{text: lines.Text(), lines: lines, rows: make([]row, 0, lines.Count())}
}

// row is a line as far as its indentation tells.
type row struct {
	indent int32
	kind   rowKind
	bare   bool // nothing stands behind the ':' of a key
}

type rowKind uint8

const (
	blankRow rowKind = iota
	commentRow
	keyRow
	markerRow // "---"
	otherRow
	unfitRow // a text with such a line is not cut
)

// readRows appends the rows of the lines from one up to another.
func (c *cutter) readRows(from, to int) {
	for line := from; line < to; line++ {
		c.rows = append(c.rows, c.read(line))
	}
}

func (c *cutter) read(line int) row {
	s := c.lines.Line(line)
	if line == 0 {
		s = strings.TrimPrefix(s, "\ufeff")
	}
	pos := 0
	for pos < len(s) && s[pos] == ' ' {
		pos++
	}
	r := row{indent: int32(pos)}
	if foreignBreak(s) {
		r.kind = unfitRow
		return r
	}
	if pos == len(s) {
		return r
	}
	switch first := s[pos]; {
	case first == '#':
		r.kind = commentRow
	case first == '\t', pos == 0 && unfitStart(s):
		r.kind = unfitRow
	case pos == 0 && strings.HasPrefix(s, "---"):
		r.kind = markerRow
	default:
		r.kind = otherRow
		if end := keyEnd(s, pos); end > pos && (end+1 == len(s) || s[end+1] == ' ') {
			rest := strings.TrimLeft(s[end+1:], " ")
			r.kind, r.bare = keyRow, rest == "" || rest[0] == '#'
		}
	}
	return r
}

// foreignBreak reports whether a line has a line break that only YAML knows.
func foreignBreak(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == 0xC2 || s[i] == 0xE2 {
			return strings.ContainsAny(s[i:], "\u0085\u2028\u2029")
		}
	}
	return false
}

// unfitStart reports whether a line is a directive, an end of a document, a
// marker with content behind it, or a marker of a conflict.
func unfitStart(s string) bool {
	switch s[0] {
	case '%':
		return true
	case '.':
		return strings.HasPrefix(s, "...")
	case '<', '>', '|', '=':
		return len(s) >= 7 && strings.Count(s[:7], s[:1]) == 7
	case '-':
		rest := strings.TrimLeft(strings.TrimPrefix(s, "---"), " ")
		return strings.HasPrefix(s, "---") && rest != "" && rest[0] != '#'
	}
	return false
}

// keyEnd is the offset of the ':' behind the plain key at pos, or pos where
// there is none.
func keyEnd(s string, pos int) int {
	end := pos
	for end < len(s) && isKeyByte(s[end]) {
		end++
	}
	if end == len(s) || s[end] != ':' || s[pos] == '-' {
		return pos
	}
	return end
}

// key is the span of the key on a line.
func (c *cutter) key(line int) document.Span {
	span := c.lines.Span(line)
	start := span.Start + int(c.rows[line].indent)
	if line == 0 && strings.HasPrefix(c.text, "\ufeff") {
		start += len("\ufeff")
	}
	return document.Span{Start: start, End: start + keyEnd(c.text[start:span.End], 0)}
}

// layout cuts the text by its rows.
func (c *cutter) layout() (*Layout, bool) {
	l := &Layout{lines: c.lines, rows: c.rows}
	start := 0
	for line, r := range c.rows {
		switch {
		case r.kind == unfitRow:
			return l, false
		case r.kind == markerRow && start < line:
			if !c.document(l, start, line) {
				return l, false
			}
			start = line
		}
	}
	if !c.document(l, start, len(c.rows)) || len(l.units) == 1 && len(l.units[0].blocks) == 0 {
		return l, false
	}
	// Such a comment counts for units that do not see it.
	return l, len(l.units) == 1 || !strings.Contains(c.text, "ignore-file")
}

func isKeyByte(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || b == '_' || b == '-' || b == '.' || b == '/'
}

// document adds the units of one YAML document, the lines from one up to
// another, and reports whether it can be read by itself.
func (c *cutter) document(l *Layout, from, to int) bool {
	var roots []int // the lines of the root's keys
	named := true
	for line := from; line < to; line++ {
		r := c.rows[line]
		switch {
		case r.kind <= commentRow || r.indent > 0 || line == from && r.kind == markerRow:
		case r.kind != keyRow:
			return false
		default:
			roots = append(roots, line)
			if named {
				key := c.key(line).Of(c.text)
				named = r.bare && key != spec.WorkloadKey && key != spec.TypeTag && schema.Default().Root().Attribute(key) == nil
			}
		}
	}
	if len(roots) == 0 {
		return false
	}
	if !named || len(roots) == 1 {
		return c.unit(l, from, to, "")
	}
	start := from
	for i, root := range roots {
		end := to
		if i+1 < len(roots) {
			var ok bool
			if end, ok = c.lead(roots[i+1], root, 0); !ok {
				return false
			}
		}
		if !c.unit(l, start, end, c.key(root).Of(c.text)) {
			return false
		}
		start = end
	}
	return true
}

// lead is the first line of the comments that belong to the key on a line. They
// are those that are not indented deeper, and what follows them; those before
// stay with what is above, which may be a block scalar. It reports false where a
// comment there speaks to kam-ls, since that counts for the key.
func (c *cutter) lead(line, floor int, column int32) (int, bool) {
	first := line
	for above := line - 1; above > floor && c.rows[above].kind <= commentRow; above-- {
		if r := c.rows[above]; r.kind == commentRow && r.indent <= column {
			first = above
		}
	}
	for above := first - 1; above > floor && c.rows[above].kind <= commentRow; above-- {
		if c.rows[above].kind == commentRow && strings.Contains(c.lines.Line(above), diagnostics.DirectivePrefix) {
			return 0, false
		}
	}
	return first, true
}

// unit adds the lines from one up to another, which hold one workload.
func (c *cutter) unit(l *Layout, from, to int, name string) bool {
	u := unit{Span: document.Span{Start: c.start(from), End: c.start(to)}, name: name}
	u.before = u.Span
	u.after = document.Span{Start: u.End, End: u.End}
	if hub, end := c.containers(from, to, 0); hub >= 0 && !c.divide(&u, hub, end) {
		return false
	}
	l.units = append(l.units, u)
	return true
}

// start is the offset of a line, the end of the text for the one behind the last.
func (c *cutter) start(line int) int {
	if line >= len(c.rows) {
		return len(c.text)
	}
	return c.lines.Span(line).Start
}

// containers finds the line of a workload's containers among the keys at a
// column, or below the only one of them or the key "workload", and the line
// where they end at the latest. It is -1 where there is none.
func (c *cutter) containers(from, to int, column int32) (line, end int) {
	hub, nested, only := -1, -1, -1
	hubEnd, nestedEnd, count := to, to, 0
	for line := from; line < to; line++ {
		r := c.rows[line]
		if r.indent != column || r.kind != keyRow {
			continue
		}
		count++
		if hub >= 0 && hubEnd == to {
			hubEnd = line
		}
		if nested >= 0 && nestedEnd == to {
			nestedEnd = line
		}
		if !r.bare {
			continue
		}
		only = line
		switch key := c.key(line).Of(c.text); {
		case key == containersKey && hub < 0:
			hub = line
		case key == spec.WorkloadKey && nested < 0:
			nested = line
		}
	}
	if hub >= 0 {
		return hub, hubEnd
	}
	if nested < 0 && count == 1 && column == 0 {
		nested = only
	}
	if nested < 0 {
		return -1, -1
	}
	for line := nested + 1; line < nestedEnd; line++ {
		switch r := c.rows[line]; {
		case r.kind <= commentRow:
		case r.kind != keyRow || r.indent <= column:
			return -1, -1
		default:
			return c.containers(line, nestedEnd, r.indent)
		}
	}
	return -1, -1
}

// divide cuts the containers whose key stands on a line into blocks. It reports
// false where a line fits in nowhere.
func (c *cutter) divide(u *unit, hub, end int) bool {
	outer, column, previous := c.rows[hub].indent, int32(-1), hub
	for line := hub + 1; line < end; line++ {
		r := c.rows[line]
		if r.kind <= commentRow {
			continue
		}
		if r.indent <= outer && r.kind == keyRow {
			end = line // an outer mapping goes on
			break
		}
		if r.indent <= outer {
			return false
		}
		if column < 0 {
			column = r.indent
		}
		if r.indent > column {
			continue
		}
		if r.indent < column || r.kind != keyRow {
			return false
		}
		start := c.start(hub + 1) // with all that stands before the first
		if len(u.blocks) > 0 {
			first, ok := c.lead(line, previous, column)
			if !ok {
				return false
			}
			start = c.start(first)
			u.blocks[len(u.blocks)-1].End = start
		}
		u.blocks = append(u.blocks, block{document.Span{Start: start}, c.key(line)})
		previous = line
	}
	if len(u.blocks) == 0 {
		return true
	}
	behind := end
	if c.start(end) < u.End {
		var ok bool
		if behind, ok = c.lead(end, previous, outer); !ok {
			return false
		}
	}
	u.column = int(column)
	u.blocks[len(u.blocks)-1].End = c.start(behind)
	u.before = document.Span{Start: u.Start, End: u.blocks[0].Start}
	u.after = document.Span{Start: c.start(behind), End: u.End}
	return true
}

// Edited is the layout after an edit of the text, of which lines are the ones
// after it. Only the lines that the edit touches are read again.
func (l *Layout) Edited(edit document.Edit, lines *document.Lines) (*Layout, bool) {
	c := newCutter(lines)
	first := l.lines.LineOf(edit.Start)
	first = max(first-1, 0) // its line break may have become another
	last := min(l.lines.LineOf(edit.End)+2, len(l.rows))
	c.rows = append(c.rows, l.rows[:first]...)
	c.readRows(first, lines.Count()-(len(l.rows)-last))
	c.rows = append(c.rows, l.rows[last:]...)
	return c.layout()
}
