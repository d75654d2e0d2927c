package refactor

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/schema"
)

// addable are the attributes of a container that can be added with an example.
var addable = []struct{ name, what string }{
	{"livenessProbe", "a liveness probe"}, {"startupProbe", "a startup probe"}, {"readinessProbe", "a readiness probe"}, {"lifecycle", "lifecycle hooks"},
}

// probes adds a probe that the container at the place does not have yet, behind
// the attributes that come before it in the reference.
func (c *cursor) probes() []Action {
	container := c.object("Container")
	if container == nil || !c.node.IsKey() || !c.sound(c.node) || len(container.Node.Entries) == 0 {
		return nil
	}
	if container.Node.Style != document.Block && c.doc.Language() != document.JSON {
		return nil
	}
	if at := c.node; at != container.Owner && at.Parent != container.Node {
		return nil
	}
	var actions []Action
	for _, add := range addable {
		a := container.Type.Attribute(add.name)
		if a == nil || container.Field(add.name) != nil {
			continue
		}
		if e, ok := c.insert(container.Node, container.Type, a); ok {
			actions = append(actions, Action{Title: "Add " + add.what, Kind: Rewrite, ID: "add-" + add.name, Edits: func() ([]document.Edit, error) { return c.checked(e) }})
		}
	}
	return actions
}

// insert is the edit that puts the example of an attribute into a mapping.
func (c *cursor) insert(n *document.Node, t *schema.Type, a *schema.Attribute) (document.Edit, bool) {
	after := -1 // the entry that it comes behind
	for i := range n.Entries {
		for _, before := range t.Attributes {
			if before == a {
				break
			}
			if before.Name == n.Entries[i].Key.Value {
				after = i
			}
		}
	}
	example := document.Parse(a.Example, document.YAML)
	if len(example.Roots()) != 1 {
		return document.Edit{}, false
	}
	if c.doc.Language() == document.JSON {
		text := strings.TrimSuffix(strings.TrimPrefix(compactJSON(example.Roots()[0].Node), "{"), "}")
		if after < 0 {
			at := n.Entries[0].Key.Span().Start
			return edit.Replace(document.Span{Start: at, End: at}, text+", "), true
		}
		at := n.Entries[after].Value.Span().End
		return edit.Replace(document.Span{Start: at, End: at}, ", "+text), true
	}
	lines := strings.Split(strings.TrimRight(a.Example, "\n"), "\n")
	if after+1 < len(n.Entries) {
		start := n.Entries[after+1].Key.FullSpan().Start
		return edit.InsertLines(c.doc, start, lines), true
	}
	_, column := c.doc.Lines().OffsetToRune(n.Entries[0].Key.FullSpan().Start)
	if strings.HasPrefix(c.doc.Text(), "\ufeff") && c.doc.Lines().LineOf(n.Span().Start) == 0 {
		column--
	}
	pieces, ok := c.pieces(n)
	if !ok {
		return document.Edit{}, false
	}
	text, eol := "", edit.LineBreak(c.doc)
	for _, line := range lines {
		text += strings.Repeat(" ", column) + line + eol
	}
	end := pieces[len(pieces)-1].End
	if body := c.doc.Text()[:end]; !strings.HasSuffix(body, "\n") {
		text = eol + strings.TrimSuffix(text, eol)
	}
	return edit.Replace(document.Span{Start: end, End: end}, text), true
}
