package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

// The data of a secret, or of the files of a container, is larger than
// Kubernetes takes.
//
// The files of a container become one ConfigMap. It may have 1 MiB of values, and
// so may a secret. Over 256 KiB is a warning: kubectl apply keeps a copy of the
// whole object in an annotation, which takes no more.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    files:
//	      # as this example would have, were it a million times as long
//	      /etc/app/words.txt:
//	        content: "too much"
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    files:
//	      /etc/app/words.txt:
//	        contentFrom: "configmap://words/words.txt"
var sizeLimit = &Rule{ID: "size-limit", Severity: Error, check: func(p *pass) {
	p.workloads(func(w *spec.Workload) {
		for _, o := range w.Objects {
			switch o.Type.Name {
			case "Secret":
				p.tooLarge(o, "data", "the values of the secret", p.entries(o, "data"))
			case "Container":
				var contents []entry
				for _, e := range p.entries(o, "files") {
					if file := w.Object(e.value); file != nil {
						if f := file.Field("content"); f != nil && f.Value.Resolve() != nil {
							contents = append(contents, entry{e.key, f.Value.Resolve(), f})
						}
					}
				}
				p.tooLarge(o, "files", "the files of the container", contents)
			}
		}
	})
}}

// tooLarge reports an attribute whose values have more bytes than an object may
// have.
func (p *pass) tooLarge(o *spec.Object, attribute, what string, values []entry) {
	total := 0
	for _, e := range values {
		if e.value.Kind == document.Scalar {
			total += len(e.value.Value)
		}
	}
	d := Diagnostic{Message: fmt.Sprintf("%s '%s' have %d bytes: expected at most %d", what, o.Name(), total, kube.MaxData)}
	switch {
	case total > kube.MaxData:
	case total > applyLimit:
		d.Severity = Warning
		d.Message = fmt.Sprintf("%s '%s' have %d bytes, of which kubectl apply cannot keep a copy: expected at most %d", what, o.Name(), total, applyLimit)
	default:
		return
	}
	key := o.Field(attribute).Key
	d.Span, d.Path = key.Span(), key.Path()
	p.report(d)
}

// applyLimit is how many bytes kubectl apply can keep in an annotation.
const applyLimit = kube.MaxAnnotations
