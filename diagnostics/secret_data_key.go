package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/kube"
)

// A secret has a key that Kubernetes does not take.
//
// Keys have letters, digits, '-', '_' and '.', at most 253, and are not '.' and
// do not start with '..': each becomes the name of a file.
//
// Bad:
//
//	secrets:
//	  db:
//	    type: opaque
//	    data:
//	      "pass word": ""
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    dirs:
//	      /mnt/db: secret://db
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
//	    dirs:
//	      /mnt/db: secret://db
var secretDataKey = &Rule{ID: "secret-data-key", Severity: Error, check: func(p *pass) {
	for _, secret := range p.objectsOf("Secret") {
		if keys, _ := typeKeys(secret); keys != nil {
			continue // secret-keys says which they are
		}
		for _, e := range p.entries(secret, "data") {
			if fault := kube.DataKey(e.key.Value); fault != "" {
				p.report(at(e.key, fmt.Sprintf("%s cannot be a key of a secret: %s", quoted(p.doc, e.key), fault)))
			}
		}
	}
}}
