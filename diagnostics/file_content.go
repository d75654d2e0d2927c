package diagnostics

import "fmt"

// A file has two contents, or none.
//
// Its text is written out in content, or comes from a secret or a ConfigMap with
// contentFrom. With neither the file is empty, which is a warning.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    files:
//	      /etc/app/config.ini:
//	        content: "batch = true"
//	        contentFrom: "configmap://app/config.ini"
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    files:
//	      /etc/app/config.ini:
//	        contentFrom: "configmap://app/config.ini"
var fileContent = &Rule{ID: "file-content", Severity: Error, check: func(p *pass) {
	for _, file := range p.objectsOf("FileSpec") {
		content, from := file.Field("content"), file.Field("contentFrom")
		switch {
		case content != nil && from != nil:
			d := at(from.Key, "this file has a content already: expected either 'content' or 'contentFrom'")
			d.Related = []Related{{content.Key.Span(), "the content stands here"}}
			for _, f := range []struct{ name, other string }{{"contentFrom", "content"}, {"content", "contentFrom"}} {
				d.Fixes = append(d.Fixes, p.removal(fmt.Sprintf("Remove '%s'", f.name), file.Field(f.name))...)
			}
			p.report(d)
		case content == nil && from == nil && !p.objectHurt(file) && !p.misspelt(file, "content") && !p.misspelt(file, "contentFrom"):
			d := at(file.Node, fmt.Sprintf("the file '%s' is empty: expected 'content' or 'contentFrom'", file.Name()))
			d.Span = ownerSpan(file)
			d.Severity = Warning
			p.report(d)
		}
	}
}}
