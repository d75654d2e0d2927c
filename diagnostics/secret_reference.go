package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/spec"
)

// A reference to a secret is malformed.
//
// In env and contentFrom a reference names a secret and a key in it,
// "secret://NAME/KEY"; in env "${secret://NAME/KEY}" says the same. In dirs it
// names a secret, "secret://NAME", whose keys become files. It is always the
// whole value: nothing substitutes a reference inside of a longer text.
//
// Bad:
//
//	secrets:
//	  db:
//	    type: opaque
//	    data:
//	      password: ""
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      DB_PASSWORD: "secret://db"
//
// Good:
//
//	secrets:
//	  db:
//	    type: opaque
//	    data:
//	      password: ""
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      DB_PASSWORD: "secret://db/password"
var secretReference = &Rule{ID: "secret-reference", Severity: Error, check: func(p *pass) {
	p.secretRefs(func(ref spec.SecretRef) {
		if ref.Fault != "" {
			d := at(ref.Node, fmt.Sprintf("malformed reference %s, %s: expected %s", quoted(p.doc, ref.Node), ref.Fault, spec.SecretForm(ref.Folder)))
			if ref.Meant != "" {
				d.Message = fmt.Sprintf("malformed reference %s, %s: did you mean '%s'?", quoted(p.doc, ref.Node), ref.Fault, ref.Meant)
				d.Fixes = []Fix{{Title: fmt.Sprintf("Change to '%s'", ref.Meant), Edits: []document.Edit{edit.Rewrite(p.doc, ref.Node, ref.Meant)}}}
			}
			p.report(d)
		}
	})
}}

// secretRefs calls f for the references of all Jobs, once each where aliases
// repeat them in one workload.
func (p *pass) secretRefs(f func(spec.SecretRef)) {
	if p.refs == nil {
		p.refs = []spec.SecretRef{}
		p.workloads(func(w *spec.Workload) { p.refs = append(p.refs, w.SecretRefs()...) })
	}
	for _, ref := range p.refs {
		f(ref)
	}
}

// isSecretRef reports whether a value is a reference to a secret, or tries to be.
func (p *pass) isSecretRef(n *document.Node) bool {
	if p.refNodes == nil {
		p.refNodes = map[*document.Node]bool{}
		p.secretRefs(func(ref spec.SecretRef) { p.refNodes[ref.Node] = true })
	}
	return p.refNodes[n]
}
