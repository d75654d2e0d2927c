package references

import (
	"fmt"
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

// marked takes the marks «…» out of a text and returns their spans.
func marked(text string) (string, []document.Span) {
	var b strings.Builder
	var spans []document.Span
	for _, r := range text {
		switch r {
		case '«':
			spans = append(spans, document.Span{Start: b.Len()})
		case '»':
			spans[len(spans)-1].End = b.Len()
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), spans
}

// symbols are texts in which all places of one symbol are marked.
var symbols = map[string]struct {
	text string
	kind Kind
	json bool
}{
	"a secret": {`
secrets:
  «db»: {type: basic}
  dba: {type: basic}
containers:
  a:
    image: "a:1"
    env:
      A: secret://«db»/username
      B: "${secret://«db»/password}"
      C: secret://dba/db
      db: db
    dirs:
      /db: secret://«db»
    files:
      /f:
        contentFrom: 'secret://«db»/f'
  b:
    image: "a:1"
    env:
      "é😀": secret://«db»/username
`, Secret, false},
	"a key of a secret": {`
secrets:
  db:
    type: opaque
    data:
      «user»: ""
      pass: ""
  other:
    type: opaque
    data:
      user: ""
containers:
  a:
    image: "a:1"
    env:
      A: secret://db/«user»
      B: secret://db/pass
      C: secret://other/user
      D: ${secret://db/«user»}
`, SecretKey, false},
	"a container": {"containers:\n  «web»:\n    image: web\n    env:\n      web: web\n", Container, false},
	"a workload":  {"«nightly»:\n  containers:\n    nightly: {image: \"a:1\"}\nother:\n  containers:\n    nightly: {image: \"a:1\"}\n", Workload, false},
	"a variable": {`
containers:
  a:
    image: "a:1"
    env:
      «HOST»: example.com
      PORT: "80"
      URL: "http://$(«HOST»):$(PORT)/$(«HOST»)"
      TEXT: $$(HOST)
    command: ["run", "$(«HOST»)", "HOST", "$HOST"]
    args:
      - --host=$(«HOST»)
    livenessProbe:
      probeHandler:
        command: [check, $(«HOST»)]
  b:
    image: "a:1"
    env:
      HOST: other
      URL: $(HOST)
`, Variable, false},
	"an anchor": {`
containers:
  a: &«base»
    image: "a:1"
  b:
    <<: *«base»
  c: *«base»
  base:
    image: base
`, Anchor, false},
	"an anchor that is given again": {"containers:\n  a: &«x» {image: \"a:1\"}\n  b: *«x»\n  c: &x {image: \"a:2\"}\n  d: *x\n", Anchor, false},
	"a secret that two workloads share": {`
a:
  secrets: &s
    «db»: {type: basic}
  containers:
    a: {image: "a:1", env: {A: "secret://«db»/username"}}
b:
  secrets: *s
  containers:
    b: {image: "a:1", env: {A: "secret://«db»/username"}}
c:
  secrets: {db: {type: basic}}
  containers:
    c: {image: "a:1", env: {A: "secret://db/username"}}
`, Secret, false},
	"a variable that two containers share": {`
containers:
  a: {image: "a:1", env: &e {«HOST»: x}, args: ["$(«HOST»)"]}
  b:
    image: "a:1"
    env:
      <<: *e
      OTHER: "$(«HOST»)"
    args: ["$(«HOST»)"]
`, Variable, false},
	"in JSON":            {`{"secrets": {"«db»": {"type": "basic"}}, "containers": {"a": {"image": "a:1", "env": {"A": "secret://«db»/username"}}}}`, Secret, true},
	"with CRLF":          {"secrets:\r\n  «db»: {type: basic}\r\ncontainers:\r\n  a:\r\n    image: x\r\n    env:\r\n      A: secret://«db»/username\r\n", Secret, false},
	"around a mistake":   {"secrets:\n  «db»: {type: basic}\ncontainers:\n  a:\n    imag\n    env:\n      A: secret://«db»/username\n      B: \"open\n", Secret, false},
	"a literal in lines": {"containers:\n  a:\n    image: x\n    env:\n      «A»: x\n    args:\n      - $(«A»)\n", Variable, false},
}

func TestAt(t *testing.T) {
	for name, tc := range symbols {
		t.Run(name, func(t *testing.T) {
			text, want := marked(tc.text)
			file := "a.kam.yaml"
			if tc.json {
				file = "a.kam.json"
			}
			f := read(text, file)
			for offset := range len(text) + 1 {
				s, ok := At(f, offset)
				inside := slices.ContainsFunc(want, func(span document.Span) bool { return span.Contains(offset) })
				if !ok {
					if inside {
						t.Errorf("nothing at %d, in %v", offset, want)
					}
					continue
				}
				var got []document.Span
				for _, p := range s.Places {
					got = append(got, p.Span)
				}
				if slices.Equal(got, want) != inside && tc.kind != Anchor {
					t.Errorf("at %d: %s '%s' at %v, want %v", offset, s.Kind, s.Name, got, want)
				}
				if !inside {
					continue
				}
				if s.Kind != tc.kind || !slices.Equal(got, want) || !s.At.Contains(offset) {
					t.Errorf("at %d: %s '%s' at %v, want %s at %v", offset, s.Kind, s.Name, got, tc.kind, want)
				}
			}

			newName := map[Kind]string{Variable: "NEW_NAME", SecretKey: "new.name"}[tc.kind]
			if newName == "" {
				newName = "new-name"
			}
			s, _ := At(f, want[0].Start)
			edits, err := s.Rename(newName)
			if err != nil {
				t.Fatal(err)
			}
			renamed := text
			for _, e := range slices.Backward(edits) {
				renamed = renamed[:e.Start] + e.NewText + renamed[e.End:]
			}
			wanted, rest := "", 0
			for _, span := range want {
				wanted += text[rest:span.Start] + newName
				rest = span.End
			}
			if wanted += text[rest:]; renamed != wanted {
				t.Errorf("renamed:\n%s\nwant:\n%s", renamed, wanted)
			}
		})
	}
}

// TestRename are names that cannot be given, and those that need quotes.
func TestRename(t *testing.T) {
	for _, tc := range []struct{ text, name, want string }{
		{"secrets:\n  «db»: {type: basic}\ncontainers: {}\n", "DB", "error: 'DB' cannot be the name of a secret: expected lower-case letters, digits, '-' and '.', with a letter or digit at both ends and around each '.'"},
		{"secrets:\n  «db»: {type: basic}\n  other: {type: basic}\ncontainers: {}\n", "other", "error: there is a secret 'other' already"},
		{"secrets:\n  db: {type: basic, data: {«username»: \"\", password: \"\"}}\ncontainers: {}\n", "user", "error: every secret of type 'basic' has the key 'username'"},
		{"secrets:\n  db: {type: basic}\ncontainers:\n  a: {image: x, env: {A: secret://db/«username»}}\n", "user", "error: 'username' is declared nowhere in this file"},
		{"containers:\n  a: &«x» {image: x}\n  b: &y {image: x}\n", "y", "error: there is an anchor 'y' already"},
		{"containers:\n  a: &«x» {image: x}\n", "y z", "error: 'y z' cannot be the name of an anchor: expected letters, digits, '-' and '_'"},
		{"containers:\n  a: &«x» {image: x}\n", "x", ""},
		{"containers:\n  «web»: {image: x}\n", "null", "containers:\n  \"null\": {image: x}\n"},
		{"containers:\n  «web»: {image: x}\n", "123", "containers:\n  \"123\": {image: x}\n"},
		{"containers:\n  'we«b»': {image: x}\n", "a-b", "containers:\n  'a-b': {image: x}\n"},
		{"containers:\n  a: {image: x, env: {«A»: x, B: \"\\u0024(A) \\\"$(A)\\\"\"}}\n", "C", "containers:\n  a: {image: x, env: {C: x, B: \"\\u0024(C) \\\"$(C)\\\"\"}}\n"},
		{"containers:\n  a: {image: x, env: {«A»: x}, args: [\"$(A)$(A)\"]}\n", "LONGER", "containers:\n  a: {image: x, env: {LONGER: x}, args: [\"$(LONGER)$(LONGER)\"]}\n"},
		{"containers:\n  a:\n    image: x\n    env:\n      «A»: x\n      B: |\n        $(A)\n        more\n", "C", "containers:\n  a:\n    image: x\n    env:\n      C: x\n      B: |\n        $(C)\n        more\n"},
		{"containers:\n  a: {image: x, env: {«A»: x, B: \"$(\\x41)\"}}\n", "C", "containers:\n  a: {image: x, env: {C: x, B: \"$(C)\"}}\n"},
	} {
		text, marks := marked(tc.text)
		s, ok := At(read(text, "a.kam.yaml"), marks[0].Start)
		if !ok {
			t.Errorf("nothing at the mark of %q", tc.text)
			continue
		}
		edits, err := s.Rename(tc.name)
		got := text
		for _, e := range slices.Backward(edits) {
			got = got[:e.Start] + e.NewText + got[e.End:]
		}
		if err != nil {
			got = "error: " + err.Error()
		} else if len(edits) == 0 {
			got = ""
		}
		if got != tc.want {
			t.Errorf("%q to %q:\n%s\nwant:\n%s", tc.text, tc.name, got, tc.want)
		}
	}
}

// TestCorpus renames every symbol of the corpus: the tree stays, but for the name.
func TestCorpus(t *testing.T) {
	paths, err := filepath.Glob("../testdata/corpus/ok/*.*")
	if err != nil || len(paths) == 0 {
		t.Fatal(err, paths)
	}
	count := 0
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f := read(string(text), path)
		done := map[document.Span]bool{}
		for offset := range len(text) {
			s, ok := At(f, offset)
			if !ok || done[s.Places[0].Span] {
				continue
			}
			done[s.Places[0].Span] = true
			name := "renamed"
			edits, err := s.Rename(name)
			if err != nil {
				if s.Renamable() == "" {
					t.Errorf("%s: %s '%s': %v", path, s.Kind, s.Name, err)
				}
				continue
			}
			count++
			renamed := string(text)
			for _, e := range slices.Backward(edits) {
				renamed = renamed[:e.Start] + e.NewText + renamed[e.End:]
			}
			g := read(renamed, path)
			if got, want := len(g.Doc.Errors()), len(f.Doc.Errors()); got != want {
				t.Errorf("%s: %s '%s': %d syntax errors, %d before", path, s.Kind, s.Name, got, want)
			}
			if t.Failed() {
				t.Fatalf("%s", renamed)
			}
			back, ok := At(g, edits[0].Start)
			if !ok || len(back.Places) != len(s.Places) || back.Name != name {
				t.Errorf("%s: %s '%s' has %d places, then %s", path, s.Kind, s.Name, len(s.Places), describe(back))
			}
		}
	}
	if count < 200 {
		t.Errorf("only %d symbols in the corpus", count)
	}
}

func describe(s *Symbol) string {
	if s == nil {
		return "none"
	}
	return fmt.Sprintf("%d of '%s'", len(s.Places), s.Name)
}

// FuzzRename gives whatever stands at an offset of any text another name: a sound
// text stays one. How many mistakes are seen in a broken one is a matter of where the
// parser recovers.
func FuzzRename(f *testing.F) {
	for _, tc := range symbols {
		text, spans := marked(tc.text)
		f.Add(text, spans[0].Start, "new-name", tc.json)
		f.Add(text, spans[len(spans)-1].Start, "NEW.name", tc.json)
	}
	f.Fuzz(func(t *testing.T, text string, offset int, name string, isJSON bool) {
		if offset < 0 || offset > len(text) {
			return
		}
		filename := "a.kam.yaml"
		if isJSON {
			filename = "a.kam.json"
		}
		file := read(text, filename)
		s, ok := At(file, offset)
		if !ok {
			return
		}
		last := 0
		for _, p := range s.Places {
			if p.Start < 0 || p.End > len(text) || p.Start > p.End {
				t.Fatalf("%+v in %q", p, text)
			}
		}
		edits, err := s.Rename(name)
		if err != nil {
			return
		}
		renamed := ""
		for _, e := range edits {
			if e.Start < last {
				t.Fatalf("edits %+v overlap in %q", edits, text)
			}
			renamed += text[last:e.Start] + e.NewText
			last = e.End
		}
		renamed += text[last:]
		if after := read(renamed, filename).Doc; len(file.Doc.Errors()) == 0 && len(after.Errors()) > 0 {
			t.Errorf("%s '%s' to '%s' in %q: %v in %q", s.Kind, s.Name, name, text, after.Errors(), renamed)
		}
	})
}
