package format

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/kam-ls/kam-ls/document"
)

// oracle reads text with yaml.v3, all documents of it.
func oracle(text string) (docs []*yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml.v3 panics: %v", r)
		}
	}()
	dec := yaml.NewDecoder(strings.NewReader(text))
	for {
		var n yaml.Node
		if err := dec.Decode(&n); errors.Is(err, io.EOF) {
			return docs, nil
		} else if err != nil {
			return nil, err
		}
		docs = append(docs, &n)
	}
}

// reading is what yaml.v3 reads of documents: all but positions and comments.
func reading(docs []*yaml.Node) string {
	var b strings.Builder
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		fmt.Fprintf(&b, "%d %d %q %q &%q(", n.Kind, n.Style, n.Tag, n.Value, n.Anchor)
		for _, c := range n.Content {
			walk(c)
		}
		b.WriteString(")")
	}
	for _, d := range docs {
		walk(d)
	}
	return b.String()
}

// comments are the comments that yaml.v3 reads, each with the path of the node that
// it gives them to.
func comments(docs []*yaml.Node) []string {
	var found []string
	var walk func(n *yaml.Node, path string)
	walk = func(n *yaml.Node, path string) {
		for _, c := range []struct{ kind, text string }{{"head", n.HeadComment}, {"line", n.LineComment}, {"foot", n.FootComment}} {
			if c.text != "" {
				found = append(found, path+" "+c.kind+": "+trimLines(c.text))
			}
		}
		for i, c := range n.Content {
			walk(c, fmt.Sprintf("%s/%d", path, i))
		}
	}
	for i, d := range docs {
		walk(d, fmt.Sprint(i))
	}
	return found
}

func trimLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t\r")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// hold checks what formatting promises: a valid text stays valid and is read in the
// same way by the readers that everyone has, edits are in order, and to format the
// result changes nothing. It returns the result.
func hold(t *testing.T, text string, language document.Language) string {
	t.Helper()
	edits, err := Text(document.Parse(text, language))
	if err != nil {
		return text
	}
	last := 0
	for _, e := range edits {
		if e.Start < last || e.End < e.Start || e.End > len(text) || strings.Trim(e.Of(text)+e.NewText, " \t\r\n\u0085\u2028\u2029") != "" {
			t.Fatalf("edit %+v after %d of %q", e, last, text)
		}
		last = e.End
	}
	got := Apply(text, edits)
	again, err := Text(document.Parse(got, language))
	if err != nil || len(again) > 0 {
		t.Fatalf("%q becomes %q, then %q (%v)", text, got, Apply(got, again), err)
	}
	if language == document.JSON {
		holdJSON(t, text, got)
		return got
	}
	before, err := oracle(text)
	if err != nil {
		return got
	}
	after, err := oracle(got)
	if err != nil {
		t.Fatalf("%q becomes %q, of which yaml.v3 says: %v", text, got, err)
	}
	if a, b := reading(before), reading(after); a != b {
		t.Fatalf("%q becomes %q, which yaml.v3 reads as\n%s\nbefore:\n%s", text, got, b, a)
	}
	return got
}

func holdJSON(t *testing.T, before, after string) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal([]byte(before), &a); err != nil {
		return
	}
	if err := json.Unmarshal([]byte(after), &b); err != nil || !reflect.DeepEqual(a, b) {
		t.Fatalf("%q becomes %q (%v)", before, after, err)
	}
}
