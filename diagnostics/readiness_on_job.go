package diagnostics

// A container of a Job has a readiness probe.
//
// Readiness decides whether requests are routed to a Pod. Nothing routes any to
// the Pods of a Job, so the probe only costs time.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    readinessProbe:
//	      probeHandler:
//	        url: "http://localhost/ready"
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        url: "http://localhost/healthz"
var readinessOnJob = &Rule{ID: "readiness-on-job", Severity: Hint, check: func(p *pass) {
	for _, pr := range p.probes() {
		if pr.kind != readiness {
			continue
		}
		d := at(pr.field.Key, "nothing routes requests to a Job: a readiness probe has no effect")
		d.Unnecessary = true
		d.Fixes = p.removal("Remove 'readinessProbe'", pr.field)
		p.report(d)
	}
}}
