package diagnostics

import (
	"fmt"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
)

// An ignore comment suppresses nothing.
//
// What it was for is mended, has moved to another line, or was never there. A
// comment left behind would hide the next mistake of its kind.
//
// Bad:
//
//	schedule: "0 3 * * *" # kam-ls: ignore cron-day-or
//
// Good:
//
//	schedule: "0 3 13 * 5" # kam-ls: ignore cron-day-or -- the 13th, and every Friday
var unusedIgnore = &Rule{ID: "unused-ignore", Severity: Warning, check: func(p *pass) {
	for _, c := range p.ignore.comments {
		verb := c.verb.Of(p.doc.Text())
		switch {
		case verb != "ignore" && verb != "ignore-file": // unknown-rule says so
		case c.fault != "":
			p.report(Diagnostic{Span: c.span, Message: c.fault, Fixes: []Fix{p.removeComment(c)}})
		case len(c.rules) == 0:
			p.report(Diagnostic{Span: c.span, Message: "this comment ignores nothing: expected the ID of a rule", Fixes: []Fix{p.removeComment(c)}})
		default:
			p.unusedRules(c)
		}
	}
}}

// inFile reports whether a comment counts for the whole file.
func (c *ignoreComment) inFile(doc *document.Document) bool {
	return c.verb.Of(doc.Text()) == "ignore-file"
}

func (p *pass) unusedRules(c *ignoreComment) {
	for i, r := range c.rules {
		if r.used || r.disabled || c.inFile(p.doc) && p.rest.Ignored[r.id] || Lookup(r.id) == nil {
			continue
		}
		fix := p.removeComment(c)
		if len(c.rules) > 1 {
			// From the end of the name before it, or to the start of the next.
			span := document.Span{Start: r.span.Start}
			if i+1 < len(c.rules) {
				span.End = c.rules[i+1].span.Start
			} else {
				span = document.Span{Start: c.rules[i-1].span.End, End: r.span.End}
			}
			fix.Edits = []document.Edit{edit.Replace(span, "")}
			fix.Title = fmt.Sprintf("Remove '%s' from the comment", r.id)
		}
		p.report(Diagnostic{
			Span:        r.span,
			Message:     fmt.Sprintf("'%s' is ignored here, but not found", r.id),
			Fixes:       []Fix{fix},
			Unnecessary: true,
		})
	}
}

// removeComment is the fix that takes a comment away, with its line if it has
// one of its own.
func (p *pass) removeComment(c *ignoreComment) Fix {
	text, lines := p.doc.Text(), p.doc.Lines()
	span := c.span
	line := lines.LineOf(span.Start)
	start := lines.Span(line).Start
	if c.ownLine {
		span.Start = start
		if line+1 < lines.Count() {
			span.End = lines.Span(line + 1).Start
		}
	} else {
		span.Start = start + len(strings.TrimRight(text[start:span.Start], " \t"))
	}
	return Fix{Title: "Remove the comment", Edits: []document.Edit{edit.Replace(span, "")}, Safe: true}
}
