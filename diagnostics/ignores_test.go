package diagnostics

import (
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/document"
)

// TestPromiseIgnoresLinear reads many ignore comments, with content after them and
// without: each line is looked at once.
func TestPromiseIgnoresLinear(t *testing.T) {
	comments := strings.Repeat("# kam-ls: ignore cron-day-or\n", 1000)
	for _, text := range []string{"a: b\n" + comments, comments + "a: b\n", strings.Repeat(comments+"a: b\n\n", 3) + comments} {
		doc := document.Parse(text, document.YAML)
		next := contentAfter{doc: doc}
		for _, c := range doc.Comments() {
			line := doc.Lines().LineOf(c.Start)
			after := next.of(line)
			if s := strings.Join(strings.Split(text, "\n")[line+1:after], ""); strings.Trim(strings.ReplaceAll(s, "# kam-ls: ignore cron-day-or", ""), "\n") != "" {
				t.Fatalf("after line %d content is on line %d", line, after)
			}
			if after < doc.Lines().Count() && doc.Lines().Line(after) != "a: b" {
				t.Fatalf("after line %d content is %q", line, doc.Lines().Line(after))
			}
		}
		if next.looked > doc.Lines().Count() {
			t.Errorf("%d looks at %d lines", next.looked, doc.Lines().Count())
		}
	}
}
