package diagnostics

import (
	"context"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// validate holds every object of the file to the JSON Schema of its type and
// keeps what fails. Objects inside of it are validated on their own, which
// makes one failure of one mistake.
func (p *pass) validate(ctx context.Context) {
	p.workloads(func(w *spec.Workload) {
		for _, o := range w.Objects {
			if ctx.Err() != nil {
				return
			}
			if p.own != nil && o != w.Objects[0] && !p.own(o.Node.Span().Start) {
				continue // a secret, which the part around the containers has
			}
			for _, problem := range p.file.Schema.Validate(o.Type.Name, p.instance(o)) {
				p.failed = append(p.failed, failure{o, problem, p.node(o.Node, problem.Path)})
			}
		}
	})
}

// problems calls f for each failure of the given kinds that is not the
// consequence of a syntax error.
func (p *pass) problems(f func(failure), kinds ...schema.ProblemKind) {
	for _, failed := range p.failed {
		if slices.Contains(kinds, failed.Kind) && !p.hurt(failed) {
			f(failed)
		}
	}
}

// node is the value at a path below another, nil where there is none.
func (p *pass) node(n *document.Node, path []string) *document.Node {
	for _, segment := range path {
		if n = p.child(n, segment); n == nil {
			return nil
		}
	}
	return n
}

// child is the value of a field of a mapping or an item of a sequence. Thousands of
// failures can be about one mapping: its fields are looked up once.
func (p *pass) child(n *document.Node, segment string) *document.Node {
	if n = n.Resolve(); n == nil {
		return nil
	}
	if n.Kind == document.Sequence {
		if i, err := strconv.Atoi(segment); err == nil && i < len(n.Items) {
			return n.Items[i]
		}
		return nil
	}
	fields, ok := p.fields[n]
	if !ok {
		fields = map[string]*document.Node{}
		for _, field := range n.Fields() {
			fields[field.Key.Value] = field.Value
		}
		if p.fields == nil {
			p.fields = map[*document.Node]map[string]*document.Node{}
		}
		p.fields[n] = fields
	}
	return fields[segment]
}

// hurt reports whether a failure follows from a syntax error.
func (p *pass) hurt(f failure) bool {
	if len(p.rest.Words) == 0 && (len(p.doc.Broken()) == 0 || !p.broken(f.object.Node)) {
		return f.Kind == schema.UnknownAttribute && p.mergedHurt(f)
	}
	switch f.Kind {
	case schema.MissingAttribute:
		return f.object.Node.Unclosed() || p.halfTyped(f.object.Node, f.Name)
	case schema.UnknownAttribute:
		field := f.object.Field(f.Name)
		return field == nil || p.entryHurt(field.Entry) || p.misplaced(f.object.Node, f.Name)
	}
	n := f.value
	if n == nil {
		return false
	}
	if n.Unclosed() {
		return true
	}
	e := n.Entry()
	return e != nil && (p.entryHurt(e) || p.misplaced(n.Parent, e.Key.Value))
}

// mergedHurt reports whether an unknown attribute comes from a broken line of another
// mapping, by '<<'.
func (p *pass) mergedHurt(f failure) bool {
	if len(p.doc.Broken()) == 0 {
		return false
	}
	field := f.object.Field(f.Name)
	return field != nil && field.Merged && p.entryHurt(field.Entry)
}

// halfTyped reports whether a line with a syntax error in a mapping may hold
// the attribute that the mapping lacks.
func (p *pass) halfTyped(mapping *document.Node, name string) bool {
	for i := range mapping.Entries {
		e := &mapping.Entries[i]
		if key := e.Key.Value; e.Colon < 0 && (strings.HasPrefix(name, key) || spec.Nearest(key, []string{name}) != "") {
			return true
		}
	}
	if p.rest.Words[name] && p.file.WorkloadAt(mapping) != nil {
		return true
	}
	for _, words := range p.errorWordsIn(p.extent(mapping)) {
		if slices.Contains(words, name) {
			return true
		}
	}
	return false
}

// extent is a node with what follows it up to the next entry or item, where a
// line stands that could not be read as a part of it.
func (p *pass) extent(n *document.Node) document.Span {
	span := n.FullSpan()
	for ; n.Parent != nil; n = n.Parent {
		next := n.Index() + 1
		if entries := n.Parent.Entries; next < len(entries) {
			span.End = max(span.End, entries[next].Key.FullSpan().Start)
			return span
		}
		if items := n.Parent.Items; next < len(items) {
			span.End = max(span.End, items[next].FullSpan().Start)
			return span
		}
	}
	if i := p.doc.RootAt(span.End); i >= 0 {
		span.End = p.doc.Roots()[i].End + 1 // an error may stand at the very end
	}
	return span
}

// errorWordsIn are the words on the lines in a span that have a syntax error.
func (p *pass) errorWordsIn(span document.Span) [][]string {
	errs := p.doc.Broken()
	from := sort.Search(len(errs), func(i int) bool { return errs[i].Start >= span.Start })
	to := sort.Search(len(errs), func(i int) bool { return errs[i].Start >= span.End })
	return p.errorWords()[from:max(from, to)]
}

// errorWords are, for each syntax error, the words on its line; of several on one
// line the first has them.
func (p *pass) errorWords() [][]string {
	if p.words == nil {
		lines, last := p.doc.Lines(), -1
		p.words = make([][]string, len(p.doc.Broken()))
		for i, e := range p.doc.Broken() {
			if line := lines.LineOf(e.Start); line != last {
				last = line
				p.words[i] = strings.FieldsFunc(lines.Line(line), func(r rune) bool { return !unicode.IsLetter(r) })
			}
		}
	}
	return p.words
}

// entryHurt reports whether an entry with a scalar value has a syntax error.
func (p *pass) entryHurt(e *document.Entry) bool {
	if e.Value.Unclosed() {
		return true
	}
	if e.Value.Kind != document.Scalar {
		return false
	}
	span := document.Span{Start: e.Key.FullSpan().Start, End: e.Value.Span().End}
	if e.Key.Parent.Style == document.Block {
		lines := p.doc.Lines()
		span.End = lines.Span(lines.LineOf(span.End)).End
	} else if e.Value.Empty() { // what is missed is missed at the next token
		text := p.doc.Text()
		for span.End < len(text) && strings.IndexByte(" \t\r\n:", text[span.End]) >= 0 {
			span.End++
		}
	}
	errs := p.doc.Broken()
	i := sort.Search(len(errs), func(i int) bool { return errs[i].Start >= span.Start })
	return i < len(errs) && errs[i].Start <= span.End
}

// broken reports whether there is a syntax error in a node, or in what follows
// it up to the next.
func (p *pass) broken(n *document.Node) bool {
	if n.Unclosed() {
		return true
	}
	errs, extent := p.doc.Broken(), p.extent(n)
	i := sort.Search(len(errs), func(i int) bool { return errs[i].Start >= extent.Start })
	return i < len(errs) && errs[i].Start < extent.End
}

// misplaced reports whether a key stands below a bracket that is never closed
// and would be right further out, where it was probably meant to stand.
func (p *pass) misplaced(n *document.Node, name string) bool {
	for ; n != nil; n = n.Parent {
		if !n.Unclosed() {
			continue
		}
		for _, t := range p.file.Schema.Types() {
			if t.Attribute(name) != nil {
				return true
			}
		}
	}
	return false
}

// instance is an object as the schema validator takes it: attributes of a
// schema type are empty objects, since they are validated on their own.
func (p *pass) instance(o *spec.Object) map[string]any {
	m := make(map[string]any, len(o.Fields))
	for _, field := range o.Fields {
		if v := field.Value.Resolve(); v != nil && v.Null() && p.isConfiguration() {
			continue // all that stood below it is commented out
		}
		var expected *schema.TypeExpr
		if a := o.Type.Attribute(field.Key.Value); a != nil {
			expected = a.Type
		}
		if v, ok := p.jsonValue(field.Value, expected, field.Colon); ok {
			m[field.Key.Value] = v
		}
	}
	return m
}

// jsonValue converts a node where a type is expected, nil for none. It reports
// false for what is broken already: such a value is left out.
func (p *pass) jsonValue(n *document.Node, expected *schema.TypeExpr, colon int) (any, bool) {
	n = n.Resolve()
	if n == nil {
		return nil, false
	}
	switch n.Kind {
	case document.Mapping:
		m := map[string]any{}
		if expected == nil || expected.Kind == schema.Ref || expected.Kind == schema.Union {
			return m, true
		}
		var elem *schema.TypeExpr
		if expected.Kind == schema.Map {
			elem = expected.Elem
		}
		for _, field := range n.Fields() {
			v, ok := p.jsonValue(field.Value, elem, field.Colon)
			if !ok && elem != nil {
				v = placeholder(elem) // keeps the count of the others
			}
			if ok || elem != nil {
				m[field.Key.Value] = v
			}
		}
		return m, true
	case document.Sequence:
		items := make([]any, 0, len(n.Items))
		if expected == nil || expected.Kind != schema.List {
			return items, true
		}
		for _, item := range n.Items {
			v, ok := p.jsonValue(item, expected.Elem, 0)
			if !ok {
				v = placeholder(expected.Elem) // keeps the positions of the others
			}
			items = append(items, v)
		}
		return items, true
	}
	if p.isConfiguration() {
		return plainScalar(n), true // we read it ourselves: off is a word
	}
	return scalar(n), true
}

// placeholder is a value that a broken item is replaced by.
func placeholder(expected *schema.TypeExpr) any {
	switch expected.Kind {
	case schema.Int:
		return int64(0)
	case schema.Bool:
		return false
	case schema.List:
		return []any{}
	case schema.Map, schema.Ref, schema.Union:
		return map[string]any{}
	}
	return ""
}

// scalar is the value that Kubernetes, which reads YAML 1.1, takes a scalar
// for.
func scalar(n *document.Node) any {
	if v, ok := n.LegacyBool(); ok {
		return v
	}
	return plainScalar(n)
}

// plainScalar is the value of a scalar in YAML 1.2.
func plainScalar(n *document.Node) any {
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		v, _ := n.Bool()
		return v
	case "!!int":
		if v, ok := n.Int(); ok {
			return v
		}
	case "!!float":
		if v, ok := n.Float(); ok {
			return v
		}
	}
	return n.Value
}
