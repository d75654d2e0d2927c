package refactor

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/schema"
)

// command turns a command that is one string into a list: of its words or, where
// it needs a shell, of a shell and the string.
func (c *cursor) command() []Action {
	n := c.node
	if n.IsKey() {
		n = n.Entry().Value
	}
	place, ok := c.file.Place(n)
	if !ok || n.Kind != document.Scalar || n.Tag != "!!str" || n.Value == "" || place.Attribute == nil || place.Expected == nil || place.Expected.Kind != schema.List || !c.sound(n) {
		return nil
	}
	name := place.Attribute.Name
	if name != "command" && name != "args" {
		return nil
	}
	as := func(title, id string, words []string) Action {
		return Action{Title: title, Kind: Rewrite, ID: id, Edits: func() ([]document.Edit, error) {
			quoted := make([]string, len(words))
			for i, w := range words {
				quoted[i] = edit.Quote(w)
			}
			return c.checked(edit.Replace(n.Span(), "["+strings.Join(quoted, ", ")+"]"))
		}}
	}
	var actions []Action
	if words, ok := split(n.Value); ok {
		actions = append(actions, as("Make it a list of words", "command-words", words))
	}
	if name == "command" {
		actions = append(actions, as("Run it in a shell", "command-shell", []string{"/bin/sh", "-c", n.Value}))
	}
	return actions
}

// split divides a command into words as a shell does: at blanks, but not in
// quotes. It reports false where a shell would do more than that.
func split(s string) ([]string, bool) {
	var words []string
	var word strings.Builder
	inWord := false
	for i := 0; i < len(s); i++ {
		switch b := s[i]; b {
		case ' ', '\t', '\n':
			if inWord {
				words = append(words, word.String())
				word.Reset()
			}
			inWord = false
		case '\'', '"':
			end := strings.IndexByte(s[i+1:], b)
			if end < 0 || b == '"' && strings.ContainsAny(s[i+1:i+1+end], "\\`$") {
				return nil, false
			}
			word.WriteString(s[i+1 : i+1+end])
			inWord, i = true, i+end+1
		case '|', '&', ';', '<', '>', '`', '\\', '*', '?', '[', '~', '#':
			return nil, false
		case '$':
			if i+1 == len(s) || s[i+1] != '(' || strings.ContainsAny(s[i:i+1+strings.IndexByte(s[i:]+")", ')')], " \t") {
				return nil, false // what is no $(NAME) of Kubernetes
			}
			fallthrough
		default:
			word.WriteByte(b)
			inWord = true
		}
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, len(words) > 0
}
