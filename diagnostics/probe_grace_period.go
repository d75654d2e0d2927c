package diagnostics

import (
	"fmt"
)

// A probe has a grace period that it cannot have.
//
// It is the time between the signal to end and the kill when a probe fails, one
// second or more. A readiness probe ends nothing and takes none.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        url: "http://localhost/healthz"
//	      terminationGracePeriod: 0
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        url: "http://localhost/healthz"
//	      terminationGracePeriod: 30
var probeGracePeriod = &Rule{ID: "probe-grace-period", Severity: Error, check: func(p *pass) {
	for _, pr := range p.probes() {
		f := pr.Field("terminationGracePeriod")
		if f == nil {
			continue
		}
		n := f.Value.Resolve()
		var d Diagnostic
		if pr.kind == readiness {
			d = at(f.Key, "a readiness probe ends nothing: expected no 'terminationGracePeriod'")
		} else if v, ok := integer(n); ok && v < 1 {
			d = at(n, fmt.Sprintf("'terminationGracePeriod' is %d: expected at least 1", v))
		} else {
			continue
		}
		d.Fixes = p.removal("Remove 'terminationGracePeriod'", f)
		p.report(d)
	}
}}
