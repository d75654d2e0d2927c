package baseline_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kam-ls/kam-ls/baseline"
	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/report"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

const (
	sound  = "schedule: \"0 3 * * *\"\ncontainers: {web: {image: \"nginx:1.27\"}}\n"
	faulty = "schedule: \"* * *\"\ncontainers: {web: {image: \"nginx:1.27\"}}\n"
	worse  = "schedule: \"* * *\"\ncontainers: {web: {image: \"nginx:1.27\", env: {PORT: 8080}}}\n"
)

func check(name, text string) report.File {
	doc := document.Parse(text, document.LanguageOf(name))
	now := time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)
	cfg := config.Default()
	cfg.Rules = map[string]string{"workload-name": "off", "duplicate-workload": "off"} // hostile names are not what is tested
	found := diagnostics.Run(context.Background(), spec.Read(doc, schema.Default(), name), cfg, now)
	return report.File{Name: name, Doc: doc, Diagnostics: found}
}

func record(t *testing.T, dir string, files ...report.File) string {
	t.Helper()
	r := baseline.NewRecorder(dir)
	for _, f := range files {
		r.Add(f)
	}
	var b strings.Builder
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func read(t *testing.T, text, dir string) *baseline.Baseline {
	t.Helper()
	b, err := baseline.Read(strings.NewReader(text), dir)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestFile writes a baseline, the same one whatever the order of the files.
func TestFile(t *testing.T) {
	const want = `{
  "version": 1,
  "findings": [
    {
      "fingerprint": "1f3c",
      "rule": "wrong-type",
      "file": "a <b>.kam.yaml",
      "path": "/containers/web/env/PORT",
      "message": "'8080' is an int: expected a str"
    },
    {
      "fingerprint": "1f3c",
      "rule": "cron-syntax",
      "file": "a <b>.kam.yaml",
      "path": "/schedule",
      "message": "expected 5 fields, found 3"
    },
    {
      "fingerprint": "1f3c",
      "rule": "cron-syntax",
      "file": "jobs/b.kam.yaml",
      "path": "/schedule",
      "message": "expected 5 fields, found 3"
    }
  ]
}
`
	a, b, c := check("a <b>.kam.yaml", worse), check("jobs/b.kam.yaml", faulty), check("c.kam.yaml", sound)
	got := record(t, ".", a, b, c)
	if again := record(t, ".", c, b, a); again != got {
		t.Errorf("another order of the files:\n%s", cmp.Diff(got, again))
	}
	var file struct{ Findings []baseline.Finding }
	if err := json.Unmarshal([]byte(got), &file); err != nil {
		t.Fatal(err)
	}
	for _, f := range file.Findings {
		got = strings.Replace(got, f.Fingerprint, "1f3c", 1)
	}
	if got != want {
		t.Error(cmp.Diff(want, got))
	}
	for what, files := range map[string][]report.File{"no file": nil, "sound files": {c}} {
		if got := record(t, ".", files...); got != "{\n  \"version\": 1,\n  \"findings\": []\n}\n" {
			t.Errorf("%s: %s", what, got)
		}
	}
}

// TestNew compares files with what was recorded of them.
func TestNew(t *testing.T) {
	twice := faulty + "---\n" + faulty
	for _, tc := range []struct {
		name            string
		recorded        []report.File
		files           []report.File
		fresh           []string
		gone, unchecked int
	}{
		{name: "nothing", fresh: nil},
		{name: "sound files", recorded: []report.File{check("a", sound)}, files: []report.File{check("a", sound)}},
		{name: "nothing recorded", files: []report.File{check("a", faulty)}, fresh: []string{"a cron-syntax 1"}},
		{name: "nothing new", recorded: []report.File{check("a", worse)}, files: []report.File{check("a", worse)}},
		{name: "moved down", recorded: []report.File{check("a", worse)}, files: []report.File{check("a", "# why\n\n"+worse)}},
		{name: "one more", recorded: []report.File{check("a", faulty)}, files: []report.File{check("a", worse)}, fresh: []string{"a wrong-type 2"}},
		{name: "one mended", recorded: []report.File{check("a", worse)}, files: []report.File{check("a", faulty)}, gone: 1},
		{name: "all mended", recorded: []report.File{check("a", worse)}, files: []report.File{check("a", sound)}, gone: 2},
		{name: "another value", recorded: []report.File{check("a", faulty)},
			files: []report.File{check("a", strings.Replace(faulty, "* * *", "* *", 1))}, fresh: []string{"a cron-syntax 1"}, gone: 1},
		{name: "another file", recorded: []report.File{check("a", faulty)}, files: []report.File{check("b", faulty)},
			fresh: []string{"b cron-syntax 1"}, unchecked: 1},
		{name: "a file not checked", recorded: []report.File{check("a", faulty), check("b", worse)}, files: []report.File{check("a", faulty)}, unchecked: 2},
		{name: "an equal one more", recorded: []report.File{check("a", faulty)}, files: []report.File{check("a", twice)}, fresh: []string{"a cron-syntax 4"}},
		{name: "an equal one less", recorded: []report.File{check("a", twice)}, files: []report.File{check("a", sound+"---\n"+faulty)}, gone: 1},
		{name: "two documents swapped", recorded: []report.File{check("a", sound+"---\n"+faulty)}, files: []report.File{check("a", faulty+"---\n"+sound)}},
		{name: "order of files", recorded: []report.File{check("a", faulty), check("b", worse)}, files: []report.File{check("b", worse), check("a", faulty)}},
	} {
		b := read(t, record(t, ".", tc.recorded...), ".")
		var fresh []string
		for _, f := range tc.files {
			left := b.New(f)
			for _, d := range left.Diagnostics {
				line, _ := f.Doc.Lines().OffsetToUTF8(d.Span.Start)
				fresh = append(fresh, fmt.Sprintf("%s %s %d", f.Name, d.Rule, line+1))
			}
			if len(left.Fingerprints) != len(left.Diagnostics) {
				t.Errorf("%s: %d fingerprints of %d findings", tc.name, len(left.Fingerprints), len(left.Diagnostics))
			}
		}
		if !slices.Equal(fresh, tc.fresh) {
			t.Errorf("%s: new are %q, expected %q", tc.name, fresh, tc.fresh)
		}
		if gone, unchecked := b.Gone(); gone != tc.gone || unchecked != tc.unchecked {
			t.Errorf("%s: %d gone and %d not checked, expected %d and %d", tc.name, gone, unchecked, tc.gone, tc.unchecked)
		}
	}
}

// TestNewKeepsFingerprints leaves a finding the fingerprint that it has without
// a baseline, though an equal one before it is left out.
func TestNewKeepsFingerprints(t *testing.T) {
	f := check("jobs/a.kam.yaml", faulty+"---\n"+faulty)
	fresh := read(t, record(t, "..", check("jobs/a.kam.yaml", faulty)), "..").New(f)
	if want := report.Fingerprints(f)[1:]; !slices.Equal(report.Fingerprints(fresh), want) {
		t.Errorf("%v, expected %v", report.Fingerprints(fresh), want)
	}
	if len(f.Diagnostics) != 2 {
		t.Error("the file that was given has changed")
	}
}

// TestFolders records in one folder and compares in others.
func TestFolders(t *testing.T) {
	root := t.TempDir()
	if err := os.MkdirAll(filepath.Join(root, "jobs", "night"), 0o755); err != nil {
		t.Fatal(err)
	}
	var text string
	for _, tc := range []struct{ cwd, dir, name string }{
		{".", ".", "jobs/a.kam.yaml"}, // records
		{".", ".", "./jobs/../jobs/a.kam.yaml"},
		{"jobs", "..", "a.kam.yaml"},
		{"jobs/night", "../..", "../a.kam.yaml"},
		{"jobs", root, "a.kam.yaml"},
		{"jobs", "..", filepath.ToSlash(filepath.Join(root, "jobs", "a.kam.yaml"))},
	} {
		t.Chdir(filepath.Join(root, filepath.FromSlash(tc.cwd)))
		got := record(t, tc.dir, check(tc.name, worse))
		if text == "" {
			text = got
		}
		if got != text {
			t.Errorf("recorded in %s: %s", tc.cwd, cmp.Diff(text, got))
		}
		if fresh := read(t, text, tc.dir).New(check(tc.name, worse)); len(fresh.Diagnostics) > 0 {
			t.Errorf("in %s: %d are new", tc.cwd, len(fresh.Diagnostics))
		}
	}
}

// TestHostileNames records what JSON cannot hold.
func TestHostileNames(t *testing.T) {
	for _, name := range []string{"a b#?%.yaml", "%0A\n\r::x,]]>\x1b", "é😀\u2028", "\xff\xc3.yaml", `a\b`, "<&>"} {
		f := check(name, worse)
		f.Diagnostics[0].Message = name
		f.Diagnostics[0].Path = "/" + name
		text := record(t, ".", f)
		b := read(t, text, ".")
		if fresh := b.New(f); len(fresh.Diagnostics) > 0 {
			t.Errorf("%q: %d are new", name, len(fresh.Diagnostics))
		}
		if gone, unchecked := b.Gone(); gone+unchecked > 0 {
			t.Errorf("%q: %d gone, %d not checked", name, gone, unchecked)
		}
		if n := strings.Count(text, "\n"); n != 19 {
			t.Errorf("%q: %d lines:\n%s", name, n, text)
		}
	}
}

// TestReadErrors refuses what is not a baseline.
func TestReadErrors(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"", "not a baseline: line 1: unexpected end of JSON input"},
		{"\n{\n\"version\": 1,\n<<<<<<< HEAD\n", "not a baseline: line 4: invalid character '<' looking for beginning of object key string"},
		{"{\"version\": 1, \"findings\": []}\n{}", "not a baseline: line 2: invalid character '{' after top-level value"},
		{"[]", "not a baseline: line 1: unexpected array"},
		{"{\n\"version\": \"1\"}", "not a baseline: line 2: unexpected string for 'version'"},
		{`{"version": 1, "findings": [{"fingerprint": 5}]}`, "not a baseline: line 1: unexpected number for 'findings.fingerprint'"},
		{"null", "not a baseline: it has no 'version'"},
		{`{"findings": []}`, "not a baseline: it has no 'version'"},
		{`{"version": 2}`, "a baseline of version 2: expected 1; record it again"},
		{`{"version": 1}`, "not a baseline: it has no 'findings'"},
		{`{"version": 1, "findings": [{"fingerprint": "a"}, {"rule": "syntax"}]}`, "not a baseline: finding 2 has no 'fingerprint'"},
		{strings.Repeat(" ", 64<<20+1), "larger than 64 MiB"},
	} {
		_, err := baseline.Read(strings.NewReader(tc.text), ".")
		if err == nil || err.Error() != tc.want {
			t.Errorf("%.60q: %v, expected %s", tc.text, err, tc.want)
		}
	}
}
