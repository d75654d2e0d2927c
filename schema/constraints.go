package schema

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Constraints are the limits of a value beyond its type.
type Constraints struct {
	Min, Max *int64 // of an int
	AtLeast  int    // characters of a str, items of a list, entries of a map
	Pattern  string // a regular expression that a str matches
}

// String is the constraints as the tables write them, "" if there are none.
func (c Constraints) String() string {
	var parts []string
	if c.Min != nil {
		parts = append(parts, fmt.Sprintf("min %d", *c.Min))
	}
	if c.Max != nil {
		parts = append(parts, fmt.Sprintf("max %d", *c.Max))
	}
	if c.AtLeast > 0 {
		parts = append(parts, fmt.Sprintf("at least %d", c.AtLeast))
	}
	if c.Pattern != "" {
		parts = append(parts, "pattern "+c.Pattern)
	}
	return strings.Join(parts, ", ")
}

var units = map[Kind][]string{Str: {"character", "characters"}, List: {"item", "items"}, Map: {"entry", "entries"}}

// parseConstraints reads the constraints of a value of type t, separated by
// commas: "min N" and "max N" for an int; "at least N items" for a list, entries
// for a map, characters for a str; "pattern REGEXP" for a str, which comes last.
func parseConstraints(s string, t *TypeExpr) (Constraints, error) {
	var c Constraints
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		if expr, ok := strings.CutPrefix(s, "pattern "); ok {
			if _, err := regexp.Compile(expr); err != nil || t.Kind != Str {
				return c, fmt.Errorf("bad pattern %q for %s", expr, t)
			}
			c.Pattern = strings.TrimSpace(expr)
			return c, nil
		}
		var part string
		part, s, _ = strings.Cut(s, ",")
		words := strings.Fields(part)
		switch {
		case len(words) == 2 && (words[0] == "min" || words[0] == "max") && t.Kind == Int:
			n, err := strconv.ParseInt(words[1], 10, 64)
			if err != nil {
				return c, fmt.Errorf("bad number in constraint %q", part)
			}
			if words[0] == "min" {
				c.Min = &n
			} else {
				c.Max = &n
			}
		case len(words) == 4 && words[0] == "at" && words[1] == "least" && unitFits(t.Kind, words[3]):
			n, err := strconv.Atoi(words[2])
			if err != nil || n < 1 {
				return c, fmt.Errorf("bad number in constraint %q", part)
			}
			c.AtLeast = n
		default:
			return c, fmt.Errorf("unknown constraint %q for %s", strings.TrimSpace(part), t)
		}
	}
	return c, nil
}

func unitFits(k Kind, unit string) bool {
	for _, u := range units[k] {
		if u == unit {
			return true
		}
	}
	return false
}
