package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
)

// A number of a probe is below its minimum, or not the only one that is taken.
//
// Thresholds and seconds are not negative; 0 stands for the default. A liveness
// or startup probe passes at its first success: successThreshold is 1 there.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        url: "http://localhost/healthz"
//	      successThreshold: 2
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        url: "http://localhost/healthz"
//	      successThreshold: 1
var probeThreshold = &Rule{ID: "probe-threshold", Severity: Error, check: func(p *pass) {
	for _, pr := range p.probes() {
		for _, attribute := range probeNumbers {
			n := pr.Value(attribute)
			if n == nil {
				continue
			}
			v, ok := integer(n)
			only := attribute == "successThreshold" && pr.kind != readiness
			switch {
			case !ok:
			case only && v != 0 && v != 1:
				d := at(n, fmt.Sprintf("'successThreshold' of a %s is %d: expected 1", pr.kind, v))
				d.Fixes = []Fix{{Title: "Write 1", Safe: true, Edits: []document.Edit{edit.Replace(n.Span(), "1")}}}
				p.report(d)
			case v < 0:
				d := at(n, fmt.Sprintf("'%s' is %d: expected at least 0, which stands for the default", attribute, v))
				d.Fixes = []Fix{{Title: "Write 0", Edits: []document.Edit{edit.Replace(n.Span(), "0")}}}
				p.report(d)
			}
		}
	}
}}

// probeNumbers are the numbers of a probe that are 0 by default.
var probeNumbers = []string{"initialDelaySeconds", "periodSeconds", "timeoutSeconds", "failureThreshold", "successThreshold"}
