package diagnostics

import (
	"fmt"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/spec"
)

// A command is written as for a shell, but no shell reads it.
//
// Its first element is the name of a program, the others its arguments. Nothing
// splits one element at its blanks, and '&&', '|' and '>' mean nothing. The fix
// starts a shell.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    command: ["nginx -t && nginx"]
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    command: ["/bin/sh", "-c", "nginx -t && nginx"]
var commandNotShell = &Rule{ID: "command-not-shell", Severity: Warning, check: func(p *pass) {
	for _, typeName := range []string{"Container", "Exec"} {
		for _, o := range p.objectsOf(typeName) {
			items := p.items(o, "command")
			if !isShellLine(items) {
				continue
			}
			d := at(items[0], fmt.Sprintf("%s is the name of one program, since no shell splits it: expected its words as elements, or a shell", quoted(p.doc, items[0])))
			if list := o.Value("command"); items[0] == list.Items[0] {
				d.Fixes = []Fix{{Title: "Run it in a shell", Edits: []document.Edit{edit.InsertItems(p.doc, list, "/bin/sh", "-c")}}}
			}
			p.report(d)
		}
	}
}}

// isShellLine reports whether a command is one word, and that more than the name
// of a program.
func isShellLine(command []*document.Node) bool {
	if len(command) != 1 {
		return false
	}
	s, ok := text(command[0])
	return ok && forShell(s)
}

// forShell reports whether a text is more than the name of a program.
func forShell(s string) bool {
	s = strings.TrimSpace(s)
	return strings.ContainsAny(s, " \t\n|>;") || strings.Contains(s, "&&")
}

// items are the elements of an attribute that is a list, aliases followed; one
// that cannot be followed is left out.
func (p *pass) items(o *spec.Object, attribute string) []*document.Node {
	list := o.Value(attribute)
	if list == nil || list.Kind != document.Sequence || list.Unclosed() {
		return nil
	}
	items := make([]*document.Node, 0, len(list.Items))
	for _, item := range list.Items {
		if n := item.Resolve(); n != nil {
			items = append(items, n)
		}
	}
	return items
}
