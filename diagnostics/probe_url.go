package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
)

// The url of a handler cannot be called.
//
// An Http handler takes http:// or https:// with a host, a port from 1 to 65535
// if it is not the scheme's own, and a path; a Tcp handler takes tcp://HOST:PORT
// or HOST:PORT. Users, passwords and fragments are never sent.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        url: "http://localhost:80800/healthz"
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        url: "http://localhost:8080/healthz"
var probeURL = &Rule{ID: "probe-url", Severity: Error, check: func(p *pass) {
	for _, o := range p.handlers() {
		n, raw, ok := p.value(o, "url")
		if !ok {
			continue
		}
		_, fault, near := handlerURL(o.Type.Name, raw)
		if fault == "" {
			continue
		}
		d := at(n, fmt.Sprintf("malformed url %s of %s handler: %s", quoted(p.doc, n), article[o.Type.Name], fault))
		if near != "" && near != raw {
			if _, fault, _ := handlerURL(o.Type.Name, near); fault == "" {
				d.Fixes = []Fix{{Title: fmt.Sprintf("Change to '%s'", near), Edits: []document.Edit{edit.Rewrite(p.doc, n, near)}}}
			}
		}
		p.report(d)
	}
}}
