package refactor

import (
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/schema"
)

// sorting puts the attributes of the mapping at the place into the order of the
// reference.
func (c *cursor) sorting() []Action {
	n := c.node
	if n.IsKey() && n.Entry().Value.Kind == document.Mapping {
		n = n.Entry().Value
	} else {
		for n != nil && n.Kind != document.Mapping {
			n = n.Parent
		}
	}
	if n == nil || n.Style != document.Block || c.doc.Linked() || c.doc.Language() == document.JSON || !c.sound(n) {
		return nil
	}
	place, ok := c.file.Place(n)
	if !ok || place.Expected == nil || place.Expected.Kind != schema.Ref && place.Expected.Kind != schema.Union {
		return nil
	}
	t := c.file.TypeOf(n, place.Expected)
	if t == nil {
		return nil
	}
	rank := func(name string) int {
		for i, a := range t.Attributes {
			if a.Name == name {
				return i
			}
		}
		return len(t.Attributes) // what the reference does not know comes last, as it stands
	}
	order := make([]int, len(n.Entries))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return rank(n.Entries[i].Key.Value) - rank(n.Entries[j].Key.Value) })
	pieces, ok := c.pieces(n)
	if !ok || slices.IsSorted(order) {
		return nil
	}
	return []Action{{Title: "Sort the attributes of " + t.Name, Kind: Rewrite, ID: "sort", Edits: func() ([]document.Edit, error) {
		text := c.doc.Text()
		whole := document.Span{Start: pieces[0].Start, End: pieces[len(pieces)-1].End}
		var b strings.Builder
		for _, i := range order {
			piece := pieces[i].Of(text)
			if !strings.HasSuffix(piece, "\n") {
				piece += edit.LineBreak(c.doc)
			}
			b.WriteString(piece)
		}
		sorted := b.String()
		if !strings.HasSuffix(whole.Of(text), "\n") {
			sorted = strings.TrimSuffix(sorted, edit.LineBreak(c.doc))
		}
		return c.kept(edit.Replace(whole, sorted))
	}}}
}

// pieces are the lines of each entry of a mapping, with the comments before it. It
// reports false where an entry shares a line with something else.
func (c *cursor) pieces(n *document.Node) ([]document.Span, bool) {
	lines, text := c.doc.Lines(), c.doc.Text()
	pieces := make([]document.Span, len(n.Entries))
	_, column := lines.OffsetToUTF8(n.Span().Start)
	for i := range n.Entries {
		start := n.Entries[i].Key.FullSpan().Start
		line := lines.LineOf(start)
		if strings.Trim(text[lines.Span(line).Start:start], " ") != "" {
			return nil, false
		}
		if i > 0 || n.Key() != nil {
			// Comments as far in as the key belong to it, and blank lines among them.
			floor := 0
			if i > 0 {
				floor = lines.LineOf(n.Entries[i-1].Value.Span().End)
			} else {
				floor = lines.LineOf(n.Key().Span().End)
			}
			for above := line - 1; above > floor; above-- {
				s := lines.Line(above)
				body := strings.TrimLeft(s, " ")
				if body != "" && (body[0] != '#' || len(s)-len(body) != column) {
					break
				}
				if body != "" {
					line = above
				}
			}
		}
		pieces[i].Start = lines.Span(line).Start
		if i > 0 {
			pieces[i-1].End = pieces[i].Start
		}
	}
	last := lines.LineOf(n.Span().End)
	if end := n.Span().End; end > 0 && end == lines.Span(last).Start && end < len(text)+1 && text[end-1] == '\n' {
		last--
	}
	end := len(text)
	if last+1 < lines.Count() {
		end = lines.Span(last + 1).Start
	}
	pieces[len(pieces)-1].End = end
	return pieces, true
}
