package outline

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

func read(text, name string) *spec.File {
	return spec.Read(document.Parse(text, document.LanguageOf(name)), schema.Default(), name)
}

// tree writes symbols one to a line, indented by their depth.
func tree(symbols []Symbol, indent string) string {
	kinds := [...]string{"attribute", "workload", "container", "secret", "entry", "object", "list"}
	out := ""
	for _, s := range symbols {
		out += fmt.Sprintf("%s%s %s (%s)\n", indent, kinds[s.Kind], s.Name, s.Detail)
		out += tree(s.Children, indent+"  ")
	}
	return out
}

func TestSymbols(t *testing.T) {
	for name, tc := range map[string]struct{ text, file, want string }{
		"bare": {`schedule: "0 3 * * *"
secrets:
  db:
    type: basic
    data: {password: s3cret}
containers:
  web:
    image: nginx:1.27
    args: [a, b]
    env:
      A: "x  y
        z"
    livenessProbe:
      probeHandler:
        url: http://localhost/
`, "a.kam.yaml", `attribute schedule (0 3 * * *)
attribute secrets ()
  secret db (basic)
    attribute type (basic)
    attribute data ()
      entry password ()
attribute containers ()
  container web (nginx:1.27)
    attribute image (nginx:1.27)
    list args ()
    attribute env ()
      entry A (x y z)
    object livenessProbe ()
      object probeHandler ()
        attribute url (http://localhost/)
`},
		"named": {"a:\n  schedule: '@daily'\n  containers: {}\nb:\n  _type: service.Service\n", "a.kam.yaml", `workload a (@daily)
  attribute schedule (@daily)
  attribute containers ()
workload b (Service)
`},
		"application": {"web:\n  workload:\n    containers:\n      a: {image: x}\n  labels: {}\n", "a.kam.yaml", `workload web ()
  attribute containers ()
    container a (x)
      attribute image (x)
`},
		"broken": {"containers:\n  web:\n    ima\n    env:\n      A: \"x\n  b:\n    image: y\n: x\n", "a.kam.yaml", `attribute containers ()
  container web ()
    attribute ima ()
    attribute env ()
      entry A (x)
  container b (y)
    attribute image (y)
`},
		"aliases": {"containers:\n  a: &a {image: x}\n  b: *a\n", "a.kam.yaml", `attribute containers ()
  container a (x)
    attribute image (x)
  container b (*a)
`},
		"json": {`{"containers": {"a": {"image": "x"}, "": {}}}`, "a.kam.json", `attribute containers ()
  container a (x)
    attribute image (x)
`},
		"empty": {"", "a.kam.yaml", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tree(Symbols(read(tc.text, tc.file), 100), ""); got != tc.want {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
	text := "containers:\n"
	for i := range 50 {
		text += fmt.Sprintf("  c%d: {image: x, env: {A: b, C: d}}\n", i)
	}
	if got := strings.Count(tree(Symbols(read(text, "a.kam.yaml"), 160), ""), "\n"); got != 151 {
		t.Errorf("%d symbols of at most 160, want those of the three outer levels", got)
	}
}

func TestFolds(t *testing.T) {
	text := `# one
# two

containers:
  web:
    image: x
    args: [
      a,
    ]
    env:
      A: |
        text

        more
      B: x
# region r
other:
  - a: 1
    b: 2
# endregion
last: [a,
  b]
`
	var got []string
	for _, f := range Folds(document.Parse(text, document.YAML)) {
		got = append(got, fmt.Sprintf("%d-%d %d %v", f.Start, f.End, f.Kind, f.Closed))
	}
	slices.Sort(got)
	want := []string{"0-1 1 false", "10-13 0 false", "15-19 2 false", "16-18 0 false", "17-18 0 false", "20-21 0 false", "3-14 0 false", "4-14 0 false", "6-8 0 true", "9-14 0 false"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := Folds(document.Parse("a: 1\n---\na:\n  b: 1\n", document.YAML)); len(got) != 1 {
		t.Errorf("of two documents: %+v", got)
	}
}

func TestSelections(t *testing.T) {
	text := "containers:\n  web:\n    image: \"nginx:1.27\" # why\n"
	var got []string
	for _, s := range Selections(document.Parse(text, document.YAML), strings.Index(text, "ginx")) {
		got = append(got, s.Of(text))
	}
	want := []string{"nginx", "nginx:1.27", `"nginx:1.27"`, `image: "nginx:1.27"`, "web:\n    image: \"nginx:1.27\"", "containers:\n  web:\n    image: \"nginx:1.27\"", text}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestLinks(t *testing.T) {
	text := `# see https://example.com/runbook(1). kam-ls
# kam-ls: ignore-file image-tag -- https://example.com/why
annotations:
  docs: https://example.com/docs
containers:
  a: {image: nginx}
  b: {image: "grafana/grafana:11"}
  c: {image: quay.io/a/b@sha256:` + strings.Repeat("0", 64) + `}
  d: {image: registry.example.com/a}
  e: {image: &i ghcr.io/o/p:1}
  f: {image: *i}
  g:
    image: |
      nginx
    livenessProbe: {probeHandler: {url: "http://localhost:80/"}}
`
	var got []string
	for _, l := range Links(read(text, "a.kam.yaml")) {
		got = append(got, l.Of(text)+" > "+l.Target)
	}
	want := []string{
		"https://example.com/runbook(1) > https://example.com/runbook(1)",
		"image-tag > https://github.com/kam-ls/kam-ls/blob/main/docs/rules/image-tag.md",
		"https://example.com/why > https://example.com/why",
		"https://example.com/docs > https://example.com/docs",
		"nginx > https://hub.docker.com/_/nginx",
		"grafana/grafana:11 > https://hub.docker.com/r/grafana/grafana",
		"quay.io/a/b@sha256:" + strings.Repeat("0", 64) + " > https://quay.io/repository/a/b",
		"ghcr.io/o/p:1 > https://ghcr.io/o/p",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestMatch(t *testing.T) {
	for _, tc := range []struct {
		query        string
		better, than string
	}{
		{"web", "web", "website"},
		{"ol", "order-lines", "cold"},
		{"OL", "orderLines", "oil"},
		{"db", "db", "dashboard"},
	} {
		if Match(tc.query, tc.better) <= Match(tc.query, tc.than) {
			t.Errorf("%q: %q is no better than %q", tc.query, tc.better, tc.than)
		}
	}
	if Match("xyz", "zyx") != 0 || Match("", "a") == 0 {
		t.Error("letters in another order fit")
	}
}

// FuzzOutline holds the structure of any text to what clients refuse otherwise.
func FuzzOutline(f *testing.F) {
	err := filepath.WalkDir("../testdata/corpus", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		f.Add(string(text), len(text)/3, strings.HasSuffix(path, "json"))
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, offset int, isJSON bool) {
		if offset < 0 || offset > len(text) {
			return
		}
		name := "a.kam.yaml"
		if isJSON {
			name = "a.kam.json"
		}
		file := read(text, name)
		all := document.Span{End: len(text)}
		within := func(inner, outer document.Span) bool {
			return outer.Start <= inner.Start && inner.End <= outer.End && inner.Start <= inner.End
		}
		var check func(symbols []Symbol, around document.Span)
		check = func(symbols []Symbol, around document.Span) {
			for _, s := range symbols {
				if s.Name == "" || !within(s.Span, around) || !within(s.NameSpan, s.Span) {
					t.Fatalf("symbol %+v in %v of %q", s, around, text)
				}
				check(s.Children, s.Span)
			}
		}
		check(Symbols(file, 1000), all)
		starts := map[int]bool{}
		for _, fold := range Folds(file.Doc) {
			if fold.Start < 0 || fold.End <= fold.Start || fold.End >= file.Doc.Lines().Count() || starts[fold.Start] {
				t.Fatalf("fold %+v in %q", fold, text)
			}
			starts[fold.Start] = true
		}
		last := document.Span{Start: offset, End: offset}
		spans := Selections(file.Doc, offset)
		for _, s := range spans {
			if !within(s, all) || !within(last, s) {
				t.Fatalf("selections %v at %d of %q", spans, offset, text)
			}
			last = s
		}
		if last != all {
			t.Fatalf("selections end at %v in %q", last, text)
		}
		for _, l := range Links(file) {
			if !within(l.Span, all) || !strings.HasPrefix(l.Target, "http") {
				t.Fatalf("link %+v in %q", l, text)
			}
		}
	})
}
