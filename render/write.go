package render

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/printable"
)

// Line says where a line of a manifest comes from.
type Line struct {
	Line   int            // of the manifest, from 0
	Origin *document.Node // the key of the attribute; nil for what no attribute says
}

// YAML writes objects as a stream of documents and says of each line where it
// comes from. With annotate a comment behind a line names the attribute, as a
// JSON Pointer within its YAML document. What is written is read back strictly
// and compared before it is handed out: an error is a fault of this package.
func YAML(objects []Object, annotate bool) (string, []Line, error) {
	w := &yamlWriter{annotate: annotate}
	documents := 0
	for _, o := range objects {
		if o.Value != nil {
			if documents > 0 {
				w.line("---", "")
			}
			documents++
		}
		for _, comment := range o.Comments {
			w.line("# "+inComment(comment), "")
		}
		if o.Value == nil {
			continue
		}
		data, err := json.Marshal(o.Value)
		if err != nil {
			return "", nil, err
		}
		tree, err := ordered(data)
		if err != nil {
			return "", nil, err
		}
		w.origins = o.origins
		start := w.b.Len()
		w.mapping(tree, 0, "", false)
		if err := readBack(o, data, w.b.String()[start:]); err != nil {
			return "", nil, fmt.Errorf("%s %s does not come back as it was written: %w", o.Kind, o.Name, err)
		}
	}
	return w.b.String(), w.lines, nil
}

// JSON writes an object, or a List of several.
func JSON(objects []Object) (string, error) {
	items := []any{}
	for _, o := range objects {
		if o.Value != nil {
			items = append(items, o.Value)
		}
	}
	var value any = map[string]any{"apiVersion": "v1", "kind": "List", "items": items}
	if len(items) == 1 {
		value = items[0]
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(value)
	return string(printable.JSON(b.Bytes())), err
}

// readBack reads a document strictly, as an API server does, and compares it
// with what was written. Both are compared as JSON: quantities are equal however
// they are held.
func readBack(o Object, want []byte, text string) error {
	var back any
	switch o.Value.(type) {
	case *batchv1.CronJob:
		back = &batchv1.CronJob{}
	case *batchv1.Job:
		back = &batchv1.Job{}
	case *corev1.ConfigMap:
		back = &corev1.ConfigMap{}
	case *corev1.Secret:
		back = &corev1.Secret{}
	}
	if err := yaml.UnmarshalStrict([]byte(text), back); err != nil {
		return err
	}
	got, err := json.Marshal(back)
	if err != nil {
		return err
	}
	if !bytes.Equal(want, got) {
		return errors.New("it has another value") // which can be a secret
	}
	return nil
}

// entry is a key of an object and its value: string, json.Number, bool, []any
// or []entry.
type entry struct {
	key   string
	value any
}

// ordered is an object, as JSON, in the order of its type, without what is empty
// and says nothing; apiVersion and kind come first.
func ordered(data []byte) ([]entry, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	v, err := decode(dec)
	if err != nil {
		return nil, err
	}
	tree := v.([]entry)
	first := []entry{}
	for _, key := range []string{"apiVersion", "kind", "metadata"} {
		for _, e := range tree {
			if e.key == key {
				first = append(first, e)
			}
		}
	}
	for _, e := range tree {
		switch e.key {
		case "apiVersion", "kind", "metadata", "status":
		default:
			first = append(first, e)
		}
	}
	return first, nil
}

func decode(dec *json.Decoder) (any, error) {
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		entries := []entry{}
		for dec.More() {
			key, err := dec.Token()
			if err != nil {
				return nil, err
			}
			value, err := decode(dec)
			if err != nil {
				return nil, err
			}
			if empty, ok := value.([]entry); (ok && len(empty) == 0 || value == nil) && says(key.(string)) == "" {
				continue
			}
			entries = append(entries, entry{key.(string), value})
		}
		_, err := dec.Token()
		return entries, err
	case json.Delim('['):
		items := []any{}
		for dec.More() {
			value, err := decode(dec)
			if err != nil {
				return nil, err
			}
			items = append(items, value)
		}
		_, err := dec.Token()
		return items, err
	}
	return token, nil
}

// says is the key of an object that means something even if it is empty.
func says(key string) string {
	if strings.HasSuffix(key, "metadata") || key == "resources" || key == "status" || key == "creationTimestamp" {
		return ""
	}
	return key
}

// yamlWriter writes block style, two blanks for each level.
type yamlWriter struct {
	b        strings.Builder
	annotate bool
	origins  map[string]*document.Node
	lines    []Line
}

// line ends a line that path, in the present object, is written in.
func (w *yamlWriter) line(text, path string) {
	var origin *document.Node
	for at := path; at != "" && origin == nil; at = at[:strings.LastIndexByte(at, '/')] {
		origin = w.origins[at]
	}
	w.lines = append(w.lines, Line{len(w.lines), origin})
	w.b.WriteString(text)
	if w.annotate && origin != nil && origin == w.origins[path] {
		w.b.WriteString(" # " + inComment(origin.Path()))
	}
	w.b.WriteByte('\n')
}

// inComment is a text as it can be in a comment.
func inComment(s string) string { return strings.ReplaceAll(printable.Line(s), "\ufffd", "?") }

// mapping writes entries; inItem says that the first stands behind a dash.
func (w *yamlWriter) mapping(entries []entry, indent int, path string, inItem bool) {
	for i, e := range entries {
		lead := strings.Repeat(" ", indent)
		if inItem && i == 0 {
			lead = strings.Repeat(" ", indent-2) + "- "
		}
		w.value(lead+scalarText(e.key)+":", e.value, indent, path+"/"+pointer(e.key))
	}
}

// value writes what stands behind a key or a dash.
func (w *yamlWriter) value(lead string, value any, indent int, path string) {
	switch v := value.(type) {
	case []entry:
		if len(v) == 0 {
			w.line(lead+" {}", path)
			return
		}
		w.line(lead, path)
		w.mapping(v, indent+2, path, false)
	case []any:
		if len(v) == 0 {
			w.line(lead+" []", path)
			return
		}
		w.line(lead, path)
		for i, item := range v {
			at := fmt.Sprintf("%s/%d", path, i)
			if entries, ok := item.([]entry); ok && len(entries) > 0 {
				w.mapping(entries, indent+2, at, true)
			} else {
				w.value(strings.Repeat(" ", indent)+"-", item, indent, at)
			}
		}
	case string:
		w.text(lead, v, indent, path)
	case nil:
		w.line(lead+" null", path)
	default:
		w.line(fmt.Sprintf("%s %v", lead, v), path)
	}
}

// text writes a string: several lines as a block where that shows them as they
// are, anything else on one line.
func (w *yamlWriter) text(lead, s string, indent int, path string) {
	if !blockSafe(s) {
		w.line(lead+" "+scalarText(s), path)
		return
	}
	header := " |"
	if !strings.HasSuffix(s, "\n") {
		header = " |-"
	}
	w.line(lead+header, path)
	for line := range strings.SplitSeq(strings.TrimSuffix(s, "\n"), "\n") {
		if line != "" {
			line = strings.Repeat(" ", indent+2) + line
		}
		// Below its header a block has no comments of its own.
		annotate := w.annotate
		w.annotate = false
		w.line(line, path)
		w.annotate = annotate
	}
}

// blockSafe reports whether a block scalar shows a string as it is: it has
// several lines, starts and ends with text, has no blanks that nobody sees, and no line
// that the runner of a CI system takes for a command.
func blockSafe(s string) bool {
	body := strings.TrimSuffix(s, "\n")
	if !strings.Contains(body, "\n") || strings.HasPrefix(body, "\n") || strings.HasSuffix(body, "\n") || strings.HasPrefix(body, " ") || strings.HasPrefix(body, "\t") {
		return false
	}
	for line := range strings.SplitSeq(body, "\n") {
		if strings.HasSuffix(line, " ") || strings.HasSuffix(line, "\t") {
			return false
		}
	}
	return !printable.HasCommands(s) && strings.IndexFunc(s, func(r rune) bool { return r != '\n' && r != '\t' && mustEscape(r) }) < 0
}

// mustEscape reports whether readers of YAML do not keep a character, or
// cannot show it.
func mustEscape(r rune) bool {
	return !printable.Is(r) || r == 0xfffd || r == 0xfffe || r == 0xffff || r > 0x10000
}

// scalarText writes a string on one line: plain where every reader takes it for
// a string, else in double quotes.
func scalarText(s string) string {
	if document.PlainSafe(s) {
		return s
	}
	command := printable.HasCommands(s)
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '[' && command:
			b.WriteString(`\x5B`)
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case mustEscape(r) && r > 0xffff:
			fmt.Fprintf(&b, `\U%08X`, r)
		case mustEscape(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
