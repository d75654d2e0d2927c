package main

import (
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/diagnostics"
)

// TestChapters: every title stands before a rule, and the first rule has one.
func TestChapters(t *testing.T) {
	for id := range chapters {
		if diagnostics.Lookup(id) == nil {
			t.Errorf("the chapter %s begins with '%s', which is no rule", chapters[id], id)
		}
	}
	if first := diagnostics.IDs()[0]; chapters[first] == "" {
		t.Errorf("'%s' begins no chapter", first)
	}
}

// TestRenderRule: a page fits its width, and colours change nothing else than
// the backticks that they stand for.
func TestRenderRule(t *testing.T) {
	for _, r := range diagnostics.Rules() {
		const width = 60
		plain := renderRule(r, width, false)
		prose, _, _ := strings.Cut(plain, "\nBad\n")
		for line := range strings.Lines(prose) {
			if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > width && strings.Contains(line, " ") {
				t.Errorf("%s: a line of %d columns: %s", r.ID, n, line)
			}
		}
		bad, good := r.Examples()
		for _, example := range []string{bad, good} {
			if got := stripColors(highlight(example, true)); got != example {
				t.Errorf("%s: highlighting changes %q into %q", r.ID, example, got)
			}
		}
		if got := stripColors(renderRule(r, width, true)); strings.ReplaceAll(got, "`", "") != strings.ReplaceAll(plain, "`", "") {
			t.Errorf("%s: colours change the page:\n%s", r.ID, got)
		}
	}
}

func TestHighlight(t *testing.T) {
	for text, want := range map[string]string{
		"a: \"b\" # c":     "<34>a</>: <32>\"b\"</> <2># c</>",
		"a:\n  - b\n  - 5": "<34>a</>:\n  - <32>b</>\n  - 5",
		"a: |\n  b\n  c":   "<34>a</>: <32>|</>\n<32>  b</>\n<32>  c</>",
		"a: \"b":           "<34>a</>: <32>\"b</>",
		"":                 "",
	} {
		if got := shownColors.Replace(highlight(text, true)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestPaintCode(t *testing.T) {
	for text, want := range map[string]string{
		"set `a.b` and \"c d\"": "set <36>a.b</> and <36>\"c d\"</>",
		"\"a\nb\"":              "<36>\"a</>\n<36>b\"</>",
		"a ` b":                 "a ` b",
	} {
		if got := shownColors.Replace(paintCode(text, true)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for text, want := range map[string]string{
		"":                "",
		"a b c":           "a b\nc",
		"a\nb\n c":        "a b\nc",
		"abcdef g":        "abcdef\ng",
		"é é é":           "é é\né",
		"a bcdefgh i j k": "a\nbcdefgh\ni j\nk",
	} {
		if got := wrap(text, 4); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// shownColors writes escape codes as tags.
var shownColors = strings.NewReplacer("\x1b[0m", "</>", "\x1b[2m", "<2>", "\x1b[32m", "<32>", "\x1b[34m", "<34>", "\x1b[36m", "<36>")

func stripColors(s string) string {
	for _, code := range []string{"0", bold, dim, red, green, yellow, blue, cyan} {
		s = strings.ReplaceAll(s, "\x1b["+code+"m", "")
	}
	return s
}
