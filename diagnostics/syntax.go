package diagnostics

import (
	"sort"

	"github.com/kam-ls/kam-ls/document"
)

// The file cannot be read as YAML, or as JSON, at this place.
//
// Everything around the place is still checked: an unclosed quote in one line
// hides no mistake in another. What looks like the consequence of a syntax error
// is not reported, so that one slip gives one message.
//
// Bad:
//
//	schedule: "0 3 * * *
//	containers:
//	  web:
//	    image: "nginx:1.27"
//
// Good:
//
//	schedule: "0 3 * * *"
//	containers:
//	  web:
//	    image: "nginx:1.27"
var syntax = &Rule{ID: "syntax", Severity: Error, check: func(p *pass) {
	for _, e := range p.doc.Errors() {
		d := Diagnostic{Span: e.Span, Message: e.Message}
		if i := p.doc.RootAt(e.Start); i >= 0 {
			d.Path = before(p.doc.Roots()[i].Node, e.Start).Path()
		}
		p.report(d)
	}
}}

// before is the innermost node below n that begins at or before offset: the one
// that stands there or, where nothing could be read, the last one above.
func before(n *document.Node, offset int) *document.Node {
	for {
		child := n
		if i := sort.Search(len(n.Items), func(i int) bool { return n.Items[i].FullSpan().Start > offset }); i > 0 {
			child = n.Items[i-1]
		}
		if i := sort.Search(len(n.Entries), func(i int) bool { return n.Entries[i].Key.FullSpan().Start > offset }); i > 0 {
			e := &n.Entries[i-1]
			if child = e.Key; e.Value.FullSpan().Start <= offset {
				child = e.Value
			}
		}
		if child == n {
			return n
		}
		n = child
	}
}
