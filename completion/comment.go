package completion

import (
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
)

// directives are the words that a comment to kam-ls starts with.
var directives = []struct{ word, detail string }{
	{"ignore", "ignore a rule in this line, or in the next"},
	{"ignore-file", "ignore a rule in the whole file"},
	{"spec", "this file is a spec, whatever its name"},
}

// comment proposes what can be written in a comment that speaks to kam-ls: its
// first word, then rules.
func (c *cursor) comment(comment document.Comment) []Item {
	text := c.doc.Text()
	before := text[comment.Start:c.offset]
	body := strings.TrimLeft(before, "# \t")
	rest, ok := strings.CutPrefix(body, diagnostics.DirectivePrefix)
	if !ok || strings.Contains(rest, "--") {
		return nil
	}
	start := c.offset
	for start > comment.Start && strings.IndexByte(" \t,:", text[start-1]) < 0 {
		start--
	}
	end := c.offset
	for end < comment.End && strings.IndexByte(" \t\r,", text[end]) < 0 {
		end++
	}
	span := document.Span{Start: start, End: end}
	words := strings.FieldsFunc(rest[:len(rest)-(c.offset-start)], func(r rune) bool { return r == ' ' || r == '\t' || r == ',' })
	if len(words) == 0 {
		lead := ""
		if strings.HasSuffix(text[:start], ":") {
			lead = " "
		}
		var items []Item
		for _, d := range directives {
			items = append(items, Item{Label: d.word, Kind: Value, Detail: d.detail, Span: span, Snippet: lead + d.word, Text: lead + d.word})
		}
		return items
	}
	if words[0] != "ignore" && words[0] != "ignore-file" {
		return nil
	}
	var items []Item
	var near []string
	if c.options.Near != nil {
		near = c.options.Near(c.offset)
	}
	rules := slices.Clone(diagnostics.Rules())
	slices.SortStableFunc(rules, func(a, b *diagnostics.Rule) int { // those that are found here first
		return index(near, a.ID) - index(near, b.ID)
	})
	for _, r := range rules {
		if !slices.Contains(words[1:], r.ID) {
			items = append(items, Item{Label: r.ID, Kind: Rule, Detail: r.Severity.String(), Topic: "rule:" + r.ID, Span: span, Snippet: r.ID, Text: r.ID})
		}
	}
	return items
}

// index is the place of a word in a list, that behind its end if it is not there.
func index(list []string, word string) int {
	if i := slices.Index(list, word); i >= 0 {
		return i
	}
	return len(list)
}
