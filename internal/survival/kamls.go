package survival

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
)

// KamLS is the parser of this project.
type KamLS struct{}

// Read implements Reader.
func (KamLS) Read(text string, language document.Language) (Reading, error) {
	d := document.Parse(text, language)
	var r Reading
	for _, e := range d.Errors() {
		line, column := d.Lines().OffsetToRune(e.Start)
		r.Errors = append(r.Errors, fmt.Sprintf("%d:%d: %s", line+1, column+1, e.Message))
	}
	var convert func(*document.Node) *Node
	convert = func(n *document.Node) *Node {
		result := &Node{Line: d.Lines().LineOf(n.FullSpan().Start)}
		switch n.Kind {
		case document.Mapping:
			result.Entries = make([]Entry, 0, len(n.Entries))
			for _, e := range n.Entries {
				if e.Key.Kind != document.Scalar {
					continue
				}
				result.Entries = append(result.Entries, Entry{e.Key.Value, d.Lines().LineOf(e.Key.Span().Start), convert(e.Value)})
			}
		case document.Sequence:
			for _, item := range n.Items {
				result.Items = append(result.Items, convert(item))
			}
		default: // an alias counts as its name
			result.Scalar, result.Value = true, n.Value
		}
		return result
	}
	for _, root := range d.Roots() {
		r.Roots = append(r.Roots, convert(root.Node))
	}
	return r, nil
}
