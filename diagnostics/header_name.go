package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/kube"
)

// A header has a name that a probe cannot send.
//
// Names have letters, digits and '-'.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        url: "http://localhost/healthz"
//	        headers:
//	          X_Probe: liveness
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        url: "http://localhost/healthz"
//	        headers:
//	          X-Probe: liveness
var headerName = &Rule{ID: "header-name", Severity: Error, check: func(p *pass) {
	for _, o := range p.objectsOf("Http") {
		for _, e := range p.entries(o, "headers") {
			if fault := kube.HeaderName(e.key.Value); fault != "" {
				p.report(at(e.key, fmt.Sprintf("%s cannot be the name of a header: %s", quoted(p.doc, e.key), fault)))
			}
		}
	}
}}
