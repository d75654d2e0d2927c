package diagnostics

import (
	"fmt"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
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
//	  login:
//	    type: opaque
//	    data:
//	      password: ""
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      DB_PASSWORD: "secret://logins/password"
//
// Good:
//
//	secrets:
//	  login:
//	    type: opaque
//	    data:
//	      password: ""
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      DB_PASSWORD: "secret://login/password"
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
			d.Fixes = append(d.Fixes, Fix{Title: fmt.Sprintf("Change to '%s'", near), Edits: []document.Edit{edit.Rewrite(p.doc, ref.Node, value)}})
		case len(names) > 0:
			d.Message += ": declared are " + list(names)
		default:
			d.Message += ": it declares none"
		}
		if edit, ok := p.declareSecret(ref.Workload, ref.Name, ref.Key, ""); ok {
			d.Fixes = append(d.Fixes, Fix{Title: fmt.Sprintf("Declare the secret '%s'", ref.Name), Edits: []document.Edit{edit}})
		}
		p.report(d)
	})
}}

// declareSecret is the edit that adds an opaque secret with one key, or with
// none where key is "". Only a Job in block style can take the lines.
func (p *pass) declareSecret(w *spec.Workload, name, key, value string) (document.Edit, bool) {
	if len(w.Objects) == 0 || !document.PlainSafe(name) {
		return document.Edit{}, false
	}
	job := w.Objects[0]
	lines := []string{name + ":", "  type: opaque"}
	if key != "" {
		lines = append(lines, "  data:", "    "+edit.Requote(&document.Node{}, key)+": "+edit.Quote(value))
	}
	into := job.Node
	if f := job.Field("secrets"); f == nil {
		for i := range lines {
			lines[i] = "  " + lines[i]
		}
		lines = append([]string{"secrets:"}, lines...)
	} else if into = f.Value; f.Merged {
		return document.Edit{}, false
	}
	if into.Style == document.Flow && into.Kind == document.Mapping && !into.Unclosed() {
		return p.declareInBrackets(into, into == job.Node, name, key, value), true
	}
	start, ok := edit.BlockStart(p.doc, into)
	if !ok {
		return document.Edit{}, false
	}
	return edit.InsertLines(p.doc, start, lines), true
}

// declareInBrackets declares a secret in a mapping in brackets: a Job without
// secrets, or its secrets.
func (p *pass) declareInBrackets(into *document.Node, isJob bool, name, key, value string) document.Edit {
	word := func(s string) string { return s }
	if p.doc.Language() == document.JSON {
		word = edit.Quote
	}
	text := word("type") + ": " + word("opaque")
	if key != "" {
		text += ", " + word("data") + ": {" + word(key) + ": " + edit.Quote(value) + "}"
	}
	text = word(name) + ": {" + text + "}"
	if isJob {
		text = word("secrets") + ": {" + text + "}"
	}
	if len(into.Entries) > 0 {
		text += ", "
	}
	start := into.Span().Start + 1
	return edit.Replace(document.Span{Start: start, End: start}, text)
}
