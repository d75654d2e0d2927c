package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/kube"
)

// A container asks for more of a resource than it is allowed.
//
// In MIN-MAX the first is what is set aside for the container and the second
// what it may use. Extended resources and huge pages cannot be used by two: both
// must be the same, which MAX alone says.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    resources:
//	      memory: 1Gi-256Mi
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    resources:
//	      memory: 256Mi-1Gi
var resourceRange = &Rule{ID: "resource-range", Severity: Error, check: func(p *pass) {
	p.resources(func(e entry, _ string, amount kube.Amount, ok bool) {
		if !ok || !amount.IsRange || indivisible(e.key.Value, amount) != "" {
			return
		}
		order := amount.Min.Cmp(amount.Max)
		switch {
		case order != 0 && (kube.IsExtended(e.key.Value) || kube.IsHugePages(e.key.Value)):
			d := at(e.value, fmt.Sprintf("of '%s' as much must be requested as is allowed: expected MAX alone", e.key.Value))
			d.Fixes = []Fix{{Title: fmt.Sprintf("Change to '%s'", amount.MaxText), Edits: []document.Edit{edit.Rewrite(p.doc, e.value, amount.MaxText)}}}
			p.report(d)
		case order > 0:
			d := at(e.value, fmt.Sprintf("'%s' is above '%s': expected MIN-MAX", amount.MinText, amount.MaxText))
			swapped := amount.MaxText + "-" + amount.MinText
			if _, ok := kube.ParseAmount(swapped); ok {
				d.Fixes = []Fix{{Title: fmt.Sprintf("Change to '%s'", swapped), Edits: []document.Edit{edit.Rewrite(p.doc, e.value, swapped)}}}
			}
			p.report(d)
		}
	})
}}
