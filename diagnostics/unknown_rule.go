package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/spec"
)

// An ignore comment, or a configuration, names a rule that does not exist.
//
// What it was to suppress, or to grade, is reported as if it were not there.
//
// Bad:
//
//	schedule: "0 3 13 * 5" # kam-ls: ignore cron-day-or, cron-syntx
//
// Good:
//
//	schedule: "0 3 13 * 5" # kam-ls: ignore cron-day-or
var unknownRule = &Rule{ID: "unknown-rule", Severity: Warning, check: func(p *pass) {
	p.unknownSettings()
	for _, c := range p.ignore.comments {
		if verb := c.verb.Of(p.doc.Text()); verb != "ignore" && verb != "ignore-file" {
			d := Diagnostic{Span: c.verb, Message: fmt.Sprintf("unknown word '%s' for kam-ls: expected ignore, ignore-file, spec", verb)}
			if c.verb.Len() == 0 {
				d.Span = c.span
			}
			d.Fixes = p.renameWord(c.verb, verb, []string{"ignore", "ignore-file", "spec"})
			p.report(d)
			continue
		}
		for _, r := range c.rules {
			if Lookup(r.id) == nil {
				d := Diagnostic{Span: r.span, Message: UnknownRule(r.id)}
				d.Fixes = p.renameWord(r.span, r.id, IDs())
				p.report(d)
			}
		}
	}
}}

// UnknownRule is the message about an ID that no rule has.
func UnknownRule(id string) string {
	message := fmt.Sprintf("no rule is named '%s'", id)
	if near := spec.Nearest(id, IDs()); near != "" {
		return message + fmt.Sprintf(": did you mean '%s'?", near)
	}
	return message + ": 'kam-ls explain' lists them"
}

func (p *pass) renameWord(span document.Span, word string, names []string) []Fix {
	near := spec.Nearest(word, names)
	if near == "" {
		return nil
	}
	return []Fix{{Title: fmt.Sprintf("Change to '%s'", near), Edits: []document.Edit{edit.Replace(span, near)}}}
}
