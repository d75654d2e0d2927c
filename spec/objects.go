package spec

import (
	"regexp"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
)

// builder collects the objects of a workload.
type builder struct {
	file     *File
	workload *Workload
	seen     map[visit]bool
}

// visit keeps an object that several aliases name from being taken twice.
type visit struct {
	node *document.Node
	typ  *schema.Type
}

func (b *builder) object(value *document.Node, t *schema.Type, union *schema.TypeExpr, owner *document.Node) {
	node := value.Resolve()
	if node == nil || node.Kind != document.Mapping || b.seen[visit{node, t}] {
		return
	}
	b.seen[visit{node, t}] = true
	o := &Object{Workload: b.workload, Type: t, Node: node, Owner: owner, Union: union, Fields: node.Fields()}
	if len(o.Fields) > manyFields {
		o.index = make(map[string]int, len(o.Fields))
		for i, field := range o.Fields {
			o.index[field.Key.Value] = i
		}
	}
	b.workload.Objects = append(b.workload.Objects, o)
	b.workload.byNode[node] = o
	for _, field := range o.Fields {
		if a := t.Attribute(field.Key.Value); a != nil {
			b.value(field.Value, a.Type, field.Key)
		}
	}
}

// value descends through a value of a type to the objects in it.
func (b *builder) value(value *document.Node, expr *schema.TypeExpr, owner *document.Node) {
	switch expr.Kind {
	case schema.Ref:
		b.object(value, b.file.Schema.Type(expr.Name), nil, owner)
	case schema.Union:
		if t := b.file.Schema.Type(Shape(b.file.Schema, expr, value)); t != nil {
			b.object(value, t, expr, owner)
		}
	case schema.Map:
		if holdsObjects(expr.Elem) {
			for _, field := range value.Fields() {
				b.value(field.Value, expr.Elem, field.Key)
			}
		}
	case schema.List:
		if node := value.Resolve(); node != nil && holdsObjects(expr.Elem) {
			for _, item := range node.Items {
				b.value(item, expr.Elem, nil)
			}
		}
	}
}

func holdsObjects(expr *schema.TypeExpr) bool {
	switch expr.Kind {
	case schema.Ref, schema.Union:
		return true
	case schema.Map, schema.List:
		return holdsObjects(expr.Elem)
	}
	return false
}

// Shape is the name of the type of a union that a mapping is nearest to: the
// one its _type names, else the one that knows most of its keys. Of equals, a
// url that is an address without a path decides for Tcp, else the first that the union names
// counts. It is never "" for a union that names types.
func Shape(s *schema.Schema, union *schema.TypeExpr, value *document.Node) string {
	fields := value.Fields()
	if tag := lastSegment(tagOf(fields)); slices.Contains(union.Refs, tag) {
		return tag
	}
	best, most := "", -1
	for _, name := range union.Refs {
		t := s.Type(name)
		score := 0
		for _, field := range fields {
			key := field.Key.Value
			switch {
			case t.Attribute(key) != nil:
				score += 4
				if name == "Tcp" && key == "url" && isTCP(field.Value) {
					score++
				}
			case unionHas(s, union, key):
			case Nearest(key, AttributeNames(t)) != "", name == "Http" && httpWords[key]:
				score += 2
			}
		}
		if score > most {
			best, most = name, score
		}
	}
	return best
}

// unionHas reports whether a key is an attribute of one of a union's types.
func unionHas(s *schema.Schema, union *schema.TypeExpr, key string) bool {
	for _, name := range union.Refs {
		if s.Type(name).Attribute(key) != nil {
			return true
		}
	}
	return false
}

// httpWords are what Kubernetes calls the parts of an Http handler's url.
var httpWords = map[string]bool{"path": true, "port": true, "host": true, "scheme": true, "httpGet": true, "httpHeaders": true}

// isTCP reports whether a url reads as tcp://HOST:PORT, or as HOST:PORT alone.
func isTCP(value *document.Node) bool {
	v := value.Resolve()
	if v == nil || v.Kind != document.Scalar {
		return false
	}
	if strings.HasPrefix(strings.ToLower(v.Value), "tcp:") {
		return true
	}
	return address.MatchString(v.Value)
}

// address is a host, or an IPv6 address in brackets, and a port.
var address = regexp.MustCompile(`^(\[[0-9A-Fa-f:.]+\]|[^/:\[\]\s]+):[0-9]+$`)

// Place is what the schema says about the place where a node stands.
type Place struct {
	Workload *Workload
	// Expected is the type of value that belongs there; nil for a key.
	Expected *schema.TypeExpr
	// Attribute is the nearest attribute that the node is the key of, or that it
	// stands in the value of; nil at a workload itself.
	Attribute *schema.Attribute
	// Type describes the mapping that the node is an entry of, if a schema type
	// does.
	Type *schema.Type
}

// Place says what is expected of a node, and whether it stands in a workload
// at all. Nodes below an anchor count where they are written.
func (f *File) Place(n *document.Node) (Place, bool) {
	if w := f.byNode[n]; w != nil {
		return Place{Workload: w, Expected: &schema.TypeExpr{Kind: schema.Ref, Name: f.Schema.Root().Name}}, w.Kind == ""
	}
	parent := n.Parent
	if parent == nil {
		return Place{}, false
	}
	outer, ok := f.Place(parent)
	if !ok || outer.Expected == nil {
		return Place{}, false
	}
	at := Place{Workload: outer.Workload, Attribute: outer.Attribute}
	if parent.Kind == document.Sequence {
		if outer.Expected.Kind == schema.List {
			at.Expected = outer.Expected.Elem
		}
		return at, at.Expected != nil
	}
	key := n.Entry().Key
	switch outer.Expected.Kind {
	case schema.Map:
		if n != key {
			at.Expected = outer.Expected.Elem
		}
		return at, true
	case schema.Ref, schema.Union:
		at.Type = f.TypeOf(parent, outer.Expected)
		if at.Type == nil {
			return Place{}, false
		}
		at.Attribute = at.Type.Attribute(key.Value)
		if n != key && at.Attribute != nil {
			at.Expected = at.Attribute.Type
		}
		return at, true
	}
	return Place{}, false
}

// TypeOf is the schema type of a mapping where a Ref or Union is expected.
func (f *File) TypeOf(mapping *document.Node, expected *schema.TypeExpr) *schema.Type {
	name := expected.Name
	if expected.Kind == schema.Union {
		name = Shape(f.Schema, expected, mapping)
	}
	return f.Schema.Type(name)
}
