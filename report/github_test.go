package report_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/report"
)

// TestGitHubEscaping holds every finding to one line and one command, whatever
// it quotes.
func TestGitHubEscaping(t *testing.T) {
	doc := document.Parse("a: b\nc: d\n", document.YAML)
	for _, tc := range []struct {
		name, message string
		span          document.Span
		want          string
	}{
		{"a.yaml", "plain", document.Span{Start: 3, End: 4}, "::error file=a.yaml,line=1,endLine=1,col=4,endColumn=4,title=syntax::plain"},
		{"a.yaml", "empty", document.Span{Start: 3, End: 3}, "::error file=a.yaml,line=1,endLine=1,col=4,endColumn=4,title=syntax::empty"},
		{"a.yaml", "two lines", document.Span{Start: 0, End: 9}, "::error file=a.yaml,line=1,endLine=2,title=syntax::two lines"},
		{"c:\\a,b 100%.yaml", "a: b, c", document.Span{}, "::error file=c%3A\\a%2Cb 100%25.yaml,line=1,endLine=1,col=1,endColumn=1,title=syntax::a: b, c"},
		{"a\n::warning::b", "x\r\n::error::y", document.Span{}, "::error file=a%0A%3A%3Awarning%3A%3Ab,line=1,endLine=1,col=1,endColumn=1,title=syntax::x%0D%0A::error::y"},
		{"%0A", "%0A%250A", document.Span{}, "::error file=%250A,line=1,endLine=1,col=1,endColumn=1,title=syntax::%250A%25250A"},
		{"\x1b[1m\xff😀", "\x1b[2J\xff😀", document.Span{}, "::error file=\ufffd[1m\ufffd😀,line=1,endLine=1,col=1,endColumn=1,title=syntax::\ufffd[2J\ufffd😀"},
	} {
		f := report.File{Name: tc.name, Doc: doc, Diagnostics: []diagnostics.Diagnostic{
			{Rule: "syntax", Severity: diagnostics.Error, Span: tc.span, Message: tc.message},
		}}
		if got := write(t, "github", report.Options{Quiet: true}, f); got != tc.want+"\n" {
			t.Errorf("%q %q:\n%swant\n%s", tc.name, tc.message, got, tc.want)
		}
	}
	out := write(t, "github", report.Options{}, hostile())
	for i, line := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
		if strings.HasPrefix(line, "::") != (i < 4) || !utf8.ValidString(line) {
			t.Errorf("line %d: %q", i+1, line)
		}
	}
	for _, files := range [][]report.File{{}, {check("a.kam.yaml", sound)}} {
		if got := write(t, "github", report.Options{}, files...); !strings.HasPrefix(got, "no findings in ") {
			t.Errorf("a run without findings says %q", got)
		}
	}
}
