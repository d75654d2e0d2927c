package completion

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// values proposes what can be the value that the cursor is in.
func (c *cursor) values() []Item {
	if !c.known {
		return nil
	}
	if items := c.typeTags(); items != nil || c.place.Expected == nil {
		return items
	}
	if items, ok := c.variables(); ok {
		return items
	}
	if items := c.secretRefs(); items != nil {
		return items
	}
	if items := c.usual(); items != nil {
		return items
	}
	if t := c.place.Type; t != nil && t.Name == "Job" && c.place.Attribute != nil && c.place.Attribute.Name == "schedule" {
		return c.schedule()
	}
	expr := c.place.Expected
	switch expr.Kind {
	case schema.Enum:
		return c.words(expr.Values, "")
	case schema.Bool:
		return c.words([]string{"true", "false"}, "")
	case schema.Ref:
		if c.ownLine() {
			return c.attributes(c.file.Schema.Type(expr.Name), nil)
		}
		return []Item{c.nested(expr)}
	case schema.Union:
		return c.shapes(expr)
	case schema.Map:
		if expr.Elem.Kind != schema.Ref {
			if c.ownLine() {
				return c.names(c.node)
			}
			return nil
		}
		if c.ownLine() {
			return []Item{c.template(expr.Elem)}
		}
		return []Item{c.nested(expr)}
	case schema.Str, schema.Int:
		if a := c.place.Attribute; a != nil && a.Default != "" && c.place.Type != nil {
			return c.words([]string{a.Default}, "default")
		}
	}
	return nil
}

// ownLine reports whether the value stands on a line of its own below its key,
// where a block mapping can start.
func (c *cursor) ownLine() bool {
	return c.startsLine() && c.node.Parent.Style != document.Flow
}

// words proposes plain words, as they are or in the quotes that stand there.
func (c *cursor) words(words []string, detail string) []Item {
	items := make([]Item, 0, len(words))
	for _, word := range words {
		text := word
		quoted := c.node.Style == document.DoubleQuoted || c.node.Style == document.SingleQuoted
		switch {
		case quoted:
			text = strings.Trim(word, `"`)
		case c.json() && c.place.Expected.Kind != schema.Bool && c.place.Expected.Kind != schema.Int:
			text = `"` + strings.Trim(word, `"`) + `"`
		}
		items = append(items, Item{
			Label: strings.Trim(word, `"`), Kind: Value, Detail: detail,
			Span: c.replaced(), Snippet: c.lead + escapeSnippet(text), Text: c.lead + text,
		})
	}
	return items
}

// nested proposes a whole block below a key that has none yet.
func (c *cursor) nested(expr *schema.TypeExpr) Item {
	label := expr.Name
	if expr.Kind == schema.Map {
		label = expr.Elem.Name
	}
	item := Item{Label: label, Kind: Shape, Detail: expr.String(), Span: c.replaced(), Filter: c.node.Value}
	if t := c.file.Schema.Type(label); t != nil {
		item.Topic = t.Name
	}
	w := c.writerBelow()
	w.value(expr, 0)
	c.lead = "" // the value starts on a line of its own, or with a bracket
	c.finish(&item, w.String())
	item.Snippet, item.Text = strings.TrimPrefix(item.Snippet, " "), strings.TrimPrefix(item.Text, " ")
	c.closeUp(&item)
	return item
}

// closeUp takes the blanks away that would be left behind the ':' of a key whose
// value starts in the next line.
func (c *cursor) closeUp(item *Item) {
	e := c.node.Entry()
	if e == nil || e.Colon < 0 || !strings.HasPrefix(item.Text, "\n") {
		return
	}
	blanks := document.Span{Start: e.Colon + 1, End: item.Span.Start}
	if blanks.Len() > 0 && strings.Trim(blanks.Of(c.doc.Text()), " \t") == "" {
		item.Also = append(item.Also, document.Edit{Span: blanks})
	}
}

// shapes proposes each type of a union as a template, named for what it does.
func (c *cursor) shapes(union *schema.TypeExpr) []Item {
	var items []Item
	for _, name := range union.Refs {
		t := c.file.Schema.Type(name)
		item := Item{Label: name, Kind: Shape, Detail: strings.Join(spec.AttributeNames(t), ", "), Topic: name, Span: c.replaced()}
		item.Filter = strings.TrimSuffix(c.node.Value, marker) + name
		w := c.writer()
		inline := c.node.IsKey() || c.ownLine()
		if !inline {
			w = c.writerBelow()
			w.value(&schema.TypeExpr{Kind: schema.Ref, Name: name}, 0)
		} else {
			w.fields(t, 0)
		}
		c.finish(&item, w.String())
		if !inline {
			item.Snippet, item.Text = strings.TrimLeft(item.Snippet, " "), strings.TrimLeft(item.Text, " ")
			c.closeUp(&item)
		}
		items = append(items, item)
	}
	if c.node.IsKey() || c.ownLine() {
		seen := map[string]bool{}
		for _, name := range union.Refs {
			t := c.file.Schema.Type(name)
			for _, a := range t.Attributes {
				if !seen[a.Name] {
					seen[a.Name] = true
					items = append(items, c.attribute(t, a))
				}
			}
		}
	}
	return items
}

// secretRefs proposes references to secrets: their names and, behind a name,
// their keys. It returns nil where the value is not a place for them.
func (c *cursor) secretRefs() []Item {
	if c.place.Attribute == nil || c.place.Expected.Kind != schema.Str {
		return nil
	}
	folder := false
	switch c.place.Attribute.Name {
	case "env", "contentFrom":
	case "dirs":
		folder = true
	default:
		return nil
	}
	typed := strings.TrimPrefix(c.typed(), "${")
	var items []Item
	add := func(value, detail string) {
		text := value
		if c.node.Style == document.Plain && c.json() {
			text = `"` + value + `"`
		}
		span := c.replaced()
		if strings.HasPrefix(c.node.Value, "${") {
			span.Start += len("${")
			if strings.HasSuffix(c.node.Value, "}") {
				span.End--
			}
		}
		items = append(items, Item{Label: value, Kind: Secret, Detail: detail, Span: span, Snippet: c.lead + escapeSnippet(text), Text: c.lead + text, Filter: value})
	}
	for _, name := range c.place.Workload.SecretNames() {
		secret, _ := c.place.Workload.Secret(name)
		if folder {
			add(spec.SecretScheme+name, "secret")
			continue
		}
		if secret == nil {
			continue
		}
		keys, _ := spec.SecretKeys(secret)
		for _, key := range keys {
			add(spec.SecretScheme+name+"/"+key, "key of the secret "+name)
		}
	}
	if c.place.Attribute.Name == "env" && typed == "" && len(items) == 0 {
		return nil
	}
	return items
}
