package diagnostics

import (
	"fmt"
	"strings"

	"github.com/kam-ls/kam-ls/kube"
)

// An image is not pinned: it has no tag and no digest, or the tag latest.
//
// What runs tonight may then be another program than the one that ran last
// night, and nothing says when it changed.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx"
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
var imageTag = &Rule{ID: "image-tag", Severity: Warning, check: func(p *pass) {
	for _, c := range p.objectsOf("Container") {
		n, image, ok := p.value(c, "image")
		if !ok {
			continue
		}
		pinned, fault := kube.Image(image)
		if pinned || fault != "" {
			continue
		}
		if strings.HasSuffix(image, ":latest") {
			p.report(at(n, fmt.Sprintf("the image %s is whatever is the latest on the day: expected a tag that stays, or a digest", quoted(p.doc, n))))
		} else {
			p.report(at(n, fmt.Sprintf("the image %s has no tag and no digest: expected one, or the latest is pulled", quoted(p.doc, n))))
		}
	}
}}
