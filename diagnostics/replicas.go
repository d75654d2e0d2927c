package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
)

// A Job starts no Pods, or less than none.
//
// With 0 replicas every run ends at once and nothing has been done; a negative
// number is refused.
//
// Bad:
//
//	schedule: "0 3 * * *"
//	replicas: -1
//
// Good:
//
//	schedule: "0 3 * * *"
//	replicas: 1
var replicas = &Rule{ID: "replicas", Severity: Error, check: func(p *pass) {
	for _, job := range p.objectsOf("Job") {
		n := job.Value("replicas")
		if n == nil || n.Kind != document.Scalar {
			continue
		}
		count, ok := integer(n)
		if !ok || count > 0 {
			continue
		}
		d := at(n, fmt.Sprintf("'replicas' is %d: expected at least 1", count))
		if count == 0 {
			d.Message = "'replicas' is 0, which runs nothing: expected at least 1"
			d.Severity = Warning
		}
		d.Fixes = []Fix{{Title: "Write 1", Edits: []document.Edit{edit.Replace(n.Span(), "1")}}}
		p.report(d)
	}
}}
