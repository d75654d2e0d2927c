package format

import (
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
)

// maxWidth is how long a line of JSON may be, in bytes, that holds a collection
// which was on one line.
const maxWidth = 80

// maxDepth is the depth from which on lines of JSON are indented no further: the
// size of the result stays linear in that of the text.
const maxDepth = 100

// jsonEdits formats the lines of a JSON document that a span touches: a collection
// that was on one line and fits there stays on it, any other gets a line for each
// of its entries. Any choice of the edits is sound: space between words says nothing.
func jsonEdits(doc *document.Document, span document.Span) []document.Edit {
	if len(doc.Roots()) != 1 {
		return nil
	}
	edits := printJSON(doc)
	if !same(doc, document.Parse(Apply(doc.Text(), edits), document.JSON)) {
		return nil
	}
	lines := doc.Lines()
	from, to := lines.Span(lines.LineOf(span.Start)).Start, lines.Span(lines.LineOf(span.End)).End
	return slices.DeleteFunc(edits, func(e document.Edit) bool { return e.End < from || e.Start > to })
}

func printJSON(doc *document.Document) []document.Edit {
	p := &printer{doc: doc, text: doc.Text(), eol: edit.LineBreak(doc)}
	if strings.HasPrefix(p.text, "\ufeff") {
		p.out.WriteString("\ufeff")
	}
	p.node(doc.Roots()[0].Node, 0, 0)
	p.out.WriteString(p.eol)
	return difference(p.text, p.out.String())
}

type printer struct {
	doc  *document.Document
	text string
	eol  string
	out  strings.Builder
}

// node writes a node at a depth, after what takes so many bytes of its line.
func (p *printer) node(n *document.Node, depth, before int) {
	if n.Kind == document.Scalar {
		p.out.WriteString(n.Span().Of(p.text))
		return
	}
	brackets, size := "{}", len(n.Entries)
	if n.Kind == document.Sequence {
		brackets, size = "[]", len(n.Items)
	}
	if size == 0 {
		p.out.WriteString(brackets)
		return
	}
	lines := p.doc.Lines()
	if span := n.Span(); lines.LineOf(span.Start) == lines.LineOf(span.End) && depth > 0 && before+p.width(n) <= maxWidth {
		p.flat(n)
		return
	}
	p.out.WriteByte(brackets[0])
	line := func(i int) {
		if i > 0 {
			p.out.WriteByte(',')
		}
		p.newLine(depth + 1)
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		line(i)
		key := e.Key.Span().Of(p.text)
		p.out.WriteString(key + ": ")
		p.node(e.Value, depth+1, p.indent(depth+1)+len(key)+len(": "))
	}
	for i, item := range n.Items {
		line(i)
		p.node(item, depth+1, p.indent(depth+1))
	}
	p.newLine(depth)
	p.out.WriteByte(brackets[1])
}

// indent is how far a line at a depth is indented.
func (p *printer) indent(depth int) int { return step * min(depth, maxDepth) }

func (p *printer) newLine(depth int) {
	p.out.WriteString(p.eol)
	p.out.WriteString(strings.Repeat(" ", p.indent(depth)))
}

// flat writes a node on one line.
func (p *printer) flat(n *document.Node) {
	switch n.Kind {
	case document.Mapping:
		p.out.WriteByte('{')
		for i := range n.Entries {
			if i > 0 {
				p.out.WriteString(", ")
			}
			p.out.WriteString(n.Entries[i].Key.Span().Of(p.text) + ": ")
			p.flat(n.Entries[i].Value)
		}
		p.out.WriteByte('}')
	case document.Sequence:
		p.out.WriteByte('[')
		for i, item := range n.Items {
			if i > 0 {
				p.out.WriteString(", ")
			}
			p.flat(item)
		}
		p.out.WriteByte(']')
	default:
		p.out.WriteString(n.Span().Of(p.text))
	}
}

// width is how many bytes a node takes on one line, as far as that matters.
func (p *printer) width(n *document.Node) int {
	switch n.Kind {
	case document.Mapping, document.Sequence:
	default:
		return n.Span().Len()
	}
	if n.Span().Len() > 4*maxWidth {
		return 4 * maxWidth // spaces alone do not make it so long
	}
	width := 2
	for i := range n.Entries {
		width += n.Entries[i].Key.Span().Len() + len(": ") + p.width(n.Entries[i].Value) + len(", ")
	}
	for _, item := range n.Items {
		width += p.width(item) + len(", ")
	}
	return max(width-len(", "), 2)
}

// difference are the edits that make of one text another that differs from it in
// whitespace alone.
func difference(before, after string) []document.Edit {
	var edits []document.Edit
	space := func(s string, from int) int {
		to := from
		for to < len(s) {
			size := breakLen(s[to:])
			if size == 0 && (s[to] == ' ' || s[to] == '\t') {
				size = 1
			}
			if size == 0 {
				break
			}
			to += size
		}
		return to
	}
	for i, j := 0, 0; i < len(before) || j < len(after); {
		endI, endJ := space(before, i), space(after, j)
		if before[i:endI] != after[j:endJ] {
			edits = append(edits, edit.Replace(document.Span{Start: i, End: endI}, after[j:endJ]))
		}
		i, j = endI+1, endJ+1
	}
	return edits
}
