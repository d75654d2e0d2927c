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
		line, caret := frame(File{Doc: document.Parse(tc.text, document.YAML)}, document.Span{Start: start, End: start + len(tc.mark)})
		if line != tc.line || caret != tc.caret {
			t.Errorf("%q:\n%s\n%s\nwant\n%s\n%s", tc.text, line, caret, tc.line, tc.caret)
		}
	}
	secrets := "pin: 'abc' # x\ntoken: \"def\nghi\"\n"
	for _, tc := range []struct{ mark, line, caret string }{
		{"pin", "pin: ••• # x", "^^^"},
		{"'abc'", "pin: ••• # x", "     ^^^"},
		{"b", "pin: ••• # x", "     ^^^"},
		{"# x", "pin: ••• # x", "         ^^^"},
		{"c' #", "pin: ••• # x", "     ^^^^^"},
		{"f\ng", "token: •••", "       ^^^"},
		{"hi", "•••", "^^^"},
	} {
		f := File{Doc: document.Parse(secrets, document.YAML)}
		for _, secret := range []string{"'abc'", "\"def\nghi\""} {
			start := strings.Index(secrets, secret)
			f.Secrets = append(f.Secrets, document.Span{Start: start, End: start + len(secret)})
		}
		start := strings.Index(secrets, tc.mark)
		line, caret := frame(f, document.Span{Start: start, End: start + len(tc.mark)})
		if line != tc.line || caret != tc.caret {
			t.Errorf("%q:\n%s\n%s\nwant\n%s\n%s", tc.mark, line, caret, tc.line, tc.caret)
		}
	}
	text := long + "needle" + long
	line, caret := frame(File{Doc: document.Parse(text, document.YAML)}, document.Span{Start: 500, End: 506})
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

// TestPromiseFrameBounded looks at no more of a long line than a frame can show.
func TestPromiseFrameBounded(t *testing.T) {
	for _, piece := range []string{"x", "é", "漢", "\u0301", "\t", "\xff", "\x1b"} {
		// Frames in the middle of a line are the same however long it is.
		shown := map[string]bool{}
		for _, n := range []int{5000, 50000} {
			side := strings.Repeat(piece, n)
			f := File{Doc: document.Parse(side+"needle"+side, document.YAML)}
			start := len(side)
			line, caret := frame(f, document.Span{Start: start, End: start + len("needle")})
			if len(line) > 4*far || !strings.Contains(line, "needle") || !strings.HasPrefix(line, "…") || !strings.HasSuffix(line, "…") {
				t.Errorf("%q: a frame of %d bytes: %s\n%s", piece, len(line), line, caret)
			}
			shown[line+caret] = true
		}
		if len(shown) != 1 {
			t.Errorf("%q: the frame depends on the length of the line", piece)
		}
	}
}
