package diagnostics

import (
	"github.com/kam-ls/kam-ls/kube"
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
	p.names("secrets", "a secret", func(name string) string { return kube.Subdomain(name, kube.MaxSubdomain) })
}}
