// Package format lays out a spec as this project writes it: two columns for each
// level, lists below their keys too, one blank where one is enough. It moves white
// space alone: words, quotes, comments and the order of everything stay.
package format

import (
	"errors"
	"slices"

	"github.com/kam-ls/kam-ls/document"
)

// ErrUnsound is for a layout that would have changed what a text says. It is
// found by reading the result again, and the text is then left as it is.
var ErrUnsound = errors.New("the text cannot be laid out without a change to what it says")

// Text is the layout of a document, as edits in order. They are none where the
// text is laid out already. The error is the first syntax error of a text that
// has one, or [ErrUnsound].
func Text(doc *document.Document) ([]document.Edit, error) {
	if errs := doc.Errors(); len(errs) > 0 {
		return nil, errs[0]
	}
	var edits []document.Edit
	if doc.Language() == document.JSON {
		edits = printJSON(doc)
	} else {
		edits = layOut(doc)
	}
	if len(edits) == 0 {
		return nil, nil
	}
	if !same(doc, document.Parse(Apply(doc.Text(), edits), doc.Language())) {
		return nil, ErrUnsound
	}
	return edits, nil
}

// Range is the layout of the lines that a span touches, within that of the whole.
func Range(doc *document.Document, span document.Span) ([]document.Edit, error) {
	edits, err := Text(doc)
	if err != nil {
		return nil, err
	}
	lines := doc.Lines()
	from, to := lines.Span(lines.LineOf(span.Start)).Start, lines.Span(lines.LineOf(span.End)).End
	edits = slices.DeleteFunc(slices.Clone(edits), func(e document.Edit) bool { return e.End < from || e.Start > to })
	if len(edits) > 0 && !same(doc, document.Parse(Apply(doc.Text(), edits), doc.Language())) {
		return nil, ErrUnsound // some lines cannot move without the others
	}
	return edits, nil
}

// Apply is a text after edits that are in order and do not overlap.
func Apply(text string, edits []document.Edit) string {
	size := len(text)
	for _, e := range edits {
		size += len(e.NewText) - e.Len()
	}
	out := make([]byte, 0, size)
	last := 0
	for _, e := range edits {
		out = append(out, text[last:e.Start]...)
		out = append(out, e.NewText...)
		last = e.End
	}
	return string(append(out, text[last:]...))
}

// same reports whether two documents say the same in the same words: their trees
// have the same kinds, styles, tags, values and anchors, and their comments the
// same texts.
func same(a, b *document.Document) bool {
	if len(b.Errors()) > 0 || len(a.Roots()) != len(b.Roots()) || len(a.Comments()) != len(b.Comments()) {
		return false
	}
	for i, c := range a.Comments() {
		other := b.Comments()[i]
		if trimRight(c.Of(a.Text())) != trimRight(other.Of(b.Text())) || c.OwnLine != other.OwnLine {
			return false
		}
	}
	for i := range a.Roots() {
		if !sameNode(a.Roots()[i].Node, b.Roots()[i].Node) {
			return false
		}
	}
	return true
}

func sameNode(a, b *document.Node) bool {
	if a.Kind != b.Kind || a.Style != b.Style || a.Tag != b.Tag || a.Value != b.Value || a.Anchor != b.Anchor || a.Tagged() != b.Tagged() ||
		len(a.Entries) != len(b.Entries) || len(a.Items) != len(b.Items) {
		return false
	}
	if a.Kind == document.Alias && a.Target().Path() != b.Target().Path() {
		return false
	}
	for i := range a.Entries {
		if !sameNode(a.Entries[i].Key, b.Entries[i].Key) || !sameNode(a.Entries[i].Value, b.Entries[i].Value) {
			return false
		}
	}
	for i := range a.Items {
		if !sameNode(a.Items[i], b.Items[i]) {
			return false
		}
	}
	return true
}
