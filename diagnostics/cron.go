package diagnostics

import (
	"github.com/kam-ls/kam-ls/cron"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
)

// schedules calls f for the schedule of every Job that has one that is a
// string, once each where aliases repeat it.
func (p *pass) schedules(f func(n *document.Node, expr string)) {
	seen := map[*document.Node]bool{}
	for _, job := range p.objectsOf("Job") {
		n := job.Value("schedule")
		if expr, ok := text(n); ok && !seen[n] && (p.own == nil || p.own(n.Span().Start)) {
			seen[n] = true
			f(n, expr)
		}
	}
}

// cronErrors reports the schedules that are refused for a reason of a kind.
func (p *pass) cronErrors(kind cron.ErrorKind) {
	p.schedules(func(n *document.Node, expr string) {
		if _, err := cron.Parse(expr); err != nil && err.Kind == kind {
			d := at(n, err.Message)
			d.Fixes = p.cronFix(n, err.Fix)
			p.report(d)
		}
	})
}

// cronNotes reports what surprises in a schedule, of one kind.
func (p *pass) cronNotes(kind cron.NoteKind) {
	p.schedules(func(n *document.Node, expr string) {
		s, err := cron.Parse(expr)
		if err != nil {
			return
		}
		for _, note := range s.Notes() {
			if note.Kind == kind {
				d := at(n, note.Message)
				d.Fixes = p.cronFix(n, note.Fix)
				p.report(d)
			}
		}
	})
}

func (p *pass) cronFix(n *document.Node, fix *cron.Fix) []Fix {
	if fix == nil {
		return nil
	}
	return []Fix{{Title: fix.Title, Safe: fix.Safe, Edits: []document.Edit{edit.Rewrite(p.doc, n, fix.Expr)}}}
}
