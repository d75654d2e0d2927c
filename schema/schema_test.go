package schema

import (
	"encoding/json"
	"errors"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestDefaultIsTheTables(t *testing.T) {
	loaded, err := Load(tables)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(loaded.Types(), Default().Types()); diff != "" {
		t.Errorf("model_gen.go is not up to date, run 'go generate ./schema':\n%s", diff)
	}
}

// edited is the project's tables with old replaced by new in the one of family.
func edited(t *testing.T, family, old, new string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	for _, f := range specs.families {
		text, err := tables.ReadFile("tables/" + f + ".md")
		if err != nil {
			t.Fatal(err)
		}
		if f == family {
			changed := strings.Replace(string(text), old, new, 1)
			if changed == string(text) {
				t.Fatalf("%q is not in %s.md", old, f)
			}
			text = []byte(changed)
		}
		fsys["tables/"+f+".md"] = &fstest.MapFile{Data: text}
	}
	return fsys
}

func TestLoadErrors(t *testing.T) {
	for _, tc := range []struct{ family, old, new, message string }{
		{"job", "`{str:Container}`", "`{str:Box}`", `^tables/job\.md:\d+: unknown type Box$`},
		{"probe", "`Exec \\| Http \\| Tcp`", "`Exec \\| Udp`", `^tables/probe\.md:\d+: unknown type Udp$`},
		{"container", "`[str]`", "`[Word]`", `^tables/container\.md:\d+: unknown type Word$`},
		{"secret", "## Secret", "## Job", `^tables/job\.md:\d+: type Job stands in secret\.md as well$`},
		{"container", "| no |", "| nope |", `^tables/container\.md:\d+: required is "nope", expected yes or no$`},
	} {
		_, err := Load(edited(t, tc.family, tc.old, tc.new))
		if err == nil || !regexp.MustCompile(tc.message).MatchString(err.Error()) {
			t.Errorf("%s: %v, want %s", tc.new, err, tc.message)
		}
	}
	fsys := edited(t, "job", "# Job", "# A Job")
	delete(fsys, "tables/probe.md")
	if _, err := Load(fsys); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "probe.md") {
		t.Errorf("a missing family: %v", err)
	}
}

// TestLoadFromRoot reads tables that stand in the root of their file system.
func TestLoadFromRoot(t *testing.T) {
	sub, err := fs.Sub(tables, "tables")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(sub); err != nil {
		t.Error(err)
	}
}

// TestRowAlone adds a row and its example: the published schema, the model and
// validation know the attribute.
func TestRowAlone(t *testing.T) {
	fsys := edited(t, "probe", "| headers |", "| retries | `int` | no | `2` | min 1 | How often to try again. |\n| headers |")
	probe := fsys["tables/probe.md"]
	probe.Data = []byte(strings.Replace(string(probe.Data), "### headers", "### retries\n\n```yaml\nretries: 3\n```\n\n### headers", 1))
	s, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	one := int64(1)
	want := &Attribute{Name: "retries", Type: &TypeExpr{Kind: Int}, Default: "2", Constraints: Constraints{Min: &one}, Doc: "How often to try again.", Example: "retries: 3"}
	if diff := cmp.Diff(want, s.Type("Http").Attribute("retries")); diff != "" {
		t.Error(diff)
	}
	var published struct {
		Defs map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(s.JSON(), &published); err != nil {
		t.Fatal(err)
	}
	property := map[string]any{"description": "How often to try again.", "type": "integer", "minimum": 1.0, "default": 2.0}
	if diff := cmp.Diff(any(property), published.Defs["Http"].Properties["retries"]); diff != "" {
		t.Error(diff)
	}
	instance := map[string]any{"url": "http://localhost", "retries": int64(0)}
	for name, want := range map[string]string{"with": "below retries: int 1", "without": "unknown retries"} {
		schema := map[string]*Schema{"with": s, "without": Default()}[name]
		problems := schema.Validate("Http", instance)
		if len(problems) != 1 || problemText(problems[0]) != want {
			t.Errorf("%s the row: %v, want %s", name, problems, want)
		}
	}
}

// TestGenerateExamples holds what is published to the examples of the tables,
// and to readers that fail.
func TestGenerateExamples(t *testing.T) {
	read := func(yaml string) (map[string]any, error) {
		name, _, _ := strings.Cut(yaml, ":")
		return map[string]any{name: "read"}, nil
	}
	text, err := Default().Generate(read)
	if err != nil || !strings.Contains(string(text), `"examples": [`) || !strings.HasSuffix(string(text), "}\n") {
		t.Errorf("%v: %.80s", err, text)
	}
	again, err := Default().Generate(read)
	if err != nil || string(again) != string(text) {
		t.Errorf("a second run gives another text: %v", err)
	}
	if _, err := Default().Generate(func(string) (map[string]any, error) { return nil, errors.New("unreadable") }); err == nil || !strings.Contains(err.Error(), "unreadable") {
		t.Errorf("unreadable examples: %v", err)
	}
	if _, err := Default().Generate(func(string) (map[string]any, error) { return nil, nil }); err == nil || !strings.Contains(err.Error(), "the example of image is of another attribute") {
		t.Errorf("empty examples: %v", err)
	}
}

func TestTables(t *testing.T) {
	text := Default().Tables()
	for _, typ := range Default().Types() {
		if !strings.Contains(text, "\n## "+typ.Name+"\n") {
			t.Errorf("the reference does not have %s", typ.Name)
		}
	}
}
