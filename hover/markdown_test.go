package hover

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// TestMarkdown hovers over every place of a spec whose names and values try to be
// Markdown: an image in it would be fetched by the editor. Each stays in a piece of
// code, in one paragraph, or is escaped.
func TestMarkdown(t *testing.T) {
	const hostile = `\n\n![evil](https://example/x.png)\n\n`
	text := fmt.Sprintf(`schedule: "0 3 * * *%[1]s"
secrets: {s: {type: "opaque%[1]s", data: {"k%[1]s": x}}, "t%[1]s": {type: opaque, data: {k: x}}}
containers:
  a:
    image: "x:1%[1]s"
    env: {A: "secret://s/k%[1]s", B: "v%[1]s", C: "$(A) $(B) $(D)", "D%[1]s": x, E: &e "e%[1]s"}
    command: [*e]
    livenessProbe: {probeHandler: {url: "http://localhost:1/x%[1]s"}}
  "b%[1]s": &b
    image: "y:1"
    env: &m {"F%[1]s": x}
  c: *b
  d: {image: "y:1", env: *m}
`, hostile)
	file := spec.Read(document.Parse(text, document.YAML), schema.Default(), "a.kam.yaml")
	code := regexp.MustCompile("`[^`\n]*`")
	told := map[string]bool{}
	for offset := range text {
		h, ok := At(file, offset, Options{})
		if !ok || !strings.Contains(h.Markdown, "example/x.png") || told[h.Markdown] {
			continue
		}
		told[h.Markdown] = true
		if outside := code.ReplaceAllString(h.Markdown, ""); strings.Contains(outside, "![") {
			t.Errorf("at %q: %s", text[offset:min(offset+20, len(text))], h.Markdown)
		}
	}
	if len(told) < 8 {
		t.Errorf("only %d texts had something of the file in them", len(told))
	}
}
