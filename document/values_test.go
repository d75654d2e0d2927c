package document

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"
)

// decoded is a node as yaml.v3 decodes it into an any, merge keys applied.
func decoded(n *Node) any {
	n = n.Resolve()
	switch n.Kind {
	case Mapping:
		m := map[string]any{}
		for _, f := range n.Fields() {
			m[f.Key.Resolve().Value] = decoded(f.Value)
		}
		return m
	case Sequence:
		list := []any{}
		for _, item := range n.Items {
			list = append(list, decoded(item))
		}
		return list
	}
	if v, ok := n.Bool(); ok {
		return v
	}
	if v, ok := n.Int(); ok {
		return int(v)
	}
	if v, ok := n.Float(); ok {
		return v
	}
	if n.Null() {
		return nil
	}
	return n.Value
}

// TestValues holds the values of the corpus, and of scalars of every kind, to
// what yaml.v3 decodes.
func TestValues(t *testing.T) {
	texts := map[string]string{"scalars": `
a: [1, -1, +1, 0x1F, 0o17, 017, 0b101, -0b11, 1_000, 0.5, .5, 5., 1e3, -1.5E-3, .inf, -.Inf, +.INF, true, False, TRUE, null, ~, Null, "", "1", 'true', yes, 9223372036854775807]
b: {x: &x {p: 1, q: 2}, y: &y {q: 3, r: 4}}
c: {<<: *x, q: 5}
d: {<<: [*x, *y], s: 6}
e: {s: 7, <<: [{r: 8}, *y]}
f: !!str 12
g: !!float 3
`}
	paths, err := filepath.Glob("../testdata/corpus/ok/*.kam.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatal(err, paths)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts[path] = string(text)
	}
	for name, text := range texts {
		d := Parse(text, YAML)
		if len(d.Errors()) > 0 {
			t.Errorf("%s: %v", name, d.Errors()[0])
			continue
		}
		dec := yaml.NewDecoder(strings.NewReader(strings.Replace(text, "%YAML 1.2", "%YAML 1.1", 1)))
		for i, root := range d.Roots() {
			var want any
			if err := dec.Decode(&want); err != nil {
				t.Errorf("%s, document %d: %v", name, i, err)
				break
			}
			if got := decoded(root.Node); !reflect.DeepEqual(got, plainTimes(want)) {
				t.Errorf("%s, document %d:\n got %v\nwant %v", name, i, got, want)
			}
		}
	}
	var n Node
	n.Kind, n.Tag, n.Value = Scalar, tagFloat, ".NaN"
	if v, ok := n.Float(); !ok || !math.IsNaN(v) {
		t.Errorf(".NaN is %v", v)
	}
}

// plainTimes turns timestamps, which only yaml.v3 has, into text.
func plainTimes(v any) any {
	switch v := v.(type) {
	case time.Time:
		return v.Format("2006-01-02")
	case map[string]any:
		for k, e := range v {
			v[k] = plainTimes(e)
		}
	case []any:
		for i, e := range v {
			v[i] = plainTimes(e)
		}
	}
	return v
}

func TestPlainSafe(t *testing.T) {
	for s, want := range map[string]bool{
		"a": true, "a b": true, "a:b": true, "http://x/y": true, "--flag": true, "a#b": true, "1.2.3": true,
		"": false, " a": false, "a ": false, "yes": false, "N": false, "12": false, "1e3": false, "null": false, "~": false, "2026-01-01": false,
		"a: b": false, "a #b": false, "a:": false, "- a": false, "? a": false, "*a": false, "&a": false, "@a": false, "%a": false, "[a": false, "a,b": false, "a\nb": false, "é": false, "---": false, "<<": false, "=": false, "'a": false, "\"a": false,
	} {
		if got := PlainSafe(s); got != want {
			t.Errorf("%q: %t, want %t", s, got, want)
		}
		if want {
			for _, text := range []string{s + ": x", "x: " + s, "[" + s + "]"} {
				compareToOracle(t, text)
			}
		}
	}
}

func TestPathAndAt(t *testing.T) {
	text := "a:\n  b/c: [x, {d~e: yy}]\n  f:\n"
	d := Parse(text, YAML)
	root := d.Roots()[0].Node
	for mark, want := range map[string]string{"x,": "/a/b~1c/0", "yy": "/a/b~1c/1/d~0e", "d~e": "/a/b~1c/1/d~0e", "b/c": "/a/b~1c", "a:": "/a", "f:": "/a/f"} {
		n := root.At(strings.Index(text, mark))
		if n == nil || n.Path() != want {
			t.Errorf("at %q is %v, want %s", mark, n, want)
		}
	}
	if n := root.At(len(text) + 5); n != nil {
		t.Errorf("a node outside of the text: %v", n)
	}
}

func TestApply(t *testing.T) {
	d := Parse("a: b\n", YAML).Apply(Edit{Span{3, 4}, "cc"}, Edit{Span{0, 1}, "x"}, Edit{Span{90, 99}, "# end"})
	if want := "x: cc\n# end"; d.Text() != want || d.Roots()[0].Node.Get("x").Value != "cc" {
		t.Errorf("%q, want %q", d.Text(), want)
	}
}

// TestFieldsOrder holds the fields of a mapping to where they stand: merged ones
// at their merge key, a key that is set here and merged where it is set.
func TestFieldsOrder(t *testing.T) {
	for text, want := range map[string]string{
		"x: &x {a: 1, b: 2}\ny: {<<: *x, c: 3}\n":                             "a* b* c",
		"x: &x {a: 1, b: 2}\ny: {c: 3, <<: *x}\n":                             "c a* b*",
		"x: &x {a: 1, b: 2}\ny: {c: 3, <<: *x, a: 4, d: 5}\n":                 "c b* a d",
		"x: &x {a: 1, b: 2}\ny: {a: 4, <<: *x, a: 5, d: 6}\n":                 "a b* d",
		"x: &x {a: 1}\nz: &z {b: 2, <<: *x, c: 3}\ny: {<<: [*z, *x], d: 5}\n": "b* a* c* d",
		"x: &x {a: 1}\nz: &z {a: 2, c: 3}\ny: {<<: [*z, *x], e: 1, <<: *z}\n": "a* c* e",
	} {
		root := Parse(text, YAML).Roots()[0].Node
		got := ""
		for _, f := range root.Get("y").Fields() {
			got += " " + f.Key.Value
			if f.Merged {
				got += "*"
			}
		}
		if got != " "+want {
			t.Errorf("%q has%s, want %s", text, got, want)
		}
	}
}
