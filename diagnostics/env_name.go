package diagnostics

import (
	"fmt"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/kube"
)

// An environment variable has a name that some version of Kubernetes refuses.
//
// All take letters, digits, '-', '_' and '.', with no digit at the start. Shells
// take letters, digits and '_' only.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      LOG LEVEL: info
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      LOG_LEVEL: info
var envName = &Rule{ID: "env-name", Severity: Error, check: func(p *pass) {
	for _, c := range p.objectsOf("Container") {
		for _, e := range p.entries(c, "env") {
			fault := kube.EnvName(e.key.Value)
			if fault == "" {
				continue
			}
			d := at(e.key, fmt.Sprintf("%s cannot be the name of a variable: %s", quoted(p.doc, e.key), fault))
			near := toEnvName(e.key.Value)
			if kube.EnvName(near) == "" && !e.field.Merged && p.free(e.key, near) {
				d.Fixes = []Fix{{Title: fmt.Sprintf("Rename to '%s'", near), Edits: []document.Edit{edit.Rename(e.key, near)}}}
			}
			p.report(d)
		}
	}
}}

// toEnvName replaces what a variable's name cannot have.
func toEnvName(name string) string {
	near := strings.Map(func(r rune) rune {
		if r == '-' || r == '.' || r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return '_'
	}, strings.TrimSpace(name))
	if near != "" && '0' <= near[0] && near[0] <= '9' {
		near = "_" + near
	}
	return strings.TrimLeft(near, ".")
}
