package format

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
)

// Indent is the column, in blanks, at which a line belongs that was just begun and
// that an offset stands in. It reports false where the line before does not tell:
// in a scalar of several lines, in brackets, behind nothing.
func Indent(doc *document.Document, offset int) (int, bool) {
	text, lines := doc.Text(), doc.Lines()
	line := lines.LineOf(offset)
	if line == 0 {
		return 0, false
	}
	for _, root := range doc.Roots() {
		if inside(root.Node, lines, line) {
			return 0, false
		}
	}
	above := lines.Span(line - 1)
	words := above.Of(text)
	for _, c := range doc.Comments() {
		if above.Start <= c.Start && c.Start <= above.End {
			words = text[above.Start:c.Start]
		}
	}
	body := strings.TrimLeft(words, " ")
	column := len(words) - len(body)
	body = strings.TrimRight(body, " \t\r")
	if body == "" {
		return 0, false
	}
	for strings.HasPrefix(body, "- ") { // what stands behind the dash has a column of its own
		rest := strings.TrimLeft(body[1:], " ")
		column += len(body) - len(rest)
		body = rest
	}
	switch {
	case body == "-" || strings.HasSuffix(body, ":"):
		return column + step, true
	case strings.HasSuffix(body, "|") || strings.HasSuffix(body, ">") || strings.HasSuffix(body, "|-") || strings.HasSuffix(body, ">-") || strings.HasSuffix(body, "|+") || strings.HasSuffix(body, ">+"):
		return column + step, strings.Contains(body, ": ")
	case strings.Contains(body, ": "):
		return column, true
	}
	return 0, false
}

// inside reports whether a line lies in a scalar of several lines or in brackets
// that began above it.
func inside(n *document.Node, lines *document.Lines, line int) bool {
	first, last := lines.LineOf(n.Span().Start), lines.LineOf(n.Span().End)
	if n.Style == document.Literal || n.Style == document.Folded {
		// It goes on behind its last line. Behind its header it has yet to begin.
		return first < line-1 && last >= line-1
	}
	if first >= line || last < line-1 {
		return false
	}
	if n.Kind == document.Scalar || n.Style == document.Flow {
		return last >= line || n.Unclosed()
	}
	for i := range n.Entries {
		if inside(n.Entries[i].Key, lines, line) || inside(n.Entries[i].Value, lines, line) {
			return true
		}
	}
	for _, item := range n.Items {
		if inside(item, lines, line) {
			return true
		}
	}
	return false
}
