package diagnostics

import (
	"fmt"
	"strings"
)

//go:generate go run ../internal/gen/rules ..

// ruleDoc is what the doc comment of a rule says.
type ruleDoc struct {
	summary, text string
	bad, good     string // examples: lines of a spec
}

// Summary is one sentence about what the rule reports.
func (r *Rule) Summary() string { return docs[r.ID].summary }

// Page is the explanation of the rule for a terminal.
func (r *Rule) Page() string {
	doc := docs[r.ID]
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n\n%s\n", r.ID, r.Severity, doc.summary)
	if doc.text != "" {
		fmt.Fprintf(&b, "\n%s\n", doc.text)
	}
	fmt.Fprintf(&b, "\nBad:\n\n%s\n\nGood:\n\n%s\n\n%s\n", indent(doc.bad), indent(doc.good), URL(r.ID))
	return b.String()
}

func indent(s string) string {
	return "    " + strings.ReplaceAll(s, "\n", "\n    ")
}

// Examples are the bad and the good example of the rule's page: lines of a spec.
func (r *Rule) Examples() (bad, good string) { return docs[r.ID].bad, docs[r.ID].good }
