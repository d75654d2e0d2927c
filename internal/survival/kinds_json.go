package survival

import (
	"regexp"
	"strings"
)

// propertyPattern takes a line of indented JSON apart: indentation, key, colon,
// value, comma.
var propertyPattern = regexp.MustCompile(`^( *)(?:("(?:[^"\\]|\\.)*")(: ))?(.*?)(,?)$`)

// property is a line of indented JSON. Key and colon are empty in a list.
type property struct{ indent, key, colon, value, comma string }

func (p property) String() string { return p.indent + p.key + p.colon + p.value + p.comma }

// onProperty is damage to a line with a key, or to one with any value.
func onProperty(change func(l *property) bool) func(place) (splice, bool) {
	return func(p place) (splice, bool) {
		m := propertyPattern.FindStringSubmatch(p.line())
		if m == nil {
			return splice{}, false
		}
		l := property{m[1], m[2], m[3], m[4], m[5]}
		if !change(&l) {
			return splice{}, false
		}
		return p.replace(l.String())
	}
}

// onKey is damage to a line with a key.
func onKey(change func(l *property)) func(place) (splice, bool) {
	return onProperty(func(l *property) bool {
		if l.key == "" {
			return false
		}
		change(l)
		return true
	})
}

// onString is damage to a line whose value is a string.
func onString(change func(l *property)) func(place) (splice, bool) {
	return onProperty(func(l *property) bool {
		if !quoted(l.value) {
			return false
		}
		change(l)
		return true
	})
}

// onScalar is damage to a line with a value that has no brackets.
func onScalar(change func(l *property)) func(place) (splice, bool) {
	return onProperty(func(l *property) bool {
		if l.value == "" || strings.ContainsAny(l.value[:1], "{}[]") {
			return false
		}
		change(l)
		return true
	})
}

// extra types a bracket at the start of a line's content, after its value or at the
// end of the line.
func extra(bracket string) func(place) (splice, bool) {
	return func(p place) (splice, bool) {
		line := p.line()
		ats := []int{len(p.indent()), len(strings.TrimSuffix(line, ",")), len(line)}
		at := ats[p.random.IntN(len(ats))]
		return p.replace(line[:at] + bracket + line[at:])
	}
}

// missing deletes a bracket.
func missing(bracket string) func(place) (splice, bool) {
	return func(p place) (splice, bool) {
		at := strings.Index(p.line(), bracket)
		if at < 0 {
			return splice{}, false
		}
		return p.replace(p.line()[:at] + p.line()[at+1:])
	}
}

// above types text in a line of its own above the line, below types it there.
func above(text string) func(place) (splice, bool) {
	return func(p place) (splice, bool) { return p.before(p.indent() + text) }
}

func below(text string) func(place) (splice, bool) {
	return func(p place) (splice, bool) { return p.after(p.inner() + text) }
}

// JSON is the damage that is done to a line of indented JSON.
var JSON = []Kind{
	{"delete-line", "the line is deleted", deleteLine},
	{"duplicate-line", "the line is there twice", duplicateLine},
	{"truncate", "the text ends inside the line", truncate},
	{"extra-{", "`{` at the start, after the value, or at the end", extra("{")},
	{"extra-}", "`}` at the start, after the value, or at the end", extra("}")},
	{"extra-[", "`[` at the start, after the value, or at the end", extra("[")},
	{"extra-]", "`]` at the start, after the value, or at the end", extra("]")},
	{"missing-{", "a `{` is deleted", missing("{")},
	{"missing-}", "a `}` is deleted", missing("}")},
	{"missing-[", "a `[` is deleted", missing("[")},
	{"missing-]", "a `]` is deleted", missing("]")},
	{"half-key-before", "`wor` in a line before", above("wor")},
	{"half-key-before-quoted", "`\"wor\"` in a line before", above(`"wor"`)},
	{"half-key-before-quote", "`\"wor` in a line before", above(`"wor`)},
	{"half-key-after", "`wor` in a line after", below("wor")},
	{"half-key-after-quoted", "`\"wor\"` in a line after", below(`"wor"`)},
	{"half-key-after-quote", "`\"wor` in a line after", below(`"wor`)},
	{"half-pair-before", "`\"wor\":` in a line before", above(`"wor":`)},
	{"half-pair-after", "`\"wor\":` in a line after", below(`"wor":`)},
	{"pair-without-comma", "`\"wor\": \"d\"` in a line before", above(`"wor": "d"`)},
	{"word-at-0", "`wor` in a line before, at column 0", func(p place) (splice, bool) { return p.before("wor") }},
	{"drop-colon", "the key has no `:`", onKey(func(l *property) { l.colon = " " })},
	{"double-colon", "`::` after the key", onKey(func(l *property) { l.colon = ":: " })},
	{"equals-sign", "`=` after the key", onKey(func(l *property) { l.colon = " = " })},
	{"missing-comma", "the line has no comma", onProperty(func(l *property) bool {
		found := l.comma != ""
		l.comma = ""
		return found
	})},
	{"trailing-comma", "a comma after the last value", onProperty(func(l *property) bool {
		found := l.comma != ""
		l.comma = ","
		return !found
	})},
	{"double-comma", "two commas", onProperty(func(l *property) bool {
		found := l.comma != ""
		l.comma = ",,"
		return found
	})},
	{"semicolon", "`;` for the comma", onProperty(func(l *property) bool {
		found := l.comma != ""
		l.comma = ";"
		return found
	})},
	{"no-value", "the value is missing", onScalar(func(l *property) { l.value = "" })},
	{"unquoted-key", "the key has no quotes", onKey(func(l *property) { l.key = strings.Trim(l.key, `"`) })},
	{"unquoted-value", "the value has no quotes", onString(func(l *property) { l.value = strings.Trim(l.value, `"`) })},
	{"single-quotes", "the line has `'` for `\"`", onKey(func(l *property) {
		l.key = strings.ReplaceAll(l.key, `"`, "'")
		if quoted(l.value) {
			l.value = strings.ReplaceAll(l.value, `"`, "'")
		}
	})},
	{"drop-key-opening-quote", "the key has no opening quote", onKey(func(l *property) { l.key = l.key[1:] })},
	{"drop-key-closing-quote", "the key has no closing quote", onKey(func(l *property) { l.key = l.key[:len(l.key)-1] })},
	{"drop-opening-quote", "the value has no opening quote", onString(func(l *property) { l.value = l.value[1:] })},
	{"drop-closing-quote", "the value has no closing quote", onString(func(l *property) { l.value = l.value[:len(l.value)-1] })},
	{"typing-quote", "the value is a quote and nothing yet", onScalar(func(l *property) { l.value, l.comma = `"`, "" })},
	{"quote-in-value", "the value is `\"a \"b\" c\"`", onString(func(l *property) { l.value = `"a "b" c"` })},
	{"word-after-value", "`wor` after the value", onScalar(func(l *property) { l.value += " wor" })},
	{"word-for-value", "`wor` for the value", onScalar(func(l *property) { l.value = "wor" })},
	{"comment-line", "a line `// why` before", above("// why")},
	{"comment-hash", "a line `# why` before", above("# why")},
	{"comment-after", "`// why` after the line", func(p place) (splice, bool) { return p.replace(p.line() + " // why") }},
	{"conflict", "git's conflict markers around two versions of the line", conflict},
	{"conflict-open", "`<<<<<<< HEAD` before the line, and no other marker", func(p place) (splice, bool) { return p.before("<<<<<<< HEAD") }},
	{"template-line", "`{{- if }}` and `{{- end }}` around the line and what is below it", templateLine},
	{"delete-char", "a random character is deleted", deleteChar},
	{"insert-char", "a random character is inserted", insertChar},
	{"split", "a line break at a random place", splitLine},
	{"control-char", "a control character at a random place", controlChar},
	{"backslash", "`\\d` in the value", onString(func(l *property) { l.value = `"\d` + l.value[1:] })},
}
