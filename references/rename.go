package references

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

// Renamable reports why a symbol cannot have another name, "" if it can.
func (s *Symbol) Renamable() string {
	switch {
	case !slices.ContainsFunc(s.Places, func(p Place) bool { return p.Declares }):
		return fmt.Sprintf("'%s' is declared nowhere in this file", s.Name)
	case s.Kind == SecretKey && slices.Contains(spec.TypeKeys(s.typ), s.Name):
		return fmt.Sprintf("every secret of type '%s' has the key '%s'", s.typ, s.Name)
	}
	return ""
}

// Rename are the edits, in order, that give a symbol another name everywhere. The
// error says why the name cannot be.
func (s *Symbol) Rename(name string) ([]document.Edit, error) {
	if fault := s.Renamable(); fault != "" {
		return nil, fmt.Errorf("%s", fault)
	}
	if fault := s.fault(name); fault != "" {
		return nil, fmt.Errorf("'%s' cannot be the name of %s: %s", name, s.Kind, fault)
	}
	if name == s.Name {
		return nil, nil
	}
	for _, p := range s.Places {
		if p.Declares && s.taken(p.node, name) {
			return nil, fmt.Errorf("there is %s '%s' already", s.Kind, name)
		}
	}
	if s.Kind == Anchor {
		var edits []document.Edit
		for _, p := range s.Places {
			edits = append(edits, edit.Replace(p.Span, name))
		}
		return edits, nil
	}
	return s.edits(name, func(Place) bool { return true }), nil
}

// Refer are the edits, in order, that make what uses a symbol use another name.
func (s *Symbol) Refer(name string) []document.Edit {
	return s.edits(name, func(p Place) bool { return !p.Declares })
}

// edits give the places that keep holds for another name.
func (s *Symbol) edits(name string, keep func(Place) bool) []document.Edit {
	var edits []document.Edit
	var done *document.Node
	for _, p := range s.Places {
		switch {
		case !keep(p) || p.node == done:
		case p.Declares:
			edits = append(edits, edit.Rewrite(s.file.Doc, p.node, name))
		case p.Of(s.file.Doc.Text()) == s.Name:
			edits = append(edits, edit.Replace(p.Span, name))
		default: // it is written otherwise: all of the value is written anew
			edits = append(edits, edit.Rewrite(s.file.Doc, p.node, s.replaced(p.node, name)))
			done = p.node
		}
	}
	return edits
}

// replaced is a scalar's value with another name in all places of the symbol.
func (s *Symbol) replaced(n *document.Node, name string) string {
	value, last := "", 0
	for _, p := range s.Places {
		if p.node == n {
			value += n.Value[last:p.in.Start] + name
			last = p.in.End
		}
	}
	return value + n.Value[last:]
}

// String is what a name of the kind names, for messages.
func (k Kind) String() string {
	return [...]string{"a secret", "a key of a secret", "a container", "a variable", "a workload", "an anchor"}[k]
}

// fault is what is wrong with a name for the symbol, "" if nothing is.
func (s *Symbol) fault(name string) string {
	switch s.Kind {
	case Secret:
		return kube.Subdomain(name, kube.MaxSubdomain)
	case SecretKey:
		return kube.DataKey(name)
	case Container:
		return kube.Label(name)
	case Variable:
		return kube.EnvName(name)
	case Workload:
		return kube.Subdomain(name, kube.MaxCronJobName)
	}
	if name == "" || strings.Trim(name, anchorBytes) != "" {
		return "expected letters, digits, '-' and '_'"
	}
	return ""
}

// anchorBytes are what all readers of YAML take in the name of an anchor.
const anchorBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// naming are the attributes of a type that map names to something.
var naming = map[string][]string{"Job": {"secrets", "containers"}, "Container": {"env"}, "Secret": {"data"}}

// taken reports whether a name is given to something else where a declaration
// stands, or in a mapping that it is merged into.
func (s *Symbol) taken(declaration *document.Node, name string) bool {
	if s.Kind == Anchor {
		found := false
		root := declaration
		for root.Parent != nil {
			root = root.Parent
		}
		walk(root, func(n *document.Node) { found = found || n.Anchor == name })
		return found
	}
	if declaration.Parent.Get(name) != nil {
		return true
	}
	has := func(fields []document.Field) bool {
		return slices.ContainsFunc(fields, func(f document.Field) bool { return f.Key == declaration }) &&
			slices.ContainsFunc(fields, func(f document.Field) bool { return f.Key.Value == name })
	}
	for _, w := range s.file.Workloads {
		for _, o := range w.Objects {
			for _, attribute := range naming[o.Type.Name] {
				if has(o.FieldsOf(attribute)) {
					return true
				}
			}
		}
	}
	return false
}
