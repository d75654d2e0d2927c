package outline

import (
	"unicode"
	"unicode/utf8"

	"github.com/kam-ls/kam-ls/document"
)

// maxSelections is how many times a selection can grow before it is the document:
// clients read it as nested objects, and refuse those that are too deep.
const maxSelections = 200

// Selections are the spans that a selection at an offset grows to, each around the
// one before: a word, a scalar without and with its quotes, an entry, the mapping
// or list around it, and so on up to the whole text.
func Selections(doc *document.Document, offset int) []document.Span {
	text := doc.Text()
	var spans []document.Span
	grow := func(span document.Span) {
		if span.Start > offset || span.End < offset {
			return
		}
		if n := len(spans); n > 0 {
			if last := spans[n-1]; span.Start > last.Start || span.End < last.End || span == last {
				return
			}
		}
		spans = append(spans, span)
	}
	grow(word(text, offset))
	for _, c := range doc.Comments() {
		if c.Contains(offset) {
			grow(c.Span)
		}
	}
	if i := doc.RootAt(offset); i >= 0 {
		root := doc.Roots()[i]
		for n := root.Node.At(offset); n != nil && len(spans) < maxSelections; n = n.Parent {
			if n.Style == document.SingleQuoted || n.Style == document.DoubleQuoted {
				inner := document.Span{Start: n.Span().Start + 1, End: n.Span().End}
				if !n.Unclosed() {
					inner.End--
				}
				grow(inner)
			}
			grow(n.Span())
			grow(n.FullSpan())
			if e := n.Entry(); e != nil {
				grow(document.Span{Start: e.Key.FullSpan().Start, End: max(e.Key.Span().End, e.Colon+1, e.Value.Span().End)})
			}
		}
		grow(root.Span)
	}
	grow(document.Span{End: len(text)})
	return spans
}

// word is the run of letters, digits and underscores around an offset, in one
// line; empty where there is none.
func word(text string, offset int) document.Span {
	span := document.Span{Start: offset, End: offset}
	for span.Start > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:span.Start])
		if !isWord(r) {
			break
		}
		span.Start -= size
	}
	for span.End < len(text) {
		r, size := utf8.DecodeRuneInString(text[span.End:])
		if !isWord(r) {
			break
		}
		span.End += size
	}
	return span
}

func isWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)
}
