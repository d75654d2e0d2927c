package diagnostics

import (
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
)

// A Job has no container to run.
//
// Bad:
//
//	schedule: "0 3 * * *"
//	containers: {}
//
// Good:
//
//	schedule: "0 3 * * *"
//	containers:
//	  web:
//	    image: "nginx:1.27"
var noContainers = &Rule{ID: "no-containers", Severity: Error, check: func(p *pass) {
	p.problems(func(f failure) {
		if n := f.value; n != nil && f.isEmptyContainers(n) {
			p.report(at(n, "'containers' is empty: expected at least one container"))
		}
	}, schema.TooFew, schema.WrongType)
}}

// isEmptyContainers reports whether a failure is about the containers of a Job,
// and that there are none.
func (f failure) isEmptyContainers(n *document.Node) bool {
	if f.object.Type.Name != "Job" || len(f.Path) != 1 || f.Path[0] != "containers" {
		return false
	}
	return n.Null() || n.Kind != document.Scalar && len(n.Entries)+len(n.Items) == 0
}
