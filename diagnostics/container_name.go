package diagnostics

import (
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
	p.names("containers", "a container", kube.Label)
}}

// names holds the keys of an attribute of Job to a form.
func (p *pass) names(attribute, what string, fault func(string) string) {
	for _, job := range p.objectsOf("Job") {
		for _, e := range p.entries(job, attribute) {
			if fault := fault(e.key.Value); fault != "" {
				p.badName(e.key, what, fault, e.field.Merged)
			}
		}
	}
}
