package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Kind is the kind of a type expression.
type Kind uint8

const (
	Str Kind = iota
	Int
	Bool
	List  // [T]
	Map   // {str:T}
	Ref   // a type by name
	Union // one of several types by name
	Enum  // one of several strings
)

// TypeExpr is the type of a value.
type TypeExpr struct {
	Kind   Kind
	Elem   *TypeExpr // of a List or a Map
	Name   string    // of a Ref
	Refs   []string  // of a Union
	Values []string  // of an Enum
}

var scalars = map[string]Kind{"str": Str, "int": Int, "bool": Bool}

// String is the expression as the tables write it.
func (t *TypeExpr) String() string {
	switch t.Kind {
	case Str:
		return "str"
	case Int:
		return "int"
	case Bool:
		return "bool"
	case List:
		return "[" + t.Elem.String() + "]"
	case Map:
		return "{str:" + t.Elem.String() + "}"
	case Ref:
		return t.Name
	case Union:
		return strings.Join(t.Refs, " | ")
	}
	quoted := make([]string, len(t.Values))
	for i, v := range t.Values {
		quoted[i] = strconv.Quote(v)
	}
	return strings.Join(quoted, " | ")
}

// ParseType reads a type expression: str, int, bool, [T], {str:T}, a Name, and
// "a" | "b" or Name | Name.
func ParseType(s string) (*TypeExpr, error) { return parseType(s, 0) }

// maxNesting bounds the lists and maps around a type.
const maxNesting = 20

func parseType(s string, nesting int) (*TypeExpr, error) {
	s = strings.TrimSpace(s)
	if nesting > maxNesting {
		return nil, fmt.Errorf("a type nested deeper than %d", maxNesting)
	}
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		elem, err := parseType(s[1:len(s)-1], nesting+1)
		return &TypeExpr{Kind: List, Elem: elem}, err
	}
	if strings.HasPrefix(s, "{") && strings.HasSuffix(s, "}") {
		key, value, ok := strings.Cut(s[1:len(s)-1], ":")
		if !ok || strings.TrimSpace(key) != "str" {
			return nil, fmt.Errorf("malformed type %q: expected {str:T}", s)
		}
		elem, err := parseType(value, nesting+1)
		return &TypeExpr{Kind: Map, Elem: elem}, err
	}
	if k, ok := scalars[s]; ok {
		return &TypeExpr{Kind: k}, nil
	}
	parts := strings.Split(s, "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	if strings.HasPrefix(parts[0], `"`) {
		t := &TypeExpr{Kind: Enum}
		for _, p := range parts {
			v, err := strconv.Unquote(p)
			if err != nil || p != strconv.Quote(v) || strings.Contains(v, "|") || slices.Contains(t.Values, v) {
				return nil, fmt.Errorf("malformed value %s in type %q", p, s)
			}
			t.Values = append(t.Values, v)
		}
		return t, nil
	}
	for i, p := range parts {
		if !isTypeName(p) || slices.Contains(parts[:i], p) {
			return nil, fmt.Errorf("malformed type %q", s)
		}
	}
	if len(parts) == 1 {
		return &TypeExpr{Kind: Ref, Name: parts[0]}, nil
	}
	return &TypeExpr{Kind: Union, Refs: parts}, nil
}

// isTypeName reports whether s is the name of a schema type: a capital, then
// letters and digits.
func isTypeName(s string) bool {
	for i, r := range s {
		upper, lower, digit := 'A' <= r && r <= 'Z', 'a' <= r && r <= 'z', '0' <= r && r <= '9'
		if !upper && (i == 0 || !lower && !digit) {
			return false
		}
	}
	return s != ""
}
