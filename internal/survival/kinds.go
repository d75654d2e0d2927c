package survival

import (
	"math/rand/v2"
	"regexp"
	"strings"
)

// Kind is a kind of damage.
type Kind struct {
	Name   string
	Doc    string // what is done to the line, as Markdown
	damage func(place) (splice, bool)
}

// place is a line that is to be damaged.
type place struct {
	*Text
	i      int
	random *rand.Rand
}

func (p place) line() string   { return p.lines[p.i] }
func (p place) indent() string { return indentation(p.line()) }
func (p place) body() string   { return p.line()[len(p.indent()):] }

func indentation(line string) string {
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// replace puts text in the place of the line.
func (p place) replace(text ...string) (splice, bool) {
	s := splice{from: p.i, to: p.i + 1}
	for _, t := range text {
		s.with = append(s.with, newLine{t, p.i})
	}
	return s, true
}

// around puts lines before and after the line.
func (p place) around(before, after []string) (splice, bool) {
	s := splice{from: p.i, to: p.i + 1}
	for _, t := range before {
		s.with = append(s.with, newLine{t, -1})
	}
	s.with = append(s.with, newLine{p.line(), p.i})
	for _, t := range after {
		s.with = append(s.with, newLine{t, -1})
	}
	return s, true
}

func (p place) before(lines ...string) (splice, bool) { return p.around(lines, nil) }
func (p place) after(lines ...string) (splice, bool)  { return p.around(nil, lines) }

// inner is the indentation of what is typed below the line: that of the next line, if
// it is deeper.
func (p place) inner() string {
	for _, next := range p.lines[p.i+1:] {
		if indent := indentation(next); len(indent) < len(next) {
			return max(indent, p.indent())
		}
	}
	return p.indent()
}

// at is a random offset in the line, from its content on.
func (p place) at() int { return len(p.indent()) + p.random.IntN(len(p.body())+1) }

// reindent changes the indentation of the line and those after it, n in all.
func (p place) reindent(n int, change func(indent string) (string, bool)) (splice, bool) {
	s := splice{from: p.i, to: min(p.i+n, len(p.lines))}
	changed := false
	for i := s.from; i < s.to; i++ {
		line := p.lines[i]
		old := indentation(line)
		if indent, ok := change(old); ok && len(line) > len(old) {
			line = indent + line[len(old):]
			changed = true
		}
		s.with = append(s.with, newLine{line, i})
	}
	return s, changed
}

func deeper(by int) func(string) (string, bool) {
	return func(indent string) (string, bool) { return indent + strings.Repeat(" ", by), true }
}

func shallower(by int) func(string) (string, bool) {
	return func(indent string) (string, bool) {
		if len(indent) < by {
			return "", false
		}
		return indent[:len(indent)-by], true
	}
}

// pairPattern takes a line apart: indentation and dashes, key, colon, space, value.
var pairPattern = regexp.MustCompile(`^([ \t]*(?:- +)*)("[^"]*"|'[^']*'|[^\s#:"'\[\]{}-][^#:]*?):(?:([ \t]+)(.*))?$`)

// itemPattern takes the line of a list item apart: indentation and dash, value.
var itemPattern = regexp.MustCompile(`^([ \t]*- +)(.+)$`)

// pair is the line as what is before a key, the key, the white space after the
// colon and the value.
func (p place) pair() (lead, key, space, value string, ok bool) {
	m := pairPattern.FindStringSubmatch(p.line())
	if m == nil {
		return "", "", "", "", false
	}
	return m[1], m[2], m[3], m[4], true
}

// value is the line as a value, of a key or a list item, and what is before it.
func (p place) value() (before, value string, ok bool) {
	if lead, key, space, value, ok := p.pair(); ok {
		return lead + key + ":" + space, value, value != ""
	}
	if m := itemPattern.FindStringSubmatch(p.line()); m != nil {
		return m[1], m[2], true
	}
	return "", "", false
}

// onValue is damage to the value in a line.
func onValue(change func(p place, value string) (string, bool)) func(place) (splice, bool) {
	return func(p place) (splice, bool) {
		before, value, ok := p.value()
		if !ok {
			return splice{}, false
		}
		changed, ok := change(p, value)
		if !ok {
			return splice{}, false
		}
		return p.replace(before + changed)
	}
}

// onPair is damage to a line with a key.
func onPair(change func(lead, key, space, value string) (string, bool)) func(place) (splice, bool) {
	return func(p place) (splice, bool) {
		lead, key, space, value, ok := p.pair()
		if !ok {
			return splice{}, false
		}
		changed, ok := change(lead, key, space, value)
		if !ok {
			return splice{}, false
		}
		return p.replace(changed)
	}
}

// onDash is damage to a line with a list item.
func onDash(change func(indent, content string) string) func(place) (splice, bool) {
	return func(p place) (splice, bool) {
		content, ok := strings.CutPrefix(p.body(), "- ")
		if !ok {
			return splice{}, false
		}
		return p.replace(change(p.indent(), content))
	}
}

// onBody is damage to a line that is not blank.
func onBody(damage func(place) (splice, bool)) func(place) (splice, bool) {
	return func(p place) (splice, bool) {
		if strings.TrimSpace(p.line()) == "" {
			return splice{}, false
		}
		return damage(p)
	}
}

// prefixed puts text before the value in a line.
func prefixed(text string) func(place) (splice, bool) {
	return onValue(func(_ place, value string) (string, bool) { return text + value, true })
}

func quoted(value string) bool {
	return len(value) > 1 && (value[0] == '"' || value[0] == '\'') && value[len(value)-1] == value[0]
}

// insertable are the characters that insert-char types.
const insertable = "aeiourstxyz0123456789 \t:,.#-\"'[]{}&*!|>%@?/\\"

func deleteLine(p place) (splice, bool) { return splice{from: p.i, to: p.i + 1}, true }

func duplicateLine(p place) (splice, bool) { return p.replace(p.line(), p.line()) }

func truncate(p place) (splice, bool) {
	return splice{from: p.i, to: len(p.lines), with: []newLine{{p.line()[:p.at()], p.i}}, cut: true}, true
}

func deleteChar(p place) (splice, bool) {
	runes := []rune(p.line())
	if len(runes) == 0 {
		return splice{}, false
	}
	at := p.random.IntN(len(runes))
	return p.replace(string(runes[:at]) + string(runes[at+1:]))
}

func insertChar(p place) (splice, bool) {
	runes := []rune(p.line())
	at := p.random.IntN(len(runes) + 1)
	return p.replace(string(runes[:at]) + string(insertable[p.random.IntN(len(insertable))]) + string(runes[at:]))
}

func controlChar(p place) (splice, bool) {
	at := p.at()
	return p.replace(p.line()[:at] + "\x01" + p.line()[at:])
}

func joinNext(p place) (splice, bool) {
	if p.i+1 >= len(p.lines) {
		return splice{}, false
	}
	next := strings.TrimLeft(p.lines[p.i+1], " \t")
	if next == "" {
		return splice{}, false
	}
	return splice{from: p.i, to: p.i + 2, with: []newLine{{p.line() + " " + next, p.i}}}, true
}

func splitLine(p place) (splice, bool) {
	if len(p.line()) < 2 {
		return splice{}, false
	}
	at := 1 + p.random.IntN(len(p.line())-1)
	return p.replace(p.line()[:at], p.line()[at:])
}

func conflict(p place) (splice, bool) {
	return p.around([]string{"<<<<<<< HEAD"}, []string{"=======", p.line(), ">>>>>>> theirs"})
}

// templateLine puts the line and what is below it into an action of a Helm template.
func templateLine(p place) (splice, bool) {
	s := splice{from: p.i, to: p.i + 1}
	for i := s.to; i < len(p.lines); i++ {
		body := strings.TrimLeft(p.lines[i], " \t")
		if body == "" || body[0] == '#' {
			continue // belongs to what follows
		}
		indent := len(p.lines[i]) - len(body)
		within := body[0] == '}' || body[0] == ']' ||
			strings.HasPrefix(body, "- ") && !strings.HasPrefix(p.body(), "- ") // a list at its key's column
		if indent < len(p.indent()) || indent == len(p.indent()) && !within {
			break
		}
		s.to = i + 1
	}
	s.with = append(s.with, newLine{p.indent() + "{{- if .Values.x }}", -1})
	for i := s.from; i < s.to; i++ {
		s.with = append(s.with, newLine{p.lines[i], i})
	}
	s.with = append(s.with, newLine{p.indent() + "{{- end }}", -1})
	return s, true
}

// paste puts a copy of the line and the two after it before it, without the
// indentation that they have in common.
func paste(p place) (splice, bool) {
	lines := p.lines[p.i:min(p.i+3, len(p.lines))]
	common := p.indent()
	for _, line := range lines {
		for !strings.HasPrefix(line, common) {
			common = common[1:]
		}
	}
	pasted := make([]string, len(lines))
	for i, line := range lines {
		pasted[i] = line[len(common):]
	}
	return p.before(pasted...)
}

// YAML is the damage that is done to a line of YAML.
var YAML = []Kind{
	{"delete-line", "the line is deleted", deleteLine},
	{"duplicate-line", "the line is there twice", duplicateLine},
	{"truncate", "the text ends inside the line", onBody(truncate)},
	{"tab-for-indent", "the line is indented by tabs", onBody(func(p place) (splice, bool) {
		return p.replace(strings.Repeat("\t", (len(p.indent())+1)/2) + p.body())
	})},
	{"tab-before", "a tab before the line", onBody(func(p place) (splice, bool) { return p.replace("\t" + p.line()) })},
	{"tab-after-indent", "a tab after the indentation", onBody(func(p place) (splice, bool) { return p.replace(p.indent() + "\t" + p.body()) })},
	{"indent+1", "indented by one space more", func(p place) (splice, bool) { return p.reindent(1, deeper(1)) }},
	{"indent+2", "indented by two spaces more", func(p place) (splice, bool) { return p.reindent(1, deeper(2)) }},
	{"indent+4", "indented by four spaces more", func(p place) (splice, bool) { return p.reindent(1, deeper(4)) }},
	{"indent-1", "indented by one space less", func(p place) (splice, bool) { return p.reindent(1, shallower(1)) }},
	{"indent-2", "indented by two spaces less", func(p place) (splice, bool) { return p.reindent(1, shallower(2)) }},
	{"indent-0", "not indented", onBody(func(p place) (splice, bool) { return p.replace(p.body()) })},
	{"drop-closing-quote", "the value has no closing quote", onValue(func(_ place, v string) (string, bool) { return v[:len(v)-1], quoted(v) })},
	{"drop-opening-quote", "the value has no opening quote", onValue(func(_ place, v string) (string, bool) { return v[1:], quoted(v) })},
	{"add-opening-quote", "a quote before the value", prefixed(`"`)},
	{"typing-quote", "the value is a quote and nothing yet", onPair(func(lead, key, space, value string) (string, bool) { return lead + key + `: "`, value != "" })},
	{"add-closing-quote", "a quote after the value", onValue(func(_ place, v string) (string, bool) { return v + `"`, true })},
	{"open-bracket", "`[` before the value", prefixed("[")},
	{"open-brace", "`{` before the value", prefixed("{")},
	{"typing-bracket", "the value is `[` and nothing yet", onPair(func(lead, key, space, value string) (string, bool) { return lead + key + ": [", true })},
	{"drop-closing-bracket", "the last bracket is missing", onValue(func(_ place, v string) (string, bool) {
		return v[:len(v)-1], strings.HasSuffix(v, "]") || strings.HasSuffix(v, "}")
	})},
	{"drop-colon", "the key has no `:`", onPair(func(lead, key, space, value string) (string, bool) { return lead + key + space + value, true })},
	{"no-space-after-colon", "no space after `:`", onPair(func(lead, key, _, value string) (string, bool) { return lead + key + ":" + value, value != "" })},
	{"nested-colon", "`key: word: value`", onPair(func(lead, key, space, value string) (string, bool) {
		return lead + key + ": word: " + value, value != ""
	})},
	{"half-key-before", "`wor` in a line before, at the same column", onBody(func(p place) (splice, bool) { return p.before(p.indent() + "wor") })},
	{"half-key-before-deep", "`wor` in a line before, two spaces deeper", onBody(func(p place) (splice, bool) { return p.before(p.indent() + "  wor") })},
	{"half-key-after", "`wor` in a line after, at the column of the next", onBody(func(p place) (splice, bool) { return p.after(p.inner() + "wor") })},
	{"add-dash", "`- ` before the content", onBody(func(p place) (splice, bool) { return p.replace(p.indent() + "- " + p.body()) })},
	{"drop-dash", "an item without its `- `", onDash(func(indent, content string) string { return indent + content })},
	{"drop-dash-keep-column", "an item with spaces for its `- `", onDash(func(indent, content string) string { return indent + "  " + content })},
	{"dash-no-space", "an item without the space after `-`", onDash(func(indent, content string) string { return indent + "-" + content })},
	{"indicator-@", "`@` before the value", prefixed("@")},
	{"indicator-*", "`*` before the value", prefixed("*")},
	{"indicator-&", "`&` before the value", prefixed("&")},
	{"indicator-!", "`!` before the value", prefixed("!")},
	{"indicator-%", "`%` before the value", prefixed("%")},
	{"indicator-pipe", "`\\|` before the value", prefixed("|")},
	{"template-value", "the value is a Helm template", onPair(func(lead, key, space, value string) (string, bool) {
		return lead + key + ": {{ .Values.repository }}:{{ .Values.tag }}", value != ""
	})},
	{"template-line", "`{{- if }}` and `{{- end }}` around the line and what is below it", onBody(templateLine)},
	{"conflict", "git's conflict markers around two versions of the line", onBody(conflict)},
	{"conflict-open", "`<<<<<<< HEAD` before the line, and no other marker", onBody(func(p place) (splice, bool) { return p.before("<<<<<<< HEAD") })},
	{"delete-char", "a random character is deleted", deleteChar},
	{"insert-char", "a random character is inserted", insertChar},
	{"join-next", "the next line is joined to this one", onBody(joinNext)},
	{"split", "a line break at a random place", splitLine},
	{"backslash", "a `\\` at a random place in double quotes", onValue(func(p place, v string) (string, bool) {
		if !quoted(v) || v[0] != '"' {
			return "", false
		}
		at := 1 + p.random.IntN(len(v)-1)
		return v[:at] + `\` + v[at:], true
	})},
	{"control-char", "a control character at a random place", onBody(controlChar)},

	{"word-at-0", "`wor` in a line before, at column 0", func(p place) (splice, bool) { return p.before("wor") }},
	{"key-at-0", "`foo:` in a line before, at column 0", func(p place) (splice, bool) { return p.before("foo:") }},
	{"pair-at-0", "`foo: bar` in a line before, at column 0", func(p place) (splice, bool) { return p.before("foo: bar") }},
	{"paste-3-at-0", "a copy of three lines before, at column 0", onBody(paste)},
	{"dedent-3-by-2", "three lines are indented by two spaces less", func(p place) (splice, bool) { return p.reindent(3, shallower(2)) }},
	{"indent-3-by-2", "three lines are indented by two spaces more", func(p place) (splice, bool) { return p.reindent(3, deeper(2)) }},
	{"tab-line", "a line that is one tab, before", func(p place) (splice, bool) { return p.before("\t") }},
}
