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
		var refs map[string][]*document.Node
		for _, e := range p.entries(job, "secrets") {
			fault := kube.Subdomain(e.key.Value, kube.MaxSubdomain)
			if fault == "" {
				continue
			}
			if refs == nil {
				refs = p.refsByName(job.Workload)
			}
			p.badName(e.key, "a secret", fault, e.field.Merged, func(name string) []document.Edit {
				var edits []document.Edit
				for _, n := range refs[e.key.Value] {
					value := strings.Replace(n.Value, spec.SecretScheme+e.key.Value, spec.SecretScheme+name, 1)
					edits = append(edits, rewrite(p.doc, n, value))
				}
				return edits
			})
		}
	}
}}

// refsByName are the values that refer to each secret of a workload, once each.
func (p *pass) refsByName(w *spec.Workload) map[string][]*document.Node {
	byName := map[string][]*document.Node{}
	seen := map[*document.Node]bool{}
	p.secretRefs(func(ref spec.SecretRef) {
		if ref.Workload == w && ref.Fault == "" && !seen[ref.Node] {
			seen[ref.Node] = true
			byName[ref.Name] = append(byName[ref.Name], ref.Node)
		}
	})
	return byName
}
