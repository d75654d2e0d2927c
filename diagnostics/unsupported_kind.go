package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/spec"
)

// A workload is of another kind than Job.
//
// Files of an application may hold services next to jobs. kam-ls knows Job; it
// says this once for each other workload and leaves it alone.
//
// Bad:
//
//	web:
//	  _type: kam.v1.workload.service.Service
//	  ports: [80]
//
// Good:
//
//	web:
//	  _type: kam.v1.workload.Job
//	  schedule: "0 3 * * *"
//	  containers:
//	    web:
//	      image: "nginx:1.27"
var unsupportedKind = &Rule{ID: "unsupported-kind", Severity: Info, check: func(p *pass) {
	for _, w := range p.file.Workloads {
		if w.Kind == "" {
			continue
		}
		for _, field := range w.Node.Fields() {
			if field.Key.Value == spec.TypeTag {
				if n := field.Value.Resolve(); n != nil && n.Kind == document.Scalar {
					p.report(at(n, fmt.Sprintf("the workload kind '%s' is not checked: only Job is", w.Kind)))
				}
			}
		}
	}
}}
