// Package format formats a spec as this project writes it: two columns for each
// level, lists below their keys too, one space where one is enough. It moves
// whitespace alone: words, quotes, comments and the order of everything stay.
package format

import (
	"math"

	"github.com/kam-ls/kam-ls/document"
)

// Text formats a document: it returns the edits in order, none where there is
// nothing to do. What cannot move without a change to what the text says stays as
// it is. The error is the first syntax error of a text that has one.
func Text(doc *document.Document) ([]document.Edit, error) {
	return Range(doc, document.Span{Start: 0, End: len(doc.Text())})
}

// Range formats the lines that a span touches, and no others: a node that has
// lines outside of them keeps its indentation, and what is inside of it follows
// that.
func Range(doc *document.Document, span document.Span) ([]document.Edit, error) {
	if errs := doc.Errors(); len(errs) > 0 {
		return nil, errs[0]
	}
	if doc.Language() == document.JSON {
		return jsonEdits(doc, span), nil
	}
	f := newFormatter(doc, span)
	return f.soundest(func(edits []document.Edit) bool {
		return len(edits) == 0 || same(doc, document.Parse(Apply(doc.Text(), edits), document.YAML))
	}), nil
}

// maxTrials bounds how often the result is read again to find what must not move.
const maxTrials = 64

// soundest returns the edits that format the most. Nearly always that is all: the
// first trial. Where that is not sound, a binary search finds the first node with
// which it is not, which is then kept as it is. The nodes after the last trial are
// kept, too.
func (f *formatter) soundest(sound func([]document.Edit) bool) (best []document.Edit) {
	edits := f.layOut(math.MaxInt)
	all := f.visited
	good, bad, limit := -1, all+1, all // formatting the first good nodes is sound, the first bad is not
	for range maxTrials {
		if sound(edits) {
			best, good = edits, limit
		} else {
			bad = limit
		}
		switch {
		case good == all || bad == 0:
			return best
		case bad == good+1:
			f.kept[good] = true
			good, bad, limit = bad, all+1, all
		default:
			limit = (good + bad) / 2
		}
		edits = f.layOut(limit)
	}
	return best
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
