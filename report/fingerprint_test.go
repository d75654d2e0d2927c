package report_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/report"
)

// archives calls f with the first file of every marker archive that is short,
// carets and all: they are one more mistake to fingerprint.
func archives(t *testing.T, f func(name, text string)) {
	t.Helper()
	err := filepath.WalkDir("../testdata", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".txtar" || entry.Name() == "empty-item.txtar" { // slow: it never fires
			return err
		}
		archive, err := txtar.ParseFile(path)
		if err == nil && len(archive.Files[0].Data) < 1000 {
			f(archive.Files[0].Name, string(archive.Files[0].Data))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// places are the findings of a file without where they are.
func places(f report.File) []string {
	var list []string
	for _, d := range f.Diagnostics {
		list = append(list, d.Rule+" "+d.Path)
	}
	return list
}

// TestFingerprintsStay inserts a blank line, and a comment, before every line of
// many files with findings: where the findings stay the same, so do their
// fingerprints.
func TestFingerprintsStay(t *testing.T) {
	same := 0
	each := func(name, text string) {
		before := check(name, text)
		if len(before.Diagnostics) == 0 {
			return
		}
		want := report.Fingerprints(before)
		inserts := []string{" \t\r\n", "  # why\n"}
		if document.LanguageOf(name) == document.JSON {
			inserts = inserts[:1]
		}
		lines := strings.SplitAfter(text, "\n")
		for at := range lines {
			for _, insert := range inserts {
				after := check(name, strings.Join(lines[:at], "")+insert+strings.Join(lines[at:], ""))
				comments := len(before.Doc.Comments()) + strings.Count(insert, "#")
				if !slices.Equal(places(before), places(after)) || len(after.Doc.Comments()) != comments {
					continue // within a text of several lines, say
				}
				same++
				if got := report.Fingerprints(after); !slices.Equal(got, want) {
					t.Fatalf("%s: %q before line %d:\n%s\n%v\nwant\n%v", name, insert, at+1, text, got, want)
				}
			}
		}
	}
	archives(t, each)
	each("a.kam.yaml", "schedule: {a:\n  1}\ncontainers:\n  web:\n    image: [a,\n      b,\n      c]\n")
	each("a.kam.yaml", "- a\n- b\n")
	if same < 1000 {
		t.Errorf("%d insertions that change no finding, expected more", same)
	}
}

// TestFingerprintsDiffer changes what a fingerprint stands for.
func TestFingerprintsDiffer(t *testing.T) {
	doc := document.Parse("a: b # c\nd: b\n", document.YAML)
	d := diagnostics.Diagnostic{Rule: "syntax", Path: "/a", Span: document.Span{Start: 3, End: 4}, Message: "m"}
	print := func(name string, change func(*diagnostics.Diagnostic)) string {
		d := d
		change(&d)
		return report.Fingerprints(report.File{Name: name, Doc: doc, Diagnostics: []diagnostics.Diagnostic{d}})[0]
	}
	plain := print("a.yaml", func(d *diagnostics.Diagnostic) {})
	if !regexp.MustCompile(`^[0-9a-f]{32}:1$`).MatchString(plain) {
		t.Errorf("a fingerprint is %q", plain)
	}
	for what, got := range map[string]string{
		"a message":  print("a.yaml", func(d *diagnostics.Diagnostic) { d.Message = "n" }),
		"a severity": print("a.yaml", func(d *diagnostics.Diagnostic) { d.Severity = diagnostics.Error }),
		"a line":     print("a.yaml", func(d *diagnostics.Diagnostic) { d.Span = document.Span{Start: 12, End: 13} }),
		"a remark":   print("a.yaml", func(d *diagnostics.Diagnostic) { d.Span = document.Span{Start: 3, End: 8} }),
	} {
		if got != plain {
			t.Errorf("%s changes the fingerprint", what)
		}
	}
	for what, got := range map[string]string{
		"file":    print("b.yaml", func(d *diagnostics.Diagnostic) {}),
		"rule":    print("a.yaml", func(d *diagnostics.Diagnostic) { d.Rule = "wrong-type" }),
		"path":    print("a.yaml", func(d *diagnostics.Diagnostic) { d.Path = "/d" }),
		"text":    print("a.yaml", func(d *diagnostics.Diagnostic) { d.Span = document.Span{Start: 9, End: 10} }),
		"borders": print("a.yaml", func(d *diagnostics.Diagnostic) { d.Rule, d.Path = "syntax/", "a" }),
	} {
		if got == plain {
			t.Errorf("the %s is not in the fingerprint", what)
		}
	}
}

// TestFingerprintsOfEqualFindings tells equal findings in the documents of one
// file apart, and only those.
func TestFingerprintsOfEqualFindings(t *testing.T) {
	spec := "schedule: \"* * *\"\ncontainers: {web: {image: \"nginx:1.27\"}}\n"
	prints := report.Fingerprints(check("a.kam.yaml", strings.Repeat(spec+"---\n", 3)+strings.Replace(spec, "* * *", "* *", 1)))
	key, _, _ := strings.Cut(prints[0], ":")
	if want := []string{key + ":1", key + ":2", key + ":3"}; !slices.Equal(prints[:3], want) || strings.HasPrefix(prints[3], key) {
		t.Errorf("got %v", prints)
	}
	given := check("a.kam.yaml", spec)
	given.Fingerprints = []string{"given"}
	if got := fmt.Sprint(report.Fingerprints(given)); got != "[given]" {
		t.Errorf("what is given becomes %s", got)
	}
}

// TestFingerprintsInLinearTime takes many spans that lie in each other, and many
// comments in one.
func TestFingerprintsInLinearTime(t *testing.T) {
	text := strings.Repeat("# a\n", 1<<18) + "a: b\n"
	f := report.File{Name: "a", Doc: document.Parse(text, document.YAML)}
	for i := range 1 << 14 {
		f.Diagnostics = append(f.Diagnostics, diagnostics.Diagnostic{Span: document.Span{Start: i, End: len(text)}})
	}
	if n := len(report.Fingerprints(f)); n != len(f.Diagnostics) {
		t.Errorf("%d fingerprints", n)
	}
}

// TestFingerprintsAtOddSpans leaves no bounds, wherever a span begins and ends.
func TestFingerprintsAtOddSpans(t *testing.T) {
	text, err := os.ReadFile("testdata/run.txtar")
	if err != nil {
		t.Fatal(err)
	}
	f := report.File{Name: "a", Doc: document.Parse(string(text)+"\xff# é", document.YAML)}
	size := len(f.Doc.Text())
	for start := range size + 1 {
		f.Diagnostics = append(f.Diagnostics,
			diagnostics.Diagnostic{Span: document.Span{Start: start, End: start}},
			diagnostics.Diagnostic{Span: document.Span{Start: start, End: min(start+9, size)}})
	}
	report.Fingerprints(f)
}

// TestPromiseFingerprints: no fingerprint depends on a secret, from which it could be
// found again.
func TestPromiseFingerprints(t *testing.T) {
	prints := func(secret string) []string {
		text := "pin: '" + secret + "' # x\nb: c\n"
		span := document.Span{Start: 5, End: 5 + len(secret) + 2}
		f := report.File{Name: "a", Doc: document.Parse(text, document.YAML), Secrets: []document.Span{span}}
		for _, s := range []document.Span{span, {Start: 0, End: span.End}, {Start: 0, End: len(text)}, {Start: 6, End: span.End - 1}} {
			f.Diagnostics = append(f.Diagnostics, diagnostics.Diagnostic{Rule: "wrong-type", Span: s})
		}
		return report.Fingerprints(f)
	}
	if a, b := prints("abc"), prints("defg # h"); !slices.Equal(a, b) || slices.Equal(a[:1], a[2:3]) {
		t.Errorf("%v\n%v", a, b)
	}
}
