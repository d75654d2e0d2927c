// Package schema is the reference of workload specs. Its source are the
// attribute tables in tables/, which a person reads; what a program needs is
// made from them by 'go generate ./schema': the typed model of this package and
// the JSON Schema that it publishes and validates with.
package schema

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"
)

//go:generate go run ../internal/gen/schema .

//go:embed tables/*.md
var tables embed.FS

//go:embed kam-job.schema.json
var published []byte

// families are the tables in the order in which people read them.
var families = []string{"job", "container", "probe", "lifecycle", "secret"}

// Schema is a set of types. It is immutable and safe for concurrent use.
type Schema struct {
	types  []*Type
	byName map[string]*Type
	json   func() []byte
	once   sync.Once
	checks map[string]*check // compiled, by the name of the type
}

// Type describes a mapping: Job, Container, Probe and so on.
type Type struct {
	Name       string
	Family     string // the table it stands in: "container"
	Doc        string // Markdown
	Link       string // "" if it has none
	Example    string // the lines of a mapping, without a final line break
	Attributes []*Attribute
}

// Attribute describes a key of a mapping and its value.
type Attribute struct {
	Name        string
	Type        *TypeExpr
	Required    bool
	Default     string // as YAML; "" if it has none
	Constraints Constraints
	Doc         string // Markdown
	Links       []string
	Example     string // the lines of the entry, without a final line break
}

// Attribute returns the attribute of a name, nil if there is none.
func (t *Type) Attribute(name string) *Attribute {
	for _, a := range t.Attributes {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// New returns the schema of a set of types. It fails if an attribute names a
// type that is not in the set.
func New(types []*Type) (*Schema, error) {
	s := newSchema(types)
	s.json = sync.OnceValue(func() []byte {
		text, err := s.Generate(nil)
		if err != nil {
			panic(err) // without examples every value is plain data
		}
		return text
	})
	for _, t := range types {
		for _, a := range t.Attributes {
			if err := s.resolve(a.Type); err != nil {
				return nil, fmt.Errorf("%s.%s: %w", t.Name, a.Name, err)
			}
		}
	}
	return s, nil
}

func newSchema(types []*Type) *Schema {
	s := &Schema{types: types, byName: map[string]*Type{}}
	for _, t := range types {
		s.byName[t.Name] = t
	}
	return s
}

func (s *Schema) resolve(t *TypeExpr) error {
	switch t.Kind {
	case Ref:
		if s.byName[t.Name] == nil {
			return fmt.Errorf("unknown type %s", t.Name)
		}
	case Union:
		for _, name := range t.Refs {
			if s.byName[name] == nil {
				return fmt.Errorf("unknown type %s", name)
			}
		}
	case List, Map:
		return s.resolve(t.Elem)
	}
	return nil
}

// Default is the schema of the project's own tables. It costs nothing until it
// validates.
var Default = sync.OnceValue(func() *Schema {
	s := newSchema(generated())
	s.json = func() []byte { return published }
	return s
})

// Load reads the tables of a file system: NAME.md for each family, in the root
// or in tables/. Errors name the file and the line.
func Load(fsys fs.FS) (*Schema, error) {
	if sub, err := fs.Stat(fsys, "tables"); err == nil && sub.IsDir() {
		if fsys, err = fs.Sub(fsys, "tables"); err != nil {
			return nil, err
		}
	}
	var types []*Type
	for _, family := range families {
		text, err := fs.ReadFile(fsys, family+".md")
		if err != nil {
			return nil, err
		}
		list, err := parseTable(family, string(text))
		if err != nil {
			return nil, err
		}
		types = append(types, list...)
	}
	return New(types)
}

// Tables is the reference as Markdown, all families in one text.
func Tables() string {
	var b strings.Builder
	for i, family := range families {
		text, err := tables.ReadFile("tables/" + family + ".md")
		if err != nil {
			panic(err) // it is embedded
		}
		if i > 0 {
			b.WriteString("\n")
		}
		b.Write(text)
	}
	return b.String()
}

// Types are all types in the order of the tables.
func (s *Schema) Types() []*Type { return s.types }

// Type returns the type of a name, nil if there is none.
func (s *Schema) Type(name string) *Type { return s.byName[name] }

// JSON is the published JSON Schema, draft 2020-12, indented.
func (s *Schema) JSON() []byte { return s.json() }
