package diagnostics

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// A handler has the shape of none of its types, or of two at once.
//
// A probe's handler runs a command (Exec), calls a URL (Http) or opens a socket
// (Tcp). A lifecycle hook takes Exec and Http only: Kubernetes refuses tcpSocket
// there.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        command: ["check.sh"]
//	        url: "http://localhost/healthz"
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        url: "http://localhost/healthz"
var handlerShape = &Rule{ID: "handler-shape", Severity: Error, check: func(p *pass) {
	p.workloads(func(w *spec.Workload) {
		for _, o := range w.Objects {
			message := p.shapeFault(o)
			if message == "" || p.objectHurt(o) {
				continue
			}
			d := Diagnostic{Span: ownerSpan(o), Message: message, Path: o.Node.Path()}
			if n := tcpValue(o); n != nil {
				d.Span, d.Path = visible(n), n.Path()
			} else {
				d.Fixes = p.retags(o)
			}
			p.report(d)
		}
	})
}}

// shapeFault says what is wrong with the choice of types that an object makes,
// "" if it makes a sound one. The attributes of an object at fault are not
// reported one by one.
func (p *pass) shapeFault(o *spec.Object) string {
	if o.Union == nil {
		return ""
	}
	if tcpValue(o) != nil {
		return fmt.Sprintf("a Tcp handler cannot stand in a lifecycle hook: expected %s", shapes(p.file.Schema, o.Union))
	}
	_, tag := o.Tag()
	known, near := 0, false
	var foreign string // a key that another type of the union has
	for _, field := range o.Fields {
		key := field.Key.Value
		if o.Type.Attribute(key) != nil {
			known++
			continue
		}
		_, isPath := p.urlFix(o, &field)
		near = near || isPath || p.renameTo(o, key) != ""
		for _, name := range o.Union.Refs {
			if p.file.Schema.Type(name).Attribute(key) != nil {
				foreign = key
			}
		}
	}
	if tag == o.Type.Name && (known > 0 || foreign == "") {
		return "" // the type is clear, and what is wrong with it is said there
	}
	switch {
	case foreign != "" && (known > 0 || tag == o.Type.Name):
		return fmt.Sprintf("'%s' does not belong in a handler of the type %s: expected one of %s", foreign, o.Type.Name, shapes(p.file.Schema, o.Union))
	case known == 0 && !near:
		return fmt.Sprintf("this handler is of no type: expected %s", shapes(p.file.Schema, o.Union))
	}
	return ""
}

// retags are the fixes that name the types, instead of the one that a handler's
// _type names, that know all of its keys.
func (p *pass) retags(o *spec.Object) []Fix {
	n, tag := o.Tag()
	if tag != o.Type.Name {
		return nil
	}
	var fixes []Fix
	for _, name := range o.Union.Refs {
		t := p.file.Schema.Type(name)
		if !slices.ContainsFunc(o.Fields, func(f document.Field) bool { return f.Key.Value != spec.TypeTag && t.Attribute(f.Key.Value) == nil }) {
			fixes = append(fixes, Fix{Title: "Name the type " + name, Edits: []document.Edit{edit.Rewrite(p.doc, n, name)}})
		}
	}
	return fixes
}

// tcpValue is what makes a Tcp handler of an object whose union has no Tcp: a
// _type or a url that says so; nil for other objects.
func tcpValue(o *spec.Object) *document.Node {
	if o.Union == nil {
		return nil
	}
	for _, name := range o.Union.Refs {
		if name == "Tcp" {
			return nil
		}
	}
	if url, ok := text(o.Value("url")); ok && strings.HasPrefix(strings.ToLower(url), "tcp:") {
		return o.Value("url")
	}
	if n, tag := o.Tag(); tag == "Tcp" {
		return n
	}
	return nil
}

// shapes lists the types of a union with their attributes: "Exec (command),
// Http (headers, url)".
func shapes(s *schema.Schema, union *schema.TypeExpr) string {
	names := make([]string, len(union.Refs))
	for i, name := range union.Refs {
		names[i] = fmt.Sprintf("%s (%s)", name, list(spec.AttributeNames(s.Type(name))))
	}
	return strings.Join(names, ", ")
}

// objectHurt reports whether one of an object's entries has a syntax error.
func (p *pass) objectHurt(o *spec.Object) bool {
	if len(p.doc.Broken()) == 0 {
		return false
	}
	for i := range o.Node.Entries {
		if p.entryHurt(&o.Node.Entries[i]) {
			return true
		}
	}
	return o.Node.Unclosed()
}
