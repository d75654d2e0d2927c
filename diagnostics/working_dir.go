package diagnostics

import (
	"fmt"
	"strings"
)

// The folder that a container starts in is not an absolute path.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    workingDir: srv/app
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    workingDir: /srv/app
var workingDir = &Rule{ID: "working-dir", Severity: Error, check: func(p *pass) {
	for _, c := range p.objectsOf("Container") {
		if n, dir, ok := p.value(c, "workingDir"); ok && !strings.HasPrefix(dir, "/") {
			p.report(at(n, fmt.Sprintf("%s is not an absolute path: expected one from '/' on", quoted(p.doc, n))))
		}
	}
}}
