package schema

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

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
	file, err := parseTable("test", "tables/test.md", table)
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
	if diff := cmp.Diff(want, file.types); diff != "" {
		t.Error(diff)
	}
}

func TestParseTableErrors(t *testing.T) {
	const head = "| attribute | type | required | default | constraints | description |\n"
	for _, tc := range []struct{ old, new, message string }{
		{"## Thing", "## thing", `3: "thing" is not the name of a type`},
		{"## Thing", "## Thing\n\n## Thing", `5: type Thing stands twice`},
		{"What it is.\n", "", `3: Thing needs a description, a table and an example`},
		{"What it is.", "#### What", `5: heading "#### What": expected "## Type" or "### attribute"`},
		{"/thing>", "/thing>\n<https://example.com/more>", `8: a second link of Thing`},
		{"<https://example.com/thing>", "<thing>", `7: "thing" is not a link: expected https://`},
		{"| attribute |", "| field |", `9: column "field", expected "attribute"`},
		{"| --- | --- | --- | --- | --- | --- |\n", "", "10: \"name\" below the head of the table, expected ---"},
		{"### Example", head + "\n### Example", `14: a second table of Thing`},
		{"| name |", "| |", `11: "" is not the name of an attribute`},
		{"| name |", "| _type |", `11: "_type" is not the name of an attribute`},
		{"| kind |", "| name |", `12: attribute "name" stands twice`},
		{"`str`", "`string`", `11: malformed type "string"`},
		{`\|`, "|", `12: a row of 7 cells, expected 6`},
		{"| Its name. |", "|", `11: a row of 5 cells, expected 6`},
		{"| Its name. |", "| |", `11: attribute "name" has no description`},
		{"| yes |", "| maybe |", `11: required is "maybe", expected yes or no`},
		{"| yes | |", "| yes | `\"x\"` |", `11: attribute "name" is required and has a default`},
		{"`\"a\"` |", "`\"z\"` |", `12: default "z" of attribute "kind" is not of type "a" | "b"`},
		{"`\"a\"` |", "`a` |", `12: default a of attribute "kind" is not of type "a" | "b"`},
		{"| yes | | |", "| yes | | big |", `11: constraint "big" for str: there is no such constraint`},
		{"### name", "### nome", `20: Thing has no attribute "nome" in its table`},
		{"### name\n", "### name\n\nprose\n", `22: unexpected "prose" beside an example`},
		{"### name\n", "### name\n\n" + head, `22: unexpected "` + strings.TrimSpace(head) + `" beside an example`},
		{"### Example\n", "", "15: unexpected \"```yaml\": an example is a ```yaml block below its own heading"},
		{"```yaml", "```json", "16: unexpected \"```json\": an example is a ```yaml block below its own heading"},
		{"kind: b\n```\n", "kind: b\n", `30: an example without an end`},
		{"kind: b\n", "sort: b\n", `30: the example does not begin with "kind:"`},
		{"### kind", "### name", `30: the example does not begin with "name:"`},
		{"### kind", "### Example", `30: a second example`},
		{"### kind\n\n```yaml\nkind: b\n```\n", "", `12: Thing.kind needs an example`},
	} {
		broken := strings.Replace(table, tc.old, tc.new, 1)
		if broken == table {
			t.Fatalf("%q is not in the table", tc.old)
		}
		want := "tables/test.md:" + tc.message
		if _, err := parseTable("test", "tables/test.md", broken); err == nil || err.Error() != want {
			t.Errorf("%q for %q:\n got %v\nwant %s", tc.new, tc.old, err, want)
		}
	}
}

// FuzzParseTable looks for a table that crashes the parser.
func FuzzParseTable(f *testing.F) {
	f.Add(table)
	f.Add("## A\n|||||||\n```yaml")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := parseTable("test", "test.md", text)
		if err != nil && !strings.HasPrefix(err.Error(), "test.md:") {
			t.Fatalf("%v does not say where", err)
		}
		if err == nil {
			for _, typ := range file.types {
				if file.lines[typ] == 0 {
					t.Fatalf("%s is on no line", typ.Name)
				}
			}
		}
	})
}

func TestIsDefault(t *testing.T) {
	for _, tc := range []struct {
		text, typ string
		want      bool
	}{
		{`"0644"`, "str", true}, {`0644`, "str", false}, {`644`, "str", false}, {`x`, "str", false}, {`null`, "str", false},
		{`10`, "int", true}, {`1.5`, "int", false}, {`"1"`, "int", false},
		{`true`, "bool", true}, {`yes`, "bool", false},
		{`"a"`, `"a" | "b"`, true}, {`"c"`, `"a" | "b"`, false},
		{`[]`, "[str]", false}, {`{}`, "{str:str}", false},
	} {
		typ, err := ParseType(tc.typ)
		if err != nil {
			t.Fatal(err)
		}
		if got := isDefault(tc.text, typ); got != tc.want {
			t.Errorf("%s for %s: %t", tc.text, tc.typ, got)
		}
	}
}
