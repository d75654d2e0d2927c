package refactor

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
)

// conversion writes a YAML document as JSON, or JSON as YAML, for a file of its
// own.
func (c *cursor) conversion() []Action {
	if len(c.doc.Roots()) != 1 || len(c.doc.Broken()) > 0 || c.doc.Roots()[0].Node.Kind != document.Mapping {
		return nil
	}
	root := c.doc.Roots()[0].Node
	all := document.Span{End: len(c.doc.Text())}
	if c.doc.Language() == document.JSON {
		return []Action{{Title: "Convert to YAML", Kind: Rewrite, ID: "yaml", Extension: ".yaml", Edits: func() ([]document.Edit, error) {
			var b strings.Builder
			writeYAML(&b, root, 0)
			return []document.Edit{edit.Replace(all, b.String())}, nil
		}}}
	}
	title := "Convert to JSON"
	if len(c.doc.Comments()) > 0 {
		title += ", which has no comments"
	}
	return []Action{{Title: title, Kind: Rewrite, ID: "json", Extension: ".json", Edits: func() ([]document.Edit, error) {
		w := &jsonWriter{left: maxConverted}
		w.node(root, 0)
		if w.err != nil {
			return nil, w.err
		}
		w.WriteString("\n")
		return []document.Edit{edit.Replace(all, w.String())}, nil
	}}}
}

// maxConverted bounds how many nodes a document has once its aliases are written
// out.
const maxConverted = 1_000_000

// jsonWriter writes nodes as JSON, two columns for each level. Aliases and merge
// keys are written out.
type jsonWriter struct {
	strings.Builder
	left int
	err  error
}

func (w *jsonWriter) node(n *document.Node, depth int) {
	n = n.Resolve()
	if w.left--; w.left < 0 || n == nil {
		w.err = errors.New("the aliases cannot be written out")
		return
	}
	newline := func(depth int) { w.WriteString("\n" + strings.Repeat("  ", depth)) }
	switch n.Kind {
	case document.Mapping:
		fields := n.Fields()
		if len(fields) == 0 {
			w.WriteString("{}")
			return
		}
		w.WriteByte('{')
		for i, f := range fields {
			if i > 0 {
				w.WriteByte(',')
			}
			newline(depth + 1)
			w.WriteString(edit.Quote(f.Key.Value) + ": ")
			w.node(f.Value, depth+1)
			if w.err != nil {
				return
			}
		}
		newline(depth)
		w.WriteByte('}')
	case document.Sequence:
		w.WriteByte('[')
		for i, item := range n.Items {
			if i > 0 {
				w.WriteString(", ")
			}
			w.node(item, depth+1)
			if w.err != nil {
				return
			}
		}
		w.WriteByte(']')
	default:
		text, err := jsonScalar(n)
		if err != nil {
			w.err = err
		}
		w.WriteString(text)
	}
}

// jsonScalar is a scalar in JSON: a number as it is written, where JSON has it so.
func jsonScalar(n *document.Node) (string, error) {
	switch n.Tag {
	case "!!null":
		return "null", nil
	case "!!bool":
		v, _ := n.Bool()
		return strconv.FormatBool(v), nil
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return n.Value, nil
		}
		if v, ok := n.Int(); ok && n.Tag == "!!int" {
			return strconv.FormatInt(v, 10), nil
		}
		if v, ok := n.Float(); ok {
			if text, err := json.Marshal(v); err == nil {
				return string(text), nil
			}
		}
		return "", fmt.Errorf("JSON has no number '%s'", n.Value)
	}
	return edit.Quote(n.Value), nil
}

// compactJSON is a node in one line.
func compactJSON(n *document.Node) string {
	w := &jsonWriter{left: maxConverted}
	w.node(n, 0)
	var b strings.Builder
	for i, line := range strings.Split(w.String(), "\n") {
		line = strings.TrimLeft(line, " ")
		if i > 0 && !strings.HasPrefix(line, "}") && !strings.HasSuffix(b.String(), "{") {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}

// writeYAML writes JSON as YAML in blocks, lists of scalars in brackets.
func writeYAML(b *strings.Builder, n *document.Node, depth int) {
	indent := strings.Repeat("  ", depth)
	key := func(n *document.Node) string {
		if document.PlainSafe(n.Value) {
			return n.Value
		}
		return edit.Quote(n.Value)
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		b.WriteString(indent + key(e.Key) + ":")
		writeBehind(b, e.Value, depth)
	}
	for _, item := range n.Items {
		b.WriteString(indent + "-")
		writeBehind(b, item, depth)
	}
}

// writeBehind writes a value behind a key or a dash.
func writeBehind(b *strings.Builder, n *document.Node, depth int) {
	switch {
	case n.Kind == document.Mapping && len(n.Entries) > 0, n.Kind == document.Sequence && holdsCollections(n):
		b.WriteString("\n")
		writeYAML(b, n, depth+1)
	case n.Kind == document.Mapping:
		b.WriteString(" {}\n")
	case n.Kind == document.Sequence:
		parts := make([]string, len(n.Items))
		for i, item := range n.Items {
			parts[i] = yamlScalar(item)
		}
		b.WriteString(" [" + strings.Join(parts, ", ") + "]\n")
	default:
		b.WriteString(" " + yamlScalar(n) + "\n")
	}
}

func holdsCollections(n *document.Node) bool {
	for _, item := range n.Items {
		if item.Kind != document.Scalar {
			return true
		}
	}
	return false
}

func yamlScalar(n *document.Node) string {
	if n.Tag != "!!str" {
		return n.Value
	}
	if document.PlainSafe(n.Value) {
		return n.Value
	}
	return edit.Quote(n.Value)
}
