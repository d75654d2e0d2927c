package completion

import (
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// word is a proposal that no type of the schema makes.
type word struct{ text, detail string }

// usualKeys are the keys that the maps of an attribute often have.
var usualKeys = map[string][]word{
	"resources": {
		{"cpu", "cores, or thousandths of one: 250m"},
		{"memory", "bytes: 256Mi"},
		{"ephemeral-storage", "bytes on the node's disk: 1Gi"},
		{"hugepages-2Mi", "bytes in pages of 2 MiB"},
		{"nvidia.com/gpu", "whole GPUs"},
	},
	"headers": {
		{"Accept", "what the answer may be"},
		{"Authorization", "credentials; the spec shows them to everyone"},
		{"Content-Type", ""},
		{"Host", "the virtual host that is asked"},
		{"User-Agent", "kube-probe and the version, if it is not set"},
		{"X-Probe", ""},
	},
	"labels": {
		{"app.kubernetes.io/name", "the name of the application"},
		{"app.kubernetes.io/instance", "a name for this one of several"},
		{"app.kubernetes.io/version", "the version of the application"},
		{"app.kubernetes.io/component", "its part in the application"},
		{"app.kubernetes.io/part-of", "the application that it belongs to"},
		{"app.kubernetes.io/managed-by", "the tool that looks after it"},
	},
}

// usualValues are values that an attribute often has, or a key of its map.
var usualValues = map[string][]word{
	"mode": {
		{"0644", "rw-r--r--: all may read"}, {"0600", "rw-------: the owner alone"}, {"0400", "r--------: the owner may read"},
		{"0444", "r--r--r--: all may read, nobody write"}, {"0755", "rwxr-xr-x: a program"}, {"0700", "rwx------: a program of the owner"},
	},
	"initialDelaySeconds":    {{"10", "seconds"}, {"30", "seconds"}},
	"periodSeconds":          {{"10", "the default"}, {"30", "seconds"}, {"60", "seconds"}},
	"timeoutSeconds":         {{"1", "the default"}, {"5", "seconds"}, {"10", "seconds"}},
	"failureThreshold":       {{"3", "the default"}, {"30", "for a slow start"}},
	"successThreshold":       {{"1", "the default"}},
	"terminationGracePeriod": {{"30", "seconds: the default of the Pod"}, {"60", "seconds"}},
	"url":                    {{"http://localhost:8080/healthz", "a path of the container"}, {"tcp://localhost:8080", "a port of the container"}},

	"resources/cpu":               {{"100m", "a tenth of a core"}, {"250m", "a quarter of a core"}, {"500m", "half a core"}, {"1", "a core"}, {"2", "two cores"}, {"250m-1", "a quarter requested, a core at most"}},
	"resources/memory":            {{"128Mi", ""}, {"256Mi", ""}, {"512Mi", ""}, {"1Gi", ""}, {"2Gi", ""}, {"256Mi-1Gi", "a quarter of 1 GiB requested, all at most"}},
	"resources/ephemeral-storage": {{"1Gi", ""}, {"10Gi", ""}, {"1Gi-4Gi", "1 GiB requested, 4 at most"}},
	"resources/hugepages-2Mi":     {{"64Mi", "32 pages"}},
	"resources/nvidia.com/gpu":    {{"1", "one GPU"}},

	"headers/Accept":       {{"application/json", ""}, {"text/plain", ""}, {"*/*", ""}},
	"headers/Content-Type": {{"application/json", ""}, {"text/plain", ""}},
	"headers/Host":         {{"localhost", ""}},
	"headers/X-Probe":      {{"liveness", ""}, {"readiness", ""}, {"startup", ""}},
}

// names proposes the keys of a map that people name: usual ones, those that other
// specs have, and those that a type of secrets stands for.
func (c *cursor) names(mapping *document.Node) []Item {
	if c.place.Attribute == nil {
		return nil
	}
	attribute := c.place.Attribute.Name
	var list []word
	others := func(words []string) {
		for _, w := range words {
			list = append(list, word{w, "used elsewhere"})
		}
	}
	own := Collect(c.file)
	switch attribute {
	case "env":
		others(c.options.Words.With(own).Variables)
	case "labels":
		others(c.options.Words.With(own).Labels)
	case "annotations":
		others(c.options.Words.With(own).Annotations)
	case "headers":
		others(c.options.Words.With(own).Headers)
	case "data":
		if secret := mapping.Parent; secret != nil && secret.Get("type") != nil {
			typ := secret.Get("type").Value
			for _, key := range spec.TypeKeys(typ) {
				list = append(list, word{key, "of a secret of type " + typ})
			}
		}
	}
	if !c.file.Schema.IsConfiguration() {
		list = append(list, usualKeys[attribute]...)
	}
	seen := map[string]bool{}
	for _, f := range mapping.Fields() {
		if f.Key != c.node {
			seen[f.Key.Value] = true
		}
	}
	var items []Item
	for _, w := range list {
		if seen[w.text] || strings.Contains(w.text, marker) {
			continue
		}
		seen[w.text] = true
		item := Item{Label: w.text, Kind: Attribute, Detail: w.detail, Span: c.replaced()}
		s := c.writer()
		if name := w.text; c.json() || document.PlainSafe(name) {
			s.key(name)
		} else {
			s.WriteString(quoted(name) + ":")
		}
		s.WriteString(" ")
		if c.json() {
			s.WriteString(`"`)
			s.stop("")
			s.WriteString(`"`)
		} else {
			s.stop("")
		}
		c.finish(&item, s.String())
		items = append(items, item)
	}
	return items
}

// usual proposes values that the attribute, or the key of its map, often has.
func (c *cursor) usual() []Item {
	a := c.place.Attribute
	if a == nil || c.file.Schema.IsConfiguration() || c.place.Expected.Kind != schema.Str && c.place.Expected.Kind != schema.Int {
		return nil
	}
	key := a.Name
	if k := c.node.Key(); c.place.Type == nil && k != nil {
		key += "/" + k.Value
	}
	list := slices.Clone(usualValues[key])
	if key == "image" {
		for _, image := range c.options.Words.With(Collect(c.file)).Images {
			if !strings.Contains(image, marker) {
				list = append(list, word{image, "used elsewhere"})
			}
		}
	}
	if key == "url" && c.place.Type != nil && c.place.Type.Name == "Tcp" {
		slices.Reverse(list)
	}
	var items []Item
	for _, w := range list {
		items = append(items, c.text(w))
	}
	return items
}

// text proposes a string or a number, in quotes where it needs them.
func (c *cursor) text(w word) Item {
	text := w.text
	if !c.inQuotes() && c.place.Expected.Kind != schema.Int && (c.json() || !document.PlainSafe(text) || c.place.Attribute != nil && c.place.Attribute.Name == "mode") {
		text = quoted(text)
	}
	item := Item{Label: w.text, Kind: Value, Detail: w.detail, Span: c.replaced(), Snippet: c.lead + escapeSnippet(text), Text: c.lead + text}
	if text != w.text {
		item.Filter = text
	}
	return item
}

// inQuotes reports whether the cursor stands in quotes already.
func (c *cursor) inQuotes() bool {
	return c.node.Style == document.DoubleQuoted || c.node.Style == document.SingleQuoted
}

func quoted(s string) string { return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"` }

// variables proposes "$(NAME)" where Kubernetes replaces it: in command, args and
// the values of env, there by the variables before. It reports false where no '$'
// is typed.
func (c *cursor) variables() ([]Item, bool) {
	a := c.place.Attribute
	if a == nil || a.Name != "env" && a.Name != "command" && a.Name != "args" {
		return nil, false
	}
	typed := c.typed()
	start := strings.LastIndexByte(typed, '$')
	if start < 0 || strings.HasSuffix(typed[:start], "$") || strings.Trim(strings.TrimPrefix(typed[start+1:], "("), nameBytes) != "" {
		return nil, false
	}
	container := c.container()
	if container == nil {
		return nil, false
	}
	rest := strings.TrimPrefix(c.node.Value[len(typed):], marker)
	after := len(rest) - len(strings.TrimLeft(rest, nameBytes))
	if strings.HasPrefix(rest[after:], ")") && strings.HasPrefix(typed[start:], "$(") {
		after++
	}
	span := document.Span{Start: c.offset - (len(typed) - start), End: c.offset + after}
	if whole := c.replaced(); span.Start < whole.Start || span.End > whole.End {
		return nil, true // it is written otherwise than it is read
	}
	var items []Item
	for _, f := range container.FieldsOf("env") {
		if f.Key == c.node.Key() {
			break // those behind have no value yet
		}
		if kube.EnvName(f.Key.Value) != "" || strings.Contains(f.Key.Value, marker) {
			continue
		}
		text := "$(" + f.Key.Value + ")"
		items = append(items, Item{Label: text, Kind: Value, Detail: "a variable of this container", Span: span, Snippet: escapeSnippet(text), Text: text})
	}
	return items, true
}

const nameBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"

// container is the container that the cursor is in, nil if it is in none.
func (c *cursor) container() *spec.Object {
	for n := c.node; n != nil; n = n.Parent {
		if o := c.place.Workload.Object(n); o != nil && o.Type.Name == "Container" {
			return o
		}
	}
	return nil
}

// typeTags proposes what a _type can say at its place.
func (c *cursor) typeTags() []Item {
	if c.place.Type == nil || c.node.Key() == nil || c.node.Key().Value != spec.TypeTag {
		return nil
	}
	names := []string{c.place.Type.Name}
	if union := c.unionOf(c.node.Parent); union != nil {
		names = union.Refs
	}
	var items []Item
	for _, name := range names {
		text := name
		if c.json() && !c.inQuotes() {
			text = quoted(name)
		}
		items = append(items, Item{Label: name, Kind: Value, Topic: name, Span: c.replaced(), Snippet: c.lead + escapeSnippet(text), Text: c.lead + text})
	}
	return items
}
