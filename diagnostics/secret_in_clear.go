package diagnostics

import "fmt"

// A secret has its values written out in the spec.
//
// Whoever can read the repository knows them then, also when they are deleted
// later. Leave them empty and fill them in when the spec is applied, or use a
// secret of the type external.
//
// Bad:
//
//	secrets:
//	  db:
//	    type: opaque
//	    data:
//	      password: "hunter2"
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      DB_PASSWORD: secret://db/password
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
//	      DB_PASSWORD: secret://db/password
var secretInClear = &Rule{ID: "secret-in-clear", Severity: Info, discreet: true, check: func(p *pass) {
	for _, secret := range p.objectsOf("Secret") {
		if typ, _ := text(secret.Value("type")); typ == "external" {
			continue
		}
		var clear []entry
		for _, e := range p.entries(secret, "data") {
			if value, ok := text(e.value); ok && value != "" && !comesLater(value) {
				clear = append(clear, e)
			}
		}
		switch {
		case len(clear) == 1:
			p.report(at(clear[0].value, fmt.Sprintf("the secret '%s' is committed with its value of '%s': expected an empty one", secret.Name(), clear[0].key.Value)))
		case len(clear) > 1:
			p.report(at(clear[0].value, fmt.Sprintf("the secret '%s' is committed with %d values: expected empty ones", secret.Name(), len(clear))))
		}
	}
}}
