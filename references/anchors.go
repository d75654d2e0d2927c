package references

import (
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/spec"
)

// anchorAt is the anchor whose name stands at an offset, in an anchor or in an
// alias.
func anchorAt(file *spec.File, root *document.Node, offset int) (*Symbol, bool) {
	if !file.Doc.Linked() {
		return nil, false
	}
	var named *document.Node
	aliases := map[*document.Node][]*document.Node{} // by what they stand for
	walk(root, func(n *document.Node) {
		if n.Anchor != "" && n.AnchorSpan().Contains(offset) {
			named = n
		}
		if n.Kind == document.Alias {
			target := n.Target()
			aliases[target] = append(aliases[target], n)
			if n.Span().Contains(offset) {
				named = target
			}
		}
	})
	if named == nil {
		return nil, false
	}
	s := &Symbol{Kind: Anchor, Name: named.Anchor, file: file}
	s.Places = append(s.Places, Place{Span: named.AnchorSpan(), Declares: true, node: named})
	for _, alias := range aliases[named] {
		span := alias.Span()
		s.Places = append(s.Places, Place{Span: document.Span{Start: span.Start + 1, End: span.End}, node: alias})
		if span.Start == offset { // the cursor stands before the '*'
			s.At = s.Places[len(s.Places)-1]
		}
	}
	at := s.At
	if _, ok := s.find(offset); !ok {
		s.At = at
	}
	return s, s.At.node != nil
}

// walk visits a node and all below it, in source order.
func walk(n *document.Node, visit func(*document.Node)) {
	visit(n)
	for i := range n.Entries {
		walk(n.Entries[i].Key, visit)
		walk(n.Entries[i].Value, visit)
	}
	for _, item := range n.Items {
		walk(item, visit)
	}
}
