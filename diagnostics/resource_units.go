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
// Memory counts bytes: 512m of it is half a byte and 512 are as many bytes, meant
// was 512Mi. CPU counts cores: 1Gi of it are a thousand million.
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
			fault, near := fewBytes(amount)
			if fault == "" {
				return
			}
			d := at(e.value, fmt.Sprintf("%s of '%s': expected a suffix such as Mi or Gi", fault, e.key.Value))
			if near != value {
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

// fewBytes says of an amount of bytes that it is one that nobody means, "" if it may
// be meant: in parts of a byte, or under a MiB with no suffix. near is the amount
// in MiB where that was probably meant, else the one that it is.
func fewBytes(amount kube.Amount) (fault, near string) {
	part := func(text string, whole bool, bytes int64) string {
		number := strings.TrimRight(text, "num")
		few := isDigits(text) && bytes > 0 && bytes < 1<<20
		switch {
		case number == text && whole && !few:
			return text
		case fault != "":
		case !whole:
			fault = fmt.Sprintf("'%s' is a fraction of a byte", text)
		case bytes == 1:
			fault = fmt.Sprintf("'%s' is 1 byte", text)
		default:
			fault = fmt.Sprintf("'%s' is %d bytes", text, bytes)
		}
		if isDigits(number) && len(number) < 6 {
			return number + "Mi"
		}
		return text
	}
	if amount.IsRange {
		near = part(amount.MinText, kube.Whole(amount.Min), amount.Min.Value()) + "-"
	}
	near += part(amount.MaxText, kube.Whole(amount.Max), amount.Max.Value())
	return fault, near
}
