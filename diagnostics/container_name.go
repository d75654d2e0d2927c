package diagnostics

import (
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/kube"
)

// A container has a name that Kubernetes does not take.
//
// Names of containers are DNS labels: lower-case letters, digits and '-', with a
// letter or digit at both ends, at most 63.
//
// Bad:
//
//	containers:
//	  Main_Container:
//	    image: "nginx:1.27"
//
// Good:
//
//	containers:
//	  main-container:
//	    image: "nginx:1.27"
var containerName = &Rule{ID: "container-name", Severity: Error, check: func(p *pass) {
	for _, job := range p.objectsOf("Job") {
		for _, e := range p.entries(job, "containers") {
			if fault := kube.Label(e.key.Value); fault != "" {
				p.badName(e.key, "a container", fault, e.field.Merged, noEdits)
			}
		}
	}
}}

// noEdits is for names that nothing refers to.
func noEdits(string) []document.Edit { return nil }
