package diagnostics

import (
	"fmt"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/spec"
)

// A reference names a secret that the workload does not declare.
//
// The secret may exist in the cluster, made by someone else; then ignore the
// warning with a reason. Otherwise the Job's Pods wait for it for ever.
//
// Bad:
//
//	secrets:
//	  db:
//	    type: opaque
//	    data:
//	      password: ""
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      DB_PASSWORD: "secret://database/password"
//
// Good:
//
//	secrets:
//	  db:
//	    type: opaque
//	    data:
//	      password: ""
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      DB_PASSWORD: "secret://db/password"
var unknownSecret = &Rule{ID: "unknown-secret", Severity: Warning, check: func(p *pass) {
	p.secretRefs(func(ref spec.SecretRef) {
		if _, declared := ref.Workload.Secret(ref.Name); declared || ref.Fault != "" {
			return
		}
		names := ref.Workload.SecretNames()
		d := at(ref.Node, fmt.Sprintf("no secret '%s' in this workload", ref.Name))
		near := spec.Nearest(ref.Name, names)
		switch {
		case near != "":
			d.Message += fmt.Sprintf(": did you mean '%s'?", near)
			value := strings.Replace(ref.Node.Value, spec.SecretScheme+ref.Name, spec.SecretScheme+near, 1)
			d.Fixes = append(d.Fixes, Fix{Title: fmt.Sprintf("Change to '%s'", near), Edits: []document.Edit{rewrite(p.doc, ref.Node, value)}})
		case len(names) > 0:
			d.Message += ": declared are " + list(names)
		default:
			d.Message += ": it declares none"
		}
		if fix, ok := p.declareSecret(ref); ok {
			d.Fixes = append(d.Fixes, fix)
		}
		p.report(d)
	})
}}

// declareSecret is the fix that adds an opaque secret with the key that a
// reference names. Only a Job in block style can take the lines.
func (p *pass) declareSecret(ref spec.SecretRef) (Fix, bool) {
	if len(ref.Workload.Objects) == 0 || !document.PlainSafe(ref.Name) {
		return Fix{}, false
	}
	job := ref.Workload.Objects[0]
	lines := []string{ref.Name + ":", "  type: opaque"}
	if ref.Key != "" {
		lines = append(lines, "  data:", "    "+requote(&document.Node{}, ref.Key)+`: ""`)
	}
	into := job.Node
	if f := job.Field("secrets"); f == nil {
		for i := range lines {
			lines[i] = "  " + lines[i]
		}
		lines = append([]string{"secrets:"}, lines...)
	} else if into = f.Value; f.Merged {
		return Fix{}, false
	}
	if into.Kind != document.Mapping || into.Style != document.Block {
		return Fix{}, false
	}
	return Fix{
		Title: fmt.Sprintf("Declare the secret '%s'", ref.Name),
		Edits: []document.Edit{insertLines(p.doc, into.FullSpan().Start, lines)},
	}, true
}
