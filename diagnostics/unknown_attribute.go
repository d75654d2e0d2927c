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

// A key is not an attribute of the schema it stands in.
//
// Nothing reads such a key, so what it says has no effect. The message names the
// nearest attribute, or all of them. A handler's "path", which Kubernetes has
// and this schema has not, is part of "url" here.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    comand: ["nginx", "-t"]
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    command: ["nginx", "-t"]
var unknownAttribute = &Rule{ID: "unknown-attribute", Severity: Error, check: func(p *pass) {
	p.problems(func(f failure) {
		field := f.object.Field(f.Name)
		if field == nil || p.shapeFault(f.object) != "" {
			return
		}
		d := at(field.Key, fmt.Sprintf("unknown attribute '%s' in %s", f.Name, f.object.Type.Name))
		if fix, ok := p.urlFix(f.object, field); ok {
			d.Message += ": expected 'url', which holds the path"
			d.Fixes = []Fix{fix}
		} else if name := p.renameTo(f.object, f.Name); name != "" {
			d.Message += fmt.Sprintf(": did you mean '%s'?", name)
			d.Fixes = []Fix{{
				Title: fmt.Sprintf("Rename '%s' to '%s'", f.Name, name),
				Edits: []document.Edit{edit.Rename(field.Key, name)},
				Safe:  !field.Merged,
			}}
		} else if owner := p.belongsIn(f.object, f.Name); owner != "" {
			d.Message += fmt.Sprintf(": expected it in '%s'", owner)
			if t := p.file.Schema.Type(kubeHandlers[f.Name]); t != nil {
				d.Message = fmt.Sprintf("unknown attribute '%s' in %s: expected '%s' with %s", f.Name, f.object.Type.Name, owner, list(spec.AttributeNames(t)))
			}
		} else {
			d.Message += ": expected " + list(spec.AttributeNames(f.object.Type))
		}
		p.report(d)
	}, schema.UnknownAttribute)
}}

// renameTo is the attribute that a key is a misspelling of, "" if none is near.
// Attributes that are there already do not count, so no rename makes a
// duplicate.
func (p *pass) renameTo(o *spec.Object, key string) string {
	var free []string
	for _, name := range spec.AttributeNames(o.Type) {
		if o.Field(name) == nil {
			free = append(free, name)
		}
	}
	return spec.Nearest(key, free)
}

// belongsIn is the attribute of an object in whose value an unknown key was
// probably meant to stand, "" if there is none or more than one: the handler of a
// probe, the data of a secret.
func (p *pass) belongsIn(o *spec.Object, key string) string {
	if keys, _ := typeKeys(o); o.Type.Name == "Secret" && spec.Nearest(key, keys) != "" {
		return "data"
	}
	owner := ""
	for _, a := range o.Type.Attributes {
		types := a.Type.Refs
		if a.Type.Kind == schema.Ref {
			types = []string{a.Type.Name}
		}
		if !slices.ContainsFunc(types, func(name string) bool {
			return p.file.Schema.Type(name).Attribute(key) != nil || name == kubeHandlers[key]
		}) {
			continue
		}
		if owner != "" {
			return ""
		}
		owner = a.Name
	}
	return owner
}

// kubeHandlers are what Kubernetes calls the types of handlers.
var kubeHandlers = map[string]string{"exec": "Exec", "httpGet": "Http", "tcpSocket": "Tcp", "grpc": "Tcp"}

// urlFix turns the path of an Http handler without a url into that url. The
// port is the default of the scheme, as Kubernetes has it where none is given.
func (p *pass) urlFix(o *spec.Object, field *document.Field) (Fix, bool) {
	path, ok := text(field.Value)
	if !ok || field.Key.Value != "path" || o.Type.Name != "Http" || o.Field("url") != nil || field.Merged {
		return Fix{}, false
	}
	return Fix{
		Title: "Write the path as 'url'",
		Edits: []document.Edit{
			edit.Rename(field.Key, "url"),
			edit.Replace(field.Value.Span(), edit.Quote("http://localhost/"+strings.TrimPrefix(path, "/"))),
		},
	}, true
}
