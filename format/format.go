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
	if errs := doc.Broken(); len(errs) > 0 {
		return nil, errs[0]
	}
	if doc.Language() == document.JSON {
		return jsonEdits(doc, span), nil
	}
	f := newFormatter(doc, span)
	edits, result := f.most()
	if !f.whole() {
		return edits, nil
	}
	rounds := 1
	for ; rounds < maxRounds && len(edits) > 0; rounds++ {
		f = newFormatter(result, document.Span{Start: 0, End: len(result.Text())})
		more, next := f.most()
		if len(more) == 0 {
			break
		}
		result = next
	}
	if rounds > 1 {
		return difference(doc.Text(), result.Text()), nil
	}
	return edits, nil
}

// maxRounds bounds how often the result is formatted again, until that changes
// nothing. It seldom does at all: a node that had to be kept may be free to move once
// what is around it has moved.
const maxRounds = 8

// maxTrials bounds how often the result is read again to find what must not move.
const maxTrials = 40

// most returns the edits that format the most without a change to what the text says.
// Nearly always that is all: the first trial. Otherwise a binary search finds the
// first node with which it changes, and that node is kept as it is. Where trials run
// out, all nodes from there on are kept. The second result is the document after the
// edits.
func (f *formatter) most() (best []document.Edit, result *document.Document) {
	result = f.doc
	edits := f.try(math.MaxInt)
	all := f.visited
	good, bad, limit := -1, all+1, all // the first good nodes can be formatted, the first bad cannot
	for range maxTrials {
		after := f.doc
		if len(edits) > 0 {
			after = document.Parse(Apply(f.text, edits), document.YAML)
		}
		if after == f.doc || same(f.doc, after) {
			best, result, good = edits, after, limit
		} else {
			bad = limit
		}
		switch {
		case good == all || bad == 0:
			return best, result
		case bad == good+1:
			f.kept[good] = true
			good, bad, limit = bad, all+1, all
		default:
			limit = (good + bad) / 2
		}
		edits = f.try(limit)
	}
	return best, result
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
