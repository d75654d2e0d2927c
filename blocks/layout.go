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
	"math"
	"slices"
	"sort"
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

	mark    *mark // nil where the text cannot be cut
	changes changes
}

// mark tells one layout from another without holding it.
type mark struct{ _ byte }

// changes are what edits in one block made of other layouts.
type changes struct {
	since       []*mark // of the others, the latest last
	unit, block int
}

// remembered is how many layouts the latest of them remembers, for those that
// are never checked because the next edit is there already.
const remembered = 16

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
	indent uint16
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
	r := row{indent: uint16(pos)}
	if pos > math.MaxUint16 || foreignBreak(s) {
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
	if len(l.units) > 1 && strings.Contains(c.text, "ignore-file") {
		return l, false // such a comment counts for units that do not see it
	}
	l.mark = &mark{}
	return l, true
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
		case r.kind != keyRow || c.hasBelow(line, to):
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

// hasBelow reports whether the key on a line has a value on the line and deeper
// lines below it, which may be parts of what is above the key.
func (c *cutter) hasBelow(line, to int) bool {
	if c.rows[line].bare {
		return false
	}
	for below := line + 1; below < to; below++ {
		if r := c.rows[below]; r.kind > commentRow {
			return r.indent > c.rows[line].indent
		}
	}
	return false
}

// lead is the first line of the comments that belong to the key on a line. They
// are those that are not indented deeper, and what follows them; those before
// stay with what is above, which may be a block scalar. It reports false where a
// comment there speaks to kam-ls, since that counts for the key.
func (c *cutter) lead(line, floor, column int) (int, bool) {
	first := line
	for above := line - 1; above > floor && c.rows[above].kind <= commentRow; above-- {
		if r := c.rows[above]; r.kind == commentRow && int(r.indent) <= column {
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
func (c *cutter) containers(from, to, column int) (line, end int) {
	hub, nested, only := -1, -1, -1
	hubEnd, nestedEnd, count := to, to, 0
	for line := from; line < to; line++ {
		r := c.rows[line]
		if int(r.indent) != column || r.kind != keyRow {
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
		case r.kind != keyRow || int(r.indent) <= column:
			return -1, -1
		default:
			return c.containers(line, nestedEnd, int(r.indent))
		}
	}
	return -1, -1
}

// divide cuts the containers whose key stands on a line into blocks. It reports
// false where a line fits in nowhere.
func (c *cutter) divide(u *unit, hub, end int) bool {
	outer, column, previous := int(c.rows[hub].indent), -1, hub
	for line := hub + 1; line < end; line++ {
		r := c.rows[line]
		if r.kind <= commentRow {
			continue
		}
		indent := int(r.indent)
		if indent <= outer && r.kind == keyRow && c.goesOn(u, hub, indent) {
			end = line // an outer mapping goes on
			break
		}
		if indent <= outer {
			return false
		}
		if column < 0 {
			column = indent
		}
		if indent > column {
			continue
		}
		if indent < column || r.kind != keyRow || c.hasBelow(line, end) {
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
	u.column = column
	u.blocks[len(u.blocks)-1].End = c.start(behind)
	u.before = document.Span{Start: u.Start, End: u.blocks[0].Start}
	u.after = document.Span{Start: c.start(behind), End: u.End}
	return true
}

// goesOn reports whether a mapping that has its keys at a column is open where the
// containers begin.
func (c *cutter) goesOn(u *unit, hub, column int) bool {
	first := c.lines.LineOf(u.Start)
	for line := hub; line >= first; line-- {
		if r := c.rows[line]; r.kind == keyRow && int(r.indent) == column {
			return true
		}
	}
	return false
}

// Edited is the layout after an edit of the text, of which lines are the ones
// after it. Only the lines that the edit touches are read again.
func (l *Layout) Edited(edit document.Edit, lines *document.Lines) (*Layout, bool) {
	c := newCutter(lines)
	first := l.lines.LineOf(edit.Start)
	last := l.lines.LineOf(edit.End)
	from := max(first-1, 0) // its line break may have become another
	to := min(last+2, len(l.rows))
	grown := lines.Count() - len(l.rows)
	c.rows = append(c.rows, l.rows[:from]...)
	c.readRows(from, to+grown)
	c.rows = append(c.rows, l.rows[to:]...)
	if edited, ok := c.editedBlock(l, edit, first, last); ok {
		return edited, true
	}
	return c.layout()
}

// editedBlock is the layout after an edit that changes nothing but the inside of
// a block, below its key: no line there, before and after, that could end it.
// The lines are the first and the last of those touched in the old layout.
func (c *cutter) editedBlock(l *Layout, edit document.Edit, first, last int) (*Layout, bool) {
	if l.mark == nil {
		return nil, false
	}
	ui := max(sort.Search(len(l.units), func(i int) bool { return l.units[i].Start > edit.Start })-1, 0)
	u := &l.units[ui]
	bi := sort.Search(len(u.blocks), func(i int) bool { return u.blocks[i].Start > edit.Start }) - 1
	if bi < 0 {
		return nil, false
	}
	b := u.blocks[bi]
	behind := l.lines.LineOf(b.End) // the line behind the block
	if b.End == len(l.lines.Text()) {
		behind = len(l.rows)
	}
	moved := len(c.rows) - len(l.rows)
	if first <= l.lines.LineOf(b.key.Start) || last >= behind ||
		!c.aligned(l, first, first, 0) || !c.aligned(l, last+1, last+1+moved, len(edit.NewText)-edit.Span.Len()) ||
		!inside(l.rows[first:last+1], u.column) || !inside(c.rows[first:last+1+moved], u.column) {
		return nil, false
	}
	// What is between the last line of the block and the next key is divided
	// between the two: it must stay as it is.
	if !slices.ContainsFunc(l.rows[last+1:behind], isContent) && !(isContent(l.rows[last]) && isContent(c.rows[last+moved])) {
		return nil, false
	}
	touched := document.Span{Start: c.start(first), End: c.start(last + 1 + moved)}
	if len(l.units) > 1 && strings.Contains(touched.Of(c.text), "ignore-file") {
		return nil, false
	}
	edited := &Layout{lines: c.lines, rows: c.rows, mark: &mark{}, units: l.movedFrom(ui, bi, len(edit.NewText)-edit.Span.Len())}
	edited.changes = changes{unit: ui, block: bi}
	if l.changes.unit == ui && l.changes.block == bi {
		since := l.changes.since
		edited.changes.since = slices.Clone(since[max(len(since)-remembered+1, 0):])
	}
	edited.changes.since = append(edited.changes.since, l.mark)
	return edited, true
}

// aligned reports whether a line starts where another did in the old layout, but
// for what the text has grown before it.
func (c *cutter) aligned(l *Layout, old, line, grown int) bool {
	if old == len(l.rows) || line == len(c.rows) {
		return old == len(l.rows) && line == len(c.rows)
	}
	return c.lines.Span(line).Start == l.lines.Span(old).Start+grown
}

// inside reports whether lines can stand below a key at a column.
func inside(rows []row, column int) bool {
	return !slices.ContainsFunc(rows, func(r row) bool {
		return r.kind == unfitRow || isContent(r) && int(r.indent) <= column
	})
}

func isContent(r row) bool { return r.kind > commentRow }

// movedFrom are the units when a block has grown.
func (l *Layout) movedFrom(at, block, grown int) []unit {
	units := slices.Clone(l.units)
	for i := at; i < len(units); i++ {
		u, from := &units[i], 0
		u.End += grown
		if i == at {
			from = block + 1
		} else {
			u.Start += grown
			u.before = moved(u.before, grown)
		}
		u.after = moved(u.after, grown)
		u.blocks = slices.Clone(u.blocks)
		if i == at {
			u.blocks[block].End += grown
		}
		for k := from; k < len(u.blocks); k++ {
			b := &u.blocks[k]
			b.Span, b.key = moved(b.Span, grown), moved(b.key, grown)
		}
	}
	return units
}
