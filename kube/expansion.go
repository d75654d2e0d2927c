package kube

import (
	"regexp"
	"strings"
)

// Expansion is a "$(NAME)" in a text, which Kubernetes replaces by a variable.
type Expansion struct {
	Name       string
	Start, End int // of the name, in bytes
}

// expandable is a name between the brackets.
var expandable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

// Expansions are what Kubernetes would replace in a text, in order: "$$" is a
// dollar, and what is between the brackets must be a name.
func Expansions(s string) []Expansion {
	var found []Expansion
	for i := 0; i+1 < len(s); i++ {
		if s[i] != '$' {
			continue
		}
		switch s[i+1] {
		case '$':
			i++
		case '(':
			end := strings.IndexByte(s[i:], ')')
			if end < 0 {
				return found
			}
			if name := s[i+2 : i+end]; expandable.MatchString(name) {
				found = append(found, Expansion{name, i + 2, i + end})
			}
			i += end
		}
	}
	return found
}
