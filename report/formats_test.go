package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/report"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

var update = flag.Bool("update", false, "rewrite testdata/run.txtar with what is written")

var now = time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)

const sound = "schedule: \"0 3 * * *\"\ncontainers: {web: {image: \"nginx:1.27\"}}\n"

func check(name, text string) report.File {
	doc := document.Parse(text, document.LanguageOf(name))
	cfg := config.Default()
	cfg.Rules = map[string]string{"duplicate-workload": "off"} // equal documents are what is tested
	found := diagnostics.Run(context.Background(), spec.Read(doc, schema.Default(), name), cfg, now)
	return report.File{Name: name, Doc: doc, Diagnostics: found}
}

// hostile is a file with a name and findings that want to be something else in
// every format.
func hostile() report.File {
	const bad = "<a>&\"'\n\r\t::error::%0A,%25 ]]> \x00\x1b[2J\x7f\u0085\u2028\u202e\ufffe\xff\xc3 😀 {0} [x](y)"
	doc := document.Parse("\ufeffa: \xff😀 # "+strings.ReplaceAll(bad, "\n", " ")+"\nb: c\n", document.YAML)
	f := report.File{Name: bad, Doc: doc}
	for s := diagnostics.Hint; s <= diagnostics.Error; s++ {
		f.Diagnostics = append(f.Diagnostics, diagnostics.Diagnostic{
			Rule: "no-such-rule", Severity: s, Span: document.Span{Start: 6, End: 7 + int(s)}, Message: bad, Path: "/" + bad,
			Related: []diagnostics.Related{{Message: bad}},
			Fixes: []diagnostics.Fix{
				{Title: bad, Edits: []document.Edit{{Span: document.Span{Start: 6, End: 7}, NewText: bad}, {Span: document.Span{Start: 7, End: 8}}}},
				{Title: "nothing to do"},
			},
		})
	}
	return f
}

func write(t *testing.T, format string, opts report.Options, files ...report.File) string {
	t.Helper()
	var b strings.Builder
	r, err := report.New(format, &b, opts)
	if err != nil {
		t.Fatal(err)
	}
	var summary report.Summary
	for _, f := range files {
		summary.Add(f)
		if err := r.File(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(summary); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestGolden writes a run in the formats for programs.
func TestGolden(t *testing.T) {
	const path = "testdata/run.txtar"
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var files []report.File
	golden := &txtar.Archive{Comment: archive.Comment}
	for _, f := range archive.Files {
		if name, ok := strings.CutPrefix(f.Name, "run/"); ok {
			files = append(files, check(name, string(f.Data)))
			golden.Files = append(golden.Files, f)
		}
	}
	for _, format := range []string{"github", "junit", "sarif"} {
		out := write(t, format, report.Options{}, files...)
		if format == "sarif" {
			var log struct {
				Runs []struct{ Results json.RawMessage }
			}
			var indented bytes.Buffer
			if err := json.Unmarshal([]byte(out), &log); err != nil {
				t.Fatal(err)
			}
			if err := json.Indent(&indented, log.Runs[0].Results, "", "  "); err != nil {
				t.Fatal(err)
			}
			out = indented.String() + "\n"
		}
		golden.Files = append(golden.Files, txtar.File{Name: format, Data: []byte(out)})
	}
	if *update {
		if err := os.WriteFile(path, txtar.Format(golden), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(txtar.Format(archive)), string(txtar.Format(golden))); diff != "" {
		t.Errorf("the output has changed (-update rewrites it):\n%s", diff)
	}
}
