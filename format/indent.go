package format

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
)

// Indent is the column at which a line belongs that was just begun and that an
// offset is in. It reports false where the line before does not tell: in a scalar of
// several lines, in brackets, after nothing.
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
	for strings.HasPrefix(body, "- ") { // what is after the dash has a column of its own
		rest := strings.TrimLeft(body[1:], " ")
		column += len(body) - len(rest)
		body = rest
	}
	switch {
	case body == "-" || strings.HasSuffix(body, ":"):
		return column + step, true
	case headerIndent(body) > 0:
		return column + headerIndent(body), strings.Contains(body, ": ")
	case strings.Contains(body, ": "):
		return column, true
	}
	return 0, false
}

// headerIndent is how far the text below a line is indented, if the line ends with
// the header of a block scalar, else 0.
func headerIndent(line string) int {
	header := line[strings.LastIndexByte(line, ' ')+1:]
	if header == "" || header[0] != '|' && header[0] != '>' {
		return 0
	}
	switch digit := strings.Trim(header[1:], "+-"); {
	case digit == "":
		return step
	case len(digit) == 1 && '1' <= digit[0] && digit[0] <= '9':
		return int(digit[0] - '0')
	}
	return 0
}

// inside reports whether a line lies in a scalar of several lines or in brackets
// that began above it.
func inside(n *document.Node, lines *document.Lines, line int) bool {
	first, last := lines.LineOf(n.Span().Start), lines.LineOf(n.Span().End)
	if n.Style == document.Literal || n.Style == document.Folded {
		// It continues after its last line. After its header it has yet to begin.
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
