package document

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
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
		docs = append(docs, n.Content[0])
	}
}

// compareToOracle holds a document to yaml.v3's reading of the same text:
// equal trees where yaml.v3 accepts it, an error where it does not.
func compareToOracle(t *testing.T, text string) {
	t.Helper()
	d := Parse(text, YAML)
	checkTree(t, d)
	if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		return // UTF-16, which yaml.v3 reads and Kubernetes refuses
	}
	if strings.HasPrefix(text, bom+bom) {
		return // yaml.v3 then drops the first character of every line
	}
	want, err := oracle(text)
	if err != nil {
		if len(d.Errors()) == 0 && !lenient(d, err) {
			t.Fatalf("no error, but yaml.v3 says %v in %q", err, text)
		}
		return
	}
	for _, e := range d.Errors() {
		if e.Code.Strict() {
			return
		}
	}
	if len(d.Errors()) > 0 {
		t.Fatalf("error %+v, but yaml.v3 accepts %q", d.Errors()[0], text)
	}
	if len(want) != len(d.Roots()) {
		t.Fatalf("%d documents, yaml.v3 reads %d in %q", len(d.Roots()), len(want), text)
	}
	for i, root := range d.Roots() {
		if diff := diffNode(root.Node, want[i], "$"); diff != "" {
			t.Fatalf("document %d: %s in %q", i, diff, text)
		}
	}
}

// lenient names what this package reads and yaml.v3 refuses.
func lenient(d *Document, err error) bool {
	msg, text := err.Error(), d.Text()
	switch {
	case strings.Contains(msg, "panics"):
		return true
	}
	for _, root := range d.Roots() {
		if hasExplicitFlowKey(text, root.Node) { // yaml.v3 does not look far enough ahead for its ':'
			return true
		}
	}
	return false
}

// hasExplicitFlowKey reports whether a flow collection that starts with '?' is
// itself a key.
func hasExplicitFlowKey(text string, n *Node) bool {
	if src := n.Span().Of(text); n.IsKey() && n.Style == Flow && len(src) > 1 && strings.HasPrefix(strings.TrimLeft(src[1:], " \t\r\n"), "?") {
		return true
	}
	for i := range n.Entries {
		if hasExplicitFlowKey(text, n.Entries[i].Key) || hasExplicitFlowKey(text, n.Entries[i].Value) {
			return true
		}
	}
	for _, item := range n.Items {
		if hasExplicitFlowKey(text, item) {
			return true
		}
	}
	return false
}

var oracleKinds = map[yaml.Kind]Kind{yaml.ScalarNode: Scalar, yaml.MappingNode: Mapping, yaml.SequenceNode: Sequence, yaml.AliasNode: Alias}

func diffNode(got *Node, want *yaml.Node, path string) string {
	if got.Kind != oracleKinds[want.Kind] {
		return fmt.Sprintf("%s: kind %v, want %v", path, got.Kind, want.Kind)
	}
	if got.Kind == Alias {
		if got.Value != want.Value {
			return fmt.Sprintf("%s: alias %q, want %q", path, got.Value, want.Value)
		}
		if got.Target() != nil && got.Target().Anchor != want.Alias.Anchor {
			return fmt.Sprintf("%s: alias to %q, want %q", path, got.Target().Anchor, want.Alias.Anchor)
		}
		return ""
	}
	if got.Tag != want.ShortTag() || got.Value != want.Value || got.Anchor != want.Anchor {
		return fmt.Sprintf("%s: %s %q &%s, want %s %q &%s", path, got.Tag, got.Value, got.Anchor, want.ShortTag(), want.Value, want.Anchor)
	}
	if style := got.Style; got.Kind == Scalar && style != oracleStyle(want) {
		return fmt.Sprintf("%s: style %d, want %d", path, style, oracleStyle(want))
	}
	if len(want.Content) != 2*len(got.Entries)+len(got.Items) {
		return fmt.Sprintf("%s: %d entries and %d items, want %d nodes", path, len(got.Entries), len(got.Items), len(want.Content))
	}
	for i := range got.Entries {
		e := &got.Entries[i]
		at := fmt.Sprintf("%s/%s", path, e.Key.Value)
		if diff := diffNode(e.Key, want.Content[2*i], at+"(key)"); diff != "" {
			return diff
		}
		if diff := diffNode(e.Value, want.Content[2*i+1], at); diff != "" {
			return diff
		}
	}
	for i, item := range got.Items {
		if diff := diffNode(item, want.Content[i], fmt.Sprintf("%s/%d", path, i)); diff != "" {
			return diff
		}
	}
	return ""
}

func oracleStyle(n *yaml.Node) Style {
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return DoubleQuoted
	case n.Style&yaml.SingleQuotedStyle != 0:
		return SingleQuoted
	case n.Style&yaml.LiteralStyle != 0:
		return Literal
	case n.Style&yaml.FoldedStyle != 0:
		return Folded
	}
	return Plain
}

// checkTree holds a tree to what every document promises, broken or not.
func checkTree(t *testing.T, d *Document) {
	t.Helper()
	text := d.Text()
	inside := func(what string, s Span) {
		if s.Start < 0 || s.End < s.Start || s.End > len(text) {
			t.Fatalf("%s has the span %v in a text of %d bytes: %q", what, s, len(text), text)
		}
	}
	for _, e := range d.Errors() {
		inside("error "+e.Message, e.Span)
		if e.Message == "" || !utf8.ValidString(e.Message) {
			t.Fatalf("bad message %q in %q", e.Message, text)
		}
	}
	for _, c := range d.Comments() {
		inside("comment", c.Span)
		if text[c.Start] != '#' {
			t.Fatalf("comment %q in %q", c.Of(text), text)
		}
	}
	last := 0
	for _, r := range d.Roots() {
		inside("root", r.Span)
		if r.Start < last {
			t.Fatalf("root %v starts before %d in %q", r.Span, last, text)
		}
		last = r.End
		checkNode(t, d, r.Node, nil, r.Span)
	}
}

func checkNode(t *testing.T, d *Document, n, parent *Node, within Span) {
	t.Helper()
	text := d.Text()
	s, full := n.Span(), n.FullSpan()
	if n.Parent != parent {
		t.Fatalf("wrong parent of %v in %q", s, text)
	}
	if full.Start < within.Start || s.Start < full.Start || s.End < s.Start || s.End > within.End {
		t.Fatalf("span %v (%v) outside of %v in %q", s, full, within, text)
	}
	src := s.Of(text)
	sound := len(d.Errors()) == 0
	switch {
	case n.Kind == Alias:
		if sound && src != "*"+n.Value {
			t.Fatalf("alias %q spans %q", n.Value, src)
		}
		for around := n.Parent; around != nil; around = around.Parent {
			if n.Resolve() == around {
				t.Fatalf("alias %q is followed to what it is in, in %q", n.Value, text)
			}
		}
	case n.Kind == Scalar && n.Style == Plain && sound && !strings.ContainsAny(src, "\n\r\u0085\u2028\u2029"):
		if src != n.Value {
			t.Fatalf("plain scalar %q spans %q in %q", n.Value, src, text)
		}
	case n.Kind == Scalar && (n.Style == SingleQuoted || n.Style == DoubleQuoted):
		if q := src[0]; q != '"' && q != '\'' || !n.Unclosed() && (len(src) < 2 || src[len(src)-1] != q) {
			t.Fatalf("quoted scalar spans %q in %q", src, text)
		}
	case n.Kind == Scalar && (n.Style == Literal || n.Style == Folded):
		if src[0] != '|' && src[0] != '>' {
			t.Fatalf("block scalar spans %q in %q", src, text)
		}
	case n.Style == Flow && len(src) > 0 && (src[0] == '[' || src[0] == '{') && !n.Unclosed() && sound:
		if c := src[len(src)-1]; n.Parent == nil && c != ']' && c != '}' {
			t.Fatalf("flow collection spans %q in %q", src, text)
		}
	}
	if n.Anchor != "" && n.AnchorSpan().Of(text) != n.Anchor {
		t.Fatalf("anchor %q spans %q", n.Anchor, n.AnchorSpan().Of(text))
	}
	last := full.Start
	for i := range n.Entries {
		e := &n.Entries[i]
		if e.Colon >= 0 && text[e.Colon] != ':' {
			t.Fatalf("colon at %q in %q", text[e.Colon:], text)
		}
		checkNode(t, d, e.Key, n, Span{last, s.End})
		checkNode(t, d, e.Value, n, Span{e.Key.Span().End, s.End})
		last = e.Value.Span().End
		if e.Key.Entry() != e || e.Value.Entry() != e || !e.Key.IsKey() || e.Value.Key() != e.Key {
			t.Fatalf("entry %d is not its nodes' entry in %q", i, text)
		}
	}
	for i, item := range n.Items {
		checkNode(t, d, item, n, Span{last, s.End})
		last = item.Span().End
		if item.Index() != i {
			t.Fatalf("item %d has the index %d in %q", i, item.Index(), text)
		}
	}
}
