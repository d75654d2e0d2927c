package diagnostics

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

// A secret has a name that Kubernetes does not take.
//
// Names of secrets are DNS subdomains: lower-case letters, digits, '-' and '.',
// with a letter or digit at both ends, at most 253.
//
// Bad:
//
//	secrets:
//	  DB_login:
//	    type: opaque
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    dirs:
//	      /mnt/login: secret://DB_login
//
// Good:
//
//	secrets:
//	  db-login:
//	    type: opaque
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    dirs:
//	      /mnt/login: secret://db-login
var secretName = &Rule{ID: "secret-name", Severity: Error, check: func(p *pass) {
	for _, job := range p.objectsOf("Job") {
		for _, e := range p.entries(job, "secrets") {
			if fault := kube.Subdomain(e.key.Value, kube.MaxSubdomain); fault != "" {
				p.badName(e.key, "a secret", fault, e.field.Merged, func(name string) []document.Edit {
					return p.renameRefs(job.Workload, e.key.Value, name)
				})
			}
		}
	}
}}

// renameRefs are the edits that make a workload's references to a secret refer
// to another.
func (p *pass) renameRefs(w *spec.Workload, old, name string) []document.Edit {
	var edits []document.Edit
	seen := map[*document.Node]bool{}
	for _, ref := range w.SecretRefs() {
		if ref.Name == old && ref.Fault == "" && !seen[ref.Node] {
			seen[ref.Node] = true
			value := strings.Replace(ref.Node.Value, spec.SecretScheme+old, spec.SecretScheme+name, 1)
			edits = append(edits, rewrite(p.doc, ref.Node, value))
		}
	}
	return edits
}
