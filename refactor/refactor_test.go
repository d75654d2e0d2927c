package refactor

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

func read(text, name string) *spec.File {
	return spec.Read(document.Parse(text, document.LanguageOf(name)), schema.Default(), name)
}

const head = "schedule: \"0 3 * * *\"\ncontainers:\n  web:\n    image: \"nginx:1.27\"\n"

// TestAt does one action each, at the mark.
func TestAt(t *testing.T) {
	for name, tc := range map[string]struct{ text, id, want string }{
		"extract": {head + "    env:\n      DB_PASSWORD: s3│cret\n", "extract-secret",
			"secrets:\n  db:\n    type: opaque\n    data:\n      password: \"s3cret\"\n" + head + "    env:\n      DB_PASSWORD: secret://db/password\n"},
		"extract in JSON": {`{"schedule": "0 3 * * *", "containers": {"web": {"image": "nginx:1.27", "env": {"DB_PASSWORD": "s3│cret"}}}}`, "extract-secret",
			`{"secrets": {"db": {"type": "opaque", "data": {"password": "s3cret"}}}, "schedule": "0 3 * * *", "containers": {"web": {"image": "nginx:1.27", "env": {"DB_PASSWORD": "secret://db/password"}}}}`},
		"extract into brackets": {"secrets: {db: {type: basic}}\n" + head + "    env: {API_TOKEN: a│bc}\n", "extract-secret",
			"secrets: {api: {type: opaque, data: {token: \"abc\"}}, db: {type: basic}}\n" + head + "    env: {API_TOKEN: secret://api/token}\n"},
		"inline": {"secrets:\n  db:\n    type: opaque\n    data:\n      password: \"x: y\"\n  other:\n    type: basic\n" + head + "    env:\n      P: secret://db/pass│word\n", "inline-secret",
			"secrets:\n  other:\n    type: basic\n" + head + "    env:\n      P: \"x: y\"\n"},
		"inline, used again": {"secrets:\n  db:\n    type: opaque\n    data:\n      password: \"5\"\n" + head + "    env:\n      P: secret://db/pass│word\n      Q: secret://db/password\n", "inline-secret",
			"secrets:\n  db:\n    type: opaque\n    data:\n      password: \"5\"\n" + head + "    env:\n      P: \"5\"\n      Q: secret://db/password\n"},
		"inline one of two": {"secrets:\n  db:\n    type: opaque\n    data:\n      a: x\n      b: y\n" + head + "    env:\n      P: 'secret://db/│a'\n", "inline-secret",
			"secrets:\n  db:\n    type: opaque\n    data:\n      b: y\n" + head + "    env:\n      P: 'x'\n"},
		"words":         {head + "    command: run │--all 'a b' $(X)\n", "command-words", head + "    command: [\"run\", \"--all\", \"a b\", \"$(X)\"]\n"},
		"shell":         {head + "    command: \"a │| b\"\n", "command-shell", head + "    command: [\"/bin/sh\", \"-c\", \"a | b\"]\n"},
		"double quotes": {head + "    workingDir: /s│rv\n", "double-quotes", head + "    workingDir: \"/srv\"\n"},
		"single quotes": {head + "    workingDir: \"/it's│\"\n", "single-quotes", head + "    workingDir: '/it''s'\n"},
		"no quotes":     {head + "    workingDir: '/s│rv'\n", "no-quotes", head + "    workingDir: /srv\n"},
		"brackets":      {head + "    ar│gs:\n      - a\n      - \"b c\"\n    workingDir: /\n", "brackets", head + "    args: [a, \"b c\"]\n    workingDir: /\n"},
		"lines":         {head + "    env: {A: │x, B: \"5\"}\n", "lines", head + "    env:\n      A: x\n      B: \"5\"\n"},
		"lines, CRLF":   {strings.ReplaceAll(head, "\n", "\r\n") + "    args: [│a]\r\n", "lines", strings.ReplaceAll(head, "\n", "\r\n") + "    args:\r\n      - a\r\n"},
		"sort":          {"containers:\n  web:\n    # its args\n    args: [a] # end\n\n    # the image\n    i│mage: \"nginx:1.27\"\n    command: |\n      x\nschedule: \"@daily\"\n", "sort", "containers:\n  web:\n    # the image\n    image: \"nginx:1.27\"\n    command: |\n      x\n    # its args\n    args: [a] # end\n\nschedule: \"@daily\"\n"},
		"sort the last": {"containers:\n  web:\n    args: [a]\n    i│mage: x", "sort", "containers:\n  web:\n    image: x\n    args: [a]"},
		"a probe":       {head[:len(head)-1] + "\n    w│orkingDir: /\n    livenessProbe: {probeHandler: {command: [x]}}\n", "add-startupProbe", ""},
		"lifecycle":     {strings.Replace(head, "web", "w│eb", 1), "add-lifecycle", ""},
		"a probe, JSON": {`{"schedule": "0 3 * * *", "containers": {"w│eb": {"image": "nginx:1.27"}}}`, "add-livenessProbe", ""},
		"to JSON":       {"a: │0644 # no\nb: [yes, 1.50, null, \"0x1\"]\nc: &x {d: ~}\ne: *x\nf: {<<: *x, g: 0x10}\n", "json", "{\n  \"a\": 420,\n  \"b\": [\"yes\", 1.50, null, \"0x1\"],\n  \"c\": {\n    \"d\": null\n  },\n  \"e\": {\n    \"d\": null\n  },\n  \"f\": {\n    \"d\": null,\n    \"g\": 16\n  }\n}\n"},
		"to YAML":       {`{"a": "│yes", "b": [1, "x y"], "c": {"d": {}, "e": []}, "f": [{"g": null}, [1]], "": "é"}`, "yaml", "a: \"yes\"\nb: [1, x y]\nc:\n  d: {}\n  e: []\nf:\n  -\n    g: null\n  - [1]\n\"\": \"é\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			offset := strings.Index(tc.text, "│")
			text := strings.Replace(tc.text, "│", "", 1)
			file := "a.kam.yaml"
			if strings.HasPrefix(text, "{") {
				file = "a.kam.json"
			}
			actions := At(read(text, file), document.Span{Start: offset, End: offset})
			i := slices.IndexFunc(actions, func(a Action) bool { return a.ID == tc.id })
			if i < 0 {
				t.Fatalf("no %s in %+v", tc.id, actions)
			}
			edits, err := actions[i].Edits()
			if err != nil {
				t.Fatal(err)
			}
			got := apply(text, edits)
			if tc.want == "" { // an example of the reference: it is sound
				if found := severe(got, file); len(found) > 0 {
					t.Errorf("%v in\n%s", found, got)
				}
				if !strings.Contains(got, strings.TrimPrefix(tc.id, "add-")) {
					t.Errorf("not added:\n%s", got)
				}
				return
			}
			if got != tc.want {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}

// severe are the errors in a text.
func severe(text, name string) []diagnostics.Diagnostic {
	found := diagnostics.Run(context.Background(), read(text, name), config.Default(), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	return slices.DeleteFunc(found, func(d diagnostics.Diagnostic) bool { return d.Severity < diagnostics.Error })
}

func TestNothing(t *testing.T) {
	for _, text := range []string{
		head + "    command: [\"a\", \"b│\n",
		head + "    imag│\n",
		head + "    env:\n      A: \"open│\n",
		"<<<<<<< a\n" + head + "    │args: x\n=======\n>>>>>>> b\n",
	} {
		offset := strings.Index(text, "│")
		text = strings.Replace(text, "│", "", 1)
		for _, a := range At(read(text, "a.kam.yaml"), document.Span{Start: offset, End: offset}) {
			if edits, err := a.Edits(); err == nil {
				t.Errorf("%s on %q: %+v", a.ID, text, edits)
			}
		}
	}
}

// TestCorpus does every action at every place of the sound specs: each leaves a
// spec without errors, and says the same unless it is about what is said.
func TestCorpus(t *testing.T) {
	paths, err := filepath.Glob("../testdata/corpus/ok/*.*")
	if err != nil || len(paths) == 0 {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		if len(text) > 6000 {
			continue
		}
		file := read(text, path)
		done := map[string]bool{}
		for offset := range len(text) {
			for _, a := range At(file, document.Span{Start: offset, End: offset}) {
				edits, err := a.Edits()
				if err != nil {
					t.Errorf("%s at %d of %s: %v", a.ID, offset, path, err)
					continue
				}
				got, name := apply(text, edits), path
				if done[got] {
					continue
				}
				done[got] = true
				count[a.ID]++
				if a.Extension != "" {
					name = strings.TrimSuffix(path, filepath.Ext(path)) + a.Extension
				}
				if found := severe(got, name); len(found) > 0 {
					t.Errorf("%s at %d of %s: %v\n%s", a.ID, offset, path, found[0], got)
				}
				if a.Extension != "" && !strings.Contains(text, "*") {
					if back := read(got, name); !same(file.Doc.Roots()[0].Node, back.Doc.Roots()[0].Node) && !strings.Contains(text, "!!") {
						t.Errorf("%s of %s says something else:\n%s", a.ID, path, got)
					}
				}
			}
			if t.Failed() {
				return
			}
		}
	}
	for _, id := range []string{"extract-secret", "double-quotes", "single-quotes", "no-quotes", "brackets", "lines", "sort", "add-livenessProbe", "json", "yaml"} {
		if count[id] == 0 {
			t.Errorf("%s is never offered: %v", id, count)
		}
	}
}

// FuzzEdits does every action in whatever text: none panics, and none that goes
// through breaks the text.
func FuzzEdits(f *testing.F) {
	paths, err := filepath.Glob("../testdata/corpus/*/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text), len(text)/2, strings.HasSuffix(path, "json"))
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
		for _, a := range At(file, document.Span{Start: offset, End: offset}) {
			edits, err := a.Edits()
			if err != nil {
				continue
			}
			got, language := apply(text, edits), file.Doc.Language()
			if a.Extension != "" {
				language = document.LanguageOf("a" + a.Extension)
			}
			if after := document.Parse(got, language); len(after.Errors()) > len(file.Doc.Errors()) {
				t.Errorf("%s at %d of %q: %q has %v", a.ID, offset, text, got, after.Errors())
			}
		}
	})
}
