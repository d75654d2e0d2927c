package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// A "_type" names another type than its place takes.
//
// KCL writes the type of every value it prints into "_type". Only what follows
// the last dot counts. Where it contradicts its place, something was pasted or
// moved to where it does not belong.
//
// Bad:
//
//	containers:
//	  web:
//	    _type: kam.v1.workload.secret.Secret
//	    image: "nginx:1.27"
//
// Good:
//
//	containers:
//	  web:
//	    _type: kam.v1.workload.container.Container
//	    image: "nginx:1.27"
var typeTag = &Rule{ID: "type-tag", Severity: Error, check: func(p *pass) {
	if p.isConfiguration() {
		return
	}
	p.workloads(func(w *spec.Workload) {
		for _, o := range w.Objects {
			n, tag := o.Tag()
			if n == nil || tag == o.Type.Name || tcpValue(o) == n {
				continue
			}
			want := o.Type.Name
			if o.Union != nil {
				want = o.Union.String()
			}
			d := at(n, fmt.Sprintf("'%s' names the type %s, but the type here is %s", n.Value, tag, want))
			d.Fixes = []Fix{p.retag(n, o)}
			p.report(d)
		}
	})
	p.problems(func(f failure) {
		if n := f.value; n != nil && f.Expected == nil && len(f.Path) == 1 && f.Path[0] == spec.TypeTag {
			p.report(p.mismatch(n, &schema.TypeExpr{Kind: schema.Str}))
		}
	}, schema.WrongType)
}}

// retag is the fix that names the type of the place.
func (p *pass) retag(n *document.Node, o *spec.Object) Fix {
	return Fix{Title: "Name the type " + o.Type.Name, Edits: []document.Edit{edit.Rewrite(p.doc, n, o.Type.Name)}}
}
