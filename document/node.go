package document

import (
	"sort"
	"strconv"
	"strings"
)

// Kind is the kind of a node.
type Kind uint8

const (
	Scalar Kind = iota
	Mapping
	Sequence
	Alias
)

// Style is how a node is written.
type Style uint8

const (
	Plain Style = iota // scalars
	SingleQuoted
	DoubleQuoted
	Literal
	Folded
	Block // collections
	Flow
)

// Node is a value, or a mapping's key.
type Node struct {
	Kind  Kind
	Style Style

	// Tag is the explicit tag in short form, or the one that the content
	// resolves to: !!str, !!int, !!float, !!bool, !!null, !!timestamp, !!merge,
	// !!map, !!seq. An alias has none.
	Tag string
	// Value is a scalar's decoded text, or the name in an alias.
	Value string
	// Anchor is the name of the node's anchor, or "".
	Anchor string

	Entries []Entry // of a Mapping, in source order, duplicates and merge keys included
	Items   []*Node // of a Sequence

	Parent *Node // the enclosing Mapping or Sequence, nil at a root

	target      *Node // of an alias; nil if it names no anchor
	tagged      bool  // the tag is explicit
	unclosed    bool  // a quoted scalar or flow collection with no end in sight
	expandable  bool  // an alias whose target may be used in its place
	index       int32 // in Parent's Entries or Items
	start, end  int32
	propsStart  int32 // of the first of anchor and tag, else start
	anchorStart int32 // of the anchor's name, where there is one
	column      int32 // of a block collection's keys or dashes, for the parser
}

// Entry is one key of a mapping and its value. Neither is nil: what is not
// there is a null scalar with an empty span at the place where it would stand.
type Entry struct {
	Key, Value *Node
	Colon      int // offset of the ':', or -1 where it is missing
}

// Span is the bytes of the node's content: quotes included, anchor and tag not.
// A block collection spans from its first key or dash to the end of its last
// value; a block scalar from its header to the end of its last line.
func (n *Node) Span() Span { return Span{int(n.start), int(n.end)} }

// FullSpan is Span with the anchor and the tag before it.
func (n *Node) FullSpan() Span { return Span{int(n.propsStart), int(n.end)} }

// AnchorSpan is the name in the node's own anchor, without '&'; empty if none.
func (n *Node) AnchorSpan() Span {
	return Span{int(n.anchorStart), int(n.anchorStart) + len(n.Anchor)}
}

// Tagged reports whether the node's tag is written out.
func (n *Node) Tagged() bool { return n.tagged }

// Unclosed reports whether the node is a quoted scalar or a flow collection
// whose end is missing.
func (n *Node) Unclosed() bool { return n.unclosed }

// Empty reports whether nothing is written where the node stands.
func (n *Node) Empty() bool {
	return n.Kind == Scalar && n.Style == Plain && n.start == n.end
}

// Null reports whether the node is a null scalar, written out or not.
func (n *Node) Null() bool { return n.Kind == Scalar && n.Tag == "!!null" }

// Target is the node that an alias names, nil where the anchor is unknown.
func (n *Node) Target() *Node { return n.target }

// Resolve follows an alias to the node it stands for. It returns nil for an
// alias that cannot be followed: unknown, inside its own anchor, or one of so
// many that following them all would not end in reasonable time. Any other
// node is returned as it is.
func (n *Node) Resolve() *Node {
	if n.Kind != Alias {
		return n
	}
	if !n.expandable {
		return nil
	}
	return n.target
}

// Entry returns the mapping entry that n is the key or the value of, nil if it
// is neither.
func (n *Node) Entry() *Entry {
	if n.Parent == nil || n.Parent.Kind != Mapping {
		return nil
	}
	return &n.Parent.Entries[n.index]
}

// Index is the node's position among its parent's entries or items.
func (n *Node) Index() int { return int(n.index) }

// IsKey reports whether n is the key of an entry.
func (n *Node) IsKey() bool {
	e := n.Entry()
	return e != nil && e.Key == n
}

// ValueOffset converts an offset in text, the text of n's document, to one in
// n's value. It reports false outside of a scalar's content, and where the value
// is not written as it is read: with escapes, or on several lines.
func (n *Node) ValueOffset(text string, offset int) (int, bool) {
	if n.Kind != Scalar {
		return 0, false
	}
	span := n.Span()
	if n.Style == SingleQuoted || n.Style == DoubleQuoted {
		span.Start++
		if !n.unclosed {
			span.End--
		}
	}
	if span.End < span.Start || !span.Contains(offset) || span.Of(text) != n.Value {
		return 0, false
	}
	return offset - span.Start, true
}

// Key returns the key that n is the value of, nil if there is none.
func (n *Node) Key() *Node {
	if e := n.Entry(); e != nil && e.Value == n {
		return e.Key
	}
	return nil
}

// Get returns the mapping's own value for a scalar key, nil if there is none.
// Where the key stands twice it is the first. It does not look into merge keys:
// see [Node.Fields].
func (n *Node) Get(key string) *Node {
	for i := range n.Entries {
		if e := &n.Entries[i]; e.Key.Kind == Scalar && e.Key.Value == key {
			return e.Value
		}
	}
	return nil
}

// Path is the JSON Pointer (RFC 6901) of the node within its YAML document. A
// key has the path of its entry.
func (n *Node) Path() string {
	var segments []string
	for ; n.Parent != nil; n = n.Parent {
		if e := n.Entry(); e != nil {
			segments = append(segments, e.Key.Value)
		} else {
			segments = append(segments, strconv.Itoa(int(n.index)))
		}
	}
	var b strings.Builder
	for i := len(segments) - 1; i >= 0; i-- {
		b.WriteByte('/')
		b.WriteString(pointerEscaper.Replace(segments[i]))
	}
	return b.String()
}

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")

// At returns the innermost node below n, n included, whose content touches
// offset: a scalar or an alias before the collection that holds it. It returns
// nil where offset lies outside n.
func (n *Node) At(offset int) *Node {
	if !n.FullSpan().Contains(offset) {
		return nil
	}
	// The last child that starts at or before offset, or one that ends just
	// there: text that touches is a better answer than an empty value.
	children := n.childrenBefore(offset)
	var found *Node
	for _, c := range children {
		if deeper := c.At(offset); deeper != nil && (found == nil || !deeper.Empty()) {
			found = deeper
		}
	}
	if found != nil {
		return found
	}
	return n
}

// childrenBefore returns the last two keys and values, or items, that start at
// or before offset: no others can touch it.
func (n *Node) childrenBefore(offset int) []*Node {
	if n.Kind == Sequence {
		i := sort.Search(len(n.Items), func(i int) bool { return int(n.Items[i].propsStart) > offset })
		return n.Items[max(i-2, 0):i]
	}
	i := sort.Search(len(n.Entries), func(i int) bool { return int(n.Entries[i].Key.propsStart) > offset })
	var children []*Node
	for _, e := range n.Entries[max(i-2, 0):i] {
		children = append(children, e.Key, e.Value)
	}
	return children
}

func (n *Node) addEntry(e Entry) {
	e.Key.Parent, e.Value.Parent = n, n
	e.Key.index, e.Value.index = int32(len(n.Entries)), int32(len(n.Entries))
	n.Entries = append(n.Entries, e)
}

func (n *Node) addItem(item *Node) {
	item.Parent, item.index = n, int32(len(n.Items))
	n.Items = append(n.Items, item)
}
