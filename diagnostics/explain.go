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

// Description is the summary and, below it, the why.
func (r *Rule) Description() string {
	doc := docs[r.ID]
	return strings.TrimSpace(doc.summary + "\n\n" + doc.text)
}

// Page is the explanation of the rule for a terminal.
func (r *Rule) Page() string {
	bad, good := r.Examples()
	return fmt.Sprintf("%s (%s)\n\n%s\n\nBad:\n\n%s\n\nGood:\n\n%s\n\n%s\n",
		r.ID, r.Severity, r.Description(), indent(bad), indent(good), URL(r.ID))
}

// Markdown is the explanation of the rule for viewers that show its ID and its
// severity beside it.
func (r *Rule) Markdown() string {
	bad, good := r.Examples()
	return fmt.Sprintf("%s\n\n## Bad\n\n```yaml\n%s\n```\n\n## Good\n\n```yaml\n%s\n```\n", r.Description(), bad, good)
}

func indent(s string) string {
	return "    " + strings.ReplaceAll(s, "\n", "\n    ")
}

// Examples are the bad and the good example of the rule's page: lines of a spec.
func (r *Rule) Examples() (bad, good string) { return docs[r.ID].bad, docs[r.ID].good }
