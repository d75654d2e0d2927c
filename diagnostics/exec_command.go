package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/schema"
)

// A command has no program.
//
// The first element is what is run; without it, or with an empty one, nothing
// can be. A container without the attribute runs what its image says.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        command: []
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        command: ["check.sh"]
var execCommand = &Rule{ID: "exec-command", Severity: Error, check: func(p *pass) {
	p.problems(func(f failure) {
		if n := f.value; n != nil && f.isEmptyCommand() {
			d := at(n, "the command is empty: expected a program and its arguments")
			d.Span = headSpan(p.doc, n)
			p.report(d)
		}
	}, schema.TooFew)
	for _, typeName := range []string{"Container", "Exec"} {
		for _, o := range p.objectsOf(typeName) {
			items := p.items(o, "command")
			if len(items) == 0 {
				continue
			}
			if program, ok := text(items[0]); ok && program == "" {
				p.report(at(items[0], fmt.Sprintf("%s names no program: expected one", quoted(p.doc, items[0]))))
			}
		}
	}
}}

// isEmptyCommand reports whether a failure is about the command of an Exec.
func (f failure) isEmptyCommand() bool {
	return f.object.Type.Name == "Exec" && len(f.Path) == 1 && f.Path[0] == "command"
}
