package diagnostics

import (
	"fmt"
	"math"
	"slices"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

// entry is a key of a mapping from names and its value, aliases followed.
type entry struct {
	key, value *document.Node
	field      *document.Field
}

// entries are the entries of an attribute that maps names to something, without
// those that a syntax error has hurt.
func (p *pass) entries(o *spec.Object, attribute string) []entry {
	f := o.Field(attribute)
	if f == nil {
		return nil
	}
	fields := f.Value.Fields()
	list := make([]entry, 0, len(fields))
	broken := len(p.doc.Broken()) > 0
	for i := range fields {
		f := &fields[i]
		if f.Key.Kind != document.Scalar || f.Key.Unclosed() || broken && p.entryHurt(f.Entry) {
			continue
		}
		if value := f.Value.Resolve(); value != nil {
			list = append(list, entry{f.Key, value, f})
		}
	}
	return list
}

// value is an attribute's text where it is a string that no other rule calls
// malformed, and the node that it is written in.
func (p *pass) value(o *spec.Object, attribute string) (n *document.Node, s string, ok bool) {
	f := o.Field(attribute)
	if f == nil || len(p.doc.Broken()) > 0 && p.entryHurt(f.Entry) {
		return nil, "", false
	}
	n = f.Value.Resolve()
	s, ok = text(n)
	return n, s, ok
}

// number is an attribute's value where it is an integer, def where it is not
// set or 0, which stands for the default.
func number(o *spec.Object, attribute string, def int64) int64 {
	if v, ok := integer(o.Value(attribute)); ok && v != 0 {
		return v
	}
	return def
}

// integer is the value of a number without a fraction, cut to what an int64
// holds. YAML has large ones, and 1.0, as floats.
func integer(n *document.Node) (int64, bool) {
	if n == nil {
		return 0, false
	}
	if v, ok := n.Int(); ok {
		return v, true
	}
	f, ok := n.Float()
	if !ok || f != math.Trunc(f) {
		return 0, false
	}
	return int64(max(math.MinInt64, min(f, math.MaxInt64/2))), true
}

// badName reports a key that cannot be the name of what it names. A valid name
// near it becomes a fix where no sibling has it; also are the edits of what
// refers to the name.
func (p *pass) badName(key *document.Node, what, fault string, merged bool, also func(name string) []document.Edit) {
	d := at(key, fmt.Sprintf("%s cannot be the name of %s: %s", quoted(p.doc, key), what, fault))
	if near := kube.ToLabel(key.Value); near != "" && !merged && p.free(key, near) {
		d.Fixes = []Fix{{Title: fmt.Sprintf("Rename to '%s'", near), Edits: append(also(near), edit.Rename(key, near))}}
		slices.SortFunc(d.Fixes[0].Edits, func(a, b document.Edit) int { return a.Start - b.Start })
	}
	p.report(d)
}

// free reports whether no other key of a mapping has a name, or gets it by
// another fix.
func (p *pass) free(key *document.Node, name string) bool {
	taken := p.taken[key.Parent]
	if taken == nil {
		taken = make(map[string]bool, len(key.Parent.Entries))
		for i := range key.Parent.Entries {
			taken[key.Parent.Entries[i].Key.Value] = true
		}
		if p.taken == nil {
			p.taken = map[*document.Node]map[string]bool{}
		}
		p.taken[key.Parent] = taken
	}
	if taken[name] {
		return false
	}
	taken[name] = true
	return true
}
