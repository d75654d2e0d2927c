// Package survival measures what is left of a tree when one line of its text is
// damaged: how many keys the parser still finds at their paths, and how many
// syntax errors it reports for the one mistake. The same measure is taken of the
// parsers that other language servers use.
package survival

import (
	"hash/fnv"
	"math/rand/v2"
	"strings"

	"github.com/kam-ls/kam-ls/document"
)

// Text is a valid text, cut into lines.
type Text struct {
	Name     string
	Language document.Language

	text   string
	lines  []string // without line breaks, the first without its byte order mark
	starts []int    // offsets of lines, and the length of text
	eol    string
}

const byteOrderMark = "\ufeff"

// NewText cuts text into lines.
func NewText(name, text string, language document.Language) *Text {
	t := &Text{Name: name, Language: language, text: text, eol: "\n"}
	offset := 0
	for i, line := range strings.SplitAfter(text, "\n") {
		if line == "" {
			break // after the last line break
		}
		if i == 0 {
			if strings.HasSuffix(line, "\r\n") {
				t.eol = "\r\n"
			}
			offset = len(line)
			line = strings.TrimPrefix(line, byteOrderMark)
			offset -= len(line)
		}
		t.starts = append(t.starts, offset)
		t.lines = append(t.lines, strings.TrimRight(line, "\r\n"))
		offset += len(line)
	}
	t.starts = append(t.starts, len(text))
	return t
}

// String is the text itself.
func (t *Text) String() string { return t.text }

// Lines is the number of lines.
func (t *Text) Lines() int { return len(t.lines) }

// Line is a line without its line break.
func (t *Text) Line(i int) string { return t.lines[i] }

// First is the first line with content: neither blank nor a comment, a directive
// or a document marker.
func (t *Text) First() int {
	for i, line := range t.lines {
		content := strings.TrimSpace(line)
		if content != "" && content[0] != '#' && content[0] != '%' && !strings.HasPrefix(line, "---") {
			return i
		}
	}
	return 0
}

// newLine is one of the lines that replace others. Origin is the line of the valid
// text that it comes from, or -1.
type newLine struct {
	text   string
	origin int
}

// splice replaces the lines [from, to). If cut is set, the text ends there.
type splice struct {
	from, to int
	with     []newLine
	cut      bool
}

// Damaged is a text with one mistake in it.
type Damaged struct {
	Text string
	Line int // that was damaged, or before which something was inserted, from 0

	splice splice
}

// Damage makes the mistake of a kind in a line, if it can be made there, changes the
// text and leaves something of it. It makes the same one each time.
func (t *Text) Damage(kind Kind, line int) (Damaged, bool) {
	hash := fnv.New64a()
	hash.Write([]byte(kind.Name))
	s, ok := kind.damage(place{t, line, rand.New(rand.NewPCG(hash.Sum64(), uint64(line)))})
	if !ok {
		return Damaged{}, false
	}
	text := t.apply(s)
	return Damaged{text, line, s}, text != t.text && strings.TrimSpace(text) != ""
}

func (t *Text) apply(s splice) string {
	var b strings.Builder
	b.WriteString(t.text[:t.starts[s.from]])
	for i, line := range s.with {
		if i > 0 {
			b.WriteString(t.eol)
		}
		b.WriteString(line.text)
	}
	if s.cut {
		return b.String()
	}
	rest := t.text[t.starts[s.to]:]
	if len(s.with) > 0 && (rest != "" || strings.HasSuffix(t.text, "\n")) {
		b.WriteString(t.eol)
	}
	b.WriteString(rest)
	return b.String()
}

// origin is the line of the valid text that a line of the damaged one comes from,
// or -1 if it was inserted.
func (d Damaged) origin(line int) int {
	s := d.splice
	switch {
	case line < s.from:
		return line
	case line < s.from+len(s.with):
		return s.with[line-s.from].origin
	default:
		return line - len(s.with) + s.to - s.from
	}
}

// hit reports whether a line of the valid text is not in the damaged one as it was.
func (t *Text) hit(s splice, line int) bool {
	if line < s.from {
		return false
	}
	if line >= s.to {
		return s.cut
	}
	for _, l := range s.with {
		if l.origin == line && l.text == t.lines[line] {
			return false
		}
	}
	return true
}
