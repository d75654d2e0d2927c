package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/kube"
)

// A handler calls another host than its own Pod.
//
// Not the container calls the url, but the kubelet from the node: another host
// says nothing about this container, and names that only resolve inside of the
// Pod are not found. localhost stands for the Pod.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        url: "http://www.example.com/healthz"
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        url: "http://localhost/healthz"
var probeHost = &Rule{ID: "probe-host", Severity: Warning, check: func(p *pass) {
	for _, o := range p.handlers() {
		if n, raw, ok := p.value(o, "url"); ok {
			if host, fault, _ := handlerURL(o.Type.Name, raw); fault == "" && !kube.IsLoopback(host) {
				p.report(at(n, fmt.Sprintf("the host '%s' is called from the node and is not this Pod: expected localhost", host)))
			}
		}
	}
}}
