package completion

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/hover"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

func TestPlainText(t *testing.T) {
	for snippet, want := range map[string]string{
		`image: "$1"`:                   `image: ""`,
		`${1:name}: x`:                  `name: x`,
		`type: ${2|basic,token|}`:       `type: basic`,
		`a\$b\}c\\d`:                    `a$b}c\d`,
		"containers:\n  ${1:name}:\n$2": "containers:\n  name:\n",
		`$12`:                           ``,
	} {
		if got := plainText(snippet); got != want {
			t.Errorf("%q: %q, want %q", snippet, got, want)
		}
	}
}

// TestBrokenElsewhere breaks line 40 of a spec and completes at line 10 and
// hovers at line 60, as one does who is about to mend it.
func TestBrokenElsewhere(t *testing.T) {
	var b strings.Builder
	b.WriteString("schedule: \"0 3 * * *\"\ncontainers:\n")
	for b.Len() == 0 || strings.Count(b.String(), "\n") < 70 {
		n := strings.Count(b.String(), "\n")
		b.WriteString("  c" + string(rune('a'+n%26)) + string(rune('a'+n/26)) + ":\n    image: \"nginx:1.27\"\n    args: [\"x\"]\n    env:\n      A: \"b\"\n")
	}
	lines := strings.Split(b.String(), "\n")
	for _, breakage := range []string{`    image: "nginx`, `    args: ["x", {`, `    image`, "\timage: x", `<<<<<<< HEAD`, `    image: a: b`, `    ]`, `    image: 'it`, `   - x`} {
		broken := append([]string{}, lines...)
		broken[39] = breakage
		broken[9] += "\n    "
		text := strings.Join(broken, "\n")
		doc := document.Parse(text, document.YAML)
		if len(doc.Errors()) == 0 {
			t.Errorf("%q is no syntax error", breakage)
		}
		at := doc.Lines().Span(10).End
		items := At(spec.Read(doc, schema.Default(), "a.kam.yaml"), at, Options{})
		if len(items) < 5 {
			t.Errorf("%q in line 40: %d proposals in line 11", breakage, len(items))
		}
		file := spec.Read(doc, schema.Default(), "a.kam.yaml")
		found := false
		for line := 58; line < 64; line++ { // an image stands in one of them
			if text := doc.Lines().Line(line); strings.HasPrefix(text, "    image:") {
				h, ok := hover.At(file, doc.Lines().Span(line).Start+5, hover.Options{})
				found = ok && strings.Contains(h.Markdown, "Container.image")
				break
			}
		}
		if !found {
			t.Errorf("%q in line 40: no hover around line 60", breakage)
		}
	}
}

// FuzzAt completes and hovers anywhere in whatever text: both end, and stay
// inside of the text and of the line.
func FuzzAt(f *testing.F) {
	err := filepath.WalkDir("../testdata", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		f.Add(string(text), len(text)/2, strings.Contains(path, "json"))
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	now := time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string, offset int, isJSON bool) {
		if offset < 0 || offset > len(text) {
			return
		}
		name, language := "a.kam.yaml", document.YAML
		if isJSON {
			name, language = "a.kam.json", document.JSON
		}
		doc := document.Parse(text, language)
		lines := doc.Lines()
		for _, item := range At(spec.Read(doc, schema.Default(), name), offset, Options{}) {
			s := item.Span
			if s.Start > offset || offset > s.End || s.Start < 0 || s.End > len(text) || lines.LineOf(s.Start) != lines.LineOf(offset) || lines.LineOf(s.End) != lines.LineOf(offset) {
				t.Fatalf("%q replaces %v around %d in %q", item.Label, s, offset, text)
			}
			if strings.Contains(item.Label+item.Snippet+item.Text, marker) && !strings.Contains(text, marker) {
				t.Fatalf("the marker shows in %+v for %q", item, text)
			}
		}
		if h, ok := hover.At(spec.Read(doc, schema.Default(), name), offset, hover.Options{Now: now, Runs: 3}); ok {
			if !h.Span.Contains(offset) || h.Markdown == "" || utf8.ValidString(text) && !utf8.ValidString(h.Markdown) {
				t.Fatalf("hover %+v at %d in %q", h, offset, text)
			}
		}
	})
}
