// Package document turns the bytes of a spec file, YAML or JSON, into an
// error-tolerant tree whose every node knows the exact bytes it stands on.
//
// Parsing never fails: a broken file yields a tree for everything around the
// breakage and a list of syntax errors. On input that gopkg.in/yaml.v3 accepts,
// the tree carries the same kinds, tags, anchors and values that yaml.v3 reads.
// The few inputs on which this package is stricter are named by
// [ErrorCode.Strict].
//
// All offsets and spans in this package count bytes from 0 in the document's
// text; [Lines] converts them. A Document and its nodes are immutable and safe
// for concurrent use.
package document

import (
	"path"
	"slices"
	"sort"
	"strings"
)

// Language is the notation that a document is written in.
type Language uint8

const (
	YAML Language = iota
	JSON          // parsed by the same grammar, with what JSON does not have reported
)

// LanguageOf tells a file's language from its name: JSON for *.json, else YAML.
func LanguageOf(filename string) Language {
	if strings.EqualFold(path.Ext(filename), ".json") {
		return JSON
	}
	return YAML
}

// Span is a half-open range of byte offsets.
type Span struct{ Start, End int }

// Len is the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether offset lies in s or at its end: where a cursor that
// touches the text stands.
func (s Span) Contains(offset int) bool { return s.Start <= offset && offset <= s.End }

// Of slices text.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Comment is one comment, from its '#' to the end of its line, exclusive.
type Comment struct {
	Span
	OwnLine bool // nothing but blanks stands before it on its line
}

// Root is one document of a stream.
type Root struct {
	Node *Node // never nil; a null scalar with an empty span where there is no content
	Span       // from the end of the marker before it to the start of the next one
}

// Document is a parsed file.
type Document struct {
	text     string
	language Language
	lines    *Lines
	roots    []Root
	comments []Comment
	errors   []SyntaxError
	broken   []SyntaxError
	linked   bool

	displaced bool
}

// Parse reads text. It takes time linear in the length of text, whatever text is.
func Parse(text string, language Language) *Document {
	var p *parser
	switch {
	case isUTF16(text):
		p = &parser{src: text}
		p.report(BadCharacter, 0, 2, "this is UTF-16: save the file as UTF-8")
	case language == JSON:
		p = parseJSON(text)
	default:
		p = newParser(text, language)
		p.parseStream()
		p.dropConsequences()
	}
	p.checkAliases()
	sortErrors(p.errors)
	broken := p.errors
	if slices.ContainsFunc(p.errors, func(e SyntaxError) bool { return e.Code.Harmless() }) {
		broken = slices.DeleteFunc(slices.Clone(p.errors), func(e SyntaxError) bool { return e.Code.Harmless() })
	}
	return &Document{
		text:     text,
		language: language,
		lines:    NewLines(text),
		roots:    p.roots,
		comments: p.comments,
		errors:   p.errors,
		broken:   broken,
		linked:   p.hasAnchor || p.hasAlias,

		displaced: p.displaced,
	}
}

// Text is the text that was parsed, unchanged.
func (d *Document) Text() string { return d.text }

// Language is the language that the text was parsed as.
func (d *Document) Language() Language { return d.language }

// Lines converts between offsets and line-based positions.
func (d *Document) Lines() *Lines { return d.lines }

// Roots are the documents of the stream in order. A file with neither content
// nor a document marker has none.
func (d *Document) Roots() []Root { return d.roots }

// Comments are all comments in order.
func (d *Document) Comments() []Comment { return d.comments }

// Errors are the syntax errors in order of position.
func (d *Document) Errors() []SyntaxError { return d.errors }

// Broken are the errors that may have consequences in the tree: all but the
// harmless.
func (d *Document) Broken() []SyntaxError { return d.broken }

// Linked reports whether there are anchors or aliases: then what stands in one
// place may count in another.
func (d *Document) Linked() bool { return d.linked }

// Displaced reports whether lines are not where their neighbors are: then what is
// around them has decided how they are read.
func (d *Document) Displaced() bool { return d.displaced }

// RootAt returns the index in Roots of the document around offset, or -1.
func (d *Document) RootAt(offset int) int {
	i := sort.Search(len(d.roots), func(i int) bool { return d.roots[i].End >= offset })
	if i < len(d.roots) && d.roots[i].Contains(offset) {
		return i
	}
	return -1
}

// Edit replaces the bytes of Span by NewText.
type Edit struct {
	Span
	NewText string
}

// Apply returns the document after edits, applied one after another: each
// edit's span counts in the text that the edits before it have produced. Spans
// are clipped to the text.
func (d *Document) Apply(edits ...Edit) *Document {
	text := d.text
	for _, e := range edits {
		start := min(max(e.Start, 0), len(text))
		end := min(max(e.End, start), len(text))
		text = text[:start] + e.NewText + text[end:]
	}
	return Parse(text, d.language)
}
