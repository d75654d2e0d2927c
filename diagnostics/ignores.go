package diagnostics

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
)

// DirectivePrefix starts the comments that speak to kam-ls.
const DirectivePrefix = "kam-ls:"

// ignores are the ignore comments of a document.
type ignores struct {
	lines    *document.Lines
	comments []*ignoreComment
	onLine   map[ruleOnLine][]*ignoredRule
	inFile   map[string]*ignoredRule
}

// ignoreComment is one comment that starts with "kam-ls:".
type ignoreComment struct {
	span    document.Span // the comment, '#' included
	ownLine bool
	verb    document.Span // "ignore", "ignore-file", or what stands there instead
	fault   string        // why the comment has no effect, "" if it may have one
	rules   []*ignoredRule
}

type ruleOnLine struct {
	rule string
	line int
}

// ignoredRule is one rule ID in an ignore comment.
type ignoredRule struct {
	id       string
	span     document.Span
	used     bool // it has suppressed something
	disabled bool // the rule does not run
}

// readIgnores reads "# kam-ls: ignore RULE[, RULE] [-- reason]", which counts for
// the line that it ends or, on a line of its own, for the next line of content,
// and "# kam-ls: ignore-file RULE[, RULE] [-- reason]" before the first content.
func readIgnores(doc *document.Document) *ignores {
	ig := &ignores{lines: doc.Lines(), onLine: map[ruleOnLine][]*ignoredRule{}, inFile: map[string]*ignoredRule{}}
	if !strings.Contains(doc.Text(), DirectivePrefix) {
		return ig
	}
	head := headEnd(doc)
	next := contentAfter{doc: doc}
	for _, c := range doc.Comments() {
		ic := parseIgnore(doc.Text(), c)
		if ic == nil {
			continue
		}
		ig.comments = append(ig.comments, ic)
		switch ic.verb.Of(doc.Text()) {
		case "ignore":
			line := doc.Lines().LineOf(c.Start)
			if c.OwnLine {
				line = next.of(line)
			}
			for _, r := range ic.rules {
				key := ruleOnLine{r.id, line}
				ig.onLine[key] = append(ig.onLine[key], r)
			}
		case "ignore-file":
			if c.Start > head {
				ic.fault = "'ignore-file' counts in the comments at the head of the file only"
				continue
			}
			for _, r := range ic.rules {
				if ig.inFile[r.id] == nil {
					ig.inFile[r.id] = r
				}
			}
		}
	}
	return ig
}

// parseIgnore reads a comment that speaks to kam-ls, nil for any other and for
// "# kam-ls: spec".
func parseIgnore(text string, c document.Comment) *ignoreComment {
	body := c.Of(text)
	pos := c.Start + len(body) - len(strings.TrimLeft(body, "# \t"))
	rest, ok := strings.CutPrefix(text[pos:c.End], DirectivePrefix)
	if !ok {
		return nil
	}
	if i := strings.Index(rest, "--"); i >= 0 {
		rest = rest[:i]
	}
	pos += len(DirectivePrefix)
	ic := &ignoreComment{span: c.Span, ownLine: c.OwnLine}
	for i, word := range words(rest) {
		span := document.Span{Start: pos + word.Start, End: pos + word.End}
		if i == 0 {
			ic.verb = span
		} else {
			ic.rules = append(ic.rules, &ignoredRule{id: word.Of(rest), span: span})
		}
	}
	if ic.verb == (document.Span{}) {
		ic.verb = document.Span{Start: pos, End: pos}
	}
	if ic.verb.Of(text) == "spec" {
		return nil
	}
	return ic
}

// words are the spans of what stands between blanks and commas.
func words(s string) []document.Span {
	var spans []document.Span
	start := -1
	for i := 0; i <= len(s); i++ {
		if i == len(s) || strings.IndexByte(" \t\r,", s[i]) >= 0 {
			if start >= 0 {
				spans = append(spans, document.Span{Start: start, End: i})
			}
			start = -1
		} else if start < 0 {
			start = i
		}
	}
	return spans
}

// headEnd is the offset of the first content of a document.
func headEnd(doc *document.Document) int {
	text := doc.Text()
	for line := 0; line < doc.Lines().Count(); line++ {
		span := doc.Lines().Span(line)
		s := strings.TrimSpace(strings.TrimPrefix(span.Of(text), "\ufeff"))
		if s != "" && s != "---" && s[0] != '#' && s[0] != '%' {
			return span.Start
		}
	}
	return len(text)
}

// contentAfter finds the next line of content. Asked about one line after another, it
// looks at each line once.
type contentAfter struct {
	doc        *document.Document
	from, next int // the lines from the one up to the other have no content
	looked     int // at lines, counted for the test
}

// of returns the next line after line that is neither empty nor a comment, or the number
// of lines if there is none.
func (c *contentAfter) of(line int) int {
	if c.from <= line && line < c.next {
		return c.next
	}
	lines := c.doc.Lines()
	c.from = line
	for c.next = line + 1; c.next < lines.Count(); c.next++ {
		c.looked++
		if s := strings.TrimSpace(lines.Line(c.next)); s != "" && s[0] != '#' {
			break
		}
	}
	return c.next
}

// suppresses reports whether a comment ignores a finding, and marks the comment
// as used.
func (ig *ignores) suppresses(d Diagnostic) bool {
	if len(ig.comments) == 0 {
		return false
	}
	found := false
	for _, r := range ig.onLine[ruleOnLine{d.Rule, ig.lines.LineOf(d.Span.Start)}] {
		if found = true; r.used {
			break // and so are the others
		}
		r.used = true
	}
	if r := ig.inFile[d.Rule]; r != nil {
		r.used, found = true, true
	}
	return found
}

// disable notes that a rule does not run: comments that ignore it cannot be
// called unused.
func (ig *ignores) disable(rule string) {
	for _, c := range ig.comments {
		for _, r := range c.rules {
			if r.id == rule {
				r.disabled = true
			}
		}
	}
}
