// Package schema is the reference of workload specs and of kam-ls's own
// configuration. Its source are the attribute tables in tables/, which a person reads; what a program needs is
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

//go:embed kam-job.schema.json kam-ls.schema.json
var published embed.FS

// catalogue is a set of tables that makes one schema.
type catalogue struct {
	families           []string // the tables in the order in which people read them
	file               string   // of the JSON Schema
	title, description string
	tagged             bool // objects may say what they are in "_type"
}

var specs = &catalogue{
	families:    []string{"job", "container", "probe", "lifecycle", "secret"},
	file:        "kam-job.schema.json",
	title:       "KAM Job workload spec",
	description: "A Job, Jobs by name, or an application with a Job as its workload.",
	tagged:      true,
}

var configuration = &catalogue{
	families:    []string{"configuration"},
	file:        "kam-ls.schema.json",
	title:       "Configuration of kam-ls",
	description: "What kam-ls does for the specs of a folder and of those below.",
}

// Schema is a set of types. It is immutable and safe for concurrent use.
type Schema struct {
	*catalogue
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

func newSchema(c *catalogue, types []*Type) *Schema {
	s := &Schema{catalogue: c, types: types, byName: map[string]*Type{}}
	for _, t := range types {
		s.byName[t.Name] = t
	}
	return s
}

// Default is the schema of the project's own tables. It is made once, from Go
// literals, and compiles nothing until it validates.
func Default() *Schema { return defaultSchema() }

var defaultSchema = sync.OnceValue(func() *Schema { return own(specs, generated()) })

// Configuration is the schema of configuration files.
func Configuration() *Schema { return configurationSchema() }

var configurationSchema = sync.OnceValue(func() *Schema { return own(configuration, generatedConfiguration()) })

// own is a schema of the project's own tables.
func own(c *catalogue, types []*Type) *Schema {
	s := newSchema(c, types)
	s.json = func() []byte {
		text, err := published.ReadFile(c.file)
		if err != nil {
			panic(err) // it is embedded
		}
		return text
	}
	return s
}

// Load reads the tables of a file system: NAME.md for each family, in the root
// or in tables/. An error in a table begins with its path and line:
// "tables/job.md:12: ...". The JSON Schema of what it returns has no examples.
func Load(fsys fs.FS) (*Schema, error) { return load(fsys, specs) }

// LoadConfiguration reads the table of configuration files as [Load] reads the
// others.
func LoadConfiguration(fsys fs.FS) (*Schema, error) { return load(fsys, configuration) }

func load(fsys fs.FS, c *catalogue) (*Schema, error) {
	dir := "."
	if info, err := fs.Stat(fsys, "tables"); err == nil && info.IsDir() {
		dir = "tables"
	}
	var files []*tableFile
	var types []*Type
	for _, family := range c.families {
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
	s := newSchema(c, types)
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
func (s *Schema) Tables() string {
	var b strings.Builder
	for i, family := range s.families {
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

// Root is the type that the others serve: Job, or Configuration.
func (s *Schema) Root() *Type { return s.types[0] }

// IsConfiguration reports whether the schema is that of configuration files.
func (s *Schema) IsConfiguration() bool { return s.catalogue == configuration }

// Types are all types in the order of the tables. The caller leaves them as
// they are, as with everything that a Schema returns.
func (s *Schema) Types() []*Type { return s.types }

// Type returns the type of a name, nil if there is none.
func (s *Schema) Type(name string) *Type { return s.byName[name] }

// JSON is the published JSON Schema, draft 2020-12, indented.
func (s *Schema) JSON() []byte { return s.json() }
