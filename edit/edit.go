// Package edit makes the edits that fixes and refactorings consist of: they keep
// quotes, indentation and line breaks as a document has them.
package edit

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kam-ls/kam-ls/document"
)

// Replace is the edit that puts text in the place of a span.
func Replace(span document.Span, text string) document.Edit {
	return document.Edit{Span: span, NewText: text}
}

// Rename is the edit that gives a key another name, in the key's quotes.
func Rename(key *document.Node, name string) document.Edit {
	return Replace(key.Span(), Requote(key, name))
}

// Requote writes a value in the style of a scalar, or in double quotes where
// that style cannot hold it.
func Requote(n *document.Node, value string) string {
	switch {
	case n.Style == document.SingleQuoted:
		return "'" + strings.ReplaceAll(value, "'", "''") + "'"
	case n.Style == document.Plain && document.PlainSafe(value):
		return value
	}
	return Quote(value)
}

// Rewrite is the smallest edit that gives a scalar another value, in its quotes.
func Rewrite(doc *document.Document, n *document.Node, value string) document.Edit {
	span := n.Span()
	src := span.Of(doc.Text())
	text := Requote(n, value)
	head, tail := 0, 0
	for head < min(len(src), len(text)) && src[head] == text[head] {
		head++
	}
	for tail < min(len(src), len(text))-head && src[len(src)-1-tail] == text[len(text)-1-tail] {
		tail++
	}
	for head > 0 && (!utf8.RuneStart(src[head-1]) || head < len(src) && !utf8.RuneStart(src[head])) {
		head--
	}
	for tail > 0 && !utf8.RuneStart(src[len(src)-tail]) {
		tail--
	}
	return Replace(document.Span{Start: span.Start + head, End: span.End - tail}, text[head:len(text)-tail])
}

// Quote writes a string in double quotes, as JSON and YAML both read it.
func Quote(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(s) != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// LineBreak is the line break that the document uses.
func LineBreak(doc *document.Document) string {
	if i := strings.IndexByte(doc.Text(), '\n'); i > 0 && doc.Text()[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// BlockStart is where the first entry of a block mapping begins, its anchor and
// tag included. It reports false where lines cannot be put before it: behind
// the '?' of an explicit key.
func BlockStart(doc *document.Document, mapping *document.Node) (int, bool) {
	if mapping.Kind != document.Mapping || mapping.Style != document.Block || len(mapping.Entries) == 0 {
		return 0, false
	}
	start := mapping.Entries[0].Key.FullSpan().Start
	before := strings.TrimRight(doc.Text()[:start], " \t")
	return start, !strings.HasSuffix(before, "?")
}

// InsertLines is the edit that puts lines before the block node that starts at
// offset, indented as it is.
func InsertLines(doc *document.Document, offset int, lines []string) document.Edit {
	line, column := doc.Lines().OffsetToRune(offset)
	if line == 0 && strings.HasPrefix(doc.Text(), "\ufeff") {
		column-- // a byte order mark takes no column
	}
	next := LineBreak(doc) + strings.Repeat(" ", column)
	return Replace(document.Span{Start: offset, End: offset}, strings.Join(lines, next)+next)
}

// InsertItems is the edit that puts strings first into a list, in its style.
func InsertItems(doc *document.Document, list *document.Node, items ...string) document.Edit {
	first := list.Items[0].FullSpan().Start
	if list.Style == document.Flow {
		text := ""
		for _, item := range items {
			text += Quote(item) + ", "
		}
		return Replace(document.Span{Start: first, End: first}, text)
	}
	lines := make([]string, len(items))
	for i, item := range items {
		lines[i] = "- " + Requote(&document.Node{}, item)
	}
	return InsertLines(doc, list.Span().Start, lines)
}

// RemoveEntry is the edit that takes an entry out of its mapping, with its
// lines where it has them for itself.
func RemoveEntry(doc *document.Document, e *document.Entry) document.Edit {
	mapping := e.Key.Parent
	start, end := e.Key.FullSpan().Start, max(e.Value.Span().End, e.Colon+1)
	if mapping.Style == document.Flow {
		return Replace(flowItemSpan(doc.Text(), document.Span{Start: start, End: end}), "")
	}
	text, lines := doc.Text(), doc.Lines()
	first := lines.Span(lines.LineOf(start))
	if strings.TrimLeft(text[first.Start:start], " ") != "" {
		// The entry shares its line with a dash: what follows moves up.
		if i := e.Key.Index(); i+1 < len(mapping.Entries) {
			end = mapping.Entries[i+1].Key.FullSpan().Start
		}
		return Replace(document.Span{Start: start, End: end}, "")
	}
	last := lines.LineOf(end)
	if last+1 < lines.Count() {
		return Replace(document.Span{Start: first.Start, End: lines.Span(last + 1).Start}, "")
	}
	return Replace(document.Span{Start: first.Start, End: lines.Span(last).End}, "")
}

// flowItemSpan widens the span of an entry or item in brackets by one of the
// commas around it.
func flowItemSpan(text string, span document.Span) document.Span {
	end := span.End
	for end < len(text) && strings.IndexByte(" \t\r\n", text[end]) >= 0 {
		end++
	}
	if end < len(text) && text[end] == ',' {
		end++
		for end < len(text) && text[end] == ' ' {
			end++
		}
		return document.Span{Start: span.Start, End: end}
	}
	start := span.Start
	for start > 0 && strings.IndexByte(" \t\r\n", text[start-1]) >= 0 {
		start--
	}
	if start > 0 && text[start-1] == ',' {
		return document.Span{Start: start - 1, End: span.End}
	}
	return span
}

// Named reports whether a node, or one in it, has an anchor: without it
// the aliases elsewhere would name nothing.
func Named(n *document.Node) bool {
	if n.Anchor != "" {
		return true
	}
	for i := range n.Entries {
		if Named(n.Entries[i].Key) || Named(n.Entries[i].Value) {
			return true
		}
	}
	return slices.ContainsFunc(n.Items, Named)
}
