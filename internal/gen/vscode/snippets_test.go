package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// around is what stands around a snippet, with the snippet at the '@' and the
// indentation there.
var around = map[string]string{
	"kam-job":       "@",
	"kam-app":       "@",
	"kam-container": "schedule: \"0 3 * * *\"\ncontainers:\n  @\n",
	"kam-env-secret": "schedule: \"0 3 * * *\"\nsecrets:\n  db: {type: opaque, data: {password: \"\"}}\ncontainers:\n" +
		"  main:\n    image: a:1\n    env:\n      @\n",
	"kam-secret":     "schedule: \"0 3 * * *\"\nsecrets:\n  @\ncontainers:\n  main: {image: \"a:1\", env: {A: \"secret://db/password\"}}\n",
	"kam-probe-http": "schedule: \"0 3 * * *\"\ncontainers:\n  main:\n    image: a:1\n    @\n",
	"kam-probe-exec": "schedule: \"0 3 * * *\"\ncontainers:\n  main:\n    image: a:1\n    @\n",
	"kam-file":       "schedule: \"0 3 * * *\"\ncontainers:\n  main:\n    image: a:1\n    files:\n      @\n",
	"kam-pre-stop":   "schedule: \"0 3 * * *\"\ncontainers:\n  main:\n    image: a:1\n    @\n",
	"kam-ignore":     "schedule: \"0 3 * * *\"\ncontainers:\n  main:\n    @\n    image: a\n",
}

var aroundJSON = map[string]string{
	"kam-job":       "@",
	"kam-container": "{\"schedule\": \"0 3 * * *\", \"containers\": {\n  @\n}}\n",
}

var (
	stop        = regexp.MustCompile(`\$(\d)`)
	placeholder = regexp.MustCompile(`\$\{\d:([^}]*)\}`)
	choice      = regexp.MustCompile(`\$\{\d\|([^}]*)\|\}`)
)

// TestSnippets: a snippet that is left as it is inserted gives nothing to find.
func TestSnippets(t *testing.T) {
	for name, contexts := range map[string]map[string]string{"kam-yaml.json": around, "kam-json.json": aroundJSON} {
		text, err := os.ReadFile(filepath.Join(extension, "snippets", name))
		if err != nil {
			t.Fatal(err)
		}
		var snippets map[string]struct {
			Prefix      string
			Description string
			Body        body
		}
		if err := json.Unmarshal(text, &snippets); err != nil {
			t.Fatal(err)
		}
		if len(snippets) != len(contexts) {
			t.Errorf("%s has %d snippets, the test has %d", name, len(snippets), len(contexts))
		}
		for title, s := range snippets {
			outside, known := contexts[s.Prefix]
			if !known || s.Description == "" {
				t.Errorf("%s: %s: the test does not know where it stands, or it has no description", name, title)
				continue
			}
			for _, inserted := range expanded(string(s.Body)) {
				before, _, _ := strings.Cut(outside, "@")
				indentation := before[strings.LastIndexByte(before, '\n')+1:]
				text := strings.Replace(outside, "@", strings.ReplaceAll(inserted, "\n", "\n"+indentation), 1)
				for _, d := range check(text, strings.HasPrefix(name, "kam-json")) {
					t.Errorf("%s: %s: %s: %s in\n%s", name, title, d.Rule, d.Message, text)
				}
			}
		}
	}
}

// body is a text, or its lines.
type body string

func (b *body) UnmarshalJSON(data []byte) error {
	var lines []string
	if err := json.Unmarshal(data, &lines); err != nil {
		lines = make([]string, 1)
		if err := json.Unmarshal(data, &lines[0]); err != nil {
			return err
		}
	}
	*b = body(strings.Join(lines, "\n"))
	return nil
}

// expanded is what a snippet inserts, for each of what it lets choose from.
func expanded(text string) []string {
	if m := choice.FindStringSubmatchIndex(text); m != nil {
		var all []string
		for option := range strings.SplitSeq(text[m[2]:m[3]], ",") {
			all = append(all, expanded(text[:m[0]]+option+text[m[1]:])...)
		}
		return all
	}
	return []string{stop.ReplaceAllString(placeholder.ReplaceAllString(text, "$1"), "")}
}

func check(text string, isJSON bool) []diagnostics.Diagnostic {
	name, language := "a.kam.yaml", document.YAML
	if isJSON {
		name, language = "a.kam.json", document.JSON
	}
	file := spec.Read(document.Parse(text, language), schema.Default(), name)
	return diagnostics.Run(context.Background(), file, config.Default(), time.Now())
}
