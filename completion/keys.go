package completion

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// keys proposes what can be the key that the cursor is in.
func (c *cursor) keys() []Item {
	mapping := c.node.Parent
	switch {
	case !c.known:
		// The root of a file with nothing but half a word in it reads as no
		// workload yet.
		if mapping.Parent == nil && len(c.file.Workloads) == 0 {
			return c.attributes(c.file.Schema.Root(), mapping)
		}
		return nil
	case c.place.Type != nil:
		if union := c.unionOf(mapping); union != nil && c.alone(mapping) {
			return c.shapes(union)
		}
		return c.attributes(c.place.Type, mapping)
	}
	return c.element(mapping)
}

// unionOf is the union that a mapping chooses from, nil if there is none.
func (c *cursor) unionOf(mapping *document.Node) *schema.TypeExpr {
	if p, ok := c.file.Place(mapping); ok && p.Expected != nil && p.Expected.Kind == schema.Union {
		return p.Expected
	}
	return nil
}

// alone reports whether the key at the cursor is the only one, but for _type.
func (c *cursor) alone(mapping *document.Node) bool {
	for i := range mapping.Entries {
		if key := mapping.Entries[i].Key; key != c.node && key.Value != spec.TypeTag {
			return false
		}
	}
	return true
}

// attributes proposes the attributes of a type that a mapping does not have
// yet, required ones first.
func (c *cursor) attributes(t *schema.Type, mapping *document.Node) []Item {
	present := map[string]bool{}
	if mapping != nil {
		for _, field := range mapping.Fields() {
			if field.Key != c.node {
				present[field.Key.Value] = true
			}
		}
	}
	var required, optional []Item
	for _, a := range t.Attributes {
		if present[a.Name] {
			continue
		}
		item := c.attribute(t, a)
		if a.Required {
			required = append(required, item)
		} else {
			optional = append(optional, item)
		}
	}
	return append(required, optional...)
}

func (c *cursor) attribute(t *schema.Type, a *schema.Attribute) Item {
	item := Item{
		Label:    a.Name,
		Kind:     Attribute,
		Detail:   a.Type.String(),
		Topic:    topicOf(t, a),
		Required: a.Required,
		Span:     c.replaced(),
	}
	if a.Required {
		item.Detail += ", required"
	}
	w := c.writer()
	w.entry(a, 0)
	c.finish(&item, w.String())
	return item
}

// element proposes an entry of a map whose values are objects: a template with
// a name to fill in.
func (c *cursor) element(mapping *document.Node) []Item {
	p, ok := c.file.Place(mapping)
	if !ok || p.Expected == nil || p.Expected.Kind != schema.Map {
		return nil
	}
	if c.file.Schema.IsConfiguration() && p.Expected.Elem.Kind == schema.Enum {
		return c.rules(mapping)
	}
	if p.Expected.Elem.Kind != schema.Ref {
		return c.names(mapping)
	}
	if e := c.node.Entry(); e != nil && e.Colon >= 0 {
		return nil // a name that stands is its owner's to choose
	}
	return []Item{c.template(p.Expected.Elem)}
}

// template is a named object with its required attributes.
func (c *cursor) template(expr *schema.TypeExpr) Item {
	t := c.file.Schema.Type(expr.Name)
	item := Item{
		Label:  "new " + t.Name,
		Kind:   Shape,
		Detail: t.Name,
		Topic:  t.Name,
		Span:   c.replaced(),
		Filter: strings.TrimSuffix(c.node.Value, marker) + t.Name,
	}
	w := c.writer()
	w.element(expr, 0)
	c.finish(&item, w.String())
	return item
}

// finish gives an item its text. An item that only replaces the name of a key
// that has its ':' is that name and no more.
func (c *cursor) finish(item *Item, snippet string) {
	if e := c.node.Entry(); e != nil && e.Key == c.node && e.Colon >= 0 {
		item.Snippet, item.Text = escapeSnippet(item.Label), item.Label
		return
	}
	if c.node.Style == document.DoubleQuoted || c.node.Style == document.SingleQuoted {
		// The text brings quotes of its own.
		item.Span.Start--
		if !c.node.Unclosed() {
			item.Span.End++
		}
	}
	if c.node.Parent != nil && c.node.Parent.Style == document.Flow && c.node.IsKey() {
		snippet += c.commaAfter()
		item.Also = c.commaBefore()
	}
	item.Snippet = c.lead + snippet
	item.Text = c.lead + plainText(snippet)
	if item.Filter == "" && (c.json() || c.node.Style == document.DoubleQuoted) {
		item.Filter = `"` + item.Label + `"`
	}
}

// commaAfter is the comma that an entry needs before the one behind it.
func (c *cursor) commaAfter() string {
	e := c.node.Entry()
	if c.comma {
		return ","
	}
	if e.Key.Index()+1 >= len(e.Key.Parent.Entries) {
		return ""
	}
	next := e.Key.Parent.Entries[e.Key.Index()+1].Key.FullSpan().Start
	if strings.Contains(c.patched.Text()[e.Value.Span().End:next], ",") {
		return ""
	}
	return ","
}

// commaBefore adds the comma that the entry before needs.
func (c *cursor) commaBefore() []document.Edit {
	i := c.node.Index()
	if i == 0 {
		return nil
	}
	end := c.node.Parent.Entries[i-1].Value.Span().End
	if strings.Contains(c.patched.Text()[end:c.node.FullSpan().Start], ",") {
		return nil
	}
	return []document.Edit{{Span: document.Span{Start: end, End: end}, NewText: ","}}
}
