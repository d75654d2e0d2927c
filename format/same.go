package format

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
)

// same reports whether two documents say the same in the same words: their trees
// have the same kinds, styles, tags, values and anchors, and their comments the
// same texts.
func same(a, b *document.Document) bool {
	if len(b.Broken()) > 0 || len(a.Roots()) != len(b.Roots()) || len(a.Comments()) != len(b.Comments()) {
		return false
	}
	for i, c := range a.Comments() {
		other := b.Comments()[i]
		if trimRight(c.Of(a.Text())) != trimRight(other.Of(b.Text())) || c.OwnLine != other.OwnLine {
			return false
		}
	}
	for i := range a.Roots() {
		if !sameNode(a.Roots()[i].Node, b.Roots()[i].Node) {
			return false
		}
	}
	return true
}

func trimRight(s string) string { return strings.TrimRight(s, " \t\r") }

// sameNode compares aliases by their names: where all anchors are the same, so are
// the nodes that aliases name.
func sameNode(a, b *document.Node) bool {
	if a.Kind != b.Kind || a.Style != b.Style || a.Tag != b.Tag || a.Value != b.Value || a.Anchor != b.Anchor || a.Tagged() != b.Tagged() ||
		len(a.Entries) != len(b.Entries) || len(a.Items) != len(b.Items) {
		return false
	}
	for i := range a.Entries {
		if !sameNode(a.Entries[i].Key, b.Entries[i].Key) || !sameNode(a.Entries[i].Value, b.Entries[i].Value) {
			return false
		}
	}
	for i := range a.Items {
		if !sameNode(a.Items[i], b.Items[i]) {
			return false
		}
	}
	return true
}
