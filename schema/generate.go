package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// object is a JSON object whose keys keep their order.
type object []member

type member struct {
	key   string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encode(&b, m.key); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := encode(&b, m.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func encode(b *bytes.Buffer, v any) error {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// id is where the published schema is found.
func (c *catalogue) id() string {
	return "https://raw.githubusercontent.com/kam-ls/kam-ls/main/schema/" + c.file
}

// ExampleReader reads an example, which is YAML, as a value that encoding/json
// can write.
type ExampleReader func(yaml string) (map[string]any, error)

// Generate writes the JSON Schema of s. Its root tells the three shapes of a
// file apart by if and then, so that a validator reports the mistakes of the
// shape that was meant. Without a reader it holds no examples.
func (s *Schema) Generate(read ExampleReader) ([]byte, error) {
	g := generator{read: read, tagged: s.tagged}
	defs := object{}
	for _, t := range s.types {
		defs = append(defs, member{t.Name, g.typeSchema(t)})
	}
	root := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$id", s.id()},
		{"title", s.title},
		{"description", s.description},
	}
	if s.IsConfiguration() {
		root = append(root, ref(s.Root().Name)...)
	} else {
		defs = append(defs, shapeDefs(s)...)
		root = append(root, object{
			{"type", "object"},
			{"if", object{{"required", []string{"workload"}}}},
			{"then", ref("Application")},
			{"else", object{
				{"if", object{{"anyOf", hasOneOf(s.Root())}}},
				{"then", ref("Workload")},
				{"else", object{{"additionalProperties", ref("Entry")}}},
			}},
		}...)
	}
	root = append(root, member{"$defs", defs})
	var b bytes.Buffer
	compact, err := root.MarshalJSON()
	if err == nil {
		err = json.Indent(&b, compact, "", "  ")
	}
	if err := errors.Join(err, g.err); err != nil {
		return nil, err
	}
	// The encoder ends every value with a line break, which Indent keeps.
	return append(bytes.TrimRight(b.Bytes(), "\n"), '\n'), nil
}

// generator keeps the first example that cannot be read.
type generator struct {
	read   ExampleReader
	tagged bool
	err    error
}

// example is the value of an example, as a list of one.
func (g *generator) example(yaml, attribute string) []any {
	if g.read == nil {
		return nil
	}
	value, err := g.read(yaml)
	if err != nil {
		g.err = errors.Join(g.err, err)
		return nil
	}
	if attribute == "" {
		return []any{value}
	}
	v, ok := value[attribute]
	if !ok {
		g.err = errors.Join(g.err, fmt.Errorf("the example of %s is of another attribute", attribute))
	}
	return []any{v}
}

// shapeDefs describe what stands around a Job.
func shapeDefs(s *Schema) object {
	return object{
		{"Application", object{
			{"description", "An application whose workload is a Job; its other attributes are left alone."},
			{"type", "object"},
			{"required", []string{"workload"}},
			{"properties", object{{"workload", ref("Workload")}}},
		}},
		{"Entry", object{
			{"description", "A named Job or application."},
			{"if", object{{"type", "object"}, {"required", []string{"workload"}}}},
			{"then", ref("Application")},
			{"else", ref("Workload")},
		}},
		{"Workload", object{
			{"description", "A Job. A workload whose _type names another kind is left alone."},
			{"if", object{
				{"type", "object"},
				{"required", []string{"_type"}},
				{"properties", object{{"_type", object{{"type", "string"}, {"not", object{{"pattern", ownTypes(s)}}}}}}},
			}},
			{"then", true},
			{"else", ref("Job")},
		}},
	}
}

// ownTypes matches a _type that names a type of this schema.
func ownTypes(s *Schema) string {
	names := make([]string, len(s.types))
	for i, t := range s.types {
		names[i] = t.Name
	}
	return `(^|\.)(` + strings.Join(names, "|") + `)$`
}

func ref(name string) object { return object{{"$ref", "#/$defs/" + name}} }

// hasOneOf are the schemas of an object that has one of a type's attributes.
func hasOneOf(t *Type) []object {
	list := []object{}
	for _, a := range t.Attributes {
		list = append(list, object{{"required", []string{a.Name}}})
	}
	return append(list, object{{"required", []string{"_type"}}})
}

func (g *generator) typeSchema(t *Type) object {
	properties := object{}
	required := []string{}
	for _, a := range t.Attributes {
		properties = append(properties, member{a.Name, g.attributeSchema(a)})
		if a.Required {
			required = append(required, a.Name)
		}
	}
	if g.tagged {
		properties = append(properties, member{"_type", object{
			{"description", "The name of the type, as KCL writes it. Only what follows the last dot counts."},
			{"type", "string"},
		}})
	}
	o := object{
		{"title", t.Name},
		{"description", t.Doc},
		{"type", "object"},
		{"properties", properties},
	}
	if len(required) > 0 {
		o = append(o, member{"required", required})
	}
	if examples := g.example(t.Example, ""); examples != nil {
		o = append(o, member{"examples", examples})
	}
	return append(o, member{"additionalProperties", false})
}

func (g *generator) attributeSchema(a *Attribute) object {
	o := object{{"description", a.Doc}}
	o = append(o, exprSchema(a.Type)...)
	c := a.Constraints
	if c.Min != nil {
		o = append(o, member{"minimum", *c.Min})
	}
	if c.Max != nil {
		o = append(o, member{"maximum", *c.Max})
	}
	if c.AtLeast > 0 {
		keyword := map[Kind]string{Str: "minLength", List: "minItems", Map: "minProperties"}[a.Type.Kind]
		o = append(o, member{keyword, c.AtLeast})
	}
	if c.Pattern != "" {
		o = append(o, member{"pattern", c.Pattern})
	}
	if a.Default != "" {
		o = append(o, member{"default", json.RawMessage(a.Default)})
	}
	if examples := g.example(a.Example, a.Name); examples != nil {
		o = append(o, member{"examples", examples})
	}
	return o
}

func exprSchema(t *TypeExpr) object {
	switch t.Kind {
	case Str:
		return object{{"type", "string"}}
	case Int:
		return object{{"type", "integer"}}
	case Bool:
		return object{{"type", "boolean"}}
	case List:
		return object{{"type", "array"}, {"items", exprSchema(t.Elem)}}
	case Map:
		return object{{"type", "object"}, {"additionalProperties", exprSchema(t.Elem)}}
	case Ref:
		return ref(t.Name)
	case Union:
		options := make([]object, len(t.Refs))
		for i, name := range t.Refs {
			options[i] = ref(name)
		}
		return object{{"type", "object"}, {"anyOf", options}}
	}
	return object{{"type", "string"}, {"enum", t.Values}}
}
