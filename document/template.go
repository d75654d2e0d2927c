package document

import "strings"

// template takes the line at the position if it is an action of a Go template, as
// "{{- if .x }}" is: templates are rendered before they are read as YAML. It is one
// error, and the end of what it begins none.
func (p *parser) template() bool {
	if !strings.HasPrefix(p.src[p.pos:], "{{") {
		return false
	}
	end := p.trimmedLineEnd(p.pos)
	text := p.src[p.pos:end]
	if !strings.HasSuffix(text, "}}") {
		return false
	}
	words := strings.Fields(strings.Trim(text, "{}- "))
	word := ""
	if len(words) > 0 {
		word = words[0]
	}
	switch {
	case (word == "end" || word == "else") && p.openTemplates > 0:
		if word == "end" {
			p.openTemplates--
		}
	default:
		if word == "if" || word == "range" || word == "with" || word == "define" || word == "block" {
			p.openTemplates++
		}
		p.fail(Template, p.pos, end, "%s is a template, which is not YAML: render it first", quoteText(text))
	}
	p.quietLine = p.lineStart
	p.pos = end
	return true
}

// templates takes the actions of templates on the lines before the first of a
// value which is deeper than indent.
func (p *parser) templates(indent int) {
	for strings.HasPrefix(p.src[p.pos:], "{{") && p.nextLine(p.pos).column > indent && p.template() {
		p.skip(false)
	}
}

// templateValue reads a value that begins with "{{". It is a mapping with a mapping
// as its key, or a template.
func (p *parser) templateValue(indent int) *Node {
	before, quiet, unclosedAt := p.place(), p.quietLine, p.unclosedAt
	errors, comments, anchors := len(p.errors), len(p.comments), p.anchors
	end := p.trimmedLineEnd(p.pos)
	p.quietLine = -1
	n := p.flowCollection(indent)
	after := p.pos
	for isBlank(p.peek(0)) {
		p.pos++
	}
	if len(p.errors) == errors && p.lineStart == before.lineStart && (p.blankAt(p.pos) || p.peek(0) == '#' || p.peek(0) == ':') {
		p.pos, p.quietLine = after, quiet
		return n
	}
	p.goTo(before)
	p.errors, p.comments, p.anchors = p.errors[:errors], p.comments[:comments], anchors
	p.quietLine, p.unclosedAt = quiet, unclosedAt
	text := p.src[p.pos:end]
	if !strings.Contains(text, "}}") {
		return p.flowCollection(indent)
	}
	p.fail(Template, p.pos, end, "%s is a template, which is not YAML: render it first", quoteText(text))
	n = p.scalarNode(Plain, text, p.pos, end)
	p.pos = end
	return n
}
