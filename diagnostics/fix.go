package diagnostics

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/schema"
)

// insertEntry is the edit that puts an attribute first into a mapping. A block
// mapping gets the attribute's example, anything else the emptiest value of
// its type. It reports false where none can be put.
func insertEntry(doc *document.Document, mapping *document.Node, a *schema.Attribute) (document.Edit, bool) {
	start := mapping.Span().Start
	if mapping.Style == document.Flow {
		text := a.Name + ": " + emptyValue(a.Type)
		if doc.Language() == document.JSON {
			text = edit.Quote(a.Name) + ": " + emptyValue(a.Type)
		}
		if len(mapping.Entries) > 0 {
			text += ", "
		}
		return edit.Replace(document.Span{Start: start + 1, End: start + 1}, text), true
	}
	start, ok := edit.BlockStart(doc, mapping)
	if !ok {
		return document.Edit{}, false
	}
	return edit.InsertLines(doc, start, strings.Split(strings.TrimRight(a.Example, "\n"), "\n")), true
}

func emptyValue(t *schema.TypeExpr) string {
	switch t.Kind {
	case schema.Int:
		return "0"
	case schema.Bool:
		return "false"
	case schema.List:
		return "[]"
	case schema.Map, schema.Ref, schema.Union:
		return "{}"
	case schema.Enum:
		return edit.Quote(t.Values[0])
	}
	return `""`
}

// maxGap is how far before a key the '?' of an explicit key is looked for, in
// bytes.
const maxGap = 80

// removal is the fix that takes a field out of its mapping; none where it comes
// from another mapping, stands behind a '?', or has a name in it that others use.
func (p *pass) removal(title string, field *document.Field) []Fix {
	before := p.doc.Text()[:field.Key.FullSpan().Start]
	if field.Merged || edit.Named(field.Key) || edit.Named(field.Value) || strings.HasSuffix(strings.TrimRight(before[max(len(before)-maxGap, 0):], " \t"), "?") {
		return nil
	}
	return []Fix{{Title: title, Edits: []document.Edit{edit.RemoveEntry(p.doc, field.Entry)}}}
}
