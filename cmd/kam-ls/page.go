package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
)

// ANSI codes of the colours.
const (
	bold   = "1"
	dim    = "2"
	red    = "1;31"
	green  = "32"
	yellow = "1;33"
	blue   = "34"
	cyan   = "36"
)

// painter colours text, or leaves it as it is.
type painter bool

// paint colours each line on its own: pagers forget a colour at the end of one.
func (p painter) paint(code, s string) string {
	if !p || s == "" {
		return s
	}
	const reset = "\x1b[0m"
	code = "\x1b[" + code + "m"
	return code + strings.ReplaceAll(s, "\n", reset+"\n"+code) + reset
}

// severity is the name of a severity in its colour.
func (p painter) severity(s diagnostics.Severity) string {
	code := cyan
	switch s {
	case diagnostics.Error:
		code = red
	case diagnostics.Warning:
		code = yellow
	}
	return p.paint(code, s.String())
}

// renderRule is the page of a rule for a terminal.
func renderRule(r *diagnostics.Rule, width int, p painter) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", p.paint(bold, r.ID), p.severity(r.Severity))
	for paragraph := range strings.SplitSeq(r.Description(), "\n\n") {
		fmt.Fprintf(&b, "\n%s\n", paintCode(wrap(paragraph, width), p))
	}
	bad, good := r.Examples()
	fmt.Fprintf(&b, "\n%s\n\n%s\n", p.paint(bold, "Bad"), indent(highlight(bad, p)))
	fmt.Fprintf(&b, "\n%s\n\n%s\n", p.paint(bold, "Good"), indent(highlight(good, p)))
	fmt.Fprintf(&b, "\n%s\n", p.paint(dim, diagnostics.URL(r.ID)))
	return b.String()
}

// wrap fills lines with the words of a paragraph. A word that is wider than a
// line has one of its own.
func wrap(paragraph string, width int) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(paragraph) {
		n := utf8.RuneCountInString(word)
		switch {
		case column == 0:
		case column+1+n > width:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String()
}

// code is what stands in backticks or double quotes in the text of a rule.
var code = regexp.MustCompile("`[^`]+`|\"[^\"]+\"")

// paintCode colours the code in a text. Backticks are left out: the colour says
// the same.
func paintCode(text string, p painter) string {
	if !p {
		return text
	}
	return code.ReplaceAllStringFunc(text, func(s string) string { return p.paint(cyan, strings.Trim(s, "`")) })
}

func indent(s string) string { return "    " + strings.ReplaceAll(s, "\n", "\n    ") }

// highlight colours lines of a spec, broken ones too: keys, strings and comments.
func highlight(text string, p painter) string {
	type mark struct {
		document.Span
		color string
	}
	doc := document.Parse(text, document.YAML)
	var marks []mark
	for _, c := range doc.Comments() {
		marks = append(marks, mark{c.Span, dim})
	}
	var visit func(n *document.Node)
	visit = func(n *document.Node) {
		if n == nil {
			return
		}
		switch {
		case n.IsKey():
			marks = append(marks, mark{n.Span(), blue})
		case n.Kind == document.Scalar && n.Tag == "!!str":
			marks = append(marks, mark{n.Span(), green})
		}
		for _, e := range n.Entries {
			visit(e.Key)
			visit(e.Value)
		}
		for _, item := range n.Items {
			visit(item)
		}
	}
	for _, root := range doc.Roots() {
		visit(root.Node)
	}
	slices.SortFunc(marks, func(a, b mark) int { return a.Start - b.Start })
	var b strings.Builder
	at := 0
	for _, m := range marks {
		if m.Start < at {
			continue // within what is coloured already
		}
		b.WriteString(text[at:m.Start])
		b.WriteString(p.paint(m.color, text[m.Start:m.End]))
		at = m.End
	}
	return b.String() + text[at:]
}
