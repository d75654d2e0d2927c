package diagnostics

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
)

// Suppress is the edit that ignores a finding by a comment: at the end of its
// line, in the comment that ignores others there already, or on a line before.
// It reports false where no comment can stand, as in JSON, and for findings about
// no line, or about comments.
func Suppress(doc *document.Document, d Diagnostic) (Fix, bool) {
	if doc.Language() == document.JSON || slices.Contains([]string{syntax.ID, emptySpec.ID, unusedIgnore.ID, unknownRule.ID}, d.Rule) {
		return Fix{}, false
	}
	fix := Fix{Title: fmt.Sprintf("Ignore %s in this line", d.Rule)}
	line := doc.Lines().Span(doc.Lines().LineOf(d.Span.Start))
	for _, c := range doc.Comments() {
		if c.Start < line.Start || c.Start > line.End {
			continue
		}
		ic := parseIgnore(doc.Text(), c)
		if ic == nil || ic.verb.Of(doc.Text()) != "ignore" || len(ic.rules) == 0 {
			break // a comment about something else stays alone
		}
		end := ic.rules[len(ic.rules)-1].span.End
		fix.Edits = []document.Edit{edit.Replace(document.Span{Start: end, End: end}, ", "+d.Rule)}
		return fix, true
	}
	comment := "# " + DirectivePrefix + " ignore " + d.Rule
	text := line.Of(doc.Text())
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))]
	trimmed := line.Start + len(strings.TrimRight(text, " \t"))
	for _, e := range []document.Edit{
		edit.Replace(document.Span{Start: trimmed, End: trimmed}, " "+comment),
		edit.Replace(document.Span{Start: line.Start, End: line.Start}, indent+comment+edit.LineBreak(doc)),
	} {
		if isComment(doc, e, comment) {
			fix.Edits = []document.Edit{e}
			return fix, true
		}
	}
	return Fix{}, false
}

// isComment reports whether what an edit adds is read as a comment, and all else
// as before: in the middle of a text it would be a part of that.
func isComment(doc *document.Document, e document.Edit, comment string) bool {
	edited := doc.Apply(e)
	start := e.Start + strings.Index(e.NewText, comment)
	found := false
	for _, c := range edited.Comments() {
		found = found || c.Start == start
	}
	return found && len(edited.Comments()) == len(doc.Comments())+1 && len(edited.Errors()) == len(doc.Errors())
}

// RulesNear are the rules of the findings on the line of an offset and on the next,
// each once: those that a comment there can ignore.
func RulesNear(lines *document.Lines, found []Diagnostic, offset int) []string {
	line := lines.LineOf(offset)
	var rules []string
	for _, d := range found {
		if at := lines.LineOf(d.Span.Start); (at == line || at == line+1) && !slices.Contains(rules, d.Rule) {
			rules = append(rules, d.Rule)
		}
	}
	return rules
}
