package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/kube"
)

// An annotation has a key that Kubernetes does not take, or all of them together
// are too large.
//
// A key is NAME or DOMAIN/NAME, a name has letters, digits, '-', '_' and '.', at
// most 63. Values may be anything; keys and values together have at most 262144
// bytes.
//
// Bad:
//
//	annotations:
//	  "owned by": "data-platform@example.com"
//
// Good:
//
//	annotations:
//	  owned-by: "data-platform@example.com"
var annotationSyntax = &Rule{ID: "annotation-syntax", Severity: Error, check: func(p *pass) {
	for _, job := range p.objectsOf("Job") {
		total := 0
		for _, e := range p.entries(job, "annotations") {
			total += len(e.key.Value) + len(e.value.Value)
			if fault := kube.AnnotationKey(e.key.Value); fault != "" {
				p.report(at(e.key, fmt.Sprintf("%s cannot be the key of an annotation: %s", quoted(p.doc, e.key), fault)))
			}
		}
		if total > kube.MaxAnnotations {
			p.report(at(job.Field("annotations").Key, fmt.Sprintf("the annotations have %d bytes: expected at most %d", total, kube.MaxAnnotations)))
		}
	}
}}
