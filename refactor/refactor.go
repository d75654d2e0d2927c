// Package refactor rewrites parts of a spec that are right as they are: it moves a
// value into a secret and back, turns a command into a list, sorts attributes,
// writes YAML as JSON. What a spec says stays, but for what an action is about.
package refactor

import (
	"errors"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/spec"
)

// Kinds of actions, as LSP names them.
const (
	Extract = "refactor.extract"
	Inline  = "refactor.inline"
	Rewrite = "refactor.rewrite"
)

// Action is a rewriting that can be done at a place.
type Action struct {
	Title string
	Kind  string
	// ID tells the action from others at the same place.
	ID string
	// Edits are in order and do not overlap. The error says why it cannot be done
	// after all.
	Edits func() ([]document.Edit, error)
	// Extension is the file name's new end where the text belongs into a file of
	// its own, whose whole text the one edit is; "" elsewhere.
	Extension string
}

// ErrUnsound is for a rewriting that would have broken the text. It is found by
// reading the result again.
var ErrUnsound = errors.New("this cannot be rewritten without a change to what it says")

// At returns the actions for a span, the most particular first.
func At(file *spec.File, span document.Span) []Action {
	i := file.Doc.RootAt(span.Start)
	inConflict := func(e document.SyntaxError) bool { return e.Code == document.Conflict }
	if i < 0 || file.Schema.IsConfiguration() || slices.ContainsFunc(file.Doc.Errors(), inConflict) {
		return nil
	}
	c := &cursor{file: file, doc: file.Doc, span: span, node: file.Doc.Roots()[i].Node.At(span.Start)}
	var actions []Action
	if c.node != nil {
		actions = slices.Concat(c.secrets(), c.command(), c.styles(), c.sorting(), c.probes())
	}
	return append(actions, c.conversion()...)
}

// cursor is where actions are asked for.
type cursor struct {
	file *spec.File
	doc  *document.Document
	span document.Span
	node *document.Node // the innermost at the start of the span
}

// object is the innermost object of a type around the place, nil if there is none.
func (c *cursor) object(typeName string) *spec.Object {
	for n := c.node; n != nil; n = n.Parent {
		nodes := []*document.Node{n}
		if n.IsKey() {
			nodes = append(nodes, n.Entry().Value)
		}
		for _, w := range c.file.Workloads {
			for _, n := range nodes {
				if o := w.Object(n); o != nil && o.Type.Name == typeName && o.Node == n {
					return o
				}
			}
		}
	}
	return nil
}

// sound reports whether a node has no syntax error in or around it: nothing that
// is half typed is rewritten.
func (c *cursor) sound(n *document.Node) bool {
	span := n.FullSpan()
	lines := c.doc.Lines()
	from, to := lines.Span(lines.LineOf(span.Start)).Start, lines.Span(lines.LineOf(span.End)).End
	return !n.Unclosed() && !slices.ContainsFunc(c.doc.Errors(), func(e document.SyntaxError) bool {
		return e.Start <= to && from <= e.End
	})
}

// checked are edits that leave a text that is as sound as it was.
func (c *cursor) checked(edits ...document.Edit) ([]document.Edit, error) {
	slices.SortStableFunc(edits, func(a, b document.Edit) int { return a.Start - b.Start })
	if len(document.Parse(apply(c.doc.Text(), edits), c.doc.Language()).Errors()) > len(c.doc.Errors()) {
		return nil, ErrUnsound
	}
	return edits, nil
}

// kept are edits after which the text says the same.
func (c *cursor) kept(edits ...document.Edit) ([]document.Edit, error) {
	edits, err := c.checked(edits...)
	if err != nil {
		return nil, err
	}
	after := document.Parse(apply(c.doc.Text(), edits), c.doc.Language())
	if len(after.Roots()) != len(c.doc.Roots()) {
		return nil, ErrUnsound
	}
	for i, root := range c.doc.Roots() {
		if !same(root.Node, after.Roots()[i].Node) {
			return nil, ErrUnsound
		}
	}
	return edits, nil
}

// same reports whether two nodes say the same, whatever the order of keys and the
// style.
func same(a, b *document.Node) bool {
	if a.Kind != b.Kind || a.Tag != b.Tag || a.Value != b.Value || a.Anchor != b.Anchor || len(a.Entries) != len(b.Entries) || len(a.Items) != len(b.Items) {
		return false
	}
	others := make(map[string]*document.Node, len(b.Entries))
	for i := range b.Entries {
		others[b.Entries[i].Key.Tag+b.Entries[i].Key.Value] = b.Entries[i].Value
	}
	for i := range a.Entries {
		other := others[a.Entries[i].Key.Tag+a.Entries[i].Key.Value]
		if other == nil || !same(a.Entries[i].Value, other) {
			return false
		}
	}
	for i := range a.Items {
		if !same(a.Items[i], b.Items[i]) {
			return false
		}
	}
	return true
}

// apply is a text after edits that are in order and do not overlap.
func apply(text string, edits []document.Edit) string {
	var b strings.Builder
	last := 0
	for _, e := range edits {
		if e.Start < last {
			return "\x00" // they overlap: no sound text
		}
		b.WriteString(text[last:e.Start] + e.NewText)
		last = e.End
	}
	b.WriteString(text[last:])
	return b.String()
}
