package report

import (
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
)

// TestFrame puts carets under spans where columns, runes and bytes differ.
func TestFrame(t *testing.T) {
	long := strings.Repeat("x", 500)
	for _, tc := range []struct {
		text, mark  string
		line, caret string
	}{
		{"a: b\n", "b", "a: b", "   ^"},
		{"a: b\n", "", "a: b", "^"},
		{"\ta: b\n", "b", "    a: b", "       ^"},
		{"é😀漢: b\n", "b", "é😀漢: b", "       ^"},
		{"a: 漢字\n", "漢字", "a: 漢字", "   ^^^^"},
		{"a: |\n  x\n  y\n", "|\n  x\n  y", "a: |", "   ^"},
		{"a: \x1b[31mred\r\n", "red", "a: \ufffd[31mred", "        ^^^"},
		{"a: \u202ex\xff\n", "x\xff", "a: \ufffdx\ufffd", "    ^^"},
	} {
		start := strings.Index(tc.text, tc.mark)
		line, caret := frame(document.Parse(tc.text, document.YAML), document.Span{Start: start, End: start + len(tc.mark)})
		if line != tc.line || caret != tc.caret {
			t.Errorf("%q:\n%s\n%s\nwant\n%s\n%s", tc.text, line, caret, tc.line, tc.caret)
		}
	}
	text := long + "needle" + long
	line, caret := frame(document.Parse(text, document.YAML), document.Span{Start: 500, End: 506})
	if at := strings.Index(line, "needle"); len([]rune(line)) > maxFrame+2 || at < 0 || strings.Index(caret, "^") != len([]rune(line[:at])) {
		t.Errorf("a long line is shown as\n%s\n%s", line, caret)
	}
}

// TestNoControlCharacters prints findings about a hostile file: nothing in it
// reaches the terminal as a command.
func TestNoControlCharacters(t *testing.T) {
	doc := document.Parse("\x1b]0;title\x07: \x1b[2J\n", document.YAML)
	file := File{Name: "\x1b[31m.kam.yaml", Doc: doc, Diagnostics: []diagnostics.Diagnostic{{
		Rule: "syntax", Severity: diagnostics.Error, Span: document.Span{Start: 0, End: 4}, Message: "bad \x1b[2J",
		Related: []diagnostics.Related{{Message: "\x1b[3J"}}, Fixes: []diagnostics.Fix{{Title: "\x1b[4J"}},
	}}}
	for _, format := range []string{"text", "compact"} {
		var b strings.Builder
		r, err := New(format, &b, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.File(file); err != nil {
			t.Fatal(err)
		}
		if err := r.Close(Summary{}); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(b.String(), "\x1b\x07") {
			t.Errorf("%s: %q", format, b.String())
		}
	}
}
