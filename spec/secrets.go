package spec

import (
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/kube"
)

// SecretScheme starts a reference to a secret.
const SecretScheme = "secret://"

// SecretRef is a value that refers to a secret, or tries to.
type SecretRef struct {
	Workload *Workload
	Node     *document.Node // the scalar
	Folder   bool           // it stands in dirs, where a whole secret is mounted
	Name     string         // of the secret
	Key      string         // in the secret's data; "" in a folder
	Fault    string         // what is wrong with its form, "" if nothing is
}

// SecretForm is the form that a reference takes, in a folder or elsewhere.
func SecretForm(folder bool) string {
	if folder {
		return "secret://NAME"
	}
	return "secret://NAME/KEY"
}

// SecretRefs are the references to secrets in a workload, in source order of
// the containers: in env, in dirs and in contentFrom.
func (w *Workload) SecretRefs() []SecretRef {
	var refs []SecretRef
	add := func(n *document.Node, folder, env bool) {
		if ref, ok := w.readSecretRef(n, folder, env); ok {
			refs = append(refs, ref)
		}
	}
	for _, o := range w.Objects {
		switch o.Type.Name {
		case "Container":
			for _, field := range o.FieldsOf("env") {
				add(field.Value, false, true)
			}
			for _, field := range o.FieldsOf("dirs") {
				add(field.Value, true, false)
			}
		case "FileSpec":
			if f := o.Field("contentFrom"); f != nil {
				add(f.Value, false, false)
			}
		}
	}
	return refs
}

// FieldsOf are the entries of an attribute that is a mapping, merge keys applied;
// none where it is not.
func (o *Object) FieldsOf(attribute string) []document.Field {
	if f := o.Field(attribute); f != nil {
		return f.Value.Fields()
	}
	return nil
}

// readSecretRef reads a value as a reference and reports whether it is meant to
// be one. In env a reference may stand in "${…}".
func (w *Workload) readSecretRef(n *document.Node, folder, env bool) (SecretRef, bool) {
	n = n.Resolve()
	if n == nil || n.Kind != document.Scalar || n.Tag != "!!str" || n.Unclosed() {
		return SecretRef{}, false
	}
	ref := SecretRef{Workload: w, Node: n, Folder: folder}
	value := n.Value
	switch trimmed := strings.TrimSpace(value); {
	case env && !strings.Contains(value, SecretScheme) && !strings.HasPrefix(trimmed, "${secret:"):
		return SecretRef{}, false
	case !env && !strings.HasPrefix(strings.ToLower(trimmed), "secret:"):
		return SecretRef{}, false
	}
	if env && strings.HasPrefix(value, "${") && strings.HasSuffix(value, "}") {
		value = value[2 : len(value)-1]
	}
	rest, ok := strings.CutPrefix(value, SecretScheme)
	if !ok {
		ref.Fault = "a reference must be the whole value"
		return ref, true
	}
	name, key, hasKey := strings.Cut(rest, "/")
	switch {
	case name == "":
		ref.Fault = "the secret's name is missing"
	case strings.ContainsAny(name, " \t\n{}$"):
		ref.Fault = "a secret's name has no blanks and no braces"
	case !w.declares(name) && kube.Subdomain(name, kube.MaxSubdomain) != "":
		ref.Fault = "no secret can have this name"
	case folder && hasKey:
		ref.Fault = "a folder holds a whole secret"
	case folder:
	case key == "":
		ref.Fault = "the key is missing"
	case strings.Contains(key, "/"):
		ref.Fault = "a key has no '/'"
	case kube.DataKey(key) != "":
		ref.Fault = "no secret can have this key"
	}
	ref.Name, ref.Key = name, key
	return ref, true
}

// Secrets are the secrets that a workload declares, in source order.
func (w *Workload) Secrets() []*Object {
	var secrets []*Object
	for _, o := range w.Objects {
		if o.Type.Name == "Secret" {
			secrets = append(secrets, o)
		}
	}
	return secrets
}

// indexSecrets fills w.secrets and w.secretNames. Aliases can give one object several names, so
// the names are taken from where they stand.
func (w *Workload) indexSecrets() {
	w.secrets = map[string]*Object{}
	if len(w.Objects) == 0 {
		return
	}
	byNode := map[*document.Node]*Object{}
	for _, o := range w.Secrets() {
		byNode[o.Node] = o
	}
	for _, field := range w.Objects[0].FieldsOf("secrets") {
		w.secrets[field.Key.Value] = byNode[field.Value.Resolve()]
		w.secretNames = append(w.secretNames, field.Key.Value)
	}
}

// Secret returns the secret of a name and whether the workload declares it. A
// secret that is declared but cannot be read is nil.
func (w *Workload) Secret(name string) (secret *Object, declared bool) {
	secret, declared = w.secrets[name]
	return secret, declared
}

// declares reports whether a workload has a secret of a name: a mistake in the
// name is then reported there.
func (w *Workload) declares(name string) bool {
	_, ok := w.secrets[name]
	return ok
}

// SecretNames are the names of the secrets that a workload declares, in source
// order.
func (w *Workload) SecretNames() []string { return w.secretNames }

// TypeKeys are the keys that a type of secrets stands for, nil for a type that
// takes any.
func TypeKeys(typ string) []string { return slices.Clone(secretKeys[typ]) }

// secretKeys are the keys that a secret of a type has if its data is not
// written out.
var secretKeys = map[string][]string{
	"basic":       {"username", "password"},
	"token":       {"token"},
	"certificate": {"tls.crt", "tls.key"},
}

// SecretKeys returns the keys of a secret and whether they are known: those of
// an external secret, and of one that cannot be read, are not.
func SecretKeys(secret *Object) (keys []string, known bool) {
	typ := secret.Value("type")
	if typ == nil || typ.Kind != document.Scalar || typ.Value == "external" {
		return nil, false
	}
	data := secret.Value("data")
	if data == nil || data.Null() {
		return slices.Clone(secretKeys[typ.Value]), secret.Field("data") == nil || data != nil
	}
	if data.Kind != document.Mapping {
		return nil, false
	}
	for _, field := range data.Fields() {
		keys = append(keys, field.Key.Value)
	}
	return keys, true
}
