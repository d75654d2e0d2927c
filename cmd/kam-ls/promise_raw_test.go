package main

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// hostile are texts that want to be more than text: as names they have no '/' and no NUL.
var hostile = []string{
	"\x1b]0;pwned\a\x1b[2J\x1b[31mred\x1b[8m",
	"x\n::error file=evil::pwned\n  ::add-mask::x\n##[set-env name=a]b\n##vso[task.complete]c",
	"::error::first", "  \u00a0::stop-commands::x", "##[error]y ##vso[a.b]z ##teamcity[c]",
	"a\r::error::b\rc\b\b\x7f", "\u0085\u009b31m\u009d0;t\u009c", "\u202eevil\u2066x\u2069\u200e\u061c", "\u2028::error::\u2029", "\u200bzero\u200d\ufeff\u00ad\U000e0041",
	"\xff\xfe\xc3(\xed\xa0\x80", "'\"`]]><&amp;%0A\\u001b[0m\t{0}[x](y)", "a: {b: \"c\"}\n---\n- d # e",
}

// ownCommand is a line of the github format.
var ownCommand = regexp.MustCompile(`^::(error|warning|notice) file=[^:\n]*,line=[0-9]+,endLine=[0-9]+(,col=[0-9]+,endColumn=[0-9]+)?,title=[a-z-]+::`)

// ownColor are the colours of kam-ls.
var ownColor = regexp.MustCompile(`\x1b\[(0|1|2|32|34|36|1;31|1;33)m`)

// raw returns what of an output a terminal or a runner acts on, "" if there is nothing.
func raw(output string) string {
	if !utf8.ValidString(output) {
		return "bytes that are not UTF-8"
	}
	for line := range strings.SplitSeq(output, "\n") {
		if at := strings.IndexFunc(line, func(r rune) bool {
			return r != '\t' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp))
		}); at >= 0 {
			return fmt.Sprintf("%q", line[at:])
		}
		if strings.HasPrefix(strings.TrimSpace(line), "::") && !ownCommand.MatchString(line) || runnerMark.MatchString(line) {
			return fmt.Sprintf("the command %q", line)
		}
	}
	return ""
}

var runnerMark = regexp.MustCompile(`##[A-Za-z]*\[`)

// hostileSpecs are specs with a text in each place, as it can be written there and as it
// is.
func hostileSpecs(text string) []string {
	encoded, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string
	}
	line := strings.NewReplacer("\n", " ", "\r", " ").Replace(text)
	var specs []string
	for _, s := range []string{string(encoded), text, "'" + strings.ReplaceAll(text, "'", "''") + "'", "|\n        " + strings.ReplaceAll(text, "\n", "\n        ")} {
		specs = append(specs,
			fmt.Sprintf("# kam-ls: ignore-file %s\nschedule: %s\ncontainers: {web: {image: %s}} # kam-ls: ignore %s\n", line, s, s, line),
			fmt.Sprintf("%s:\n  schedule: '0 3 * * *'\n  secrets: {%s: {type: %s, data: {%s: ''}}}\n  containers:\n    %s:\n      image: a\n      env: {%s: 1, A: $(%s)}\n", s, s, s, s, s, s, line),
			fmt.Sprintf("schedule: '0 3 * * *'\n%s: %s\ncontainers: {web: {image: a, %s: 1, resources: {cpu: %s}, command: [%s]}}\n", s, s, s, s, s),
			fmt.Sprintf("schedule: '0 3 * * *' # %s\nlabels: {a:  %s}\ncontainers:\n  web:\n    image: 'a:1'\n    args: [a,  8]\n    env:\n      A: %s\n", line, s, s),
		)
	}
	return specs
}

// TestPromiseNothingRaw puts hostile texts into every place that kam-ls reads and every
// argument that it takes. What it prints is text, and nothing else.
func TestPromiseNothingRaw(t *testing.T) {
	t.Setenv("CI", "")
	t.Setenv("GITHUB_ACTIONS", "")
	for i, text := range hostile {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Chdir(t.TempDir())
			write := func(name, content string) {
				t.Helper()
				if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
					t.Skip("the file system has no such names: ", err)
				}
			}
			name := text + ".kam.yaml"
			write(filepath.Join(".git", "x"), "")
			write("session.jsonl", fmt.Sprintf("{\"kamTrace\":1,\"version\":%q,\"start\":\"2026-01-01T00:00:00Z\"}\n", text))
			write("broken.jsonl", text+"\n")
			write(filepath.Join("jobs", text, "config", ".kam-ls.yaml"), "extends: "+text+"\nfiles: ["+text+"]\nrules: {"+text+": "+text+"}\n")
			write(filepath.Join("jobs", text, "config", "a.kam.yaml"), "schedule: 1\n")
			for j, spec := range hostileSpecs(text) {
				write(filepath.Join("specs", fmt.Sprint(j), text, name), spec)
			}
			write(filepath.Join("links", "a.kam.yaml"), "schedule: 1\n")
			if err := os.Symlink("nowhere", filepath.Join("links", text+".kam.yaml")); err != nil {
				t.Skip("the file system has no links: ", err)
			}

			commands := [][]string{
				{text}, {"--" + text}, {"help", text}, {"explain", text}, {"schema", text}, {"schema", "-o", text}, {"version", text}, {"version", "--" + text},
				{"__complete", "check", "--rule", text}, {"__complete", text, ""}, {"completion", text},
				{"cron", text}, {"cron", "-o", "json", text}, {"cron", "@daily", "--tz", text}, {"cron", "@daily", "--from", text}, {"cron", "@daily", "-o", text}, {"cron", "@daily", "--count", text}, {"cron", "@daily", "--color", text},
				{"cron", "--spec", "specs"}, {"cron", "--spec", "specs", "-o", "json"}, {"cron", "--spec", "specs", "--color", "always"}, {"cron", "--spec", text},
				{"init", text}, {"init", "--dir", text}, {"init", "job", "--dir", filepath.Join("jobs", text)}, {"init", "job", "--dir", filepath.Join("jobs", text)},
				{"render", "specs"}, {"render", "specs", "-o", "json"}, {"render", "specs", "--annotate"}, {"render", "specs", "--out-dir", text}, {"render", "-o", text}, {"render", "-n", text}, {"render", "--name", text}, {"render", "--tz", text},
				{"replay", text}, {"replay", "session.jsonl"}, {"replay", "broken.jsonl"},
				{"serve", text}, {"serve", "--log-level", text, "--log-file", "log"}, {"serve", "--trace", filepath.Join("none", text)}, {"serve", "--log-file", filepath.Join("none", text)},
				{"fmt", "specs", "--check"}, {"fmt", text}, {"fmt", "--config", text}, {"fmt", "--exclude", text + "["},
				{"check", "specs", "--write-baseline", "b.json"}, {"check", "--write-baseline", filepath.Join("no", text)}, {"check", "--baseline", text}, {"check", "--baseline", "broken.jsonl"},
				{"check", "links"}, {"fmt", "links", "--check"}, {"check", text}, {"check", filepath.Join("jobs", text)}, {"check", filepath.Join("jobs", text, "config"), "--config", filepath.Join("jobs", text, "config", ".kam-ls.yaml")},
				{"check", "-f", text}, {"check", "--fail-on", text}, {"check", "--color", text}, {"check", "--rule", text}, {"check", "--rule", text + "=error"}, {"check", "--rule", "cron-syntax=" + text},
				{"check", "--exclude", text + "["}, {"check", "--config", text}, {"check", "--jobs", text}, {"check", "--since", text}, {"check", "--since", text + "..."}, {"check", "--" + text}, {"check", "-", "--stdin-filename", text},
				{"check", "--no-config", "specs", "--color", "always"},
			}
			for _, format := range []string{"text", "compact", "json", "sarif", "github", "junit"} {
				commands = append(commands, []string{"check", "specs", "-f", format}, []string{"check", filepath.Join("jobs", text), "-f", format})
			}
			for _, args := range commands {
				out, errOut, _ := runKam("schedule: 1\n", args...)
				if slices.Contains(args, "always") {
					out = ownColor.ReplaceAllString(out, "")
				}
				if bad := raw(out); bad != "" {
					t.Errorf("%q prints %s", args, bad)
				}
				if bad := raw(errOut); bad != "" {
					t.Errorf("%q prints to standard error %s", args, bad)
				}
				var into any
				switch {
				case slices.Contains(args, "json") && out != "" || slices.Contains(args, "sarif"):
					if err := json.Unmarshal([]byte(out), &into); err != nil {
						t.Errorf("%q prints no JSON: %v", args, err)
					}
				case slices.Contains(args, "junit"):
					var suites struct {
						XMLName xml.Name `xml:"testsuites"`
					}
					if err := xml.Unmarshal([]byte(out), &suites); err != nil {
						t.Errorf("%q prints no XML: %v", args, err)
					}
				}
			}
			baseline, err := os.ReadFile("b.json")
			if err != nil {
				t.Fatal(err)
			}
			if bad := raw(string(baseline)); bad != "" {
				t.Errorf("the baseline has %s", bad)
			}
		})
	}
}
