// Package completion says what can be written at a place in a spec, also where
// the file is broken and on the line that is being typed.
package completion

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/spec"
)

// Kind is what an item stands for.
type Kind uint8

const (
	Attribute Kind = iota
	Value
	Secret
	Rule
	Shape // a handler, a whole Job: a template of several attributes
)

// Item is one proposal.
type Item struct {
	Label    string
	Kind     Kind
	Detail   string // its type, or what it belongs to
	Topic    string // what [Documentation] has to read about it; "" for nothing
	Required bool
	Span     document.Span // what it replaces in the document as it is
	Snippet  string        // with placeholders in LSP's snippet syntax
	Text     string        // the same without placeholders
	Filter   string        // what typed text is matched with; the label if empty
	Also     []document.Edit
}

// marker is what is put at the cursor to see what a word there would be.
const marker = "kamCursor"

// At returns the proposals for an offset in a file, the best first.
func At(file *spec.File, offset int, options Options) []Item {
	c := &cursor{doc: file.Doc, offset: offset, options: options}
	if comment, ok := c.inComment(); ok {
		return c.comment(comment)
	}
	c.patch(file)
	if c.node == nil || c.inBlockScalar() {
		return nil
	}
	switch {
	case c.node.Parent == nil:
		return c.emptyFile()
	case c.node.IsKey():
		return c.keys()
	}
	return c.values()
}

// cursor is a place where completion is asked for, in the document as it is
// and in one where the marker stands there.
type cursor struct {
	doc     *document.Document
	offset  int
	options Options

	patched *document.Document
	file    *spec.File // of patched
	node    *document.Node
	place   spec.Place
	known   bool   // the schema describes the place
	lead    string // what must stand before an item: a blank behind "key:"
	comma   bool   // a comma must stand behind an item: another entry follows
}

// inComment returns the comment that the cursor is in, behind its '#'.
func (c *cursor) inComment() (document.Comment, bool) {
	for _, comment := range c.doc.Comments() {
		if comment.Start < c.offset && c.offset <= comment.End {
			return comment, true
		}
	}
	return document.Comment{}, false
}

// patch parses the document with the marker at the cursor and finds its node.
func (c *cursor) patch(file *spec.File) {
	text := c.doc.Text()
	if c.offset > 0 && text[c.offset-1] == ':' && c.afterKey() {
		c.lead = " "
	}
	word := c.lead + marker
	put := func(word string) {
		c.file = file.With(text[:c.offset] + word + text[c.offset:])
		c.patched = c.file.Doc
		c.locate()
	}
	if c.beforeEntry() {
		put(word + ",") // or the next entry would be read as a part of the word
		if c.node == nil || strings.HasSuffix(c.node.Value, marker) {
			c.comma = true
			return
		}
	}
	put(word)
}

// beforeEntry reports whether the cursor stands in brackets, where an entry may
// start, and blanks and another entry follow it on the line.
func (c *cursor) beforeEntry() bool {
	text := c.doc.Text()
	before := strings.TrimRight(text[:c.offset], " \t\r\n")
	if before == "" || strings.IndexByte("{[,", before[len(before)-1]) < 0 {
		return false
	}
	after := strings.TrimLeft(text[c.offset:], " \t")
	return len(after) < len(text)-c.offset && after != "" && strings.IndexByte(",}]:\r\n#", after[0]) < 0
}

// afterKey reports whether the ':' before the cursor ends a key.
func (c *cursor) afterKey() bool {
	i := c.doc.RootAt(c.offset)
	if i < 0 {
		return false
	}
	for n := c.doc.Roots()[i].Node.At(c.offset); n != nil; n = n.Parent {
		if e := n.Entry(); e != nil && e.Colon == c.offset-1 {
			return true
		}
	}
	return false
}

// locate finds the node that the marker is in.
func (c *cursor) locate() {
	c.node, c.known = nil, false
	at := c.offset + len(c.lead) + 1
	i := c.patched.RootAt(at)
	if i < 0 {
		return
	}
	node := c.patched.Roots()[i].Node.At(at)
	if node == nil || node.Kind == document.Mapping || node.Kind == document.Sequence {
		return
	}
	c.node = node
	c.place, c.known = c.file.Place(node)
}

func (c *cursor) inBlockScalar() bool {
	return c.node.Style == document.Literal || c.node.Style == document.Folded
}

// json reports whether entries are written as in JSON: in JSON files, and in
// flow collections whose keys are quoted.
func (c *cursor) json() bool { return c.doc.Language() == document.JSON }

// replaced is the span, in the document as it is, of what an item replaces:
// the word that the cursor is in, without its quotes.
func (c *cursor) replaced() document.Span {
	span := c.node.Span()
	switch c.node.Style {
	case document.DoubleQuoted, document.SingleQuoted:
		span.Start++
		if !c.node.Unclosed() {
			span.End--
		}
	}
	return c.original(span)
}

// original converts a span around the marker to the document as it is.
func (c *cursor) original(span document.Span) document.Span {
	start := min(span.Start, c.offset)
	end := max(span.End-len(marker)-len(c.lead), c.offset)
	if lines := c.doc.Lines(); lines.LineOf(start) != lines.LineOf(c.offset) {
		start = c.offset // a plain scalar of several lines
	}
	if lines := c.doc.Lines(); lines.LineOf(end) != lines.LineOf(c.offset) {
		end = c.offset
	}
	return document.Span{Start: start, End: end}
}

// typed is what stands before the cursor of the value that it is in.
func (c *cursor) typed() string {
	before, _, _ := strings.Cut(c.node.Value, marker)
	return before
}

// startsLine reports whether only blanks and dashes stand before the node on
// its line.
func (c *cursor) startsLine() bool {
	start := c.node.FullSpan().Start
	lines := c.patched.Lines()
	before := document.Span{Start: lines.Span(lines.LineOf(start)).Start, End: start}.Of(c.patched.Text())
	return strings.Trim(before, " -") == ""
}

// column is the column, in bytes, of the node.
func (c *cursor) column() int {
	_, column := c.patched.Lines().OffsetToUTF8(c.node.FullSpan().Start)
	return column
}
