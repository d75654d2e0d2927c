package format

import (
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
)

// step is how many columns each level is indented by.
const step = 2

// layOut lays out a YAML document.
func layOut(doc *document.Document) []document.Edit {
	text, lines := doc.Text(), doc.Lines()
	f := &formatter{doc: doc, text: text, lines: lines, rows: make([]row, lines.Count())}
	for i := range f.rows {
		span := lines.Span(i)
		start := span.Start
		if i == 0 && strings.HasPrefix(text, "\ufeff") {
			start += len("\ufeff")
		}
		indent := start
		for indent < span.End && text[indent] == ' ' {
			indent++
		}
		f.rows[i] = row{start: start, old: indent - start, column: -1}
	}
	for _, root := range doc.Roots() {
		f.place(root.Node, 0)
		f.value(root.Node, 0)
	}
	f.comments()
	return f.edits()
}

// row is a line.
type row struct {
	start  int // where it begins, behind a byte order mark
	old    int // how many blanks it begins with
	column int // how many it gets; -1 where nothing has been said yet
	// inScalar reports whether the line begins in a scalar that began before.
	inScalar bool
	// open reports whether it ends in a scalar, where blanks may count.
	open bool
}

type formatter struct {
	doc   *document.Document
	text  string
	lines *document.Lines
	rows  []row
	gaps  []document.Edit // of the white space between two words of a line
}

// place gives the line of a node its column, if the node is the first on it.
func (f *formatter) place(n *document.Node, column int) { f.placeAt(n.FullSpan().Start, column) }

func (f *formatter) placeAt(offset, column int) {
	r := &f.rows[f.lines.LineOf(offset)]
	if r.start+r.old == offset && !r.inScalar && r.column < 0 {
		r.column = column
	}
}

// gap makes the white space between two words of a line what it should be.
func (f *formatter) gap(start, end int, want string) {
	if end < start || strings.Trim(f.text[start:end], " \t") != "" || f.text[start:end] == want {
		return
	}
	f.gaps = append(f.gaps, edit.Replace(document.Span{Start: start, End: end}, want))
}

// value lays out what a node holds, whose entries or items belong at a column.
func (f *formatter) value(n *document.Node, column int) {
	full, span := n.FullSpan(), n.Span()
	if full.Start < span.Start && n.Kind != document.Alias {
		f.properties(full.Start, span.Start, column)
	}
	switch {
	case n.Kind == document.Scalar || n.Kind == document.Alias:
		f.scalar(n, column)
	case n.Style == document.Flow:
		line := f.lines.LineOf(span.Start)
		f.flow(n, max(f.rows[line].column, 0))
	case n.Kind == document.Mapping:
		f.mapping(n, column)
	default:
		f.sequence(n, column)
	}
}

// properties lays out an anchor and a tag before a value.
func (f *formatter) properties(start, end, column int) {
	if f.lines.LineOf(start) != f.lines.LineOf(end) {
		return // each on its line, perhaps with a comment
	}
	for i := start; i < end; {
		if f.text[i] != ' ' && f.text[i] != '\t' {
			i++
			continue
		}
		from := i
		for i < end && (f.text[i] == ' ' || f.text[i] == '\t') {
			i++
		}
		f.gap(from, i, " ")
	}
}

func (f *formatter) mapping(n *document.Node, column int) {
	for i := range n.Entries {
		if f.explicit(&n.Entries[i]) {
			f.move(n, column-f.column(n.FullSpan().Start))
			return
		}
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		f.place(e.Key, column)
		f.value(e.Key, column)
		f.gap(e.Key.Span().End, e.Colon, "")
		f.behind(e.Colon+1, e.Value, column)
	}
}

// column is how far from the start of its line an offset is, in bytes.
func (f *formatter) column(offset int) int { return offset - f.rows[f.lines.LineOf(offset)].start }

// behind lays out a value behind a ':' or a '-', in its line or in the next.
func (f *formatter) behind(start int, value *document.Node, column int) {
	if value.Empty() && value.Anchor == "" && !value.Tagged() {
		return
	}
	at := value.FullSpan().Start
	if f.lines.LineOf(start) == f.lines.LineOf(at) {
		f.gap(start, at, " ")
	}
	f.place(value, column+step)
	if value.Kind != document.Scalar { // with its anchor on the line above
		f.placeAt(value.Span().Start, column+step)
	}
	f.value(value, column+step)
}

func (f *formatter) sequence(n *document.Node, column int) {
	dash := n.Span().Start
	dashes := f.column(dash)
	for i, item := range n.Items {
		if i > 0 {
			dash = f.dash(n.Items[i-1].Span().End, dashes)
		}
		if dash < 0 {
			return
		}
		f.placeAt(dash, column)
		f.behind(dash+1, item, column)
	}
}

// dash is the offset of the next '-' that begins a line at a column, -1 if there
// is none.
func (f *formatter) dash(from, column int) int {
	for line := f.lines.LineOf(from); line < len(f.rows); line++ {
		r := f.rows[line]
		if at := r.start + r.old; r.old == column && at >= from && at < len(f.text) && f.text[at] == '-' {
			return at
		}
	}
	return -1
}

// explicit reports whether an entry has its key behind a '?'.
func (f *formatter) explicit(e *document.Entry) bool {
	at := e.Key.FullSpan().Start
	r := f.rows[f.lines.LineOf(at)]
	return e.Colon < 0 || f.lines.LineOf(e.Colon) != f.lines.LineOf(e.Key.Span().End) || r.start < at && strings.HasSuffix(strings.TrimRight(f.text[r.start:at], " \t"), "?")
}

// move moves the lines of a mapping by some columns, and leaves them else as they
// are.
func (f *formatter) move(n *document.Node, by int) {
	span := n.Span()
	for line := f.lines.LineOf(n.FullSpan().Start); line <= f.lines.LineOf(span.End); line++ {
		r := &f.rows[line]
		if r.start >= span.End && line > 0 {
			break // the line behind
		}
		if r.open = true; r.column < 0 && f.text[r.start:f.lines.Span(line).End] != "" {
			r.column = max(r.old+by, 0)
		}
	}
}

// scalar keeps the lines of a scalar of several together.
func (f *formatter) scalar(n *document.Node, column int) {
	span := n.Span()
	first, last := f.lines.LineOf(span.Start), f.lines.LineOf(span.End)
	if n.Style == document.Literal || n.Style == document.Folded {
		f.blockScalar(n, first, last, column)
		return
	}
	begin := &f.rows[first]
	by := max(begin.column, 0) - begin.old
	for line := first; line <= last; line++ {
		r := &f.rows[line]
		r.open = line < last
		if line > first {
			r.inScalar = true
			if r.column = r.old; strings.Trim(f.lines.Line(line), " \t") != "" {
				r.column = max(r.old+by, column)
			}
		}
	}
}

// blockScalar moves the lines of a block scalar with its first, so that each
// keeps its distance from the others.
func (f *formatter) blockScalar(n *document.Node, first, last, column int) {
	header := f.lines.Line(first)
	if end := n.Span().End; end > 0 && end == f.rows[last].start && last > first {
		last--
	}
	indent := -1 // of the content
	for line := first + 1; line <= last; line++ {
		if r := f.rows[line]; strings.TrimRight(f.lines.Line(line), " \r") != "" {
			if indent < 0 || r.old < indent {
				indent = r.old
			}
		}
	}
	header = blockHeader(header[n.Span().Start-f.lines.Span(first).Start:])
	for strings.Contains(header, "+") && last+1 < len(f.rows) && strings.Trim(f.lines.Line(last+1), " ") == "" {
		last++ // the blank lines behind count
	}
	explicit := strings.ContainsAny(header, "123456789")
	by := column - indent
	if explicit || indent < 0 {
		parent := f.rows[first]
		by = max(parent.column, 0) - parent.old
	}
	for line := first + 1; line <= last; line++ {
		r := &f.rows[line]
		r.inScalar, r.open = true, true
		switch {
		case strings.Trim(f.lines.Line(line), " ") != "":
			r.column = max(r.old+by, 0)
		case indent >= 0 && r.old > indent: // blanks that count
			r.column = r.old + by
		default:
			r.column = r.old
		}
	}
}

// blockHeader is the header of a block scalar without the comment behind it.
func blockHeader(s string) string {
	s, _, _ = strings.Cut(s, " ")
	return s
}

// flow lays out a collection in brackets, whose line has a column.
func (f *formatter) flow(n *document.Node, column int) {
	span := n.Span()
	bracketed := span.Len() > 0 && (f.text[span.Start] == '[' || f.text[span.Start] == '{')
	inner := column
	start := span.Start
	if bracketed {
		inner += step
		start++
	}
	place := func(offset int) { f.placeAt(offset, inner) }
	between := func(from, to int, first bool) {
		gap := f.text[from:to]
		if strings.ContainsAny(gap, "\r\n#") {
			if comma := strings.IndexByte(gap, ','); comma >= 0 {
				f.gap(from, from+comma, "")
			}
			return
		}
		if first {
			f.gap(from, to, "")
			return
		}
		if comma := strings.IndexByte(gap, ','); comma >= 0 {
			f.gap(from, from+comma, "")
			f.gap(from+comma+1, to, " ")
		}
	}
	at := start
	for i := range n.Entries {
		e := &n.Entries[i]
		if f.explicit(e) && e.Colon >= 0 {
			at = max(e.Key.Span().End, e.Colon+1, e.Value.Span().End)
			continue
		}
		key := e.Key.FullSpan().Start
		if bracketed || i > 0 {
			between(at, key, i == 0)
		}
		place(key)
		f.inFlow(e.Key, inner)
		at = max(e.Key.Span().End, e.Colon+1)
		if e.Colon >= 0 {
			f.gap(e.Key.Span().End, e.Colon, "")
			if !e.Value.Empty() {
				value := e.Value.FullSpan().Start
				f.gap(e.Colon+1, value, " ")
				place(value)
			}
		}
		f.inFlow(e.Value, inner)
		at = max(at, e.Value.Span().End)
	}
	for i, item := range n.Items {
		begin := item.FullSpan().Start
		between(at, begin, i == 0)
		place(begin)
		f.inFlow(item, inner)
		at = max(at, item.Span().End)
	}
	if !bracketed {
		return
	}
	end := span.End - 1
	f.placeAt(end, column)
	if gap := f.text[at:end]; !strings.ContainsAny(gap, "\r\n#") {
		if comma := strings.IndexByte(gap, ','); comma >= 0 {
			f.gap(at, at+comma, "")
			f.gap(at+comma+1, end, "")
		} else {
			f.gap(at, end, "")
		}
	}
}

// inFlow lays out a key, a value or an item in brackets.
func (f *formatter) inFlow(n *document.Node, column int) {
	if n.FullSpan().Start < n.Span().Start && n.Kind != document.Alias {
		f.properties(n.FullSpan().Start, n.Span().Start, column)
	}
	if n.Kind == document.Mapping || n.Kind == document.Sequence {
		f.flow(n, column)
		return
	}
	f.scalar(n, column)
}

// comments gives the comments that stand on lines of their own the column of what
// they stood in line with: the line that follows, or one of those around the line
// before.
func (f *formatter) comments() {
	isComment := make([]bool, len(f.rows))
	for _, c := range f.doc.Comments() {
		if line := f.lines.LineOf(c.Start); c.OwnLine && f.rows[line].column < 0 {
			isComment[line] = true
		}
	}
	following := make([]row, len(f.rows)) // the next line that has a column
	next := row{}
	for line := range slices.Backward(f.rows) {
		following[line] = next
		if r := f.rows[line]; r.column >= 0 && !r.inScalar {
			next = r
		}
	}
	var around []row // the lines before, each deeper than the one that it stands in
	for line := range f.rows {
		r := &f.rows[line]
		if isComment[line] {
			r.column = column(r.old, following[line], around)
		} else if r.column >= 0 && !r.inScalar {
			for len(around) > 0 && around[len(around)-1].old >= r.old {
				around = around[:len(around)-1]
			}
			around = append(around, *r)
		}
	}
}

// column is the column of a comment that had another, before a line and behind
// others.
func column(old int, after row, around []row) int {
	if old <= after.old {
		return max(after.column, 0)
	}
	// It is deeper than what follows: it belongs to what stands before.
	column := max(after.column, 0)
	for _, r := range slices.Backward(around) {
		switch {
		case r.old <= after.old:
			return column
		case r.old <= old:
			return r.column
		}
		column = r.column // in line with the outermost before it
	}
	return column
}

// edits are the new columns, the gaps, and the blanks and blank lines that go.
func (f *formatter) edits() []document.Edit {
	edits := f.gaps
	last := len(f.rows) - 1 // the last line with content
	for last >= 0 && !f.rows[last].inScalar && strings.Trim(f.lines.Line(last)[f.rows[last].start-f.lines.Span(last).Start:], " \t") == "" {
		last--
	}
	blank := true // nothing but blank lines stand before, or one that stays
	for i, r := range f.rows[:last+1] {
		span := f.lines.Span(i)
		rest := f.text[r.start+r.old : span.End]
		content := strings.TrimRight(rest, " \t")
		if content == "" && !r.inScalar {
			if blank {
				edits = append(edits, edit.Replace(document.Span{Start: r.start, End: f.rows[i+1].start}, ""))
			} else if span.End > r.start {
				edits = append(edits, edit.Replace(document.Span{Start: r.start, End: span.End}, ""))
			}
			blank = true
			continue
		}
		blank = false
		if r.column >= 0 && r.column != r.old {
			edits = append(edits, edit.Replace(document.Span{Start: r.start, End: r.start + r.old}, strings.Repeat(" ", r.column)))
		}
		if !r.open && len(content) < len(rest) {
			edits = append(edits, edit.Replace(document.Span{Start: r.start + r.old + len(content), End: span.End}, ""))
		}
	}
	edits = append(edits, f.ending(last)...)
	slices.SortStableFunc(edits, func(a, b document.Edit) int { return a.Start - b.Start })
	return edits
}

// ending makes the text end with the line break of its last line with content. A
// block scalar there has the last word.
func (f *formatter) ending(last int) []document.Edit {
	end, want := f.rows[0].start, ""
	if last >= 0 {
		if f.rows[last].inScalar && f.rows[last].open {
			return nil
		}
		end, want = f.lines.Span(last).End, edit.LineBreak(f.doc)
	}
	if f.text[end:] == want {
		return nil
	}
	return []document.Edit{edit.Replace(document.Span{Start: end, End: len(f.text)}, want)}
}

func trimRight(s string) string { return strings.TrimRight(s, " \t\r") }
