package printable_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/kam-ls/kam-ls/printable"
)

// pieces are what random texts are made of: what can be shown, what cannot, and what
// commands of runners are made of.
var pieces = []string{
	"a", "Z9", "é", "漢", "😀", " ", "\t", "\n", "\r\n", "\r", "\u00a0", "\u3000", "\"", "'", "\\", "<", "&", "]]>",
	":", "::", "::error::", "#", "##", "##[", "##vso[", "##[error]", "[", "]", "%0A",
	"\x00", "\a", "\b", "\x1b", "\x1b[31m", "\x1b]0;t\a", "\x1b[2J", "\x7f", "\u0080", "\u009b", "\u0085",
	"\u2028", "\u2029", "\u200b", "\u200f", "\u202e", "\u2066", "\u061c", "\ufeff", "\u00ad", "\u3164", "\U000e0041", "\xff", "\xc3", "\xed\xa0\x80",
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(12) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// command is what runners take for a command, as their sources say it: GitHub and Azure
// Pipelines trim white space, and look for "##" forms anywhere.
var command = regexp.MustCompile(`(?m)^[\pZ\s\x{85}]*::|##[A-Za-z]*\[`)

// fault says what of a text a terminal or a runner would act on, "" if there is nothing.
func fault(s string) string {
	if !utf8.ValidString(s) {
		return "a byte that is not UTF-8"
	}
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		if r == '\n' || r == '\t' {
			continue
		}
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) {
			return fmt.Sprintf("%U", r)
		}
	}
	return command.FindString(s)
}

// TestWriter writes random texts in random pieces: nothing that comes out is acted on,
// the pieces make no difference, and a text with nothing in it passes as it is.
func TestWriter(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	untouched := 0
	for range 50000 {
		text := randomText(r)
		var whole, parts strings.Builder
		write(t, &whole, text)
		w := printable.NewWriter(&parts)
		for rest := text; rest != ""; {
			n := 1 + r.IntN(len(rest))
			if k, err := io.WriteString(w, rest[:n]); k != n || err != nil {
				t.Fatal(k, err)
			}
			rest = rest[n:]
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if whole.String() != parts.String() {
			t.Fatalf("%q is written as %q, and in pieces as %q", text, whole.String(), parts.String())
		}
		if bad := fault(whole.String()); bad != "" {
			t.Fatalf("%q is written as %q, with %q", text, whole.String(), bad)
		}
		if fault(text) == "" && !strings.ContainsRune(text, '\u3164') {
			untouched++
			if whole.String() != text {
				t.Fatalf("%q is written as %q", text, whole.String())
			}
		}
		if line := printable.Line(text); fault("x"+line) != "" || strings.ContainsAny(line, "\n\t\r") {
			t.Fatalf("%q is the line %q", text, line)
		}
		if got := printable.HasCommands(text); got != (command.FindString(text) != "") {
			t.Fatalf("%q has commands: %t", text, got)
		}
	}
	if untouched < 1000 {
		t.Errorf("only %d texts were as they should be", untouched)
	}
}

func write(t *testing.T, out io.Writer, text string) {
	t.Helper()
	w := printable.NewWriter(out)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
}

// TestColored lets colours pass and nothing that looks like them.
func TestColored(t *testing.T) {
	for text, want := range map[string]string{
		"\x1b[1;31merror\x1b[0m\n":         "\x1b[1;31merror\x1b[0m\n",
		"\x1b[2J\x1b]0;t\a\x1b[31":         "\ufffd[2J\ufffd]0;t\ufffd\ufffd",
		"\x1b[" + strings.Repeat("1;", 20): "\ufffd[" + strings.Repeat("1;", 20),
		"\x1bm\x1b[m":                      "\ufffdm\x1b[m",
	} {
		for size := range len(text) {
			var b strings.Builder
			w := printable.NewWriter(&b).Colored()
			for rest := text; rest != ""; {
				n := min(size+1, len(rest))
				_, _ = io.WriteString(w, rest[:n])
				rest = rest[n:]
			}
			_ = w.Flush()
			if b.String() != want {
				t.Errorf("%q is written as %q in pieces of %d", text, b.String(), size+1)
			}
		}
	}
}

// TestEscape reads back what was escaped: it is the same, and a Writer passes it.
func TestEscape(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		text := strings.ToValidUTF8(randomText(r), "?")
		encoded, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		escaped := printable.JSON(encoded)
		var back string
		if err := json.Unmarshal(escaped, &back); err != nil || back != text {
			t.Fatalf("%s is read as %q (%v), expected %q", escaped, back, err, text)
		}
		passes(t, string(escaped))

		type element struct {
			Text      string `xml:",chardata"`
			Attribute string `xml:"a,attr"`
		}
		text = strings.Map(func(r rune) rune {
			if r < ' ' && r != '\n' && r != '\t' { // which XML cannot hold
				return -1
			}
			return r
		}, text)
		var b strings.Builder
		if err := xml.NewEncoder(&b).Encode(element{text, text}); err != nil {
			t.Fatal(err)
		}
		escaped = printable.XML([]byte(b.String()))
		var e element
		if err := xml.Unmarshal(escaped, &e); err != nil || e.Text != text || e.Attribute != text {
			t.Fatalf("%s is read as %q (%v), expected %q", escaped, e, err, text)
		}
		passes(t, string(escaped))
	}
}

func passes(t *testing.T, text string) {
	t.Helper()
	var b strings.Builder
	write(t, &b, text)
	if b.String() != text || fault(text) != "" {
		t.Fatalf("%q is written as %q", text, b.String())
	}
}
