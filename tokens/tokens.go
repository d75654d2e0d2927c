// Package tokens says what the words of a file stand for, so that editors can
// colour them: names, references, quantities, the fields of a schedule.
package tokens

import (
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// Type is a token type; its text is the one that LSP has for it.
type Type string

const (
	Workload  Type = "class"
	Container Type = "struct"
	Secret    Type = "namespace"
	Variable  Type = "variable"
	Property  Type = "property" // an attribute that the schema knows, a key of a secret
	Name      Type = "type"     // a _type
	Member    Type = "enumMember"
	Number    Type = "number" // a quantity, a mode, a field of a schedule, too
	Keyword   Type = "keyword"
	Operator  Type = "operator"
	Macro     Type = "macro" // an anchor, an alias, "@daily", what a comment tells kam-ls
)

// Types are all types, in the order of the legend.
var Types = []Type{Workload, Container, Secret, Variable, Property, Name, Member, Number, Keyword, Operator, Macro}

// Token is a part of a line.
type Token struct {
	document.Span
	Type     Type
	Declares bool // the name is given here
}

// In are the tokens that touch a span, in order. No two of them overlap.
func In(file *spec.File, span document.Span) []Token {
	b := &builder{file: file, text: file.Doc.Text(), span: span}
	job := &schema.TypeExpr{Kind: schema.Ref, Name: file.Schema.Root().Name}
	workloads := map[*document.Node]bool{} // by where they are written
	names := map[*document.Node]bool{}
	for _, w := range file.Workloads {
		workloads[w.Node] = w.Kind == ""
		names[w.NameKey] = true
	}
	var outer func(n *document.Node)
	outer = func(n *document.Node) {
		if isJob, ok := workloads[n]; ok && isJob {
			b.value(n, job, nil)
			return
		}
		b.anchor(n)
		for i := range n.Entries {
			e := &n.Entries[i]
			switch {
			case names[e.Key]:
				b.whole(e.Key, Workload, true)
			case e.Key.Value == spec.WorkloadKey:
				b.whole(e.Key, Property, false)
			}
			outer(e.Value)
		}
	}
	for _, root := range file.Doc.Roots() {
		outer(root.Node)
	}
	b.comments()
	slices.SortStableFunc(b.tokens, func(a, b Token) int { return a.Start - b.Start })
	// What overlaps comes of texts that are broken: the first counts.
	kept := b.tokens[:0]
	for _, t := range b.tokens {
		if n := len(kept); n == 0 || kept[n-1].End <= t.Start {
			kept = append(kept, t)
		}
	}
	return kept
}

type builder struct {
	file   *spec.File
	text   string
	span   document.Span
	tokens []Token
}

// add adds a token, unless it is empty, breaks a line, or lies outside.
func (b *builder) add(span document.Span, t Type, declares bool) {
	if span.Len() <= 0 || span.End < b.span.Start || span.Start > b.span.End || strings.ContainsAny(span.Of(b.text), "\r\n") {
		return
	}
	b.tokens = append(b.tokens, Token{span, t, declares})
}

func (b *builder) whole(n *document.Node, t Type, declares bool) { b.add(n.Span(), t, declares) }

// anchor adds the anchor of a node, and an alias.
func (b *builder) anchor(n *document.Node) {
	if n.Anchor != "" {
		b.add(n.AnchorSpan(), Macro, true)
	}
	if n.Kind == document.Alias {
		b.whole(n, Macro, false)
	}
}

// value adds the tokens of a value where a type is expected, of an attribute.
func (b *builder) value(n *document.Node, expected *schema.TypeExpr, a *schema.Attribute) {
	if full := n.FullSpan(); full.End < b.span.Start || full.Start > b.span.End {
		return
	}
	b.anchor(n)
	switch n.Kind {
	case document.Mapping:
		b.mapping(n, expected, a)
	case document.Sequence:
		var elem *schema.TypeExpr
		if expected != nil && expected.Kind == schema.List {
			elem = expected.Elem
		}
		for _, item := range n.Items {
			b.value(item, elem, a)
		}
	case document.Scalar:
		b.scalar(n, expected, a)
	}
}

func (b *builder) mapping(n *document.Node, expected *schema.TypeExpr, a *schema.Attribute) {
	var t *schema.Type
	var elem *schema.TypeExpr
	if expected != nil {
		switch expected.Kind {
		case schema.Ref, schema.Union:
			t = b.file.TypeOf(n, expected)
		case schema.Map:
			elem = expected.Elem
		}
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		b.anchor(e.Key)
		switch {
		case t != nil && e.Key.Value == spec.TypeTag:
			b.whole(e.Key, Keyword, false)
			if e.Value.Kind == document.Scalar {
				b.whole(e.Value, Name, false)
				continue
			}
		case t != nil:
			attribute := t.Attribute(e.Key.Value)
			if attribute != nil {
				b.whole(e.Key, Property, false)
				b.value(e.Value, attribute.Type, attribute)
				continue
			}
		case elem != nil:
			b.whole(e.Key, named(elem, a), true)
		}
		b.value(e.Value, elem, a)
	}
}

// named is what the keys of a map stand for.
func named(elem *schema.TypeExpr, a *schema.Attribute) Type {
	switch {
	case elem.Kind == schema.Ref && elem.Name == "Container":
		return Container
	case elem.Kind == schema.Ref && elem.Name == "Secret":
		return Secret
	case a != nil && a.Name == "env":
		return Variable
	}
	return Property
}

// scalar adds what stands in a scalar.
func (b *builder) scalar(n *document.Node, expected *schema.TypeExpr, a *schema.Attribute) {
	switch {
	case n.Empty():
	case a == nil:
		b.plain(n, expected)
	case a.Name == "schedule":
		b.schedule(n)
	case a.Name == "resources", a.Name == "mode":
		b.whole(n, Number, false)
	case a.Name == "env" || a.Name == "dirs" || a.Name == "contentFrom" || a.Name == "command" || a.Name == "args":
		b.references(n, expected)
	default:
		b.plain(n, expected)
	}
}

func (b *builder) plain(n *document.Node, expected *schema.TypeExpr) {
	switch {
	case expected != nil && expected.Kind == schema.Enum && slices.Contains(expected.Values, n.Value):
		b.whole(n, Member, false)
	case n.Style != document.Plain:
	case n.Tag == "!!int", n.Tag == "!!float":
		b.whole(n, Number, false)
	case n.Tag == "!!bool", n.Tag == "!!null" && n.Value != "":
		b.whole(n, Keyword, false)
	}
}

// references adds a reference to a secret, or those to variables.
func (b *builder) references(n *document.Node, expected *schema.TypeExpr) {
	content := n.Span()
	if n.Style == document.DoubleQuoted || n.Style == document.SingleQuoted {
		content = document.Span{Start: content.Start + 1, End: max(content.End-1, content.Start+1)}
	}
	src := content.Of(b.text)
	part := func(start, end int, t Type) {
		b.add(document.Span{Start: content.Start + start, End: content.Start + end}, t, false)
	}
	if i := strings.Index(src, spec.SecretScheme); i >= 0 {
		start := i + len(spec.SecretScheme)
		end := start + len(strings.TrimRight(src[start:], "} \t"))
		name, _, _ := strings.Cut(src[start:end], "/")
		part(i, start, Keyword)
		part(start, start+len(name), Secret)
		part(start+len(name)+1, end, Property)
		return
	}
	found := kube.Expansions(src)
	for _, e := range found {
		part(e.Start, e.End, Variable)
	}
	if len(found) == 0 {
		b.plain(n, expected)
	}
}

// schedule adds the fields of a cron expression.
func (b *builder) schedule(n *document.Node) {
	span := n.Span()
	src := span.Of(b.text)
	for i := 0; i < len(src); {
		start := i
		is := func(set func(byte) bool) {
			for i < len(src) && set(src[i]) {
				i++
			}
		}
		letter := func(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
		t := Operator
		switch c := src[i]; {
		case c == '@':
			i++
			is(letter)
			t = Macro
		case '0' <= c && c <= '9':
			is(func(c byte) bool { return '0' <= c && c <= '9' || letter(c) })
			t = Number
		case letter(c):
			is(letter)
			t = Member
		case strings.IndexByte("*?/-,", c) >= 0:
			is(func(c byte) bool { return strings.IndexByte("*?/-,", c) >= 0 })
		default:
			i++
			continue
		}
		b.add(document.Span{Start: span.Start + start, End: span.Start + i}, t, false)
	}
}

// comments adds what comments tell kam-ls: the word and the rules.
func (b *builder) comments() {
	for _, c := range b.file.Doc.Comments() {
		if c.End < b.span.Start || c.Start > b.span.End {
			continue
		}
		body := strings.TrimLeft(c.Of(b.text), "# \t")
		rest, ok := strings.CutPrefix(body, diagnostics.DirectivePrefix)
		if !ok {
			continue
		}
		start := c.End - len(body)
		b.add(document.Span{Start: start, End: start + len(diagnostics.DirectivePrefix) - 1}, Macro, false)
		told, _, _ := strings.Cut(rest, "--")
		at := c.End - len(rest)
		for i, word := range strings.FieldsFunc(told, func(r rune) bool { return strings.ContainsRune(" \t,", r) }) {
			at += strings.Index(b.text[at:c.End], word)
			switch {
			case i == 0:
				b.add(document.Span{Start: at, End: at + len(word)}, Keyword, false)
			case diagnostics.Lookup(word) != nil:
				b.add(document.Span{Start: at, End: at + len(word)}, Member, false)
			}
			at += len(word)
		}
	}
}
