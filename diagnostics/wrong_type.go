package diagnostics

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/schema"
)

// A value has another type than its attribute takes.
//
// Most often a number or one of the words that YAML 1.1, and with it Kubernetes,
// reads as a boolean (yes, no, on, off, y, n) stands unquoted where a string
// belongs. The quick fix quotes it; that keeps the text as it is written.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      PORT: 8080
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      PORT: "8080"
var wrongType = &Rule{ID: "wrong-type", Severity: Error, check: func(p *pass) {
	p.wrongRoots()
	p.problems(func(f failure) {
		n := f.value
		if n != nil {
			n = n.Resolve() // what an alias repeats is one mistake
		}
		if n == nil || f.Expected == nil || f.isEmptyContainers(n) || f.isAmbiguousMode(n) || f.isNoResource(n) {
			return
		}
		p.report(p.mismatch(n, f.Expected))
	}, schema.WrongType)
	p.wrongKeys()
}}

// mismatch is the finding about a value where another type is expected.
func (p *pass) mismatch(n *document.Node, expected *schema.TypeExpr) Diagnostic {
	want := withArticle(expected)
	d := at(n, "")
	switch key := n.Key(); {
	case n.Empty() && key != nil:
		d.Message = fmt.Sprintf("'%s' has no value: expected %s", key.Value, want)
	case n.Kind == document.Scalar:
		d.Message = fmt.Sprintf("%s is %s: expected %s", quoted(p.doc, n), typeName(n), want)
	default:
		d.Message = fmt.Sprintf("%s stands here: expected %s", typeName(n), want)
		if source := n.Span().Of(p.doc.Text()); strings.HasPrefix(source, "{{") { // which YAML reads as a mapping with a mapping as its key
			d.Message = fmt.Sprintf("%s is a template: render it first, expected %s", quoted(p.doc, n), want)
		}
		d.Span = headSpan(p.doc, n)
	}
	d.Fixes = p.conversions(n, expected)
	return d
}

// headSpan is the place of a finding about a whole collection: its key, or its
// first line where it has none.
func headSpan(doc *document.Document, n *document.Node) document.Span {
	if n.Style == document.Flow {
		return n.Span()
	}
	if key := n.Key(); key != nil {
		return key.Span()
	}
	lines := doc.Lines()
	line := lines.Span(lines.LineOf(n.Span().Start))
	return document.Span{Start: n.Span().Start, End: min(line.End, n.Span().End)}
}

// conversions are the fixes that turn a value into the expected type.
func (p *pass) conversions(n *document.Node, expected *schema.TypeExpr) []Fix {
	if n.Kind != document.Scalar || n.Empty() || n.Tagged() {
		return nil
	}
	src := n.Span().Of(p.doc.Text())
	fix := func(title, text string, safe bool) []Fix {
		return []Fix{{Title: title, Edits: []document.Edit{edit.Replace(n.Span(), text)}, Safe: safe}}
	}
	switch expected.Kind {
	case schema.Str, schema.Enum:
		if n.Style == document.Plain && !n.Null() {
			return fix("Quote "+src, edit.Quote(src), true)
		}
	case schema.Bool:
		if v, ok := n.LegacyBool(); ok || strings.EqualFold(n.Value, "true") || strings.EqualFold(n.Value, "false") {
			v = v || strings.EqualFold(n.Value, "true")
			return fix(fmt.Sprintf("Write %t", v), fmt.Sprint(v), false)
		}
	case schema.Int:
		if isDigits(n.Value) {
			return fix("Write "+n.Value+" without quotes", n.Value, false)
		}
	case schema.List:
		if s, ok := text(n); ok && expected.Elem.Kind == schema.Str && n.Style != document.Literal && n.Style != document.Folded {
			return fix("Make it a list", "["+edit.Quote(s)+"]", false)
		}
	}
	return nil
}

// wrongRoots reports documents that are no mapping, and entries of a named file
// that are none.
func (p *pass) wrongRoots() {
	job := &schema.TypeExpr{Kind: schema.Ref, Name: p.file.Schema.Root().Name}
	for _, root := range p.doc.Roots() {
		n := root.Node.Resolve()
		if n == nil || n.Kind == document.Mapping || n.Null() || n.Unclosed() {
			continue
		}
		if len(p.doc.Broken()) > 0 && n.Kind == document.Scalar {
			continue // the first word of a half-typed file, said already
		}
		d := p.mismatch(n, job)
		p.report(d)
	}
	for _, w := range p.file.Workloads {
		n := w.Node.Resolve()
		if n == nil || n.Kind == document.Mapping || w.Node.Parent == nil || p.nodeHurt(n) {
			continue
		}
		p.report(p.mismatch(n, job))
	}
}

func (p *pass) nodeHurt(n *document.Node) bool {
	if len(p.doc.Broken()) == 0 {
		return false
	}
	e := n.Entry()
	return e != nil && (p.entryHurt(e) || p.misplaced(n.Parent, e.Key.Value))
}

// wrongKeys reports keys of schema types and maps that are no scalars.
func (p *pass) wrongKeys() {
	for _, w := range p.file.Workloads {
		if w.Kind != "" {
			continue
		}
		for _, o := range w.Objects {
			p.wrongKeysOf(o.Node)
			for _, field := range o.Fields {
				if a := o.Type.Attribute(field.Key.Value); a != nil && a.Type.Kind == schema.Map && a.Type.Elem.Kind == schema.Str {
					if n := field.Value.Resolve(); n != nil {
						p.wrongKeysOf(n)
					}
				}
			}
		}
	}
}

func (p *pass) wrongKeysOf(mapping *document.Node) {
	for i := range mapping.Entries {
		if key := mapping.Entries[i].Key; key.Kind == document.Mapping || key.Kind == document.Sequence {
			p.report(Diagnostic{Span: headSpan(p.doc, key), Path: key.Path(), Message: fmt.Sprintf("the key is %s: expected a str", typeName(key))})
		}
	}
}

// typeName says what a value is, in the words of the attribute tables.
func typeName(n *document.Node) string {
	switch n.Kind {
	case document.Mapping:
		return "a mapping"
	case document.Sequence:
		return "a list"
	}
	if _, ok := n.LegacyBool(); ok {
		return "a bool in YAML 1.1"
	}
	switch n.Tag {
	case "!!int":
		return "an int"
	case "!!float":
		return "a float"
	case "!!bool":
		return "a bool"
	case "!!null":
		return "null"
	case "!!str", "!!timestamp":
		return "a str"
	}
	return "a " + n.Tag
}

// withArticle names an expected type: "a str", "an int", "a list of str".
func withArticle(t *schema.TypeExpr) string {
	switch t.Kind {
	case schema.Int:
		return "an int"
	case schema.Enum:
		return "one of " + list(t.Values)
	case schema.Union:
		return "one of " + list(t.Refs)
	case schema.List:
		return "a list of " + t.Elem.String()
	case schema.Map:
		return "a mapping to " + t.Elem.String()
	}
	if name := t.String(); strings.IndexByte("AEIO", name[0]) >= 0 {
		return "an " + name
	}
	return "a " + t.String()
}

// quoted is a node as it is written, in quotes and shortened, for a message.
func quoted(doc *document.Document, n *document.Node) string {
	src := []rune(n.Span().Of(doc.Text()))
	if n.Kind == document.Scalar && n.Style != document.Plain {
		src = []rune(n.Value)
	}
	const limit = 40
	if len(src) > limit {
		src = append(src[:limit-1:limit-1], '…')
	}
	s := blanks.ReplaceAllString(string(src), " ")
	if n.Style == document.Literal || n.Style == document.Folded {
		s = strings.TrimSpace(s)
	}
	return "'" + s + "'"
}

// blanks may be line breaks, and a message is one line.
var blanks = regexp.MustCompile(`\s+`)

func isDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != "" && (s == "0" || s[0] != '0') && len(s) < 10
}
