package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/kube"
)

// The amount of a resource cannot be read.
//
// It is MAX or MIN-MAX, each a number with a suffix that Kubernetes knows: m for
// thousandths, k, M, G, T, P, E for powers of 1000 and Ki, Mi, Gi, Ti, Pi, Ei for
// those of 1024. Of extended resources there are only whole ones, and huge pages
// come as multiples of their size.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    resources:
//	      memory: 256MB
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    resources:
//	      memory: 256Mi
var resourceQuantity = &Rule{ID: "resource-quantity", Severity: Error, check: func(p *pass) {
	p.resources(func(e entry, value string, amount kube.Amount, ok bool) {
		if ok {
			if fault := indivisible(e.key.Value, amount); fault != "" {
				p.report(at(e.value, fmt.Sprintf("malformed amount %s of '%s': %s", quoted(p.doc, e.value), e.key.Value, fault)))
			}
			return
		}
		d := at(e.value, fmt.Sprintf("malformed amount %s of '%s': expected MAX or MIN-MAX, such as %s", quoted(p.doc, e.value), e.key.Value, exampleAmount(e.key.Value)))
		if near := kube.NearestAmount(value); near != "" {
			d.Message = fmt.Sprintf("malformed amount %s of '%s': did you mean '%s'?", quoted(p.doc, e.value), e.key.Value, near)
			d.Fixes = []Fix{{Title: fmt.Sprintf("Change to '%s'", near), Edits: []document.Edit{edit.Rewrite(p.doc, e.value, near)}}}
		}
		p.report(d)
	})
}}

// resources calls f for the amounts of all containers whose resources have
// sound names. ok says that the amount can be read.
func (p *pass) resources(f func(e entry, value string, amount kube.Amount, ok bool)) {
	for _, c := range p.objectsOf("Container") {
		for _, e := range p.entries(c, "resources") {
			value, isText := text(e.value)
			if !isText || kube.ResourceName(e.key.Value) != "" {
				continue
			}
			amount, ok := kube.ParseAmount(value)
			f(e, value, amount, ok)
		}
	}
}

// indivisible says why a resource that comes in pieces cannot have an amount.
func indivisible(name string, amount kube.Amount) string {
	switch {
	case kube.IsExtended(name) && !(kube.Whole(amount.Min) && kube.Whole(amount.Max)):
		return "expected a whole number"
	case kube.IsHugePages(name):
		size := kube.PageSize(name)
		if amount.Min.Value()%size != 0 || amount.Max.Value()%size != 0 || !kube.Whole(amount.Min) || !kube.Whole(amount.Max) {
			return "expected a multiple of the size of a page"
		}
	}
	return ""
}

func exampleAmount(name string) string {
	switch {
	case name == kube.CPU:
		return "500m or 250m-1"
	case kube.IsExtended(name):
		return "1"
	}
	return "512Mi or 256Mi-1Gi"
}
