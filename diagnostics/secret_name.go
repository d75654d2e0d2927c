package diagnostics

import (
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/references"
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
	var secrets map[*document.Node]*references.Symbol
	for _, job := range p.objectsOf("Job") {
		for _, e := range p.entries(job, "secrets") {
			if fault := kube.Subdomain(e.key.Value, kube.MaxSubdomain); fault != "" {
				if secrets == nil {
					secrets = references.Secrets(p.file)
				}
				p.badName(e.key, "a secret", fault, e.field.Merged, secrets[e.key].Refer)
			}
		}
	}
}}
