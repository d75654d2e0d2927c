package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/spec"
)

// Two workloads of a file have one name.
//
// In Kubernetes they are one object, and of two that are applied together the
// last one counts. A Job that is the root of its document is named for its file, so
// that two such documents in one file are two of one name: name them by a key.
//
// Bad:
//
//	schedule: "0 3 * * *"
//	containers:
//	  main:
//	    image: "busybox:1.28"
//	---
//	schedule: "0 4 * * *"
//	containers:
//	  main:
//	    image: "busybox:1.28"
//
// Good:
//
//	early:
//	  schedule: "0 3 * * *"
//	  containers:
//	    main:
//	      image: "busybox:1.28"
//	---
//	late:
//	  schedule: "0 4 * * *"
//	  containers:
//	    main:
//	      image: "busybox:1.28"
var duplicateWorkload = &Rule{ID: "duplicate-workload", Severity: Info, check: func(p *pass) {
	if p.isConfiguration() {
		return
	}
	first := map[string]document.Span{}
	mapping := map[string]*document.Node{}
	p.workloads(func(w *spec.Workload) {
		if w.Name == "" || len(w.Objects) == 0 {
			return
		}
		span := ownerSpan(w.Objects[0])
		var parent *document.Node
		if w.NameKey != nil {
			span, parent = w.NameKey.Span(), w.NameKey.Parent
		}
		before, taken := first[w.Name]
		if !taken {
			first[w.Name], mapping[w.Name] = span, parent
			return
		}
		if parent != nil && parent == mapping[w.Name] {
			return // duplicate-key says so
		}
		d := Diagnostic{Span: span, Path: w.Objects[0].Node.Path()}
		d.Message = fmt.Sprintf("a workload named '%s' stands in this file already: in Kubernetes this one replaces it", w.Name)
		d.Related = []Related{{before, "the first one"}}
		p.report(d)
	})
}}
