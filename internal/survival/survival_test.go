package survival

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/kam-ls/kam-ls/document"
)

const root = "../.."

func corpora(t *testing.T) []Corpus {
	t.Helper()
	c, err := Corpora(root)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// measured is what kam-ls makes of the damaged lines that the page has, measured once
// for all tests.
var measured = sync.OnceValues(func() (Results, error) { return measure(false) })

func measure(all bool) (Results, error) {
	c, err := Corpora(root)
	if err != nil {
		return nil, err
	}
	results, err := MeasureAll(c, all, []Reader{KamLS{}})
	if err != nil {
		return nil, err
	}
	return results[0], nil
}

// TestPage holds the page to what the parser does.
func TestPage(t *testing.T) {
	if testing.Short() {
		t.Skip("it damages thousands of texts")
	}
	results, err := measured()
	if err != nil {
		t.Fatal(err)
	}
	record, err := ReadRecord(root)
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, pagePath))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(Page(corpora(t), results, record), "\n")
	got := strings.Split(strings.ReplaceAll(string(page), "\r\n", "\n"), "\n")
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("docs/survival.md is out of date from line %d on: run make survival\nis     %q\nshould %q", i+1, slices.Concat(got, []string{""})[min(i, len(got))], slices.Concat(want, []string{""})[min(i, len(want))])
		}
	}
}

// TestKinds damages a line in each way whose result is not random.
func TestKinds(t *testing.T) {
	const yaml = "a:\n  b: \"x y\"\n    c:\n    - [d]\ne: f\n"
	const json = "{\n  \"a\": \"b\",\n  \"c\": [\n    1\n  ]\n}\n"
	for _, tc := range []struct {
		kind string
		line int
		want string // of the lines from the damaged one on, up to the next
	}{
		{"delete-line", 1, ""},
		{"duplicate-line", 1, "  b: \"x y\"\n  b: \"x y\"\n"},
		{"tab-for-indent", 1, "\tb: \"x y\"\n"},
		{"tab-for-indent", 3, "\t\t- [d]\n"},
		{"tab-before", 1, "\t  b: \"x y\"\n"},
		{"tab-after-indent", 1, "  \tb: \"x y\"\n"},
		{"indent+1", 1, "   b: \"x y\"\n"},
		{"indent-1", 1, " b: \"x y\"\n"},
		{"indent-2", 3, "  - [d]\n"},
		{"indent-0", 3, "- [d]\n"},
		{"drop-closing-quote", 1, "  b: \"x y\n"},
		{"drop-opening-quote", 1, "  b: x y\"\n"},
		{"add-opening-quote", 4, "e: \"f\n"},
		{"add-opening-quote", 3, "    - \"[d]\n"},
		{"typing-quote", 4, "e: \"\n"},
		{"add-closing-quote", 4, "e: f\"\n"},
		{"open-bracket", 4, "e: [f\n"},
		{"open-brace", 4, "e: {f\n"},
		{"typing-bracket", 0, "a: [\n"},
		{"drop-closing-bracket", 3, "    - [d\n"},
		{"drop-colon", 0, "a\n"},
		{"drop-colon", 4, "e f\n"},
		{"no-space-after-colon", 4, "e:f\n"},
		{"nested-colon", 4, "e: word: f\n"},
		{"half-key-before", 1, "  wor\n  b: \"x y\"\n"},
		{"half-key-before-deep", 1, "    wor\n  b: \"x y\"\n"},
		{"half-key-after", 0, "a:\n  wor\n"},
		{"half-key-after", 3, "    - [d]\n    wor\n"},
		{"add-dash", 1, "  - b: \"x y\"\n"},
		{"drop-dash", 3, "    [d]\n"},
		{"drop-dash-keep-column", 3, "      [d]\n"},
		{"dash-no-space", 3, "    -[d]\n"},
		{"indicator-@", 4, "e: @f\n"},
		{"indicator-pipe", 4, "e: |f\n"},
		{"template-value", 4, "e: {{ .Values.repository }}:{{ .Values.tag }}\n"},
		{"template-line", 2, "    {{- if .Values.x }}\n    c:\n    - [d]\n    {{- end }}\n"},
		{"conflict", 4, "<<<<<<< HEAD\ne: f\n=======\ne: f\n>>>>>>> theirs\n"},
		{"conflict-open", 4, "<<<<<<< HEAD\ne: f\n"},
		{"join-next", 0, "a: b: \"x y\"\n"},
		{"word-at-0", 1, "wor\n  b: \"x y\"\n"},
		{"paste-3-at-0", 1, "b: \"x y\"\n  c:\n  - [d]\n  b: \"x y\"\n"},
		{"dedent-3-by-2", 1, "b: \"x y\"\n  c:\n  - [d]\n"},
		{"indent-3-by-2", 2, "      c:\n      - [d]\n  e: f\n"},
		{"tab-line", 4, "\t\ne: f\n"},
		{"json missing-{", 0, "\n"},
		{"json missing-[", 2, "  \"c\": \n"},
		{"json half-key-before-quote", 1, "  \"wor\n  \"a\": \"b\",\n"},
		{"json half-key-after", 2, "  \"c\": [\n    wor\n"},
		{"json drop-colon", 1, "  \"a\" \"b\",\n"},
		{"json double-colon", 1, "  \"a\":: \"b\",\n"},
		{"json missing-comma", 1, "  \"a\": \"b\"\n"},
		{"json trailing-comma", 4, "  ],\n"},
		{"json double-comma", 1, "  \"a\": \"b\",,\n"},
		{"json no-value", 1, "  \"a\": ,\n"},
		{"json unquoted-key", 1, "  a: \"b\",\n"},
		{"json single-quotes", 1, "  'a': 'b',\n"},
		{"json drop-key-closing-quote", 1, "  \"a: \"b\",\n"},
		{"json drop-opening-quote", 1, "  \"a\": b\",\n"},
		{"json typing-quote", 1, "  \"a\": \"\n"},
		{"json word-after-value", 3, "    1 wor\n"},
		{"json comment-after", 3, "    1 // why\n"},
		{"json template-line", 2, "  {{- if .Values.x }}\n  \"c\": [\n    1\n  ]\n  {{- end }}\n"},
	} {
		text, kinds := NewText("", yaml, document.YAML), YAML
		name, isJSON := strings.CutPrefix(tc.kind, "json ")
		if isJSON {
			text, kinds = NewText("", json, document.JSON), JSON
		}
		kind := kinds[slices.IndexFunc(kinds, func(k Kind) bool { return k.Name == name })]
		d, ok := text.Damage(kind, tc.line)
		if !ok {
			t.Errorf("%s changes nothing in line %d", tc.kind, tc.line)
			continue
		}
		got := d.Text[text.starts[tc.line]:]
		if end := len(d.Text) - len(text.text) + text.starts[d.splice.to]; !strings.HasPrefix(text.text, d.Text[:text.starts[tc.line]]) || d.Text[end:] != text.text[text.starts[d.splice.to]:] {
			t.Errorf("%s in line %d changes other lines: %q", tc.kind, tc.line, d.Text)
		} else {
			got = d.Text[text.starts[tc.line]:end]
		}
		if got != tc.want {
			t.Errorf("%s in line %d:\ngot  %q\nwant %q", tc.kind, tc.line, got, tc.want)
		}
	}
}

// TestDamage holds all damage of all corpora to what is true of any: lines whose text
// is still there know where they come from, and the same damage is done each time.
func TestDamage(t *testing.T) {
	for _, c := range corpora(t) {
		names := map[string]bool{}
		for k, kind := range c.Kinds {
			if names[kind.Name] {
				t.Errorf("%s: two kinds '%s'", c.Name, kind.Name)
			}
			names[kind.Name] = true
			done := false
			for _, text := range c.Texts {
				step := 1 + text.Lines()/40
				for line := k % step; line < text.Lines(); line += step {
					d, ok := text.Damage(kind, line)
					if !ok {
						continue
					}
					done = true
					if again, _ := text.Damage(kind, line); again.Text != d.Text {
						t.Fatalf("%s:%d %s is not the same twice", text.Name, line+1, kind.Name)
					}
					damaged := NewText("", d.Text, text.Language)
					here := map[int]bool{}
					for i := range damaged.lines {
						origin := d.origin(i)
						if origin >= text.Lines() || origin < -1 {
							t.Fatalf("%s:%d %s: line %d comes from %d", text.Name, line+1, kind.Name, i+1, origin+1)
						}
						if origin >= 0 && damaged.lines[i] == text.lines[origin] {
							here[origin] = true
						}
					}
					for i := range text.lines {
						if here[i] == text.hit(d.splice, i) {
							t.Fatalf("%s:%d %s: line %d is in the damaged text: %t", text.Name, line+1, kind.Name, i+1, here[i])
						}
					}
				}
			}
			if !done && c.Name != "gen3" && c.Name != "gen20" {
				t.Errorf("%s: nothing has damage of the kind '%s'", c.Name, kind.Name)
			}
		}
	}
}

// TestUndamaged finds all keys of all texts where nothing is damaged.
func TestUndamaged(t *testing.T) {
	for _, c := range corpora(t) {
		for _, text := range c.Texts {
			reading, err := KamLS{}.Read(text.text, text.Language)
			if err != nil || len(reading.Errors) > 0 {
				t.Fatal(text.Name, err, reading.Errors)
			}
			score := NewTree(text, reading).Score(Damaged{Text: text.text}, reading, nil)
			if score.Keys == 0 || score.Found != score.Keys || score.Equal != score.Keys || score.Errors != 0 {
				t.Errorf("%s: %+v", text.Name, score)
			}
		}
	}
}

// TestScore compares trees with valid texts that somebody could have meant.
func TestScore(t *testing.T) {
	whole := func(from, to int, with ...newLine) splice { return splice{from: from, to: to, with: with} }
	for name, tc := range map[string]struct {
		text, damaged      string
		splice             splice
		keys, found, equal int
	}{
		"a key is renamed":           {"a: 1\nb:\n  c: 2\n", "a: 1\nx:\n  c: 2\n", whole(1, 2, newLine{"x:", 1}), 1, 1, 1},
		"a key is renamed elsewhere": {"a: 1\nb:\n  c: 2\n", "a: 1\nx:\n  c: 2\n", whole(0, 1, newLine{"", 0}), 2, 0, 0},
		"a value changes":            {"a: 1\nb: 2\n", "a: 1\nb: 3\n", whole(0, 1, newLine{"", 0}), 1, 1, 0},
		"a value becomes a mapping":  {"a: 1\nb: 2\n", "a: 1\nb: {}\n", whole(0, 1, newLine{"", 0}), 1, 1, 0},
		"a line is inserted":         {"a: 1\nb: 2\n", "a: 1\nx: 3\nb: 2\n", whole(1, 1, newLine{"x: 3", -1}), 2, 2, 2},
		"an item is inserted":        {"- a: 1\n- b: 2\n", "- x: 1\n- a: 1\n- b: 2\n", whole(0, 0, newLine{"- x: 1", -1}), 2, 2, 2},
		"an item is removed":         {"- a: 1\n- b: 2\n- c: 3\n", "- b: 2\n- c: 3\n", whole(0, 1), 2, 2, 2},
		"two items of a line change": {"- [{a: 1}, {b: 2}]\n- c: 1\n", "- [{b: 2}, {a: 1}]\n- c: 1\n", whole(1, 2, newLine{"", 1}), 2, 0, 0},
		"a key is there twice":       {"a: 1\nb: 2\n", "a: 1\na: 3\nb: 2\n", whole(1, 1, newLine{"a: 3", -1}), 2, 2, 2},
		"the text ends":              {"a: 1\nb: 2\nc: 3\n", "a: 1\nb", splice{1, 3, []newLine{{"b", 1}}, true}, 1, 1, 1},
		"an empty document":          {"---\na: 1\n---\na: 2\n", "---\n---\na: 1\n---\na: 2\n", whole(0, 0, newLine{"---", -1}), 2, 2, 2},
		"documents change places":    {"---\na: 1\n---\nb: 2\n", "---\nb: 2\n---\na: 1\n", whole(0, 0), 2, 0, 0},
	} {
		text := NewText(name, tc.text, document.YAML)
		valid, _ := KamLS{}.Read(tc.text, document.YAML)
		damaged, _ := KamLS{}.Read(tc.damaged, document.YAML)
		var lost int
		score := NewTree(text, valid).Score(Damaged{Text: tc.damaged, splice: tc.splice}, damaged, func(int) { lost++ })
		want := Score{tc.keys, tc.found, tc.equal, len(damaged.Errors)}
		if score != want || lost != score.Keys-score.Found {
			t.Errorf("%s: %+v and %d lost, want %+v", name, score, lost, want)
		}
	}
}

// TestJSON writes YAML as JSON with the same tree.
func TestJSON(t *testing.T) {
	for _, c := range corpora(t)[:2] {
		text := c.Texts[0]
		asJSON := NewText("json", toJSON(text.text), document.JSON)
		reading, _ := KamLS{}.Read(text.text, document.YAML)
		other, _ := KamLS{}.Read(asJSON.text, document.JSON)
		if len(other.Errors) > 0 {
			t.Fatal(other.Errors)
		}
		forget := func(r Reading) Reading { // lines
			var forget func(n *Node)
			forget = func(n *Node) {
				n.Line = 0
				for i := range n.Entries {
					n.Entries[i].Line = 0
					forget(n.Entries[i].Value)
				}
				for _, item := range n.Items {
					forget(item)
				}
			}
			forget(r.Roots[0])
			return r
		}
		if !equal(forget(reading).Roots[0], forget(other).Roots[0]) {
			t.Errorf("%s is another one in JSON", text.Name)
		}
	}
}

func equal(a, b *Node) bool {
	return a.Line == b.Line && a.Scalar == b.Scalar && a.Value == b.Value &&
		slices.EqualFunc(a.Entries, b.Entries, func(a, b Entry) bool {
			return a.Key == b.Key && a.Line == b.Line && equal(a.Value, b.Value)
		}) && slices.EqualFunc(a.Items, b.Items, equal)
}
