package schema

import (
	"fmt"
	"regexp"
	"slices"
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
// for a map, characters for a str; "pattern REGEXP" for a str, which comes last
// since it may hold commas. Each may stand once.
func parseConstraints(s string, t *TypeExpr) (Constraints, error) {
	var c Constraints
	for rest := strings.TrimSpace(s); rest != ""; {
		if expr, ok := strings.CutPrefix(rest, "pattern "); ok {
			c.Pattern = strings.TrimSpace(expr)
			if _, err := regexp.Compile(c.Pattern); err != nil || t.Kind != Str {
				return Constraints{}, fmt.Errorf("bad pattern %q for %s", c.Pattern, t)
			}
			break
		}
		part, after, comma := strings.Cut(rest, ",")
		if rest = strings.TrimSpace(after); comma && rest == "" {
			return Constraints{}, fmt.Errorf("a comma at the end of the constraints %q", s)
		}
		if err := c.add(strings.Fields(part), t); err != nil {
			return Constraints{}, fmt.Errorf("constraint %q for %s: %w", strings.TrimSpace(part), t, err)
		}
	}
	if c.Min != nil && c.Max != nil && *c.Min > *c.Max {
		return Constraints{}, fmt.Errorf("min %d is above max %d", *c.Min, *c.Max)
	}
	return c, nil
}

// add takes in one constraint other than a pattern.
func (c *Constraints) add(words []string, t *TypeExpr) error {
	isLimit := len(words) == 2 && (words[0] == "min" || words[0] == "max") && t.Kind == Int
	isCount := len(words) == 4 && words[0] == "at" && words[1] == "least" && slices.Contains(units[t.Kind], words[3])
	switch {
	case isLimit:
		n, err := strconv.ParseInt(words[1], 10, 64)
		if err != nil {
			return fmt.Errorf("bad number")
		}
		limit := &c.Min
		if words[0] == "max" {
			limit = &c.Max
		}
		if *limit != nil {
			return fmt.Errorf("it stands twice")
		}
		*limit = &n
	case isCount:
		n, err := strconv.Atoi(words[2])
		if err != nil || n < 1 {
			return fmt.Errorf("bad number")
		}
		if c.AtLeast > 0 {
			return fmt.Errorf("it stands twice")
		}
		c.AtLeast = n
	default:
		return fmt.Errorf("there is no such constraint")
	}
	return nil
}
