package completion

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
)

// indentStep is one level of the blocks that templates write.
const indentStep = 2

// snippetWriter writes attributes as a snippet: in block style, or as JSON.
// Lines after the first are indented as they stand in the file, whatever the
// client does about it.
type snippetWriter struct {
	strings.Builder
	schema *schema.Schema
	json   bool
	flow   bool // in brackets in a YAML file: everything on one line
	indent int  // the column of the entry itself
	stops  int
	eol    string
}

// writer writes an entry in the place of the node at the cursor.
func (c *cursor) writer() *snippetWriter {
	w := &snippetWriter{schema: c.file.Schema, json: c.json(), indent: c.column(), eol: "\n"}
	w.flow = !w.json && c.node.Parent != nil && c.node.Parent.Style == document.Flow
	if w.json {
		w.indent = c.lineIndent()
	}
	return w
}

// writerBelow writes a value below the key that the cursor stands behind.
func (c *cursor) writerBelow() *snippetWriter {
	w := c.writer()
	w.indent = c.lineIndent()
	if key := c.node.Key(); key != nil && !w.json {
		_, w.indent = c.patched.Lines().OffsetToUTF8(key.FullSpan().Start)
	}
	return w
}

// lineIndent is the number of blanks that the cursor's line starts with.
func (c *cursor) lineIndent() int {
	line := c.doc.Lines().Line(c.doc.Lines().LineOf(c.offset))
	return len(line) - len(strings.TrimLeft(line, " "))
}

func (w *snippetWriter) newline(depth int) {
	w.WriteString(w.eol)
	w.WriteString(strings.Repeat(" ", w.indent+depth*indentStep))
}

// stop writes the next tab stop, with a text that it starts with.
func (w *snippetWriter) stop(text string) {
	w.stops++
	if text == "" {
		fmt.Fprintf(w, "$%d", w.stops)
	} else {
		fmt.Fprintf(w, "${%d:%s}", w.stops, escapePlaceholder(text))
	}
}

// choice writes a tab stop that offers words.
func (w *snippetWriter) choice(words []string) {
	w.stops++
	fmt.Fprintf(w, "${%d|%s|}", w.stops, strings.Join(words, ","))
}

func (w *snippetWriter) key(name string) {
	if w.json {
		name = strconv.Quote(name)
	}
	w.WriteString(name)
	w.WriteString(":")
}

// entry writes an attribute with a value to fill in.
func (w *snippetWriter) entry(a *schema.Attribute, depth int) {
	w.key(a.Name)
	if a.Default != "" && a.Type.Kind != schema.Enum && a.Type.Kind != schema.Bool {
		w.WriteString(" ")
		w.scalar(a.Type, strings.Trim(a.Default, `"`))
		return
	}
	w.value(a.Type, depth)
}

// value writes a value of a type behind its key: with a blank before it, or on
// lines of its own.
func (w *snippetWriter) value(t *schema.TypeExpr, depth int) {
	switch t.Kind {
	case schema.List:
		w.WriteString(" [")
		w.scalar(t.Elem, "")
		w.WriteString("]")
	case schema.Map:
		w.open(depth)
		w.element(t.Elem, depth+1)
		w.close(depth)
	case schema.Ref:
		w.open(depth)
		w.fields(w.schema.Type(t.Name), depth+1)
		w.close(depth)
	case schema.Union:
		w.open(depth)
		w.stop("")
		w.close(depth)
	default:
		w.WriteString(" ")
		w.scalar(t, "")
	}
}

// element writes an entry of a map: a name to fill in and its value.
func (w *snippetWriter) element(t *schema.TypeExpr, depth int) {
	if w.json {
		w.WriteString(`"`)
	}
	w.stop("name")
	if w.json {
		w.WriteString(`"`)
	}
	w.WriteString(":")
	w.value(t, depth)
}

// fields writes the required attributes of a type, or a place for the first
// one if none is.
func (w *snippetWriter) fields(t *schema.Type, depth int) {
	first := true
	for _, a := range t.Attributes {
		if !a.Required {
			continue
		}
		if !first {
			w.separate(depth)
		}
		first = false
		w.entry(a, depth)
	}
	if first {
		w.stop("")
	}
}

func (w *snippetWriter) open(depth int) {
	switch {
	case w.flow:
		w.WriteString(" {")
	case w.json:
		w.WriteString(" {")
		w.newline(depth + 1)
	default:
		w.newline(depth + 1)
	}
}

func (w *snippetWriter) close(depth int) {
	switch {
	case w.flow:
		w.WriteString("}")
	case w.json:
		w.newline(depth)
		w.WriteString("}")
	}
}

// separate writes what stands between two entries.
func (w *snippetWriter) separate(depth int) {
	switch {
	case w.flow:
		w.WriteString(", ")
	case w.json:
		w.WriteString(",")
		w.newline(depth)
	default:
		w.newline(depth)
	}
}

func (w *snippetWriter) scalar(t *schema.TypeExpr, text string) {
	switch t.Kind {
	case schema.Enum:
		words := t.Values
		if w.json {
			words = nil
			for _, v := range t.Values {
				words = append(words, strconv.Quote(v))
			}
		}
		w.choice(words)
	case schema.Bool:
		w.choice([]string{"true", "false"})
	case schema.Int:
		w.stop(text)
	default:
		w.WriteString(`"`)
		w.stop(text)
		w.WriteString(`"`)
	}
}

var (
	snippetEscaper     = strings.NewReplacer(`\`, `\\`, `$`, `\$`, `}`, `\}`)
	placeholderEscaper = snippetEscaper
)

// escapeSnippet writes text so that a snippet holds it as it is.
func escapeSnippet(s string) string { return snippetEscaper.Replace(s) }

func escapePlaceholder(s string) string { return placeholderEscaper.Replace(s) }

// plainText is a snippet for clients that know none: tab stops become the text
// they start with, or the first word they offer.
func plainText(snippet string) string {
	var b strings.Builder
	for i := 0; i < len(snippet); i++ {
		switch {
		case snippet[i] == '\\' && i+1 < len(snippet):
			i++
			b.WriteByte(snippet[i])
		case snippet[i] == '$' && i+1 < len(snippet) && snippet[i+1] == '{':
			end := i + strings.IndexByte(snippet[i:], '}')
			body := strings.TrimLeft(snippet[i+2:end], "0123456789")
			switch body[0] {
			case ':':
				b.WriteString(strings.ReplaceAll(body[1:], `\`, ""))
			case '|':
				word, _, _ := strings.Cut(strings.Trim(body, "|"), ",")
				b.WriteString(word)
			}
			i = end
		case snippet[i] == '$':
			for i+1 < len(snippet) && '0' <= snippet[i+1] && snippet[i+1] <= '9' {
				i++
			}
		default:
			b.WriteByte(snippet[i])
		}
	}
	return b.String()
}
