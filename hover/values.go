package hover

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/kam-ls/kam-ls/cron"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/references"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// value explains what a scalar says where its attribute gives that a meaning: the
// parts of an image, the size of a quantity. It is "" where there is nothing to
// say beyond the attribute's reference.
func value(n *document.Node, place spec.Place) string {
	if n.Kind != document.Scalar || n.Empty() {
		return ""
	}
	switch place.Attribute.Name {
	case "image":
		return image(n.Value)
	case "resources":
		if key := n.Key(); key != nil && place.Type == nil {
			return quantity(key.Value, n.Value)
		}
	case "mode":
		return mode(n.Value)
	case "url":
		if place.Type != nil {
			return address(place.Type.Name, n.Value)
		}
	}
	return ""
}

// image names the parts of a reference as the kubelet completes them.
func image(ref string) string {
	i, ok := kube.ParseImage(ref)
	if !ok {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "**image**: `%s` from `%s`", i.Repository, i.Registry)
	switch {
	case i.Tag == "" && i.Digest == "":
		b.WriteString(", the tag `latest`, since it names none")
	case i.Tag != "":
		fmt.Fprintf(&b, ", tag `%s`", i.Tag)
	}
	if i.Digest != "" {
		algorithm, hex, _ := strings.Cut(i.Digest, ":")
		fmt.Fprintf(&b, ", pinned by the digest `%s:%s…`", algorithm, hex[:min(len(hex), 12)])
	}
	if page := i.Page(); page != "" {
		fmt.Fprintf(&b, "\n\n[%s](%s)", strings.TrimPrefix(page, "https://"), page)
	}
	return b.String()
}

// quantity puts a quantity into the units that people think in.
func quantity(name, text string) string {
	amount, ok := kube.ParseAmount(text)
	if !ok {
		return ""
	}
	least, most := amount.Measure(name)
	if amount.MinText == "" {
		return fmt.Sprintf("**%s**: at most %s", escape(name), most)
	}
	return fmt.Sprintf("**%s**: %s requested, at most %s", escape(name), least, most)
}

// mode writes a file's mode as 'ls -l' does.
func mode(text string) string {
	bits, err := strconv.ParseUint(strings.TrimPrefix(strings.TrimPrefix(text, "0o"), "0O"), 8, 12)
	if err != nil {
		return ""
	}
	const letters = "rwxrwxrwx"
	out := []byte(letters)
	for i := range letters {
		if bits&(1<<(8-i)) == 0 {
			out[i] = '-'
		}
	}
	who := func(shift uint) string {
		var can []string
		for _, right := range []struct {
			bit  uint64
			text string
		}{{4, "read"}, {2, "write"}, {1, "run"}} {
			if bits>>shift&right.bit != 0 {
				can = append(can, right.text)
			}
		}
		if can == nil {
			return "nothing"
		}
		return strings.Join(can, ", ")
	}
	return fmt.Sprintf("**mode**: `%s` (%04o): the owner may %s, the group %s, others %s", out, bits, who(6), who(3), who(0))
}

// address is what a handler's url leads to.
func address(typeName, text string) string {
	if !strings.Contains(text, "://") {
		text = "tcp://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return ""
	}
	host := "the host `" + u.Hostname() + "`"
	if kube.IsLoopback(u.Hostname()) {
		host = "the Pod itself"
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)]
	}
	if port == "" {
		return ""
	}
	if typeName == "Tcp" {
		return fmt.Sprintf("**url**: a connection to %s at port %s", host, port)
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return fmt.Sprintf("**url**: a GET request by %s to %s at port %s, path %s", strings.ToUpper(u.Scheme), host, port, code(path))
}

// symbol explains a name that stands for something: a secret, one of its keys, a
// variable, an anchor.
func symbol(file *spec.File, offset int) (Hover, bool) {
	s, ok := references.At(file, offset)
	if !ok || s.Kind == references.Workload {
		return Hover{}, false
	}
	var declared *document.Node
	for _, p := range s.Places {
		if p.Declares && declared == nil {
			declared = p.Node()
		}
	}
	var b strings.Builder
	switch s.Kind {
	case references.Secret:
		if declared == nil {
			return Hover{}, false
		}
		fmt.Fprintf(&b, "**%s**: a secret%s", escape(s.Name), secretParts(file, declared))
		if s.At.Declares {
			b.WriteString("\n\n" + Type(file.Schema.Type("Secret")))
		}
	case references.SecretKey:
		fmt.Fprintf(&b, "**%s**: a key of a secret", escape(s.Name))
	case references.Container:
		if value := declared.Entry().Value.Resolve(); value != nil {
			if n := value.Get("image"); n != nil && n.Kind == document.Scalar {
				fmt.Fprintf(&b, "**%s**: a container of the image %s\n\n", escape(s.Name), code(n.Value))
			}
		}
		b.WriteString(Type(file.Schema.Type("Container")))
	case references.Variable:
		if declared == nil || s.At.Declares {
			return Hover{}, false
		}
		fmt.Fprintf(&b, "**$(%s)**: %s", escape(s.Name), setTo(declared.Entry().Value))
		if declared.Span().Start > s.At.Start {
			b.WriteString("\n\nIt is set further down: where it stands behind a value, Kubernetes leaves the text as it is")
		}
	case references.Anchor:
		if declared == nil || s.At.Declares {
			return Hover{}, false
		}
		line := file.Doc.Lines().LineOf(declared.FullSpan().Start) + 1
		fmt.Fprintf(&b, "**&%s**, in line %d: %s", escape(s.Name), line, summary(declared))
		span := s.At.Span
		span.Start-- // with the '*'
		return Hover{span, b.String()}, true
	}
	return Hover{s.At.Span, b.String()}, true
}

// secretParts are the type and the keys of a secret, never its values.
func secretParts(file *spec.File, key *document.Node) string {
	for _, w := range file.Workloads {
		secret := w.Object(key.Entry().Value)
		if secret == nil {
			continue
		}
		out := ""
		if typ := secret.Value("type"); typ != nil && typ.Kind == document.Scalar {
			out = " of type " + code(typ.Value)
		}
		keys, known := spec.SecretKeys(secret)
		switch {
		case !known:
			return out + ", whose keys are not in the spec"
		case len(keys) == 0:
			return out + " without keys"
		}
		for i, k := range keys {
			keys[i] = code(k)
		}
		return out + " with the keys " + strings.Join(keys, ", ")
	}
	return ""
}

// setTo is what a variable is set to.
func setTo(n *document.Node) string {
	v := n.Resolve()
	switch {
	case v == nil || v.Kind != document.Scalar:
		return "a variable of this container"
	case strings.Contains(v.Value, spec.SecretScheme):
		return "a variable of this container, from " + code(v.Value)
	case v.Value == "":
		return "a variable of this container, empty"
	}
	return "a variable of this container, " + code(cut(v.Value))
}

// summary is a node in a few words.
func summary(n *document.Node) string {
	switch n.Kind {
	case document.Mapping:
		var keys []string
		for _, f := range n.Fields() {
			if len(keys) == maxKeys {
				keys = append(keys, "…")
				break
			}
			keys = append(keys, code(cut(f.Key.Value)))
		}
		return "a mapping with " + strings.Join(keys, ", ")
	case document.Sequence:
		return fmt.Sprintf("a list of %d", len(n.Items))
	}
	return code(cut(n.Value))
}

// maxKeys is how many keys of a mapping are named.
const maxKeys = 12

// cut is a text in one line of a length that fits.
func cut(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s[:min(len(s), 400)], "\ufffd")), " ")
	if r := []rune(s); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}

// workload explains a named workload in a few words, with the reference of the
// type below.
func workload(w *spec.Workload, root *schema.Type) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**: a %s", escape(w.Name), root.Name)
	if expr, ok := w.Schedule(); ok {
		if s, err := cron.Parse(expr); err == nil {
			fmt.Fprintf(&b, " that runs %s", s.Describe())
		}
	}
	if len(w.Objects) > 0 {
		var names []string
		for _, f := range w.Objects[0].FieldsOf("containers") {
			names = append(names, code(cut(f.Key.Value)))
		}
		if n := len(names); n > maxKeys {
			names = append(names[:maxKeys], "…")
		}
		if len(names) > 0 {
			fmt.Fprintf(&b, "\n\nContainers: %s", strings.Join(names, ", "))
		}
	}
	return b.String() + "\n\n" + Type(root)
}
