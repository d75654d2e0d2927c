package schema

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// ProblemKind is what a value does wrong.
type ProblemKind uint8

const (
	UnknownAttribute ProblemKind = iota
	MissingAttribute
	WrongType
	NotInEnum
	BelowMinimum
	AboveMaximum
	PatternMismatch
	TooFew // characters, items or entries
)

// Problem is one mistake in an instance.
type Problem struct {
	Kind ProblemKind
	// Path leads from the instance to the offending value, by keys and
	// indices; to the owner where an attribute is unknown or missing.
	Path []string
	// Name is the attribute that is unknown or missing.
	Name string
	// Attribute is the one whose value the offender is, or stands in; nil for
	// unknown and missing ones, for "_type" and for the instance itself.
	Attribute *Attribute
	// Expected is the type of the offending value; nil for unknown and missing
	// attributes and for "_type".
	Expected *TypeExpr
	// Limit is the minimum, maximum, pattern or count that is not kept.
	Limit string
}

// check is a compiled type.
type check struct {
	typ      *Type
	tagged   bool // "_type" is allowed
	compiled *jsonschema.Schema
}

// Validate holds an instance to a type: maps, slices, strings, bools, numbers
// and nil as encoding/json has them, and int64. It judges the type alone: where
// another schema type is expected, any map will do, since that is validated on
// its own with the type that is meant there. Each mistake gives one problem;
// they are sorted by path and name.
//
// It panics if there is no such type.
func (s *Schema) Validate(typeName string, instance any) []Problem {
	s.once.Do(s.compile)
	c := s.checks[typeName]
	if c == nil {
		panic("schema: no type " + typeName)
	}
	instance = c.prepare(instance)
	err := c.compiled.Validate(instance)
	if err == nil {
		return nil
	}
	failed, ok := err.(*jsonschema.ValidationError)
	if !ok {
		panic(fmt.Sprintf("schema: %v", err)) // a schema that loops, or a value of a foreign type
	}
	v := validation{check: c, instance: instance}
	v.collect(failed)
	slices.SortFunc(v.problems, func(a, b Problem) int {
		return cmp.Or(slices.Compare(a.Path, b.Path), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Kind, b.Kind))
	})
	return v.problems
}

// compile compiles every type of the published schema.
func (s *Schema) compile() {
	compiler := jsonschema.NewCompiler()
	compiler.Draft = jsonschema.Draft2020
	compiler.LoadURL = func(url string) (io.ReadCloser, error) {
		return nil, fmt.Errorf("the schema refers to %s, which is not in it", url) // nothing is fetched
	}
	if err := compiler.AddResource(s.id(), bytes.NewReader(s.JSON())); err != nil {
		panic(err)
	}
	s.checks = map[string]*check{}
	for _, t := range s.types {
		compiled, err := compiler.Compile(s.id() + "#/$defs/" + t.Name)
		if err != nil {
			panic(err) // a test compiles what is published
		}
		s.checks[t.Name] = &check{t, s.tagged, compiled}
	}
}

// validation turns the errors of one instance into problems.
type validation struct {
	*check
	instance any // as prepared
	problems []Problem
}

// collect walks the tree of errors down to what a keyword refuses.
func (v *validation) collect(e *jsonschema.ValidationError) {
	if len(e.Causes) > 0 {
		for _, cause := range e.Causes {
			v.collect(cause)
		}
		return
	}
	keyword := e.KeywordLocation[strings.LastIndexByte(e.KeywordLocation, '/')+1:]
	path := v.locate(e, keyword)
	if v.isOther(path) {
		return
	}
	attribute, expected := v.typeAt(path)
	p := Problem{Path: path, Attribute: attribute, Expected: expected}
	switch keyword {
	case "required":
		v.missing()
		return
	case "additionalProperties":
		v.unknown()
		return
	case "type":
		p.Kind = WrongType
	case "enum":
		p.Kind = NotInEnum
	case "minimum":
		p.Kind, p.Limit = BelowMinimum, strconv.FormatInt(*attribute.Constraints.Min, 10)
	case "maximum":
		p.Kind, p.Limit = AboveMaximum, strconv.FormatInt(*attribute.Constraints.Max, 10)
	case "pattern":
		p.Kind, p.Limit = PatternMismatch, attribute.Constraints.Pattern
	case "minLength", "minItems", "minProperties":
		p.Kind, p.Limit = TooFew, strconv.Itoa(attribute.Constraints.AtLeast)
	default:
		panic("schema: unexpected keyword " + keyword)
	}
	v.problems = append(v.problems, p)
}

// missing and unknown name each attribute on its own. The validator names them
// in a sentence.
func (v *validation) missing() {
	m, _ := v.instance.(map[string]any)
	for _, a := range v.typ.Attributes {
		if _, ok := m[a.Name]; a.Required && !ok {
			v.problems = append(v.problems, Problem{Kind: MissingAttribute, Name: a.Name})
		}
	}
}

func (v *validation) unknown() {
	m, _ := v.instance.(map[string]any)
	for name := range m {
		if !(v.tagged && name == "_type") && v.typ.Attribute(name) == nil {
			v.problems = append(v.problems, Problem{Kind: UnknownAttribute, Name: name})
		}
	}
}
