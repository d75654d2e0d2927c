package completion

import (
	"strings"

	"github.com/kam-ls/kam-ls/cron"
	"github.com/kam-ls/kam-ls/document"
)

// schedule proposes whole schedules where nothing or a macro is typed, and
// within one the values of the field that the cursor is in. Each says what it
// means.
func (c *cursor) schedule() []Item {
	typed := c.typed()
	after := strings.TrimPrefix(c.node.Value[len(typed):], marker)
	if strings.TrimSpace(typed+after) == "" || strings.HasPrefix(typed, "@") {
		return c.common()
	}
	field, start, end, ok := cron.FieldAt(typed+after, len(typed))
	span := c.replaced()
	if !ok || span.Len() != len(typed)+len(after) {
		return nil
	}
	// A field's list and range are continued behind their last sign.
	word := typed[start:]
	keep := strings.LastIndexAny(word, ",-") + 1
	span = document.Span{Start: span.Start + start + keep, End: span.Start + end}
	var items []Item
	for _, value := range cron.Fields[field].Proposals() {
		if keep > 0 && strings.ContainsAny(value, "*,-/") {
			continue
		}
		item := Item{Label: value, Kind: Value, Detail: cron.Fields[field].Name, Span: span, Snippet: escapeSnippet(value), Text: value}
		if s, err := cron.Parse(typed[:start+keep] + value + after[end-len(typed):]); err == nil {
			item.Detail = s.Describe()
		}
		items = append(items, item)
	}
	if field == 0 && keep == 0 && strings.TrimSpace(typed) == word {
		items = append(items, c.common()...)
	}
	return items
}

// common proposes whole schedules.
func (c *cursor) common() []Item {
	var items []Item
	for _, expr := range cron.Common {
		s, err := cron.Parse(expr)
		if err != nil {
			continue
		}
		text := expr
		if c.node.Style == document.Plain {
			text = `"` + expr + `"`
		}
		items = append(items, Item{Label: expr, Kind: Value, Detail: s.Describe(), Span: c.replaced(), Snippet: c.lead + escapeSnippet(text), Text: c.lead + text, Filter: text})
	}
	return items
}
