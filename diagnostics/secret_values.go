package diagnostics

import (
	"path"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// SecretValues returns the places in a file that hold secrets, in order and apart from
// each other: all that is below secrets, values and contents under names of secrets, and
// values that can be told to have a password in them. A report shows none of them.
//
// Whether a place counts does not depend on whether the schema allows it: what is written
// in a wrong place is as secret as it is in the right one. Where a syntax error is, the
// place goes on up to the next key.
func SecretValues(file *spec.File) []document.Span { return newSecretValues(file).spans() }

// TearsSecret reports whether a syntax error is in a secret of a file: then what follows
// may be a part of the secret.
func TearsSecret(file *spec.File) bool {
	return len(file.Doc.Errors()) > 0 && len(newSecretValues(file).broken) > 0
}

// HasSecret reports whether a text has something in it that is a secret wherever it is.
func HasSecret(text string) bool { return len(secretsIn(text)) > 0 }

// SyntaxMessage is the message of a syntax error in a file without what it would tell of
// secrets, as the rule about syntax has it.
func SyntaxMessage(file *spec.File, e document.SyntaxError) string {
	d := Diagnostic{Span: e.Span, Message: e.Message}
	newSecretValues(file).keep(Lookup("syntax"), &d)
	return d.Message
}

// secretValues are the secrets of a file.
type secretValues struct {
	doc    *document.Document
	values []*secretValue  // in order, apart from each other
	broken []brokenSecret  // in order
	keys   map[string]bool // the paths of keys that are secrets themselves
}

// brokenSecret is the text after a key that a syntax error is in.
type brokenSecret struct {
	document.Span
	key *document.Node
}

// secretValue is a node that is a secret, with all that is below it, or a scalar that has
// one in its text.
type secretValue struct {
	document.Span
	node   *document.Node
	inText bool
	words  map[string]bool // see wordsOf; nil until somebody asks
	quotes []string        // see quotesOf; nil until somebody asks
}

// secretFinder walks through a file in the order of its text.
type secretFinder struct {
	secretValues
	schema *schema.Schema
	known  map[string]bool         // the attributes of all types but secrets
	owned  map[*document.Node]bool // the nodes that a workload or an object of the schema is
	named  map[*document.Node]bool // the keys of values that a secret is an alias of
	marks  []keyMark
}

// keyMark is a key, and what follows from it.
type keyMark struct {
	node   *document.Node
	secret bool // what follows is secret
	sure   bool // it is a key, and no part of a secret that a mistake has torn apart
}

func (m keyMark) start() int { return m.node.FullSpan().Start }

func newSecretValues(file *spec.File) *secretValues {
	f := &secretFinder{secretValues: secretValues{doc: file.Doc, keys: map[string]bool{}}, schema: file.Schema, known: map[string]bool{}, owned: map[*document.Node]bool{}, named: map[*document.Node]bool{}}
	for _, t := range file.Schema.Types() {
		for _, a := range t.Attributes {
			if t.Name != "Secret" {
				f.known[a.Name] = true
			}
		}
	}
	for _, w := range file.Workloads {
		f.owned[w.Node.Resolve()] = true
		for _, o := range w.Objects {
			f.owned[o.Node] = true
		}
	}
	for _, root := range file.Doc.Roots() {
		f.node(root.Node, "")
	}
	slices.SortStableFunc(f.values, func(a, b *secretValue) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	end := -1
	f.values = slices.DeleteFunc(f.values, func(v *secretValue) bool { // in another, which an alias names
		if v.Start < end {
			return true
		}
		end = v.End
		return false
	})
	f.findBroken()
	return &f.secretValues
}

// node looks for secrets in a node that is the value of a name, "" for none.
func (f *secretFinder) node(n *document.Node, name string) {
	for _, item := range n.Items {
		f.node(item, "")
	}
	f.scalar(n)
	content := isSecretName(name) || isSecretName(strings.TrimSuffix(name, path.Ext(name)))
	variable := n.Get("name") // as Kubernetes writes the variables of a container
	listed := variable != nil && variable.Kind == document.Scalar && isSecretName(variable.Value)
	for i := range n.Entries {
		e := &n.Entries[i]
		key := e.Key.Value
		if e.Key.Kind != document.Scalar {
			f.node(e.Key, "")
		} else if f.scalar(e.Key) {
			f.keys[e.Key.Path()] = true
		}
		owned := f.owned[e.Value.Resolve()]
		secret := isSecretName(key) && !owned || key == "content" && content || key == "value" && listed
		switch {
		case !owned && (key == "secrets" || f.owned[n] && spec.Nearest(key, []string{"secrets"}) != ""):
			f.key(e, true)
			f.secrets(e.Value)
		case secret && !isReference(e.Value):
			f.key(e, true)
			f.mark(e.Value)
		default:
			f.key(e, e.Colon < 0 && isSecretName(firstWord.FindString(key)))
			f.node(e.Value, key)
		}
	}
}

// scalar looks for a secret in the text of a node.
func (f *secretFinder) scalar(n *document.Node) bool {
	if n.Kind != document.Scalar || len(secretsIn(n.Value)) == 0 {
		return false
	}
	f.values = append(f.values, &secretValue{Span: n.FullSpan(), node: n, inText: true})
	return true
}

// key notes where a key is. What has no ':' after it may be a part of a value, unless it
// begins with the name of a secret.
func (f *secretFinder) key(e *document.Entry, secret bool) {
	if e.Colon >= 0 || secret {
		sure := !secret && (f.known[e.Key.Value] || f.owned[e.Value.Resolve()])
		f.marks = append(f.marks, keyMark{e.Key, secret, sure})
	}
}

// secretKey notes a key below secrets. One without a ':' counts as a secret itself.
func (f *secretFinder) secretKey(e *document.Entry) {
	if e.Colon >= 0 {
		f.key(e, true)
		return
	}
	f.mark(e.Key)
	f.keys[e.Key.Path()] = true
}

var firstWord = regexp.MustCompile(`^[\w.-]*`)

// secrets marks what is below the attribute of that name, but for the other attributes
// that a secret has.
func (f *secretFinder) secrets(n *document.Node) {
	if n = f.resolved(n); n == nil || n.Kind != document.Mapping {
		f.mark(n)
		return
	}
	for i := range n.Entries {
		secret := &n.Entries[i]
		f.secretKey(secret)
		object := f.resolved(secret.Value)
		if object == nil || object.Kind != document.Mapping {
			f.mark(object)
			continue
		}
		for i := range object.Entries {
			e := &object.Entries[i]
			f.secretKey(e)
			data := f.resolved(e.Value)
			switch key := e.Key.Value; {
			case key != "data" && (key == spec.TypeTag || f.isSecretAttribute(key)):
			case key == "data" && data != nil && data.Kind == document.Mapping:
				for i := range data.Entries {
					f.secretKey(&data.Entries[i])
					f.mark(data.Entries[i].Value)
				}
			default:
				f.mark(e.Value)
			}
		}
	}
}

func (f *secretFinder) isSecretAttribute(name string) bool {
	t := f.schema.Type("Secret")
	return t != nil && t.Attribute(name) != nil
}

// resolved is the node that a value stands for, or else the value.
func (f *secretFinder) resolved(n *document.Node) *document.Node {
	if to := n.Resolve(); to != nil {
		return to
	}
	return n
}

// mark takes a node as a secret, and what it is an alias of.
func (f *secretFinder) mark(n *document.Node) {
	if span := n.FullSpan(); span.Len() > 0 {
		f.values = append(f.values, &secretValue{Span: span, node: n})
	}
	if to := n.Resolve(); to != nil && to != n {
		f.mark(to)
		f.named[to.Key()] = true
	}
}

// findBroken finds the syntax errors in secrets and after them. All text up to the next
// key that is one for sure may be a part of the secret.
func (f *secretFinder) findBroken() {
	f.marks = slices.DeleteFunc(f.marks, func(m keyMark) bool {
		i := sort.Search(len(f.values), func(i int) bool { return f.values[i].End > m.start() })
		return i < len(f.values) && f.values[i].Start <= m.start() && !f.values[i].inText
	})
	slices.SortStableFunc(f.marks, func(a, b keyMark) int { return a.start() - b.start() })
	next := 0
	for _, e := range f.doc.Errors() {
		i := sort.Search(len(f.marks), func(i int) bool { return f.marks[i].start() > e.Start }) - 1
		if i > 0 && !f.marks[i].sure && e.Start <= f.marks[i].node.Span().End {
			i-- // what looks like a key is what the error is about
		}
		if i < next || !f.marks[i].secret && !f.named[f.marks[i].node] {
			continue
		}
		text, span := f.doc.Text(), document.Span{Start: f.marks[i].start(), End: len(f.doc.Text())}
		for next = i + 1; next < len(f.marks) && !f.marks[next].sure; next++ {
		}
		if next < len(f.marks) {
			span.End = f.marks[next].start()
		}
		if colon := strings.IndexByte(span.Of(text), ':'); colon >= 0 {
			span.Start += colon + 1
		}
		rest := strings.TrimRight(span.Of(text), " \t\r\n")
		span.End = span.Start + len(rest)
		span.Start += len(rest) - len(strings.TrimLeft(rest, " \t"))
		f.broken = append(f.broken, brokenSecret{span, f.marks[i].node})
	}
}

// spans are the secrets and what is broken around them. A comment after a secret is a
// part of it: what was meant as its text may begin with a '#'.
func (s *secretValues) spans() []document.Span {
	var all []document.Span
	comments, text := s.doc.Comments(), s.doc.Text()
	for _, v := range s.values {
		span := v.Span
		i := sort.Search(len(comments), func(i int) bool { return comments[i].Start >= span.End })
		if i < len(comments) && !comments[i].OwnLine && strings.Trim(text[span.End:min(comments[i].Start, span.End+maxGap)], " \t") == "" && comments[i].Start-span.End <= maxGap {
			span.End = comments[i].End
		}
		all = append(all, span)
	}
	for _, b := range s.broken {
		all = append(all, b.Span)
	}
	slices.SortFunc(all, func(a, b document.Span) int { return a.Start - b.Start })
	var merged []document.Span
	for _, span := range all {
		if last := len(merged) - 1; last >= 0 && span.Start <= merged[last].End {
			merged[last].End = max(merged[last].End, span.End)
		} else {
			merged = append(merged, span)
		}
	}
	return merged
}

// isReference reports whether a value names what is secret and tells nothing of it: a
// reference to a secret, also a malformed one, or to other variables.
func isReference(n *document.Node) bool {
	if n = n.Resolve(); n == nil || n.Kind != document.Scalar {
		return false
	}
	value := strings.TrimSpace(n.Value)
	if rest := expansion.ReplaceAllString(value, ""); rest != value && strings.IndexFunc(rest, isLetterOrDigit) < 0 {
		return true
	}
	scheme, rest, ok := strings.Cut(strings.TrimLeft(value, "${("), ":")
	return ok && strings.HasPrefix(rest, "/") && !strings.ContainsAny(rest, " \t\n@") &&
		(strings.EqualFold(scheme, "secret") || spec.Nearest(scheme, []string{"secret"}) != "")
}

var expansion = regexp.MustCompile(`\$\([A-Za-z_][A-Za-z0-9_]*\)`)

// secretsIn are the secrets that a text has in it, whatever its place: a private key, the
// passwords of urls, and what is assigned to the name of a secret.
func secretsIn(text string) []string {
	if strings.Contains(text, "PRIVATE KEY-----") {
		return []string{text}
	}
	var found []string
	if strings.Contains(text, "://") {
		found = passwords(text)
	}
	if strings.ContainsAny(text, "=:") {
		found = append(found, assigned(text)...)
	}
	return found
}

// assigned are the values of secrets that a text assigns. An assignment can be in the
// value of another one, as in a query or in "Server=a;Password=b", but each piece of the
// text is the value of one secret at most.
func assigned(text string) (found []string) {
	next := 0
	for _, m := range assignment.FindAllStringSubmatchIndex(text, -1) {
		name, sign, rest := text[m[2]:m[3]], text[m[4]:m[5]], text[m[1]:]
		if m[0] < next || !isSecretName(name) {
			continue
		}
		if end := strings.IndexAny(rest, " \t\n\f\r\"'"); end >= 0 {
			rest = rest[:end]
		}
		next = m[1] + len(rest)
		// What looks like one is a reference to a secret.
		reference := strings.HasPrefix(rest, "//") || sign == ":" && strings.EqualFold(name, "secret")
		if !reference && isLiteral(expansion.ReplaceAllString(rest, "")) {
			found = append(found, rest)
		}
	}
	return found
}

// assignment is a name before a value, as options, shells and most formats of
// configuration have it.
var assignment = regexp.MustCompile(`([A-Za-z_][\w.-]*)["']?[ \t]*([=:][ \t]*)["']?`)

// wordsOf are the words of a secret, as it is written and as it is read. What shares none
// of them tells nothing of it.
func (s *secretValues) wordsOf(v *secretValue) map[string]bool {
	if v.words == nil {
		v.words = map[string]bool{}
		if v.inText {
			for _, secret := range secretsIn(v.node.Value) {
				addWords(v.words, secret)
			}
			return v.words
		}
		addWords(v.words, v.Of(s.doc.Text()))
		var visit func(n *document.Node)
		visit = func(n *document.Node) {
			addWords(v.words, n.Value)
			for _, item := range n.Items {
				visit(item)
			}
			for _, e := range n.Entries {
				visit(e.Key)
				visit(e.Value)
			}
		}
		visit(v.node)
	}
	return v.words
}

// quotesOf are the forms in which messages quote a secret.
func (s *secretValues) quotesOf(v *secretValue) []string {
	if v.quotes == nil {
		v.quotes = []string{}
		if v.node.Kind == document.Scalar {
			v.quotes = append(v.quotes, quoted(s.doc, v.node), "'"+v.node.Value+"'")
		}
	}
	return v.quotes
}

// addWords adds the words of a text: its runs of letters and digits, but for single
// letters.
func addWords(words map[string]bool, text string) {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !isLetterOrDigit(r) }) {
		if len(word) > 1 || isDigits(word) {
			words[word] = true
		}
	}
}

// at are the secrets that a span touches.
func (s *secretValues) at(span document.Span) []*secretValue {
	from := sort.Search(len(s.values), func(i int) bool { return s.values[i].End >= span.Start })
	to := sort.Search(len(s.values), func(i int) bool { return s.values[i].Start > span.End })
	return s.values[from:max(from, to)]
}

// brokenAt is the broken secret that an offset is in, or in the key of; nil if there is
// none.
func (s *secretValues) brokenAt(offset int) *brokenSecret {
	i := sort.Search(len(s.broken), func(i int) bool { return s.broken[i].End >= offset })
	if i < len(s.broken) && s.broken[i].key.FullSpan().Start <= offset {
		return &s.broken[i]
	}
	return nil
}

// hidden stands in a message for a secret.
const hidden = "•••"

// keep takes what a finding of a rule tells of the secrets around it out of the finding.
func (s *secretValues) keep(r *Rule, d *Diagnostic) {
	if len(s.values)+len(s.broken) == 0 {
		return
	}
	d.Path = s.path(*d)
	near := s.near(d.Span)
	discreet := r.discreet && near.line == nil // it knows its way around a secret, not around a broken one
	if !discreet {
		d.Message = s.told(near, d.Message, lowerFirst(strings.TrimSuffix(r.Summary(), ".")))
	}
	for i := range d.Related {
		r := &d.Related[i]
		r.Message = s.told(s.near(r.Span), r.Message, "see here")
	}
	for i := range d.Fixes {
		fix := &d.Fixes[i]
		changed := near
		for _, e := range fix.Edits {
			changed.values = append(slices.Clip(changed.values), s.at(e.Span)...)
		}
		if !discreet {
			fix.Title = s.toldTitle(changed, fix.Title)
		}
		for _, e := range fix.Edits {
			fix.Secret = fix.Secret || s.tells(changed, e.NewText)
		}
	}
}

// surroundings are the secrets that a message about a place could tell of.
type surroundings struct {
	values []*secretValue
	line   map[string]bool // the words of its lines, where they are broken
}

func (s *secretValues) near(span document.Span) surroundings {
	near := surroundings{values: s.at(span)}
	if broken := s.brokenAt(span.Start); broken != nil {
		near.line = map[string]bool{}
		lines := s.doc.Lines()
		line := document.Span{Start: lines.Span(lines.LineOf(span.Start)).Start, End: lines.Span(lines.LineOf(span.End)).End}
		line.Start = min(max(line.Start, broken.Start), line.End)
		addWords(near.line, line.Of(s.doc.Text()))
	}
	return near
}

// told is a message without what it tells of secrets: with dots in the place of a value
// that it quotes or, where it tells more, another message.
func (s *secretValues) told(near surroundings, message, other string) string {
	for _, v := range near.values {
		for _, quote := range s.quotesOf(v) {
			message = strings.ReplaceAll(message, quote, "'"+hidden+"'")
		}
	}
	if s.tells(near, message) {
		return other
	}
	return message
}

// toldTitle is the title of a fix without what it tells of secrets. Titles quote without
// quotes, in one place.
func (s *secretValues) toldTitle(near surroundings, title string) string {
	if s.tells(near, title) {
		for _, v := range near.values {
			title = strings.Replace(title, v.node.Span().Of(s.doc.Text()), hidden, 1)
		}
	}
	return s.told(near, title, "Change it")
}

// tells reports whether a text tells something of a secret: it has a word of it, or one
// that is cut off.
func (s *secretValues) tells(near surroundings, text string) bool {
	if len(near.values) == 0 && near.line == nil {
		return false
	}
	words := map[string]bool{}
	addWords(words, text)
	for word := range words {
		if near.line[word] || slices.ContainsFunc(near.values, func(v *secretValue) bool { return s.wordsOf(v)[word] }) {
			return true
		}
	}
	return cutWord.MatchString(text)
}

var cutWord = regexp.MustCompile(`[\pL\pN]…|…[\pL\pN]`)

// path is the path of a finding without what is below a secret, and without keys that are
// secrets.
func (s *secretValues) path(d Diagnostic) string {
	if broken := s.brokenAt(d.Span.Start); broken != nil {
		d.Path = broken.key.Path()
	}
	for _, v := range s.at(d.Span) {
		if base := v.node.Path(); strings.HasPrefix(d.Path, base+"/") {
			d.Path = base
		}
	}
	if len(s.keys) == 0 {
		return d.Path
	}
	var b strings.Builder
	for at := 0; at < len(d.Path); {
		end := len(d.Path)
		if i := strings.IndexByte(d.Path[at+1:], '/'); i >= 0 {
			end = at + 1 + i
		}
		if s.keys[d.Path[:end]] {
			b.WriteString("/" + hidden)
		} else {
			b.WriteString(d.Path[at:end])
		}
		at = end
	}
	return b.String()
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
