package schema

import (
	"fmt"
	"strings"
)

// tableFile is what the Markdown of a family says.
type tableFile struct {
	path  string
	types []*Type
	lines map[any]int // counted from 1: of a *Type its heading, of an *Attribute its row
}

// errorf is an error at a line of the file: "tables/job.md:12: ...".
func (f *tableFile) errorf(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", f.path, line, fmt.Errorf(format, args...))
}

// parseTable reads the Markdown of a family, in the form that README.md describes. Errors
// begin with the path and the line.
func parseTable(family, path, text string) (*tableFile, error) {
	p := tableParser{
		file:   &tableFile{path: path, lines: map[any]int{}},
		family: family,
		lines:  strings.Split(text, "\n"),
	}
	for ; p.line < len(p.lines); p.line++ {
		if err := p.take(p.lines[p.line]); err != nil {
			return nil, p.file.errorf(p.line+1, "%w", err)
		}
	}
	return p.file, p.file.complete()
}

// complete reports what a type or an attribute lacks.
func (f *tableFile) complete() error {
	for _, t := range f.types {
		if t.Doc == "" || len(t.Attributes) == 0 || t.Example == "" {
			return f.errorf(f.lines[t], "%s needs a description, a table and an example", t.Name)
		}
		for _, a := range t.Attributes {
			if a.Example == "" {
				return f.errorf(f.lines[a], "%s.%s needs an example", t.Name, a.Name)
			}
		}
	}
	return nil
}

type tableParser struct {
	file   *tableFile
	family string
	lines  []string
	line   int // index of the one that is read

	typ       *Type      // whose part it is, nil above the first
	attribute *Attribute // whose section it is, nil in the type's own
	section   bool       // below a "###"
	rows      int        // of the table up to here, 0 outside of tables
}

func (p *tableParser) take(line string) error {
	if strings.HasPrefix(line, "|") {
		p.rows++
	} else {
		p.rows = 0
	}
	switch {
	case strings.HasPrefix(line, "## "):
		return p.startType(strings.TrimSpace(line[3:]))
	case p.typ == nil || strings.TrimSpace(line) == "":
		return nil
	case strings.HasPrefix(line, "### "):
		return p.startSection(strings.TrimSpace(line[4:]))
	case strings.HasPrefix(line, "#"):
		return fmt.Errorf("heading %q: expected \"## Type\" or \"### attribute\"", line)
	case strings.HasPrefix(line, "```"):
		return p.example(line)
	case strings.HasPrefix(line, "<") && strings.HasSuffix(line, ">"):
		return p.link(line[1 : len(line)-1])
	case p.section:
		return fmt.Errorf("unexpected %q beside an example", line)
	case p.rows > 0:
		return p.row(line)
	}
	p.typ.Doc = strings.TrimSpace(p.typ.Doc + " " + strings.TrimSpace(line))
	return nil
}

func (p *tableParser) startType(name string) error {
	if !isTypeName(name) {
		return fmt.Errorf("%q is not the name of a type", name)
	}
	for _, t := range p.file.types {
		if t.Name == name {
			return fmt.Errorf("type %s stands twice", name)
		}
	}
	p.typ = &Type{Name: name, Family: p.family}
	p.file.types = append(p.file.types, p.typ)
	p.file.lines[p.typ] = p.line + 1
	p.attribute, p.section = nil, false
	return nil
}

func (p *tableParser) startSection(name string) error {
	p.attribute, p.section = nil, true
	if name == "Example" {
		return nil
	}
	p.attribute = p.typ.Attribute(name)
	if p.attribute == nil {
		return fmt.Errorf("%s has no attribute %q in its table", p.typ.Name, name)
	}
	return nil
}

// example reads a fenced block up to its end.
func (p *tableParser) example(fence string) error {
	if !p.section || fence != "```yaml" {
		return fmt.Errorf("unexpected %q: an example is a ```yaml block below its own heading", fence)
	}
	start := p.line + 1
	for end := start; end < len(p.lines); end++ {
		if strings.HasPrefix(p.lines[end], "```") {
			if err := p.keep(strings.Join(p.lines[start:end], "\n")); err != nil {
				return err
			}
			p.line = end
			return nil
		}
	}
	return fmt.Errorf("an example without an end")
}

// keep stores an example where it belongs.
func (p *tableParser) keep(example string) error {
	target := &p.typ.Example
	if p.attribute != nil {
		target = &p.attribute.Example
		if !strings.HasPrefix(example, p.attribute.Name+":") {
			return fmt.Errorf("the example does not begin with \"%s:\"", p.attribute.Name)
		}
	}
	if *target != "" {
		return fmt.Errorf("a second example")
	}
	*target = example
	return nil
}

// link stores a link where it belongs. A type has one.
func (p *tableParser) link(url string) error {
	switch {
	case !strings.HasPrefix(url, "https://"):
		return fmt.Errorf("%q is not a link: expected https://", url)
	case p.attribute != nil:
		p.attribute.Links = append(p.attribute.Links, url)
	case p.typ.Link != "":
		return fmt.Errorf("a second link of %s", p.typ.Name)
	default:
		p.typ.Link = url
	}
	return nil
}
