// Package outline gives the structure of a file as editors show it: its symbols,
// what can be folded, how a selection grows, and its links.
package outline

import (
	"strings"
	"unicode/utf8"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// Kind is what a symbol stands for.
type Kind uint8

const (
	Attribute Kind = iota
	Workload
	Container
	Secret
	Entry  // of a map that people name the keys of: a variable, a label
	Object // any other mapping that the schema describes
	List
)

// Symbol is a named part of a file.
type Symbol struct {
	Name     string // never empty
	Detail   string // its value, in short
	Kind     Kind
	Span     document.Span // with all that belongs to it
	NameSpan document.Span // in Span
	Children []Symbol
}

// maxDetail is the longest value that is shown, in runes.
const maxDetail = 60

// Symbols are the symbols of a file, the workloads first or, of a file that is one
// itself, its attributes. Where there are more than limit, the innermost levels
// are left out until there are not.
func Symbols(file *spec.File, limit int) []Symbol {
	b := builder{file: file}
	var symbols []Symbol
	for _, w := range file.Workloads {
		node := w.Node.Resolve()
		if w.Key == nil {
			symbols = append(symbols, b.entries(node, &schema.TypeExpr{Kind: schema.Ref, Name: file.Schema.Root().Name}, 0)...)
			continue
		}
		key := w.Key
		if w.NameKey != nil {
			key = w.NameKey
		}
		s, ok := b.symbol(key, Workload, 0)
		if !ok {
			continue
		}
		if w.Kind != "" {
			s.Detail = w.Kind
		} else if schedule, ok := w.Schedule(); ok {
			s.Detail = short(schedule)
		}
		if w.Kind == "" && w.Node.Kind != document.Alias {
			s.Children = b.entries(node, &schema.TypeExpr{Kind: schema.Ref, Name: file.Schema.Root().Name}, 1)
		}
		symbols = append(symbols, s)
	}
	total := 0
	for depth, count := range b.perLevel {
		if total += count; total > limit && depth > 0 {
			return cut(symbols, depth)
		}
	}
	return symbols
}

// cut leaves out what is nested deeper than a number of levels.
func cut(symbols []Symbol, levels int) []Symbol {
	if levels == 0 {
		return nil
	}
	for i := range symbols {
		symbols[i].Children = cut(symbols[i].Children, levels-1)
	}
	return symbols
}

type builder struct {
	file     *spec.File
	perLevel []int // how many symbols there are at each depth
}

// symbol is the symbol of the entry of a key. It reports false where nothing can
// be shown.
func (b *builder) symbol(key *document.Node, kind Kind, depth int) (Symbol, bool) {
	name := short(key.Value)
	if name == "" || key.Entry() == nil {
		return Symbol{}, false
	}
	for len(b.perLevel) <= depth {
		b.perLevel = append(b.perLevel, 0)
	}
	b.perLevel[depth]++
	span := key.FullSpan()
	span.End = max(span.End, key.Entry().Colon+1, key.Entry().Value.Span().End)
	return Symbol{Name: name, Kind: kind, Span: span, NameSpan: key.Span()}, true
}

// entries are the symbols of the entries of a mapping of a type. Aliases are not
// followed: what they stand for is shown where it stands.
func (b *builder) entries(mapping *document.Node, expected *schema.TypeExpr, depth int) []Symbol {
	if mapping == nil || mapping.Kind != document.Mapping {
		return nil
	}
	var t *schema.Type
	switch expected.Kind {
	case schema.Ref, schema.Union:
		if t = b.file.TypeOf(mapping, expected); t == nil {
			return nil
		}
	case schema.Map:
	default:
		return nil
	}
	symbols := make([]Symbol, 0, len(mapping.Entries))
	for i := range mapping.Entries {
		e := &mapping.Entries[i]
		kind, elem := Entry, expected.Elem
		if t != nil {
			kind, elem = Attribute, nil
			if a := t.Attribute(e.Key.Value); a != nil {
				elem = a.Type
			}
		}
		if elem != nil {
			switch {
			case elem.Kind == schema.Ref && elem.Name == "Container":
				kind = Container
			case elem.Kind == schema.Ref && elem.Name == "Secret":
				kind = Secret
			case elem.Kind == schema.Ref, elem.Kind == schema.Union:
				kind = Object
			case elem.Kind == schema.List:
				kind = List
			}
		}
		s, ok := b.symbol(e.Key, kind, depth)
		if !ok {
			continue
		}
		s.Detail = b.detail(e, kind, t == nil && isSecretData(mapping))
		if elem != nil {
			s.Children = b.entries(e.Value, elem, depth+1)
		}
		symbols = append(symbols, s)
	}
	return symbols
}

// isSecretData reports whether a mapping is the data of a secret, whose values are
// not shown.
func isSecretData(mapping *document.Node) bool {
	key := mapping.Key()
	return key != nil && key.Value == "data"
}

// detail is the value of an entry in short: the image of a container, the type of
// a secret, a scalar itself.
func (b *builder) detail(e *document.Entry, kind Kind, hidden bool) string {
	value := e.Value
	attribute := ""
	switch kind {
	case Container:
		attribute = "image"
	case Secret:
		attribute = "type"
	}
	switch value.Kind {
	case document.Alias:
		return short("*" + value.Value)
	case document.Mapping:
		if v := value.Get(attribute); attribute != "" && v != nil && v.Kind == document.Scalar {
			return short(v.Value)
		}
	case document.Scalar:
		if !hidden {
			return short(value.Value)
		}
	}
	return ""
}

// short is a text in one line of a length that fits.
func short(s string) string {
	if len(s) > 4*maxDetail {
		s = s[:4*maxDetail]
	}
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\ufffd")), " ")
	if utf8.RuneCountInString(s) > maxDetail {
		s = string([]rune(s)[:maxDetail-1]) + "…"
	}
	return s
}
