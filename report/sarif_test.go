package report_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/report"
)

// sarifSchema compiles the schema that OASIS publishes, of which testdata holds
// a copy.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat = true
	if err := compiler.AddResource("sarif.json", f); err != nil {
		t.Fatal(err)
	}
	s, err := compiler.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type sarifLog struct {
	Runs []struct {
		Tool struct {
			Driver struct {
				Version string
				Rules   []struct {
					ID, Name                                string
					ShortDescription, FullDescription, Help struct{ Text, Markdown string }
					DefaultConfiguration                    struct{ Level string }
				}
			}
		}
		Results []struct {
			RuleID              string
			RuleIndex           int
			PartialFingerprints map[string]string
			Locations           []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI, URIBaseID string }
				}
			}
			Fixes []any
		}
	}
}

// TestSARIFSchema holds runs of all kinds to the schema.
func TestSARIFSchema(t *testing.T) {
	official := sarifSchema(t)
	broken := check("a.kam.yaml", "schedule: \"* * *\"\nschedule: 5\ncontainers: {web: {imagee: x}}\n")
	for _, tc := range []struct {
		name    string
		files   []report.File
		results int
	}{
		{"an empty run", nil, 0},
		{"sound files", []report.File{check("a.kam.yaml", sound), check("b.kam.yaml", sound)}, 0},
		{"findings", []report.File{broken}, len(broken.Diagnostics)},
		{"a hostile file", []report.File{hostile()}, 4},
	} {
		out := write(t, "sarif", report.Options{Version: "v1.2.3"}, tc.files...)
		var value any
		var log sarifLog
		if err := json.Unmarshal([]byte(out), &value); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(out), &log); err != nil {
			t.Fatal(err)
		}
		if err := official.Validate(value); err != nil {
			t.Errorf("%s: %#v", tc.name, err)
		}
		run := log.Runs[0]
		if run.Results == nil || len(run.Results) != tc.results {
			t.Errorf("%s: %d results, expected %d", tc.name, len(run.Results), tc.results)
		}
		if run.Tool.Driver.Version != "v1.2.3" || len(run.Tool.Driver.Rules) != len(diagnostics.Rules()) {
			t.Errorf("%s: the tool is %+v", tc.name, run.Tool)
		}
		for _, r := range run.Results {
			known := diagnostics.Lookup(r.RuleID) != nil
			if known != (r.RuleIndex >= 0) || known && run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
				t.Errorf("%s: the index of %s is %d", tc.name, r.RuleID, r.RuleIndex)
			}
			if len(r.PartialFingerprints["kamFinding/v1"]) == 0 {
				t.Errorf("%s: %s has no fingerprint", tc.name, r.RuleID)
			}
		}
	}
	if err := official.Validate(map[string]any{"version": "2.1.0"}); err == nil {
		t.Error("the schema accepts a log without runs")
	}
}

// TestSARIFRules describes every rule.
func TestSARIFRules(t *testing.T) {
	var log sarifLog
	if err := json.Unmarshal([]byte(write(t, "sarif", report.Options{})), &log); err != nil {
		t.Fatal(err)
	}
	for i, rule := range log.Runs[0].Tool.Driver.Rules {
		r := diagnostics.Rules()[i]
		bad, good := r.Examples()
		if rule.ID != r.ID || !pascalCase.MatchString(rule.Name) || !strings.EqualFold(rule.Name, strings.ReplaceAll(r.ID, "-", "")) {
			t.Errorf("rule %d is %s, named %s", i, rule.ID, rule.Name)
		}
		if rule.ShortDescription.Text != r.Summary() || !strings.HasPrefix(rule.FullDescription.Text, r.Summary()) {
			t.Errorf("%s is described as %q and %q", r.ID, rule.ShortDescription, rule.FullDescription)
		}
		if !strings.Contains(rule.Help.Markdown, "```yaml\n"+bad+"\n```") || !strings.Contains(rule.Help.Markdown, "```yaml\n"+good+"\n```") || rule.Help.Text == "" {
			t.Errorf("%s has the help\n%s", r.ID, rule.Help.Markdown)
		}
		if rule.DefaultConfiguration.Level == "" || rule.DefaultConfiguration.Level == "none" {
			t.Errorf("%s has the level %q", r.ID, rule.DefaultConfiguration.Level)
		}
	}
}

var pascalCase = regexp.MustCompile(`^([A-Z][a-z]+)+$`)

// TestSARIFLocation writes names as URIs that lead back to them.
func TestSARIFLocation(t *testing.T) {
	doc := document.Parse("", document.YAML)
	for _, tc := range []struct{ name, uri string }{
		{"jobs/echo.kam.yaml", "jobs/echo.kam.yaml"},
		{"../echo.kam.yaml", "../echo.kam.yaml"},
		{"a b#c?d%20[e].yaml", "a%20b%23c%3Fd%2520%5Be%5D.yaml"},
		{"é😀\n\xff.yaml", "%C3%A9%F0%9F%98%80%0A%FF.yaml"},
		{"a:b.yaml", "./a:b.yaml"},
		{`a\b`, "a%5Cb"},
		{"/srv/a b.yaml", "file:///srv/a%20b.yaml"},
	} {
		f := report.File{Name: tc.name, Doc: doc, Diagnostics: []diagnostics.Diagnostic{{Rule: "syntax", Severity: diagnostics.Error}}}
		var log sarifLog
		if err := json.Unmarshal([]byte(write(t, "sarif", report.Options{}, f)), &log); err != nil {
			t.Fatal(err)
		}
		location := log.Runs[0].Results[0].Locations[0].PhysicalLocation.ArtifactLocation
		if location.URI != tc.uri {
			t.Errorf("%q is %s, expected %s", tc.name, location.URI, tc.uri)
		}
		if absolute := strings.HasPrefix(tc.name, "/"); absolute != (location.URIBaseID == "") {
			t.Errorf("%q counts from %q", tc.name, location.URIBaseID)
		}
		if parsed, err := url.Parse(location.URI); err != nil || strings.TrimPrefix(parsed.Path, "./") != tc.name {
			t.Errorf("%s leads to %q (%v), expected %q", location.URI, parsed.Path, err, tc.name)
		}
	}
}

// TestPromiseSARIFText writes random messages and reads them as the grammar of SARIF does:
// nothing in them is a link or a placeholder, and the text is the one that was written.
func TestPromiseSARIFText(t *testing.T) {
	official := sarifSchema(t)
	r := rand.New(rand.NewPCG(7, 8))
	pieces := []string{"[", "]", "](", "(1)", "(https://evil.example/)", "\\", "\\\\", "{", "}", "{0}", "{{", "}}", "a", " ", "'"}
	f := report.File{Name: "a", Doc: document.Parse("a: b\n", document.YAML)}
	var want []string
	for range 3000 {
		text := "x"
		for range r.IntN(9) {
			text += pieces[r.IntN(len(pieces))]
		}
		want = append(want, text)
		f.Diagnostics = append(f.Diagnostics, diagnostics.Diagnostic{
			Rule: "syntax", Severity: diagnostics.Error, Message: text, Related: []diagnostics.Related{{Message: text}},
			Fixes: []diagnostics.Fix{{Title: text, Edits: []document.Edit{{NewText: "x"}}}},
		})
	}
	out := write(t, "sarif", report.Options{}, f)
	var value any
	var log struct {
		Runs []struct {
			Results []struct {
				Message          struct{ Text string }
				RelatedLocations []struct{ Message struct{ Text string } }
				Fixes            []struct{ Description struct{ Text string } }
			}
		}
	}
	if err := errors.Join(json.Unmarshal([]byte(out), &value), json.Unmarshal([]byte(out), &log), official.Validate(value)); err != nil {
		t.Fatal(err)
	}
	for i, result := range log.Runs[0].Results {
		for _, text := range []string{result.Message.Text, result.RelatedLocations[0].Message.Text, result.Fixes[0].Description.Text} {
			if got, markup := readSARIF(text); got != want[i] || markup != "" {
				t.Fatalf("%q is written as %q, which reads %q with %q", want[i], text, got, markup)
			}
		}
	}
}

// readSARIF reads a plain text message, and returns what of it is a link or a placeholder
// (SARIF 2.1.0, 3.11.5 and 3.11.6).
func readSARIF(text string) (plain, markup string) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '\\':
			if i++; i < len(text) {
				b.WriteByte(text[i])
			}
		case '[', ']':
			return b.String(), text[i:]
		case '{', '}':
			if i++; i == len(text) || text[i] != c {
				return b.String(), text[i-1:]
			}
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), ""
}
