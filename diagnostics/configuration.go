package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/files"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

// A setting in .kam-ls.yaml has a value that cannot be used.
//
// A time zone is unknown, a glob is malformed or can match nothing, a namespace is
// none that Kubernetes takes, or the file to extend cannot be read: it has to be in
// the repository of the configuration, and its name has to end in ".kam-ls.yaml".
// What is wrong with the form of a configuration, the rules about structure say.
//
// Bad:
//
//	cron:
//	  timeZone: Europe/Bonn
//
// Good:
//
//	cron:
//	  timeZone: Europe/Berlin
var configuration = &Rule{ID: "configuration", Severity: Error, check: func(p *pass) {
	if !p.isConfiguration() {
		return
	}
	for _, root := range p.doc.Roots()[min(1, len(p.doc.Roots())):] {
		if n := root.Node; !n.Empty() {
			d := at(n, "a configuration is one document: expected no other")
			d.Span = headSpan(p.doc, n)
			p.report(d)
		}
	}
	for _, o := range p.objectsOf("Configuration") {
		if n := o.Value("extends"); n != nil && p.extends != "" {
			p.report(at(n, fmt.Sprintf("cannot extend %s: %s", quoted(p.doc, n), p.extends)))
		}
		p.globs(o, "files")
		p.globs(o, "exclude")
	}
	for _, o := range p.objectsOf("Override") {
		p.globs(o, "files")
	}
	for _, o := range p.objectsOf("Cron") {
		if n, zone, ok := p.value(o, "timeZone"); ok && zone != "" {
			if err := config.CheckTimeZone(zone); err != nil {
				p.report(at(n, fmt.Sprintf("%s is not a time zone: expected an IANA name such as Europe/Berlin", quoted(p.doc, n))))
			}
		}
	}
	for _, o := range p.objectsOf("Render") {
		if n, name, ok := p.value(o, "namespace"); ok && name != "" {
			if fault := kube.Label(name); fault != "" {
				p.report(at(n, fmt.Sprintf("%s cannot be the name of a namespace: %s", quoted(p.doc, n), fault)))
			}
		}
	}
}}

func (p *pass) globs(o *spec.Object, attribute string) {
	for _, item := range p.items(o, attribute) {
		glob, ok := text(item)
		if !ok {
			continue
		}
		if glob == "" {
			p.report(at(item, "an empty glob matches nothing: expected a path or a pattern"))
		} else if err := files.CheckGlob(glob); err != nil {
			p.report(at(item, fmt.Sprintf("%s %v", quoted(p.doc, item), err)))
		}
	}
}

// isConfiguration reports whether the file is no spec but a configuration.
func (p *pass) isConfiguration() bool { return p.file.Schema.IsConfiguration() }

// unknownSettings reports the keys of "rules" that name no rule.
func (p *pass) unknownSettings() {
	for _, typeName := range []string{"Configuration", "Override"} {
		for _, o := range p.objectsOf(typeName) {
			for _, e := range p.entries(o, "rules") {
				if Lookup(e.key.Value) != nil {
					continue
				}
				d := at(e.key, UnknownRule(e.key.Value))
				if near := spec.Nearest(e.key.Value, IDs()); near != "" && !e.field.Merged && p.free(e.key, near) {
					d.Fixes = []Fix{{Title: fmt.Sprintf("Change to '%s'", near), Edits: []document.Edit{edit.Rename(e.key, near)}}}
				}
				p.report(d)
			}
		}
	}
}
