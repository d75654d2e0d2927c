package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
)

// A key stands twice in one mapping.
//
// Readers disagree about which of the two counts: some take the last without a
// word, Kubernetes refuses the file. Every key after the first is reported.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    image: "nginx:1.28"
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.28"
var duplicateKey = &Rule{ID: "duplicate-key", Severity: Error, check: func(p *pass) {
	for _, root := range p.doc.Roots() {
		p.duplicateKeys(root.Node)
	}
}}

func (p *pass) duplicateKeys(n *document.Node) {
	if p.otherKind(n) {
		return
	}
	if len(n.Entries) > 1 {
		first := make(map[string]*document.Node, len(n.Entries))
		for i := range n.Entries {
			e := &n.Entries[i]
			if e.Key.Kind != document.Scalar || e.Key.Empty() {
				continue
			}
			if before := first[e.Key.Value]; before != nil {
				d := at(e.Key, fmt.Sprintf("the key '%s' stands twice in this mapping", e.Key.Value))
				d.Related = []Related{{before.Span(), "the first one"}}
				d.Fixes = p.removal(fmt.Sprintf("Remove this '%s'", e.Key.Value), &document.Field{Entry: e})
				p.report(d)
				continue
			}
			first[e.Key.Value] = e.Key
		}
	}
	for i := range n.Entries {
		p.duplicateKeys(n.Entries[i].Key)
		p.duplicateKeys(n.Entries[i].Value)
	}
	for _, item := range n.Items {
		p.duplicateKeys(item)
	}
}

// otherKind reports whether a node is a workload that is not a Job, about which
// nothing is said but that.
func (p *pass) otherKind(n *document.Node) bool {
	w := p.file.WorkloadAt(n)
	return w != nil && w.Kind != ""
}
