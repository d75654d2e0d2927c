package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
)

// The path of a file or a folder is none that can be mounted.
//
// Paths are absolute, have no '..', and that of a file ends in its name.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    files:
//	      etc/app/config.ini:
//	        content: "batch = true"
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    files:
//	      /etc/app/config.ini:
//	        content: "batch = true"
var filePath = &Rule{ID: "file-path", Severity: Error, check: func(p *pass) {
	for _, c := range p.objectsOf("Container") {
		for _, m := range p.mounts(c) {
			fault := pathFault(m.key.Value, m.folder)
			if fault == "" {
				continue
			}
			what := "file"
			if m.folder {
				what = "folder"
			}
			d := at(m.key, fmt.Sprintf("%s cannot be the path of a %s: %s", quoted(p.doc, m.key), what, fault))
			if near := "/" + m.key.Value; pathFault(near, m.folder) == "" && !m.field.Merged && p.free(m.key, near) {
				d.Fixes = []Fix{{Title: fmt.Sprintf("Change to '%s'", near), Edits: []document.Edit{edit.Rename(m.key, near)}}}
			}
			p.report(d)
		}
	}
}}
