package schema

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestParseType(t *testing.T) {
	for _, s := range []string{"str", "int", "bool", "[str]", "{str:str}", "{str:Container}", "[{str:[int]}]", "Probe", "Exec | Http | Tcp", `"basic" | "token"`, `"one"`} {
		got, err := ParseType(s)
		if err != nil {
			t.Errorf("%s: %v", s, err)
		} else if got.String() != s {
			t.Errorf("%s is printed as %s", s, got)
		}
	}
	for _, s := range []string{"", "string", "[", "[]", "{str}", "{int:str}", "{str:}", "Exec |", "| Exec", `"a" | b`, `"a" | "a"`, `'a'`, "Exec Http", "[str]]", "9Lives"} {
		if got, err := ParseType(s); err == nil {
			t.Errorf("%q is read as %s", s, got)
		}
	}
}

func FuzzParseType(f *testing.F) {
	for _, s := range []string{"str", "[{str:Probe}]", `"a" | "b"`, "A | B", "{str:[", `"\x22"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		expr, err := ParseType(s)
		if err != nil {
			return
		}
		again, err := ParseType(expr.String())
		if err != nil || !cmp.Equal(expr, again) {
			t.Fatalf("%q is printed as %q, which reads as %v (%v)", s, expr, again, err)
		}
	})
}

func TestParseConstraints(t *testing.T) {
	for _, tc := range []struct{ typ, text, want string }{
		{"int", "", ""},
		{"int", "min 0, max 5", "min 0, max 5"},
		{"[str]", "at least 1 item", "at least 1"},
		{"{str:str}", "at least 2 entries", "at least 2"},
		{"str", "at least 1 character, pattern ^[a-z, ]+$", "at least 1, pattern ^[a-z, ]+$"},
	} {
		typ, _ := ParseType(tc.typ)
		if c, err := parseConstraints(tc.text, typ); err != nil || c.String() != tc.want {
			t.Errorf("%s %q: %q, %v", tc.typ, tc.text, c, err)
		}
	}
	for _, tc := range []struct{ typ, text string }{
		{"str", "min 1"}, {"int", "min x"}, {"int", "at least 1 item"}, {"[str]", "at least 0 items"}, {"str", "pattern ("}, {"int", "pattern a"}, {"int", "positive"},
	} {
		typ, _ := ParseType(tc.typ)
		if c, err := parseConstraints(tc.text, typ); err == nil {
			t.Errorf("%s %q is read as %q", tc.typ, tc.text, c)
		}
	}
}

// table is a family of one type, with a place for what a test breaks.
const table = `# Test

## Thing

What it is.

<https://example.com/thing>

| attribute | type | required | default | constraints | description |
| --- | --- | --- | --- | --- | --- |
| name | ` + "`str`" + ` | yes | | | Its name. |
| kind | ` + "`\"a\" \\| \"b\"`" + ` | no | ` + "`\"a\"`" + ` | | Its kind. |

### Example

` + "```yaml\nname: x\n```" + `

### name

` + "```yaml\nname: x\n```" + `

<https://example.com/name>

### kind

` + "```yaml\nkind: b\n```\n"

func TestParseTable(t *testing.T) {
	types, err := parseTable("test", table)
	if err != nil {
		t.Fatal(err)
	}
	want := []*Type{{
		Name: "Thing", Family: "test", Doc: "What it is.", Link: "https://example.com/thing", Example: "name: x",
		Attributes: []*Attribute{
			{Name: "name", Type: &TypeExpr{Kind: Str}, Required: true, Doc: "Its name.", Links: []string{"https://example.com/name"}, Example: "name: x"},
			{Name: "kind", Type: &TypeExpr{Kind: Enum, Values: []string{"a", "b"}}, Default: `"a"`, Doc: "Its kind.", Example: "kind: b"},
		},
	}}
	if diff := cmp.Diff(want, types); diff != "" {
		t.Error(diff)
	}
	for _, tc := range []struct{ old, new, message string }{
		{"## Thing", "## thing", `test.md:3: "thing" is not the name of a type`},
		{"| yes |", "| maybe |", `test.md:11: required is "maybe", expected yes or no`},
		{"`str`", "`string`", `test.md:11: malformed type "string"`},
		{"| kind |", "| name |", `test.md:12: attribute "name" stands twice`},
		{"| Its name. |", "|", `test.md:11: a row of 5 cells, expected 6`},
		{"| Its name. |", "| |", `test.md:11: attribute "name" has no description`},
		{"### name", "### nome", `test.md:20: Thing has no attribute "nome" in its table`},
		{"| attribute |", "| field |", `test.md:9: column "field", expected "attribute"`},
		{"| yes | | |", "| yes | | big |", `test.md:11: unknown constraint "big" for str`},
		{"What it is.\n", "", `test.md: Thing needs a description, a table and an example`},
		{"### kind\n\n```yaml\nkind: b\n```\n", "", `test.md: Thing.kind needs an example`},
		{"kind: b\n```\n", "kind: b\n", `test.md:30: an example without an end`},
		{"### name\n", "### name\n\nprose\n", `test.md:22: unexpected text "prose" below an example`},
	} {
		broken := strings.Replace(table, tc.old, tc.new, 1)
		if broken == table {
			t.Fatalf("%q is not in the table", tc.old)
		}
		if _, err := parseTable("test", broken); err == nil || err.Error() != tc.message {
			t.Errorf("%q for %q: %v, want %s", tc.new, tc.old, err, tc.message)
		}
	}
}

func TestDefaultIsTheTables(t *testing.T) {
	loaded, err := Load(tables)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(loaded.Types(), Default().Types()); diff != "" {
		t.Errorf("model_gen.go is not up to date, run 'go generate ./schema':\n%s", diff)
	}
}

func TestLoadRefusesUnknownTypes(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, family := range families {
		text, err := os.ReadFile("tables/" + family + ".md")
		if err != nil {
			t.Fatal(err)
		}
		fsys[family+".md"] = &fstest.MapFile{Data: []byte(strings.Replace(string(text), "`{str:Container}`", "`{str:Box}`", 1))}
	}
	if _, err := Load(fsys); err == nil || err.Error() != "Job.containers: unknown type Box" {
		t.Errorf("%v", err)
	}
	delete(fsys, "probe.md")
	if _, err := Load(fsys); err == nil {
		t.Error("a family is missing")
	}
}

func TestValidate(t *testing.T) {
	for _, tc := range []struct {
		typ, instance string
		want          []string
	}{
		{"Container", `{"image": "a"}`, nil},
		{"Container", `{"image": "a", "_type": "x.Container", "livenessProbe": {"nonsense": 1}, "files": {"/a": {"b": 1}}}`, nil}, // others are judged elsewhere
		{"Container", `{}`, []string{"missing image"}},
		{"Container", `{"imag": 1, "comand": 2}`, []string{"unknown comand", "unknown imag", "missing image"}},
		{"Container", `{"image": 1}`, []string{"type image: str"}},
		{"Container", `{"image": null}`, []string{"type image: str"}},
		{"Container", `{"image": "a", "args": "b"}`, []string{"type args: [str]"}},
		{"Container", `{"image": "a", "args": ["b", 1, {}]}`, []string{"type args/1: str", "type args/2: str"}},
		{"Container", `{"image": "a", "env": {"A/~B%": 1, "C": "d"}}`, []string{"type env/A/~B%: str"}},
		{"Container", `{"image": "a", "livenessProbe": 3, "files": {"/a": "b"}}`, []string{"type files//a: FileSpec", "type livenessProbe: Probe"}},
		{"Container", `{"image": "a", "_type": 4}`, []string{"type _type:"}},
		{"Job", `{"schedule": "a", "containers": {}}`, []string{"few containers: {str:Container} 1"}},
		{"Job", `{"schedule": "a", "containers": {"a": {}}, "replicas": -1}`, []string{"below replicas: int 0"}},
		{"Job", `{"schedule": "a", "containers": {"a": {}}, "replicas": 2147483648}`, []string{"above replicas: int 2147483647"}},
		{"Job", `{"schedule": "a", "containers": {"a": {}}, "replicas": 1.5}`, []string{"type replicas: int"}},
		{"Job", `{"schedule": "a", "containers": {"a": {}}, "replicas": 1.0}`, nil},
		{"Secret", `{"type": "basics"}`, []string{`enum type: "basic" | "token" | "opaque" | "certificate" | "external"`}},
		{"Secret", `{"type": 5, "immutable": "yes"}`, []string{`type immutable: bool`, `type type: "basic" | "token" | "opaque" | "certificate" | "external"`}},
		{"Probe", `{"probeHandler": {}}`, nil},
		{"Probe", `{"probeHandler": "x"}`, []string{"type probeHandler: Exec | Http | Tcp"}},
		{"Exec", `{"command": []}`, []string{"few command: [str] 1"}},
		{"Lifecycle", `{"preStop": []}`, []string{"type preStop: Exec | Http"}},
	} {
		var instance map[string]any
		if err := json.Unmarshal([]byte(tc.instance), &instance); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range Default().Validate(tc.typ, instance) {
			got = append(got, problemText(p))
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s %s:\n got %q\nwant %q", tc.typ, tc.instance, got, tc.want)
		}
	}
}

func problemText(p Problem) string {
	path := strings.Join(p.Path, "/")
	switch p.Kind {
	case UnknownAttribute:
		return "unknown " + p.Name
	case MissingAttribute:
		return "missing " + p.Name
	}
	expected := ""
	if p.Expected != nil {
		expected = p.Expected.String()
	}
	kind := map[ProblemKind]string{WrongType: "type", NotInEnum: "enum", BelowMinimum: "below", AboveMaximum: "above", PatternMismatch: "pattern", TooFew: "few"}[p.Kind]
	return strings.TrimRight(fmt.Sprintf("%s %s: %s %s", kind, path, expected, p.Limit), " ")
}

func BenchmarkValidate(b *testing.B) {
	instance := map[string]any{
		"image": "a", "command": []any{"a", "b"}, "env": map[string]any{"A": "b", "C": "d"},
		"resources": map[string]any{"cpu": "1"}, "livenessProbe": map[string]any{}, "files": map[string]any{"/a": map[string]any{}},
	}
	b.ReportAllocs()
	for b.Loop() {
		Default().Validate("Container", instance)
	}
}
