package schema

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
)

// columns are the head of every attribute table.
var columns = []string{"attribute", "type", "required", "default", "constraints", "description"}

var (
	ruleCell      = regexp.MustCompile(`^:?-+:?$`)
	attributeName = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)
)

// row reads a line of a table: its head, the rule below it, or an attribute.
func (p *tableParser) row(line string) error {
	cells := splitRow(line)
	if len(cells) != len(columns) {
		return fmt.Errorf("a row of %d cells, expected %d", len(cells), len(columns))
	}
	switch p.rows {
	case 1:
		if len(p.typ.Attributes) > 0 {
			return fmt.Errorf("a second table of %s", p.typ.Name)
		}
		for i, c := range cells {
			if c != columns[i] {
				return fmt.Errorf("column %q, expected %q", c, columns[i])
			}
		}
		return nil
	case 2:
		for _, c := range cells {
			if !ruleCell.MatchString(c) {
				return fmt.Errorf("%q below the head of the table, expected ---", c)
			}
		}
		return nil
	}
	a, err := parseAttribute(cells)
	if err != nil {
		return err
	}
	if p.typ.Attribute(a.Name) != nil {
		return fmt.Errorf("attribute %q stands twice", a.Name)
	}
	p.typ.Attributes = append(p.typ.Attributes, a)
	p.file.lines[a] = p.line + 1
	return nil
}

// parseAttribute reads the cells of a row, one for each column.
func parseAttribute(cells []string) (*Attribute, error) {
	a := &Attribute{Name: cells[0], Required: cells[2] == "yes", Default: strings.Trim(cells[3], "`"), Doc: cells[5]}
	if !attributeName.MatchString(a.Name) {
		return nil, fmt.Errorf("%q is not the name of an attribute", a.Name)
	}
	var err error
	if a.Type, err = ParseType(strings.Trim(cells[1], "`")); err != nil {
		return nil, err
	}
	if cells[2] != "yes" && cells[2] != "no" {
		return nil, fmt.Errorf("required is %q, expected yes or no", cells[2])
	}
	if a.Default != "" {
		if a.Required {
			return nil, fmt.Errorf("attribute %q is required and has a default", a.Name)
		}
		if !isDefault(a.Default, a.Type) {
			return nil, fmt.Errorf("default %s of attribute %q is not of type %s", a.Default, a.Name, a.Type)
		}
	}
	if a.Constraints, err = parseConstraints(cells[4], a.Type); err != nil {
		return nil, err
	}
	if a.Doc == "" {
		return nil, fmt.Errorf("attribute %q has no description", a.Name)
	}
	return a, nil
}

// isDefault reports whether s is the JSON of a value of a scalar type. JSON is
// YAML too, and there is no doubt about what a quoted "0644" is.
func isDefault(s string, t *TypeExpr) bool {
	var value any
	if json.Unmarshal([]byte(s), &value) != nil {
		return false
	}
	switch v := value.(type) {
	case string:
		return t.Kind == Str || t.Kind == Enum && slices.Contains(t.Values, v)
	case float64:
		return t.Kind == Int && v == math.Trunc(v)
	case bool:
		return t.Kind == Bool
	}
	return false
}

// splitRow splits a row at its bars, but for those with a backslash before.
func splitRow(line string) []string {
	line = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "|"), "|")
	const escaped = "\x00"
	cells := strings.Split(strings.ReplaceAll(line, `\|`, escaped), "|")
	for i, c := range cells {
		cells[i] = strings.TrimSpace(strings.ReplaceAll(c, escaped, "|"))
	}
	return cells
}
