package diagnostics

import (
	"fmt"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/kube"
)

// An image reference cannot be read.
//
// It is [HOST[:PORT]/]NAME[:TAG][@DIGEST] with the name in lower case. Kubernetes
// finds out when a Pod is to start, not when the spec is applied.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "Nginx:1.27"
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
var imageReference = &Rule{ID: "image-reference", Severity: Error, check: func(p *pass) {
	for _, c := range p.objectsOf("Container") {
		n, image, ok := p.value(c, "image")
		if !ok {
			continue
		}
		_, fault := kube.Image(image)
		if fault == "" {
			continue
		}
		d := at(n, fmt.Sprintf("malformed image reference %s: %s", quoted(p.doc, n), fault))
		if trimmed := strings.TrimSpace(image); trimmed != image {
			if _, fault := kube.Image(trimmed); fault == "" {
				d.Fixes = []Fix{{Title: "Remove the blanks", Safe: true, Edits: []document.Edit{edit.Rewrite(p.doc, n, trimmed)}}}
			}
		}
		p.report(d)
	}
}}
