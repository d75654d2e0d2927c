package completion

import (
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
)

// rules proposes the rules that a mapping from rules to severities does not have
// yet.
func (c *cursor) rules(mapping *document.Node) []Item {
	var items []Item
	for _, r := range diagnostics.Rules() {
		if value := mapping.Get(r.ID); value != nil && value.Entry().Key != c.node {
			continue
		}
		item := Item{Label: r.ID, Kind: Rule, Detail: r.Severity.String(), Topic: "rule:" + r.ID, Span: c.replaced()}
		key := r.ID
		if c.json() {
			key = `"` + key + `"`
		}
		w := c.writer()
		w.WriteString(key + ": ")
		c.finish(&item, w.String())
		items = append(items, item)
	}
	return items
}
