package diagnostics

import (
	"fmt"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

// A workload has a name that a CronJob cannot have.
//
// The name is the key of the workload or, for a Job that is the root of its
// file, the name of the file. Kubernetes takes lower-case letters, digits, '-'
// and '.', at most 52 of them: it adds 11 characters to name each Job. A '.' is
// taken with a warning, since the names of Pods become host names.
//
// Bad:
//
//	Nightly_Import:
//	  schedule: "0 3 * * *"
//	  containers:
//	    main:
//	      image: "busybox:1.28"
//
// Good:
//
//	nightly-import:
//	  schedule: "0 3 * * *"
//	  containers:
//	    main:
//	      image: "busybox:1.28"
var workloadName = &Rule{ID: "workload-name", Severity: Error, check: func(p *pass) {
	if p.isConfiguration() {
		return
	}
	named := false // one file has one name, whatever the number of its documents
	p.workloads(func(w *spec.Workload) {
		if w.NameKey == nil {
			if !named {
				p.fileName(w)
			}
			named = true
			return
		}
		if w.NameKey.Unclosed() || p.nodeHurt(w.Node) {
			return
		}
		if fault := kube.Subdomain(w.Name, kube.MaxCronJobName); fault != "" {
			p.badName(w.NameKey, "a workload", fault, false, noEdits)
		} else if strings.Contains(w.Name, ".") {
			d := at(w.NameKey, fmt.Sprintf("the name '%s' has a '.', which the host names of its Pods cannot have: expected '-'", w.Name))
			d.Severity = Warning
			near := strings.ReplaceAll(w.Name, ".", "-")
			d.Fixes = []Fix{{Title: fmt.Sprintf("Rename to '%s'", near), Edits: []document.Edit{edit.Rename(w.NameKey, near)}}}
			p.report(d)
		}
	})
}}

// fileName holds the name that a workload has from its file to the same form.
// What is not in a file has none yet.
func (p *pass) fileName(w *spec.Workload) {
	if w.Name == "" || len(w.Objects) == 0 {
		return
	}
	o := w.Objects[0]
	d := Diagnostic{Span: ownerSpan(o), Path: o.Node.Path()}
	if fault := kube.Subdomain(w.Name, kube.MaxCronJobName); fault != "" {
		d.Message = fmt.Sprintf("the file's name gives the workload the name '%s', which it cannot have: %s", w.Name, fault)
	} else if strings.Contains(w.Name, ".") {
		d.Message = fmt.Sprintf("the file's name gives the workload the name '%s' with a '.', which the host names of its Pods cannot have: expected '-'", w.Name)
		d.Severity = Warning
	} else {
		return
	}
	p.report(d)
}
