package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/spec"
)

// A secret is declared, but no container refers to it.
//
// It is created all the same. Other workloads of the cluster may use it; then
// the hint can be ignored with a reason.
//
// Bad:
//
//	secrets:
//	  db:
//	    type: opaque
//	    data:
//	      password: ""
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
var unusedSecret = &Rule{ID: "unused-secret", Severity: Hint, check: func(p *pass) {
	used := p.usedSecrets()
	for _, job := range p.objectsOf("Job") {
		if p.rest.Broken || p.broken(job.Node) {
			continue // a reference may be in what cannot be read
		}
		secrets := p.entries(job, "secrets")
		for _, e := range secrets {
			if used[e.key.Value] || p.rest.Secrets[e.key.Value] {
				continue
			}
			d := at(e.key, fmt.Sprintf("the secret '%s' is declared, but nothing refers to it", e.key.Value))
			d.Unnecessary = true
			field := e.field
			if all := job.Field("secrets"); len(secrets) == 1 && !e.field.Merged {
				field = all // nothing is left in it
			}
			d.Fixes = p.removal(fmt.Sprintf("Remove the secret '%s'", e.key.Value), field)
			p.report(d)
		}
	}
}}

// usedSecrets are the names of the secrets that any workload refers to.
func (p *pass) usedSecrets() map[string]bool {
	used := map[string]bool{}
	p.secretRefs(func(ref spec.SecretRef) {
		used[ref.Name] = true
		if _, declared := ref.Workload.Secret(ref.Name); !declared { // a misspelt name is said already
			used[spec.Nearest(ref.Name, ref.Workload.SecretNames())] = true
		}
	})
	return used
}
