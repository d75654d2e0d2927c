package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// A required attribute is absent.
//
// The finding stands at the key that owns the incomplete mapping or, at the root
// of a file, at its first key.
//
// Bad:
//
//	containers:
//	  web:
//	    command: ["nginx", "-t"]
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    command: ["nginx", "-t"]
var missingAttribute = &Rule{ID: "missing-attribute", Severity: Error, check: func(p *pass) {
	p.problems(func(f failure) {
		if p.shapeFault(f.object) != "" || p.misspelt(f.object, f.Name) {
			return
		}
		d := Diagnostic{
			Span:    ownerSpan(f.object),
			Message: fmt.Sprintf("missing attribute '%s' in %s", f.Name, describe(f.object)),
			Path:    f.object.Node.Path(),
		}
		if a := f.object.Type.Attribute(f.Name); a != nil {
			d.Message += fmt.Sprintf(": expected %s", a.Type)
			if edit, ok := insertEntry(p.doc, f.object.Node, a); ok {
				d.Fixes = []Fix{{Title: fmt.Sprintf("Add '%s'", f.Name), Edits: []document.Edit{edit}}}
			}
		}
		p.report(d)
	}, schema.MissingAttribute)
}}

// misspelt reports whether an unknown attribute of an object is probably the
// missing one, or a part of it: that is reported already.
func (p *pass) misspelt(o *spec.Object, missing string) bool {
	for _, field := range o.Fields {
		key := field.Key.Value
		if o.Type.Attribute(key) != nil || key == spec.TypeTag {
			continue
		}
		if p.renameTo(o, key) == missing || p.belongsIn(o, key) == missing {
			return true
		}
		if _, ok := p.urlFix(o, &field); ok && missing == "url" {
			return true
		}
	}
	return false
}

// ownerSpan is the place of what concerns a whole object: its owner's key, or
// the first key of a mapping that has no owner.
func ownerSpan(o *spec.Object) document.Span {
	switch {
	case o.Owner != nil:
		return o.Owner.Span()
	case len(o.Node.Entries) > 0:
		return o.Node.Entries[0].Key.Span()
	}
	return o.Node.Span()
}

// describe names an object for a message: "Container 'web'".
func describe(o *spec.Object) string {
	name := o.Name()
	if o.Node == o.Workload.Node.Resolve() {
		name = o.Workload.Name
	}
	if name == "" {
		return o.Type.Name
	}
	return fmt.Sprintf("%s '%s'", o.Type.Name, name)
}
