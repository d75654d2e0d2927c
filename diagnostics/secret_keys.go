package diagnostics

import (
	"fmt"
	"slices"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/spec"
)

// A secret has a key that its type does not know, or lacks one that it has.
//
// The type says what is in the data: basic has username and password, token has
// token, certificate has tls.crt and tls.key. An opaque secret has any keys. A
// missing key is a warning.
//
// Bad:
//
//	secrets:
//	  db:
//	    type: basic
//	    data:
//	      username: ""
//	      password: ""
//	      host: ""
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    dirs:
//	      /mnt/db: secret://db
//
// Good:
//
//	secrets:
//	  db:
//	    type: basic
//	    data:
//	      username: ""
//	      password: ""
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    dirs:
//	      /mnt/db: secret://db
var secretKeys = &Rule{ID: "secret-keys", Severity: Error, check: func(p *pass) {
	for _, secret := range p.objectsOf("Secret") {
		keys, typ := typeKeys(secret)
		data := secret.Value("data")
		if keys == nil || data == nil || data.Kind != document.Mapping || data.Unclosed() {
			continue
		}
		present := p.entries(secret, "data")
		var missing []string
		for _, key := range keys {
			if !slices.ContainsFunc(present, func(e entry) bool { return e.key.Value == key }) && !p.besideData(secret, key) {
				missing = append(missing, key)
			}
		}
		for _, e := range present {
			if slices.Contains(keys, e.key.Value) {
				continue
			}
			d := at(e.key, fmt.Sprintf("a secret of the type %s has no key %s: expected %s", typ, quoted(p.doc, e.key), list(keys)))
			near := spec.Nearest(e.key.Value, missing)
			if len(keys) == 1 && len(missing) == 1 {
				near = keys[0] // there is no other that it could be
			}
			if near != "" {
				missing = slices.DeleteFunc(missing, func(key string) bool { return key == near })
				d.Message = fmt.Sprintf("a secret of the type %s has no key %s: did you mean '%s'?", typ, quoted(p.doc, e.key), near)
				if !e.field.Merged {
					d.Fixes = []Fix{{Title: fmt.Sprintf("Rename to '%s'", near), Edits: []document.Edit{edit.Rename(e.key, near)}}}
				}
			}
			p.report(d)
		}
		if len(missing) > 0 && (len(p.doc.Broken()) == 0 || !p.objectHurt(secret)) {
			p.missingKeys(secret, data, typ, missing)
		}
	}
}}

// besideData reports whether a key of a secret stands beside its data: that is
// reported as an unknown attribute.
func (p *pass) besideData(secret *spec.Object, key string) bool {
	return slices.ContainsFunc(secret.Fields, func(f document.Field) bool {
		return secret.Type.Attribute(f.Key.Value) == nil && spec.Nearest(f.Key.Value, []string{key}) != ""
	})
}

func (p *pass) missingKeys(secret *spec.Object, data *document.Node, typ string, missing []string) {
	d := at(secret.Field("data").Key, fmt.Sprintf("missing key %s in a secret of the type %s: expected at least an empty value", list(missing), typ))
	d.Severity = Warning
	if edit, ok := insertKeys(p.doc, data, missing); ok {
		d.Fixes = []Fix{{Title: "Add " + list(missing), Edits: []document.Edit{edit}}}
	}
	p.report(d)
}

// insertKeys is the edit that puts keys with empty values first into a mapping.
func insertKeys(doc *document.Document, mapping *document.Node, keys []string) (document.Edit, bool) {
	if start, ok := edit.BlockStart(doc, mapping); ok {
		lines := make([]string, len(keys))
		for i, key := range keys {
			lines[i] = key + `: ""`
		}
		return edit.InsertLines(doc, start, lines), true
	} else if mapping.Style == document.Block {
		return document.Edit{}, false
	}
	text := ""
	for i, key := range keys {
		if doc.Language() == document.JSON {
			key = edit.Quote(key)
		}
		text += key + `: ""`
		if i+1 < len(keys) || len(mapping.Entries) > 0 {
			text += ", "
		}
	}
	start := mapping.Span().Start + 1
	return edit.Replace(document.Span{Start: start, End: start}, text), true
}

// typeKeys are the keys that the type of a secret stands for, nil where it
// stands for none, and the type.
func typeKeys(secret *spec.Object) (keys []string, typ string) {
	typ, ok := text(secret.Value("type"))
	if !ok {
		return nil, ""
	}
	return spec.TypeKeys(typ), typ
}
