package spec

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

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
	Meant    string         // what a malformed one was meant to be, "" if that is not clear
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
	w.referring(func(n *document.Node, folder, env bool) {
		if ref, ok := w.readSecretRef(n, folder, env); ok {
			refs = append(refs, ref)
		}
	})
	return refs
}

// SecretHints are the names of secrets that values would refer to if there were
// such: whether they are taken for references depends on that.
func (w *Workload) SecretHints() []string {
	var names []string
	w.referring(func(n *document.Node, folder, env bool) {
		if n = n.Resolve(); n == nil || n.Kind != document.Scalar {
			return
		}
		text, _ := unwrap(n.Value)
		scheme, rest, ok := strings.Cut(text, ":")
		if ok && (strings.EqualFold(scheme, "secret") || Nearest(scheme, []string{"secret"}) != "") {
			name, _, _ := strings.Cut(strings.TrimLeft(rest, "/"), "/")
			names = append(names, name)
		}
	})
	return names
}

// referring calls add for each value that may refer to a secret.
func (w *Workload) referring(add func(n *document.Node, folder, env bool)) {
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
	text, fault := n.Value, ""
	if env {
		text, fault = unwrap(text)
	} else if text = strings.TrimSpace(text); text != n.Value {
		fault = "blanks stand around it"
	}
	scheme, rest, ok := strings.Cut(text, ":")
	path := strings.TrimPrefix(strings.TrimPrefix(rest, "/"), "/")
	ref.Name, ref.Key, _ = strings.Cut(path, "/")
	ref.Fault = w.pathFault(path, folder)
	exact := strings.EqualFold(scheme, "secret")
	slash := strings.HasPrefix(rest, "/") || strings.HasPrefix(n.Value, "${")
	switch {
	case !ok:
		return SecretRef{}, false
	case exact && (!env || strings.HasPrefix(rest, "//") || slash && (ref.Fault == "" || w.declares(ref.Name))):
	case env && strings.HasPrefix(rest, "//") && Nearest(scheme, []string{"secret"}) != "" && isWord(scheme) && w.declares(ref.Name):
	case env && embedded.MatchString(n.Value):
		ref.Fault = "a reference must be the whole value"
		ref.Name, ref.Key = embedded.FindStringSubmatch(n.Value)[1], ""
		return ref, true
	default:
		return SecretRef{}, false
	}
	if ref.Fault != "" && fault == "" && strings.HasPrefix(text, SecretScheme) {
		return ref, true
	}
	if ref.Fault == "" && SecretScheme+path != n.Value && "${"+SecretScheme+path+"}" != n.Value {
		ref.Meant = SecretScheme + path
	}
	switch {
	case fault != "":
		ref.Fault = fault
	case scheme != "secret":
		ref.Fault = "the scheme must be 'secret'"
	case !strings.HasPrefix(rest, "//"):
		ref.Fault = "'//' must follow 'secret:'"
	}
	return ref, true
}

// embedded is a reference somewhere in a text, with the name of its secret.
var embedded = regexp.MustCompile(`(?i)(?:^|[^\w.+-])secret://([^/\s{}"']*)`)

func isWord(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// unwrap takes the braces from around a reference in env, and says what is wrong
// with them or stands around them.
func unwrap(value string) (text, fault string) {
	text = strings.TrimSpace(value)
	if text != value {
		fault = "blanks stand around it"
	}
	inner, braced := strings.CutPrefix(text, "${")
	switch {
	case braced && strings.HasSuffix(inner, "}"):
		return inner[:len(inner)-1], fault
	case braced && !strings.Contains(inner, "}"):
		return inner, "the '}' is missing"
	case strings.HasPrefix(text, "$(") && strings.HasSuffix(text, ")"):
		return text[2 : len(text)-1], "braces belong around it, or nothing"
	}
	return text, fault
}

// pathFault says what is wrong with what follows the scheme of a reference, "" if
// nothing is.
func (w *Workload) pathFault(path string, folder bool) string {
	name, key, hasKey := strings.Cut(path, "/")
	switch {
	case name == "":
		return "the secret's name is missing"
	case strings.ContainsAny(name, " \t\n{}$"):
		return "a secret's name has no blanks and no braces"
	case !w.declares(name) && kube.Subdomain(name, kube.MaxSubdomain) != "":
		return "no secret can have this name"
	case folder && hasKey:
		return "a folder holds a whole secret"
	case folder:
	case key == "":
		return "the key is missing"
	case strings.Contains(key, "/"):
		return "a key has no '/'"
	case kube.DataKey(key) != "":
		return "no secret can have this key"
	}
	return ""
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
