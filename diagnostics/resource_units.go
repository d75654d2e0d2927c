package diagnostics

import (
	"fmt"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/kube"
)

// An amount is in a unit that is right for another resource.
//
// Memory counts bytes: 512m of it is half a byte, meant was 512Mi. CPU counts
// cores: 1Gi of it are a thousand million.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    resources:
//	      memory: 512m
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    resources:
//	      memory: 512Mi
var resourceUnits = &Rule{ID: "resource-units", Severity: Warning, check: func(p *pass) {
	p.resources(func(e entry, value string, amount kube.Amount, ok bool) {
		if !ok {
			return
		}
		switch e.key.Value {
		case kube.Memory, kube.EphemeralStorage:
			if kube.Whole(amount.Min) && kube.Whole(amount.Max) {
				return
			}
			d := at(e.value, fmt.Sprintf("%s of '%s' is a fraction of a byte: expected a suffix such as Mi or Gi", quoted(p.doc, e.value), e.key.Value))
			if near := strings.ReplaceAll(value, "m", "Mi"); near != value {
				d.Fixes = []Fix{{Title: fmt.Sprintf("Change to '%s'", near), Edits: []document.Edit{edit.Rewrite(p.doc, e.value, near)}}}
			}
			p.report(d)
		case kube.CPU:
			if kube.Scaled(amount.MinText) || kube.Scaled(amount.MaxText) {
				p.report(at(e.value, fmt.Sprintf("%s of 'cpu' is an amount of bytes: expected cores, such as 500m or 2", quoted(p.doc, e.value))))
			}
		}
	})
}}
