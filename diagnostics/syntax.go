package diagnostics

import (
	"sort"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
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
		d := Diagnostic{Span: e.Span, Message: e.Message, Fixes: syntaxFixes(p.doc, e)}
		if i := p.doc.RootAt(e.Start); i >= 0 {
			d.Path = before(p.doc.Roots()[i].Node, e.Start).Path()
		}
		p.report(d)
	}
}}

// syntaxFixes are the fixes of those errors that leave no doubt about what was meant.
func syntaxFixes(doc *document.Document, e document.SyntaxError) []Fix {
	replace := func(title string, span document.Span, text string) []Fix {
		return []Fix{{Title: title, Safe: true, Edits: []document.Edit{edit.Replace(span, text)}}}
	}
	text := e.Of(doc.Text())
	switch e.Code {
	case document.IdleTab:
		return replace("Remove the tab", e.Span, "")
	case document.NewVersion:
		line := e.Span
		for line.End < len(doc.Text()) && doc.Text()[line.End] != '\n' {
			line.End++
		}
		line.End = min(line.End+1, len(doc.Text()))
		return replace("Remove the directive", line, "")
	case document.SlashEscape:
		fix := Fix{Title: "Write '/'", Safe: true}
		for i := e.Start; i < len(doc.Text()) && doc.Text()[i] != '"'; i++ { // all of the text in quotes
			if doc.Text()[i] != '\\' {
				continue
			}
			if strings.HasPrefix(doc.Text()[i:], `\/`) {
				fix.Edits = append(fix.Edits, edit.Replace(document.Span{Start: i, End: i + 1}, ""))
			}
			i++
		}
		return []Fix{fix}
	case document.QuestionMark, document.BadIndicator:
		inQuotes := `"\`
		if e.Code == document.BadIndicator {
			inQuotes += ",:[]{}" // the rest of the line, of which not all may be meant
		}
		if text == "" || strings.ContainsAny(text, inQuotes) {
			return nil
		}
		return replace("Quote the text", e.Span, `"`+text+`"`)
	}
	return nil
}

// before is the innermost node below n that begins at or before offset: the one
// that stands there or, where nothing could be read, the last one above. It looks no
// further down than a path is of use: thousands of errors can be thousands of levels deep.
func before(n *document.Node, offset int) *document.Node {
	for range maxPathDepth {
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
	return n
}

// maxPathDepth is how many levels the path of a syntax error has at most.
const maxPathDepth = 100
