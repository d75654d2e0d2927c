package diagnostics

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
)

// The permissions of a file cannot be read, or can be read in two ways.
//
// They are an octal number from 0000 to 0777 in quotes: "0644", and "644" is the
// same. A number without quotes is octal to some readers and decimal to others:
// 420 may be meant as "0420" or be the decimal form of "0644".
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    files:
//	      /etc/app/config.ini:
//	        content: "batch = true"
//	        mode: "0999"
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    files:
//	      /etc/app/config.ini:
//	        content: "batch = true"
//	        mode: "0644"
var fileMode = &Rule{ID: "file-mode", Severity: Error, check: func(p *pass) {
	for _, file := range p.objectsOf("FileSpec") {
		n := file.Value("mode")
		if s, ok := text(n); ok {
			if !octalMode(s) {
				p.badMode(n, s)
			}
		} else if number, ok := ambiguousMode(n); ok {
			p.ambiguous(n, number)
		}
	}
}}

func (p *pass) badMode(n *document.Node, s string) {
	d := at(n, fmt.Sprintf("malformed mode %s: expected an octal number from 0000 to 0777", quoted(p.doc, n)))
	digits := strings.TrimSpace(s)
	digits = strings.TrimPrefix(strings.TrimPrefix(digits, "0o"), "0O")
	if near := "0" + strings.TrimLeft(digits, "0"); digits != s && octalMode(near) {
		d.Fixes = []Fix{{Title: "Write " + edit.Quote(near), Edits: []document.Edit{edit.Replace(n.Span(), edit.Quote(near))}}}
	}
	p.report(d)
}

// ambiguous reports a mode that is a number and is not octal beyond doubt.
func (p *pass) ambiguous(n *document.Node, number int64) {
	src := n.Span().Of(p.doc.Text())
	var readings []string
	if octalMode(src) {
		readings = append(readings, fmt.Sprintf("%04s", src))
	}
	if 0 <= number && number <= 0o777 {
		readings = append(readings, fmt.Sprintf("%04o", number))
	}
	d := at(n, fmt.Sprintf("the mode '%s' is a number: expected an octal number from \"0000\" to \"0777\"", src))
	switch len(readings) {
	case 2:
		d.Message = fmt.Sprintf("the mode '%s' is ambiguous: expected \"%s\" or, if it is decimal, \"%s\"", src, readings[0], readings[1])
	case 1:
		d.Message = fmt.Sprintf("the mode '%s' is a number: expected \"%s\"", src, readings[0])
	}
	for _, mode := range readings {
		d.Fixes = append(d.Fixes, Fix{Title: "Write " + edit.Quote(mode), Edits: []document.Edit{edit.Replace(n.Span(), edit.Quote(mode))}})
	}
	p.report(d)
}

// octalMode reports whether a text is an octal number up to 0777 and nothing
// else.
func octalMode(s string) bool {
	if s == "" || len(s) > 4 || strings.Trim(s, "01234567") != "" {
		return false
	}
	v, err := strconv.ParseUint(s, 8, 32)
	return err == nil && v <= 0o777
}

// ambiguousMode returns the value of a mode that is a number and would mean
// something else, or nothing, if it were quoted. Others are a wrong type.
func ambiguousMode(n *document.Node) (int64, bool) {
	if n == nil || n.Kind != document.Scalar || n.Style != document.Plain || n.Tagged() {
		return 0, false
	}
	v, ok := n.Int()
	if !ok || octalMode(n.Value) && (n.Value[0] == '0' || v > 0o777) {
		return 0, false
	}
	return v, true
}

// isAmbiguousMode reports whether a failure is about a mode that file-mode
// speaks of.
func (f failure) isAmbiguousMode(n *document.Node) bool {
	_, ambiguous := ambiguousMode(n)
	return ambiguous && f.object.Type.Name == "FileSpec" && len(f.Path) == 1 && f.Path[0] == "mode"
}
