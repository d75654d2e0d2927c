package schema_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/kam-ls/kam-ls/completion"
	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/hover"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// extended is the schema of the project's tables with one more row, and its
// example, in the table of Container.
func extended(t *testing.T) *schema.Schema {
	t.Helper()
	fsys := fstest.MapFS{}
	entries, err := os.ReadDir("tables")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		text, err := os.ReadFile("tables/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		if entry.Name() == "container.md" {
			row := "| workingDir |"
			before, after, ok := strings.Cut(string(text), row)
			if !ok {
				t.Fatal("no row to put another one before")
			}
			text = []byte(before + "| priority | `int` | yes | | min 1, max 9 | Which container starts first. |\n" + row + after)
			text = bytes.Replace(text, []byte("### image\n"), []byte("### priority\n\n```yaml\npriority: 5\n```\n\n### image\n"), 1)
		}
		fsys["tables/"+entry.Name()] = &fstest.MapFile{Data: text}
	}
	s, err := schema.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestRowIsEnough adds a row to a table: the JSON Schema, validation, completion
// and hover know the attribute without any other change.
func TestRowIsEnough(t *testing.T) {
	s := extended(t)
	if !bytes.Contains(s.JSON(), []byte(`"priority": {`)) {
		t.Error("the JSON Schema does not have the attribute")
	}
	messages := func(s *schema.Schema, text string) []string {
		file := spec.Read(document.Parse(text, document.YAML), s, "a.kam.yaml")
		var list []string
		for _, d := range diagnostics.Run(context.Background(), file, config.Default(), time.Time{}) {
			list = append(list, d.Rule+": "+d.Message)
		}
		return list
	}
	const head = "schedule: \"0 3 * * *\"\ncontainers:\n  web:\n    image: \"nginx:1.27\"\n"
	for _, tc := range []struct {
		text, want string
		schema     *schema.Schema
	}{
		{head + "    priority: 5\n", "unknown-attribute: unknown attribute 'priority' in Container", schema.Default()},
		{head + "    priority: 5\n", "", s},
		{head, "missing-attribute: missing attribute 'priority' in Container 'web': expected int", s},
		{head + "    priority: high\n", "wrong-type: 'high' is a str: expected an int", s},
		{head + "    priority: 10\n", "invalid-value: '10' is above the maximum of 'priority': expected at most 9", s},
		{head + "    priorty: 5\n", "unknown-attribute: unknown attribute 'priorty' in Container: did you mean 'priority'?", s},
	} {
		got := strings.Join(messages(tc.schema, tc.text), "\n")
		if tc.want == "" && got != "" || !strings.HasPrefix(got, tc.want) || strings.Contains(got, "\n") {
			t.Errorf("%q: %q, want %q", tc.text, got, tc.want)
		}
	}
	items := completion.At(spec.Read(document.Parse(head+"    \n", document.YAML), s, "a.kam.yaml"), len(head)+4, completion.Options{})
	if len(items) == 0 || items[0].Label != "priority" || items[0].Snippet != "priority: $1" {
		t.Errorf("completion does not offer the attribute first: %+v", items)
	}
	text := head + "    priority: 5\n"
	h, ok := hover.At(spec.Read(document.Parse(text, document.YAML), s, "a.kam.yaml"), strings.Index(text, "priority"), hover.Options{})
	if !ok || !strings.Contains(h.Markdown, "Which container starts first.") || !strings.Contains(h.Markdown, "min 1, max 9") {
		t.Errorf("hover: %q", h.Markdown)
	}
}
