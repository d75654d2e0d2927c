package diagnostics

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/kube"
)

// A label has a key or a value that Kubernetes does not take, or a key that is
// taken already.
//
// A key is NAME or DOMAIN/NAME, a name has letters, digits, '-', '_' and '.', at
// most 63; so has a value, which may also be empty. Kubernetes finds the Pods of
// a Job by labels of its own (controller-uid, job-name and those of
// batch.kubernetes.io), and the manifest names the workload in
// app.kubernetes.io/name and app.kubernetes.io/managed-by: what a spec says
// there is a warning.
//
// Bad:
//
//	labels:
//	  team: "data platform"
//
// Good:
//
//	labels:
//	  team: data-platform
var labelSyntax = &Rule{ID: "label-syntax", Severity: Error, check: func(p *pass) {
	for _, job := range p.objectsOf("Job") {
		for _, e := range p.entries(job, "labels") {
			key := e.key.Value
			if fault := kube.LabelKey(key); fault != "" {
				p.report(at(e.key, fmt.Sprintf("%s cannot be the key of a label: %s", quoted(p.doc, e.key), fault)))
			} else if reserved(key) {
				d := at(e.key, fmt.Sprintf("the label '%s' is reserved for Kubernetes and the manifest: expected another key", key))
				d.Severity = Warning
				p.report(d)
			}
			if value, ok := text(e.value); ok {
				if fault := kube.LabelValue(value); fault != "" {
					p.report(at(e.value, fmt.Sprintf("%s cannot be the value of a label: %s", quoted(p.doc, e.value), fault)))
				}
			}
		}
	}
}}

// reserved reports whether a label is one that Kubernetes or the manifest sets.
func reserved(key string) bool {
	return strings.HasPrefix(key, "batch.kubernetes.io/") ||
		slices.Contains([]string{"controller-uid", "job-name", "app.kubernetes.io/name", "app.kubernetes.io/managed-by"}, key)
}
