package refactor

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
)

// styles writes a scalar in other quotes, and a collection in brackets or on lines
// of its own.
func (c *cursor) styles() []Action {
	if c.doc.Language() == document.JSON || !c.sound(c.node) {
		return nil
	}
	return append(c.quotes(), c.brackets()...)
}

func (c *cursor) quotes() []Action {
	n := c.node
	if n.Kind != document.Scalar || n.Tag != "!!str" || n.Empty() || n.Tagged() || n.Style == document.Literal || n.Style == document.Folded {
		return nil
	}
	as := func(title, id, text string) Action {
		return Action{Title: title, Kind: Rewrite, ID: id, Edits: func() ([]document.Edit, error) { return c.kept(edit.Replace(n.Span(), text)) }}
	}
	var actions []Action
	if n.Style != document.DoubleQuoted {
		actions = append(actions, as("Write it in double quotes", "double-quotes", edit.Quote(n.Value)))
	}
	if n.Style != document.SingleQuoted && printable(n.Value) {
		actions = append(actions, as("Write it in single quotes", "single-quotes", "'"+strings.ReplaceAll(n.Value, "'", "''")+"'"))
	}
	end := n.Span().End
	adjacent := n.IsKey() && n.Entry().Colon == end && !strings.HasPrefix(c.doc.Text()[end+1:]+" ", " ") && n.Parent.Style == document.Flow // "a":1
	if n.Style != document.Plain && document.PlainSafe(n.Value) && !adjacent {
		actions = append(actions, as("Write it without quotes", "no-quotes", n.Value))
	}
	return actions
}

// printable reports whether single quotes can hold a text in one line.
func printable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' || r >= 0x7F && r < 0xA0 || r == 0x2028 || r == 0x2029 || r == 0xFEFF || r == 0xFFFD
	})
}

// brackets changes the style of the innermost collection that the place is in.
func (c *cursor) brackets() []Action {
	n := c.node
	if n.IsKey() && (n.Entry().Value.Kind == document.Mapping || n.Entry().Value.Kind == document.Sequence) {
		n = n.Entry().Value // the place is the key of a collection
	} else {
		for n != nil && n.Kind != document.Mapping && n.Kind != document.Sequence {
			n = n.Parent
		}
	}
	if n == nil || n.Key() == nil || len(n.Entries)+len(n.Items) == 0 || c.commented(n) || !simple(n) || !c.sound(n) || n.Anchor != "" || n.Tagged() {
		return nil
	}
	if n.Style == document.Block {
		return []Action{{Title: "Write it in brackets", Kind: Rewrite, ID: "brackets", Edits: func() ([]document.Edit, error) {
			colon := n.Key().Entry().Colon + 1
			return c.kept(edit.Replace(document.Span{Start: colon, End: n.Span().End}, " "+flow(c.doc.Text(), n)))
		}}}
	}
	if n.Parent.Style == document.Flow {
		return nil // it can stand on no lines of its own
	}
	return []Action{{Title: "Write it on lines of its own", Kind: Rewrite, ID: "lines", Edits: func() ([]document.Edit, error) {
		key := n.Key()
		_, column := c.doc.Lines().OffsetToRune(key.FullSpan().Start)
		if strings.HasPrefix(c.doc.Text(), "\ufeff") && c.doc.Lines().LineOf(key.Span().Start) == 0 {
			column--
		}
		text := ""
		for _, line := range block(c.doc.Text(), n) {
			text += edit.LineBreak(c.doc) + strings.Repeat(" ", column+2) + line
		}
		return c.kept(edit.Replace(document.Span{Start: key.Entry().Colon + 1, End: n.Span().End}, text))
	}}}
}

// commented reports whether a comment stands in a node, or behind its key.
func (c *cursor) commented(n *document.Node) bool {
	start := n.FullSpan().Start
	if key := n.Key(); key != nil {
		start = key.Span().Start
	}
	for _, comment := range c.doc.Comments() {
		if start <= comment.Start && comment.Start < n.Span().End {
			return true
		}
	}
	return false
}

// simple reports whether a collection can be written in either style: of scalars
// in one line and collections of them, without anchors and aliases.
func simple(n *document.Node) bool {
	if n.Anchor != "" || n.Tagged() || n.Unclosed() {
		return false
	}
	switch n.Kind {
	case document.Scalar:
		return n.Style == document.DoubleQuoted || n.Style == document.SingleQuoted || n.Style == document.Plain && (document.PlainSafe(n.Value) || n.Tag != "!!str" && !n.Empty())
	case document.Mapping:
		for i := range n.Entries {
			e := &n.Entries[i]
			if e.Key.Kind != document.Scalar || e.Key.Tag == "!!merge" || e.Colon < 0 || !simple(e.Key) || !simple(e.Value) {
				return false
			}
		}
		return true
	case document.Sequence:
		for _, item := range n.Items {
			if !simple(item) {
				return false
			}
		}
		return true
	}
	return false
}

// scalar is a scalar as it is written, on one line.
func scalar(text string, n *document.Node) string {
	src := n.Span().Of(text)
	if strings.ContainsAny(src, "\r\n") {
		return edit.Quote(n.Value)
	}
	return src
}

// flow writes a collection in brackets.
func flow(text string, n *document.Node) string {
	var parts []string
	switch n.Kind {
	case document.Mapping:
		for i := range n.Entries {
			parts = append(parts, scalar(text, n.Entries[i].Key)+": "+flow(text, n.Entries[i].Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case document.Sequence:
		for _, item := range n.Items {
			parts = append(parts, flow(text, item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return scalar(text, n)
}

// block writes a collection on lines; those in it stay in brackets.
func block(text string, n *document.Node) []string {
	var lines []string
	for i := range n.Entries {
		lines = append(lines, scalar(text, n.Entries[i].Key)+": "+flow(text, n.Entries[i].Value))
	}
	for _, item := range n.Items {
		lines = append(lines, "- "+flow(text, item))
	}
	return lines
}
