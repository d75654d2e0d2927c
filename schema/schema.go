// Package schema is the reference of workload specs. Its source are the
// attribute tables in tables/, which a person reads; what a program needs is
// made from them by 'go generate ./schema': the typed model of this package and
// the JSON Schema that it publishes and validates with.
package schema

import (
	"embed"
	"io/fs"
	"path"
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
	Default     string // as JSON, which is YAML too: `"0644"`; "" if it has none
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

func newSchema(types []*Type) *Schema {
	s := &Schema{types: types, byName: map[string]*Type{}}
	for _, t := range types {
		s.byName[t.Name] = t
	}
	return s
}

// Default is the schema of the project's own tables. It is made once, from Go
// literals, and compiles nothing until it validates.
func Default() *Schema { return defaultSchema() }

var defaultSchema = sync.OnceValue(func() *Schema {
	s := newSchema(generated())
	s.json = func() []byte { return published }
	return s
})

// Load reads the tables of a file system: NAME.md for each family, in the root
// or in tables/. An error in a table begins with its path and line:
// "tables/job.md:12: ...". The JSON Schema of what it returns has no examples.
func Load(fsys fs.FS) (*Schema, error) {
	dir := "."
	if info, err := fs.Stat(fsys, "tables"); err == nil && info.IsDir() {
		dir = "tables"
	}
	var files []*tableFile
	var types []*Type
	for _, family := range families {
		name := path.Join(dir, family+".md")
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		file, err := parseTable(family, name, string(text))
		if err != nil {
			return nil, err
		}
		files = append(files, file)
		types = append(types, file.types...)
	}
	s := newSchema(types)
	s.json = sync.OnceValue(func() []byte {
		text, err := s.Generate(nil)
		if err != nil {
			panic(err) // without examples every value is plain data
		}
		return text
	})
	for _, file := range files {
		if err := s.link(file); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// link reports a type of the file that another file has too, and an attribute
// whose type is nowhere.
func (s *Schema) link(file *tableFile) error {
	for _, t := range file.types {
		if s.byName[t.Name] != t {
			return file.errorf(file.lines[t], "type %s stands in %s.md as well", t.Name, s.byName[t.Name].Family)
		}
		for _, a := range t.Attributes {
			if name := s.unknown(a.Type); name != "" {
				return file.errorf(file.lines[a], "unknown type %s", name)
			}
		}
	}
	return nil
}

// unknown is the first name in a type expression that is no type, "" if there
// is none.
func (s *Schema) unknown(t *TypeExpr) string {
	names := t.Refs
	switch t.Kind {
	case Ref:
		names = []string{t.Name}
	case List, Map:
		return s.unknown(t.Elem)
	}
	for _, name := range names {
		if s.byName[name] == nil {
			return name
		}
	}
	return ""
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

// Types are all types in the order of the tables. The caller leaves them as
// they are, as with everything that a Schema returns.
func (s *Schema) Types() []*Type { return s.types }

// Type returns the type of a name, nil if there is none.
func (s *Schema) Type(name string) *Type { return s.byName[name] }

// JSON is the published JSON Schema, draft 2020-12, indented.
func (s *Schema) JSON() []byte { return s.json() }
