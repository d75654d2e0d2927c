package diagnostics

import (
	"fmt"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/spec"
)

// A reference names a key that its secret does not have.
//
// The secret is declared in this workload, so what keys it has is known: those
// of its data or, where it has none, those that its type stands for. The keys of
// an external secret are not known here.
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
//	      DB_PASSWORD: "secret://db/pasword"
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
var unknownSecretKey = &Rule{ID: "unknown-secret-key", Severity: Error, check: func(p *pass) {
	p.secretRefs(func(ref spec.SecretRef) {
		if ref.Fault != "" || ref.Folder {
			return
		}
		secret, _ := ref.Workload.Secret(ref.Name)
		if secret == nil {
			return
		}
		of := p.keysOf(secret)
		if !of.known || of.set[ref.Key] {
			return
		}
		keys := of.keys
		d := at(ref.Node, fmt.Sprintf("the secret '%s' has no key '%s'", ref.Name, ref.Key))
		near := spec.Nearest(ref.Key, keys)
		switch {
		case near != "":
			d.Message += fmt.Sprintf(": did you mean '%s'?", near)
			path := spec.SecretScheme + ref.Name + "/"
			value := strings.Replace(ref.Node.Value, path+ref.Key, path+near, 1)
			d.Fixes = []Fix{{Title: fmt.Sprintf("Change to '%s'", near), Edits: []document.Edit{edit.Rewrite(p.doc, ref.Node, value)}}}
		case len(keys) > 0:
			d.Message += ": expected " + list(keys)
		default:
			d.Message += ": it has none"
		}
		if secret.Owner != nil {
			d.Related = []Related{{secret.Owner.Span(), "the secret is declared here"}}
		}
		p.report(d)
	})
}}

// keySet are the keys of a secret.
type keySet struct {
	keys  []string
	set   map[string]bool
	known bool
}

// keysOf are the keys of a secret, looked up once: thousands of references can be
// to one.
func (p *pass) keysOf(secret *spec.Object) keySet {
	of, ok := p.secretKeys[secret]
	if !ok {
		of.keys, of.known = spec.SecretKeys(secret)
		of.set = make(map[string]bool, len(of.keys))
		for _, key := range of.keys {
			of.set[key] = true
		}
		if p.secretKeys == nil {
			p.secretKeys = map[*spec.Object]keySet{}
		}
		p.secretKeys[secret] = of
	}
	return of
}
