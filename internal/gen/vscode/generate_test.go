package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/files"
)

var extension = filepath.Join("..", "..", "..", "editors", "vscode")

// TestUpToDate holds the generated files to what they are made from.
func TestUpToDate(t *testing.T) {
	manifest, err := os.ReadFile(filepath.Join(extension, "package.json"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := Generate(manifest)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(extension, name))
		if err != nil || string(got) != string(want) {
			t.Errorf("editors/vscode/%s is not up to date: run 'go generate ./internal/gen/vscode'", name)
		}
	}
}

// TestReplace keeps what is written by hand, and wants a place for what is not.
func TestReplace(t *testing.T) {
	out, err := replace([]byte("{\"a\": [1],\n  \"contributes\": {\"x\": {\"old\": 1}, \"y\":  2}\n}\n"), map[string]any{"x": []int{3}})
	if want := "{\"a\": [1],\n  \"contributes\": {\"x\": [\n      3\n    ], \"y\":  2}\n}\n"; err != nil || string(out) != want {
		t.Errorf("%q (%v), want %q", out, err, want)
	}
	for _, bad := range []string{"", "[]", "{", `{"contributes": {"y": 1}}`, `{}`} {
		if out, err := replace([]byte(bad), map[string]any{"x": 1}); err == nil {
			t.Errorf("%q becomes %q", bad, out)
		}
	}
}

// markers are first lines of texts, of specs and of others.
var markers = []string{
	"# kam-ls: spec", "#kam-ls: spec", "\ufeff# kam-ls:  spec of a job", "## kam-ls: spec", "# kam-ls: specs", "# kam-ls:spec", "kam-ls: spec", "# x kam-ls: spec",
}

// TestFirstLine holds the pattern for the first line of a spec to what the
// server takes for one there.
func TestFirstLine(t *testing.T) {
	pattern := regexp.MustCompile(strings.ReplaceAll(languages()[0].FirstLine, `\ufeff`, `\x{feff}`))
	for _, line := range markers {
		if got, want := pattern.MatchString(line), files.HasMarker(line+"\n"); got != want {
			t.Errorf("%q is taken for the marker: %t, by the server: %t", line, got, want)
		}
	}
}

// TestSettings has a type, a description and a scope for each setting.
func TestSettings(t *testing.T) {
	s, err := settings()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, p := range s.Properties {
		names[p.name] = true
		text, err := json.Marshal(p.schema)
		if p.schema["type"] == nil || p.schema["markdownDescription"] == nil || p.schema["scope"] == nil || err != nil {
			t.Errorf("%s: %s (%v)", p.name, text, err)
		}
	}
	for _, name := range []string{"kam.files", "kam.rules", "kam.cron.timeZone", "kam.render.namespace", "kam.inlayHints.schedule", "kam.server.path"} {
		if !names[name] {
			t.Errorf("there is no setting %s", name)
		}
	}
	if names["kam.extends"] || names["kam.overrides"] {
		t.Error("what only files have is a setting")
	}
}
