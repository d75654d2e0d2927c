package schema

import (
	"fmt"
	"strings"
)

// columns are the head of every attribute table.
var columns = []string{"attribute", "type", "required", "default", "constraints", "description"}

// parseTable reads the Markdown of a family. Below the title, which is for
// people, every "## Type" has a description, perhaps a <link>, a table with a
// row for each attribute, "### Example" with the lines of a whole mapping, and
// "### attribute" with an example of the entry and perhaps a <link>.
func parseTable(family, text string) ([]*Type, error) {
	p := tableParser{family: family, lines: strings.Split(text, "\n")}
	for ; p.line < len(p.lines); p.line++ {
		if err := p.take(p.lines[p.line]); err != nil {
			return nil, fmt.Errorf("%s.md:%d: %w", family, p.line+1, err)
		}
	}
	for _, t := range p.types {
		if t.Doc == "" || len(t.Attributes) == 0 || t.Example == "" {
			return nil, fmt.Errorf("%s.md: %s needs a description, a table and an example", family, t.Name)
		}
		for _, a := range t.Attributes {
			if a.Example == "" {
				return nil, fmt.Errorf("%s.md: %s.%s needs an example", family, t.Name, a.Name)
			}
		}
	}
	return p.types, nil
}

type tableParser struct {
	family string
	lines  []string
	line   int // index of the one that is read

	types     []*Type
	attribute *Attribute // whose section it is, nil in the type's own
	section   bool       // below a "###"
	table     bool       // in the rows of a table
}

func (p *tableParser) take(line string) error {
	var t *Type
	if len(p.types) > 0 {
		t = p.types[len(p.types)-1]
	}
	inTable := p.table
	p.table = false
	switch {
	case strings.HasPrefix(line, "## "):
		name := strings.TrimSpace(line[3:])
		if !isTypeName(name) {
			return fmt.Errorf("%q is not the name of a type", name)
		}
		p.types = append(p.types, &Type{Name: name, Family: p.family})
		p.attribute, p.section = nil, false
		return nil
	case t == nil || strings.TrimSpace(line) == "":
		return nil
	case strings.HasPrefix(line, "### "):
		return p.startSection(t, strings.TrimSpace(line[4:]))
	case strings.HasPrefix(line, "|"):
		p.table = true
		return p.row(t, line, inTable)
	case strings.HasPrefix(line, "```"):
		return p.example(t)
	case strings.HasPrefix(line, "<") && strings.HasSuffix(line, ">"):
		link := line[1 : len(line)-1]
		if p.attribute != nil {
			p.attribute.Links = append(p.attribute.Links, link)
		} else {
			t.Link = link
		}
		return nil
	case p.section:
		return fmt.Errorf("unexpected text %q below an example", line)
	}
	t.Doc = strings.TrimSpace(t.Doc + " " + strings.TrimSpace(line))
	return nil
}

func (p *tableParser) startSection(t *Type, name string) error {
	p.attribute, p.section = nil, true
	if name == "Example" {
		return nil
	}
	p.attribute = t.Attribute(name)
	if p.attribute == nil {
		return fmt.Errorf("%s has no attribute %q in its table", t.Name, name)
	}
	return nil
}

// example reads a fenced block up to its end.
func (p *tableParser) example(t *Type) error {
	if !p.section {
		return fmt.Errorf("an example outside of a section")
	}
	start := p.line + 1
	for p.line++; p.line < len(p.lines); p.line++ {
		if strings.HasPrefix(p.lines[p.line], "```") {
			text := strings.Join(p.lines[start:p.line], "\n")
			if p.attribute != nil {
				p.attribute.Example = text
			} else {
				t.Example = text
			}
			return nil
		}
	}
	p.line = start - 1
	return fmt.Errorf("an example without an end")
}

// row reads a line of a table: its head, its rule, or an attribute.
func (p *tableParser) row(t *Type, line string, inTable bool) error {
	cells := splitRow(line)
	if len(cells) != len(columns) {
		return fmt.Errorf("a row of %d cells, expected %d", len(cells), len(columns))
	}
	if !inTable {
		for i, c := range cells {
			if c != columns[i] {
				return fmt.Errorf("column %q, expected %q", c, columns[i])
			}
		}
		return nil
	}
	if strings.Trim(cells[0], "-:") == "" {
		return nil
	}
	if t.Attribute(cells[0]) != nil {
		return fmt.Errorf("attribute %q stands twice", cells[0])
	}
	a := &Attribute{Name: cells[0], Default: strings.Trim(cells[3], "`"), Doc: cells[5]}
	var err error
	if a.Type, err = ParseType(strings.Trim(cells[1], "`")); err != nil {
		return err
	}
	switch cells[2] {
	case "yes", "no":
		a.Required = cells[2] == "yes"
	default:
		return fmt.Errorf("required is %q, expected yes or no", cells[2])
	}
	if a.Constraints, err = parseConstraints(cells[4], a.Type); err != nil {
		return err
	}
	if a.Doc == "" {
		return fmt.Errorf("attribute %q has no description", a.Name)
	}
	t.Attributes = append(t.Attributes, a)
	return nil
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
