package references

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

// named is the symbol whose name a scalar has at an offset.
func named(file *spec.File, n *document.Node, offset int) (*Symbol, bool) {
	if !n.IsKey() {
		for _, tableOf := range []func(*spec.File) table{secrets, secretKeys, variables} {
			if s, ok := tableOf(file).at(n, offset); ok {
				return s, true
			}
		}
		return nil, false
	}
	alone := func(kind Kind) (*Symbol, bool) {
		s := &Symbol{Kind: kind, Name: n.Value, file: file}
		s.add(n)
		return s.find(offset)
	}
	for _, w := range file.Workloads {
		if w.NameKey == n && w.Kind == "" {
			return alone(Workload)
		}
	}
	place, ok := file.Place(n)
	if !ok || place.Type != nil || place.Attribute == nil {
		return nil, false
	}
	switch place.Attribute.Name {
	case "secrets":
		return secrets(file).at(n, offset)
	case "data":
		return secretKeys(file).at(n, offset)
	case "env":
		return variables(file).at(n, offset)
	case "containers":
		return alone(Container)
	}
	return nil, false
}

// Secrets are the secrets of a file by the keys that declare them.
func Secrets(file *spec.File) map[*document.Node]*Symbol { return secrets(file).declared }

func secrets(file *spec.File) table {
	var keys []declaration
	var bindings []binding
	for _, w := range file.Workloads {
		if len(w.Objects) == 0 {
			continue
		}
		byName := map[string]*document.Node{}
		for _, f := range w.Objects[0].FieldsOf("secrets") {
			keys = append(keys, declaration{Node: f.Key})
			byName[f.Key.Value] = f.Key
		}
		for _, ref := range w.SecretRefs() {
			if key := byName[ref.Name]; key != nil && ref.Fault == "" {
				name, _ := parts(ref)
				bindings = append(bindings, binding{to: declaration{Node: key}, name: ref.Name, node: ref.Node, in: name})
			}
		}
	}
	return connect(file, Secret, keys, bindings)
}

// secretKeys are the keys of the secrets' data, and those that a secret has by
// its type.
func secretKeys(file *spec.File) table {
	var keys []declaration
	var bindings []binding
	for _, w := range file.Workloads {
		declared := map[*document.Node]map[string]*document.Node{}
		for _, secret := range w.Secrets() {
			byName := map[string]*document.Node{}
			for _, f := range secret.FieldsOf("data") {
				keys = append(keys, declaration{f.Key, typeOf(secret)})
				byName[f.Key.Value] = f.Key
			}
			declared[secret.Node] = byName
		}
		for _, ref := range w.SecretRefs() {
			secret, _ := w.Secret(ref.Name)
			if secret == nil || ref.Fault != "" || ref.Key == "" {
				continue
			}
			_, in := parts(ref)
			key := declared[secret.Node][ref.Key]
			if key == nil {
				key = secret.Node
			}
			bindings = append(bindings, binding{declaration{key, typeOf(secret)}, ref.Key, ref.Node, in})
		}
	}
	return connect(file, SecretKey, keys, bindings)
}

// typeOf is the type of a secret as it is written, "" where there is none.
func typeOf(secret *spec.Object) string {
	if typ := secret.Value("type"); typ != nil {
		return typ.Value
	}
	return ""
}

func variables(file *spec.File) table {
	var keys []declaration
	var bindings []binding
	for _, c := range containers(file) {
		byName := map[string]*document.Node{}
		for _, f := range c.FieldsOf("env") {
			keys = append(keys, declaration{Node: f.Key})
			byName[f.Key.Value] = f.Key
		}
		for _, e := range expansions(c) {
			if key := byName[e.name]; key != nil {
				bindings = append(bindings, binding{to: declaration{Node: key}, name: e.name, node: e.node, in: e.in})
			}
		}
	}
	return connect(file, Variable, keys, bindings)
}

// parts are where the name and the key stand in a reference's value.
func parts(ref spec.SecretRef) (name, key document.Span) {
	start := strings.Index(ref.Node.Value, spec.SecretScheme) + len(spec.SecretScheme)
	name = document.Span{Start: start, End: start + len(ref.Name)}
	return name, document.Span{Start: name.End + 1, End: name.End + 1 + len(ref.Key)}
}

func containers(file *spec.File) []*spec.Object {
	var list []*spec.Object
	for _, w := range file.Workloads {
		for _, o := range w.Objects {
			if o.Type.Name == "Container" {
				list = append(list, o)
			}
		}
	}
	return list
}

// expansion is a "$(NAME)" that Kubernetes may replace.
type expansion struct {
	name string
	node *document.Node
	in   document.Span // of the name in the node's value
}

// expansions are those of a container: in the values of env, in command and
// args, and in the commands of its probes.
func expansions(c *spec.Object) []expansion {
	var found []expansion
	add := func(n *document.Node) {
		n = n.Resolve()
		if n == nil || n.Kind != document.Scalar || n.Unclosed() {
			return
		}
		for _, e := range kube.Expansions(n.Value) {
			found = append(found, expansion{e.Name, n, document.Span{Start: e.Start, End: e.End}})
		}
	}
	list := func(n *document.Node) {
		if n != nil {
			for _, item := range n.Items {
				add(item)
			}
		}
	}
	for _, f := range c.FieldsOf("env") {
		add(f.Value)
	}
	list(c.Value("command"))
	list(c.Value("args"))
	for _, probe := range []string{"livenessProbe", "readinessProbe", "startupProbe"} {
		if o := c.Workload.Object(c.Value(probe)); o != nil {
			if handler := c.Workload.Object(o.Value("probeHandler")); handler != nil {
				list(handler.Value("command"))
			}
		}
	}
	return found
}
