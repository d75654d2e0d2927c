package references

import (
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/spec"
)

// binding says that a part of a scalar's value refers to what a key declares.
type binding struct {
	// to is the key or, for a key that every secret of a type has, the secret
	// itself.
	to   declaration
	name string
	node *document.Node
	in   document.Span // of the name in the node's value
}

// declaration is a key that declares something.
type declaration struct {
	*document.Node
	typ string // of the secret whose key it is
}

// table are the symbols of a kind by the keys that declare them and by the values
// that refer to them.
type table struct {
	declared map[*document.Node]*Symbol
	used     map[*document.Node][]*Symbol
}

// connect makes the symbols that keys declare and bindings refer to. By aliases
// several workloads can share a declaration, a value, or one of each: what is
// connected is one symbol.
func connect(file *spec.File, kind Kind, declarations []declaration, bindings []binding) table {
	type thing struct {
		node *document.Node
		name string
	}
	byKey, byUse := map[thing][]int{}, map[thing][]int{}
	for i, b := range bindings {
		byKey[thing{b.to.Node, b.name}] = append(byKey[thing{b.to.Node, b.name}], i)
		byUse[thing{b.node, b.name}] = append(byUse[thing{b.node, b.name}], i)
	}
	of := map[thing]*Symbol{}
	reach := func(s *Symbol, from thing) {
		waiting := []thing{from}
		for len(waiting) > 0 {
			key := waiting[len(waiting)-1]
			waiting = waiting[:len(waiting)-1]
			if of[key] != nil {
				continue
			}
			of[key] = s
			if key.node.IsKey() && key.node.Value == s.Name {
				s.add(key.node)
			}
			for _, i := range byKey[key] {
				b := bindings[i]
				s.use(b.node, b.in)
				for _, k := range byUse[thing{b.node, b.name}] {
					waiting = append(waiting, thing{bindings[k].to.Node, b.name})
				}
				delete(byUse, thing{b.node, b.name})
			}
		}
		s.order()
	}
	for _, d := range declarations {
		if of[thing{d.Node, d.Value}] == nil {
			reach(&Symbol{Kind: kind, Name: d.Value, file: file, typ: d.typ}, thing{d.Node, d.Value})
		}
	}
	for _, b := range bindings {
		if of[thing{b.to.Node, b.name}] == nil {
			reach(&Symbol{Kind: kind, Name: b.name, file: file, typ: b.to.typ}, thing{b.to.Node, b.name})
		}
	}
	t := table{map[*document.Node]*Symbol{}, map[*document.Node][]*Symbol{}}
	for _, d := range declarations {
		t.declared[d.Node] = of[thing{d.Node, d.Value}]
	}
	for _, b := range bindings {
		t.used[b.node] = append(t.used[b.node], of[thing{b.to.Node, b.name}])
	}
	return t
}

// at is the symbol whose name a scalar has at an offset.
func (t table) at(n *document.Node, offset int) (*Symbol, bool) {
	if s := t.declared[n]; s != nil {
		return s.find(offset)
	}
	for _, s := range t.used[n] {
		if s, ok := s.find(offset); ok {
			return s, true
		}
	}
	return nil, false
}
