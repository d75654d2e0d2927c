package diagnostics_test

import (
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
)

// TestSuppress ignores every finding of every archive by a comment: the finding
// goes, and no other comes.
func TestSuppress(t *testing.T) {
	suppressed := 0
	for path, text := range specs(t, "") {
		if !strings.HasSuffix(path, ".txtar") || strings.Contains(path, ".json.") || strings.Contains(path, "/config/") {
			continue
		}
		text = archiveSpec(text)
		doc := document.Parse(text, document.YAML)
		before := check("a.kam.yaml", text, config.Default())
		for _, d := range before {
			fix, ok := diagnostics.Suppress(doc, d)
			if !ok {
				continue
			}
			suppressed++
			fixed := apply(text, fix.Edits)
			after := check("a.kam.yaml", fixed, config.Default())
			if count(after, d.Rule, d.Message) >= count(before, d.Rule, d.Message) || !subset(after, before) {
				t.Errorf("%s: %s (%s) is still there, or another:\n%s", path, d.Rule, d.Message, fixed)
			}
		}
	}
	if suppressed < 300 {
		t.Errorf("%d findings were suppressed, expected more", suppressed)
	}
}

func TestSuppressEdits(t *testing.T) {
	for _, tc := range []struct{ text, at, want string }{
		{"schedule: 1\n", "1", "schedule: 1 # kam-ls: ignore r\n"},
		{"schedule: 1  \r\nx: 2\r\n", "1", "schedule: 1 # kam-ls: ignore r  \r\nx: 2\r\n"},
		{"schedule: 1 # kam-ls: ignore a -- why\n", "1", "schedule: 1 # kam-ls: ignore a, r -- why\n"},
		{"a:\n  schedule: 1 # a comment\n", "1", "a:\n  # kam-ls: ignore r\n  schedule: 1 # a comment\n"},
		{"a: |\n  text\n", "a", "a: | # kam-ls: ignore r\n  text\n"},
		{"a: \"x\n  y\"\n", "a", "# kam-ls: ignore r\na: \"x\n  y\"\n"},
		{"a: {b: \"x\n  y\", c: 1}\n", "c", "a: {b: \"x\n  y\", c: 1} # kam-ls: ignore r\n"},
		{"a: 'x\n\n  b: 1\n  y'\n", "b", ""},
	} {
		doc := document.Parse(tc.text, document.YAML)
		at := strings.Index(tc.text, tc.at)
		fix, ok := diagnostics.Suppress(doc, diagnostics.Diagnostic{Rule: "r", Span: document.Span{Start: at, End: at + 1}})
		got := ""
		if ok {
			got = apply(tc.text, fix.Edits)
		}
		if got != tc.want {
			t.Errorf("%q becomes %q, want %q", tc.text, got, tc.want)
		}
	}
}
