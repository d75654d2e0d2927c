// Package references finds what a name stands for and all the places where it
// stands: secrets, their keys, containers, variables, workloads and anchors.
package references

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/spec"
)

// Kind is what a name names.
type Kind uint8

const (
	Secret    Kind = iota
	SecretKey      // of a secret's data
	Container
	Variable // of a container's env
	Workload
	Anchor
)

// Symbol is a name with all its places in a file.
type Symbol struct {
	Kind   Kind
	Name   string
	Places []Place // in order
	// At is the place that was asked about.
	At Place

	file *spec.File
	// typ is the type of the secret whose key it is.
	typ string
}

// Place is where a name stands.
type Place struct {
	document.Span // of the name alone
	// Declares reports whether the name is given here, rather than used.
	Declares bool

	node *document.Node // whose content it is, or whose anchor
	// in is where the name stands in the node's value, in bytes; it is empty for
	// a key and an anchor.
	in document.Span
}

// Node is the key, or the value with the anchor, that a declaration declares.
func (p Place) Node() *document.Node { return p.node }

// At is the symbol whose name stands at an offset. It reports false where there
// is none.
func At(file *spec.File, offset int) (*Symbol, bool) {
	i := file.Doc.RootAt(offset)
	if i < 0 {
		return nil, false
	}
	root := file.Doc.Roots()[i].Node
	if s, ok := anchorAt(file, root, offset); ok {
		return s, true
	}
	n := root.At(offset)
	if n == nil || n.Kind != document.Scalar || n.Unclosed() || n.Empty() {
		return nil, false
	}
	return named(file, n, offset)
}

// order puts the places in order, each once.
func (s *Symbol) order() {
	slices.SortFunc(s.Places, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.in.Start, b.in.Start))
	})
	s.Places = slices.CompactFunc(s.Places, func(a, b Place) bool { return a.Span == b.Span && a.in == b.in })
}

// find completes a symbol from its places, and reports whether one of them is at
// an offset.
func (s *Symbol) find(offset int) (*Symbol, bool) {
	if s == nil {
		return nil, false
	}
	s.order()
	for _, p := range s.Places {
		if p.Contains(offset) {
			s.At = p
			return s, true
		}
	}
	return nil, false
}

// add adds a key that declares the name.
func (s *Symbol) add(key *document.Node) {
	s.Places = append(s.Places, Place{Span: inner(key), Declares: true, node: key})
}

// use adds a part of a scalar's value, where that is written as it is read.
func (s *Symbol) use(n *document.Node, in document.Span) {
	s.Places = append(s.Places, Place{Span: s.written(n, in), node: n, in: in})
}

// written is where a part of a scalar's value stands in the text: in a scalar
// with escapes or of several lines, where as many such parts stand as in the
// value, and the whole content otherwise.
func (s *Symbol) written(n *document.Node, in document.Span) document.Span {
	content, text := inner(n), s.file.Doc.Text()
	part, src := in.Of(n.Value), content.Of(text)
	if src == n.Value {
		return document.Span{Start: content.Start + in.Start, End: content.Start + in.End}
	}
	if part == "" || strings.Count(src, part) != strings.Count(n.Value, part) {
		return content
	}
	start := 0
	for range strings.Count(n.Value[:in.Start], part) + 1 {
		start += strings.Index(src[start:], part) + len(part)
	}
	return document.Span{Start: content.Start + start - len(part), End: content.Start + start}
}

// inner is the content of a scalar without its quotes.
func inner(n *document.Node) document.Span {
	span := n.Span()
	if n.Style == document.DoubleQuoted || n.Style == document.SingleQuoted {
		return document.Span{Start: span.Start + 1, End: span.End - 1}
	}
	return span
}
