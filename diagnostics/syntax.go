package diagnostics

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
			if n := p.doc.Roots()[i].Node.At(e.Start); n != nil {
				d.Path = n.Path()
			}
		}
		p.report(d)
	}
}}
