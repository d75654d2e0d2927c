package diagnostics

import (
	"fmt"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

// A folder or a file comes from something that is neither a secret nor a
// ConfigMap.
//
// dirs takes secret://NAME and configmap://NAME, contentFrom takes
// secret://NAME/KEY and configmap://NAME/KEY.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    dirs:
//	      /etc/app: "/srv/app"
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    dirs:
//	      /etc/app: "configmap://app"
var volumeReference = &Rule{ID: "volume-reference", Severity: Error, check: func(p *pass) {
	for _, c := range p.objectsOf("Container") {
		for _, e := range p.entries(c, "dirs") {
			p.volumeSource(e.value, true)
		}
	}
	for _, file := range p.objectsOf("FileSpec") {
		if n, _, ok := p.value(file, "contentFrom"); ok {
			p.volumeSource(n, false)
		}
	}
}}

const configMapScheme = "configmap://"

// volumeSource holds a reference to its form. Those to secrets are held to it by
// secret-reference.
func (p *pass) volumeSource(n *document.Node, folder bool) {
	value, ok := text(n)
	if !ok || strings.HasPrefix(strings.ToLower(strings.TrimSpace(value)), "secret:") {
		return
	}
	form, other := "configmap://NAME/KEY", spec.SecretForm(folder)
	if folder {
		form = "configmap://NAME"
	}
	rest, ok := strings.CutPrefix(value, configMapScheme)
	if !ok {
		d := at(n, fmt.Sprintf("unknown source %s: expected %s or %s", quoted(p.doc, n), other, form))
		if len(value) > len(configMapScheme) && strings.EqualFold(value[:len(configMapScheme)], configMapScheme) {
			near := configMapScheme + value[len(configMapScheme):]
			d.Fixes = []Fix{{Title: fmt.Sprintf("Change to '%s'", near), Edits: []document.Edit{edit.Rewrite(p.doc, n, near)}}}
		}
		p.report(d)
		return
	}
	name, key, hasKey := strings.Cut(rest, "/")
	fault := ""
	switch {
	case name == "":
		fault = "the ConfigMap's name is missing"
	case kube.Subdomain(name, kube.MaxSubdomain) != "":
		fault = "no ConfigMap can have this name"
	case folder && hasKey:
		fault = "a folder holds a whole ConfigMap"
	case !folder && key == "":
		fault = "the key is missing"
	case !folder && strings.Contains(key, "/"):
		fault = "a key has no '/'"
	case !folder && kube.DataKey(key) != "":
		fault = "no ConfigMap can have this key"
	default:
		return
	}
	p.report(at(n, fmt.Sprintf("malformed reference %s, %s: expected %s", quoted(p.doc, n), fault, form)))
}
