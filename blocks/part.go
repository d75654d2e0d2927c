package blocks

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// Part is a workload with some of its containers, as a text of its own.
type Part struct {
	File   *spec.File
	pieces []piece
	// ends reports whether the text ends in the part without a line break: then no
	// key stands behind it, since the line break would count in a block scalar.
	ends bool
}

// piece is a stretch of a part's text.
type piece struct {
	document.Span     // in the part
	from          int // where it stands in the whole text, -1 for what is put in
	block         int // its index in the unit; -1 for what stands around the blocks
}

// next is the key behind the blocks of a part, and behind a workload that others
// follow: as in the whole text, it ends what stands before it. No container and
// no workload can have the name.
const next = "kam-ls..next"

// read makes the part of a unit with the given blocks and parses it, with gap
// behind the blocks. It returns nil where the part cannot be read by itself.
func (l *Layout) read(u *unit, blocks []int, gap string, s *schema.Schema, filename string) *Part {
	p := &Part{}
	var b strings.Builder
	add := func(span document.Span, block int) {
		if span.Len() > 0 {
			start := b.Len()
			b.WriteString(span.Of(l.lines.Text()))
			p.pieces = append(p.pieces, piece{document.Span{Start: start, End: b.Len()}, span.Start, block})
		}
	}
	put := func(column int) {
		start := b.Len()
		if s := b.String(); s != "" && !strings.HasSuffix(s, "\n") {
			p.ends = true
			return
		}
		b.WriteString(gap + strings.Repeat(" ", column) + next + ": {}\n")
		p.pieces = append(p.pieces, piece{document.Span{Start: start, End: b.Len()}, -1, -1})
	}
	add(u.before, -1)
	if len(u.blocks) > 0 {
		for _, i := range blocks {
			add(u.blocks[i].Span, i)
		}
		put(u.column)
	}
	add(u.after, -1)
	if u.name != "" {
		put(0)
	}
	doc := document.Parse(b.String(), document.YAML)
	if doc.Linked() || doc.Displaced() || len(doc.Roots()) != 1 || slices.ContainsFunc(doc.Errors(), reachesFar) {
		return nil
	}
	if slices.ContainsFunc(doc.Errors(), isOpen) && slices.ContainsFunc(p.pieces, l.beforeComment) {
		return nil // what looks like a comment may be in the quotes
	}
	p.File = spec.Read(doc, s, filename)
	if !p.holds(u, blocks) || diagnostics.TearsSecret(p.File) {
		return nil
	}
	return p
}

// reachesFar reports whether an error says something about more than its place:
// some are counted in the whole file, or hold in the lines that follow.
func reachesFar(e document.SyntaxError) bool {
	switch e.Code {
	case document.BadCharacter, document.Conflict, document.Tab, document.TooDeep, document.ExcessiveAliases, document.BadDirective, document.Template:
		return true
	}
	return false
}

// isOpen reports whether an error says that something is never closed.
func isOpen(e document.SyntaxError) bool {
	return e.Code == document.UnclosedQuote || e.Code == document.UnclosedFlow
}

// beforeComment reports whether a comment follows a piece in the whole text.
func (l *Layout) beforeComment(s piece) bool {
	return s.from >= 0 && strings.HasPrefix(strings.TrimLeft(l.lines.Text()[s.from+s.Len():], " \r\n"), "#")
}

// holds reports whether the tree is cut where the text was.
func (p *Part) holds(u *unit, blocks []int) bool {
	if len(p.File.Workloads) == 0 {
		return false
	}
	w, root := p.File.Workloads[0], p.File.Doc.Roots()[0].Node
	count := 1
	behind := 1 // keys behind the blocks
	if p.ends && u.after.Len() == 0 {
		behind = 0
	}
	if u.name != "" && p.ends {
		if w.NameKey == nil || w.NameKey.Parent != root || w.NameKey.Value != u.name || len(root.Entries) != 1 || !surely(w) {
			return false
		}
	} else if u.name != "" {
		count = 2
		if w.NameKey == nil || w.NameKey.Parent != root || w.NameKey.Value != u.name || len(root.Entries) != 2 || !isKey(root.Entries[1].Key) || !surely(w) {
			return false
		}
	}
	if len(p.File.Workloads) != count || len(u.blocks) > 0 && w.Kind != "" {
		return false
	}
	if len(u.blocks) == 0 {
		return true
	}
	if len(w.Objects) == 0 {
		return false
	}
	containers := w.Objects[0].Value(containersKey)
	if containers == nil || containers.Style != document.Block || len(containers.Entries) != len(blocks)+behind || behind > 0 && !isKey(containers.Entries[len(blocks)].Key) {
		return false
	}
	for i, block := range blocks {
		b, entry := u.blocks[block], containers.Entries[i]
		start, ok := p.in(b.key.Start)
		if !ok || entry.Key.FullSpan() != (document.Span{Start: start, End: start + b.key.Len()}) {
			return false
		}
	}
	return true
}

func isKey(n *document.Node) bool { return n.Kind == document.Scalar && n.Value == next }

// surely reports whether a workload reads as one whatever stands beside it.
func surely(w *spec.Workload) bool {
	if w.Key != w.NameKey || w.Kind != "" {
		return true
	}
	return len(w.Objects) > 0 && slices.ContainsFunc(w.Objects[0].Fields, func(f document.Field) bool {
		return f.Key.Value == spec.TypeTag || w.Objects[0].Type.Attribute(f.Key.Value) != nil
	})
}

// in converts an offset in the whole text to one in the part. It reports false
// for one that stands in no piece of it.
func (p *Part) in(offset int) (int, bool) {
	for i := len(p.pieces) - 1; i >= 0; i-- {
		if s := p.pieces[i]; s.from >= 0 && s.from <= offset && offset <= s.from+s.Len() {
			return s.Start + offset - s.from, true
		}
	}
	return 0, false
}

// near is the index of the piece that an offset stands in: between two, it is the
// second.
func (p *Part) near(offset int) int {
	i := sort.Search(len(p.pieces), func(i int) bool { return p.pieces[i].End > offset })
	return min(i, len(p.pieces)-1)
}

// piece is the index of the piece that a span stands in, as [Part.near] has it.
// It reports false for a span over several pieces.
func (p *Part) piece(span document.Span) (int, bool) {
	i := p.near(span.Start)
	return i, span.End <= p.pieces[i].End
}

// At is the part of a text around an offset, with the offset in it. It reports
// false where the text cannot be read in parts there.
func (c *Checker) At(l *Layout, offset int) (*Part, int, bool) {
	i := sort.Search(len(l.units), func(i int) bool { return l.units[i].End > offset })
	if i == len(l.units) {
		i--
	}
	u := &l.units[i]
	blocks := []int{}
	if j := sort.Search(len(u.blocks), func(j int) bool { return u.blocks[j].End > offset }); j < len(u.blocks) && u.blocks[j].Start <= offset {
		blocks = append(blocks, j)
	} else if n := len(u.blocks); n > 0 && j == n && u.after.Len() == 0 {
		blocks = append(blocks, n-1) // behind the last line
	}
	gap := ""
	if offset == len(l.lines.Text()) {
		gap = "\n" // nothing stands behind the cursor on its line
	}
	p := l.read(u, blocks, gap, c.schema, c.filename)
	if p == nil {
		return nil, 0, false
	}
	at, ok := p.in(offset)
	return p, at, ok
}

// Whole converts a span of the part to one of the whole text. It reports false
// where there is none: for what stands in several pieces, or in none.
func (p *Part) Whole(span document.Span) (document.Span, bool) {
	i, ok := p.piece(span)
	s := p.pieces[i]
	if !ok || s.from < 0 {
		if i == 0 || span.Len() > 0 || span.Start != s.Start || p.pieces[i-1].from < 0 {
			return document.Span{}, false
		}
		s = p.pieces[i-1] // just behind the piece before
	}
	by := s.from - s.Start
	return document.Span{Start: span.Start + by, End: span.End + by}, true
}

// facts are what the findings in a container depend on besides its own text.
type facts struct {
	workload string            // its kind and where it stands
	secrets  map[string]string // the keys and the type of each
	names    string            // of all secrets
}

func readFacts(p *Part) *facts {
	w := p.File.Workloads[0]
	f := &facts{secrets: map[string]string{}, names: fmt.Sprintf("%q", w.SecretNames())}
	parts := []string{w.Kind, w.Node.Path()}
	for _, c := range p.File.Doc.Comments() {
		if text := c.Of(p.File.Doc.Text()); strings.Contains(text, diagnostics.DirectivePrefix) {
			parts = append(parts, text)
		}
	}
	f.workload = strings.Join(parts, "\n")
	for _, name := range w.SecretNames() {
		fact := "declared"
		if secret, _ := w.Secret(name); secret != nil {
			keys, known := spec.SecretKeys(secret)
			typ := ""
			if t := secret.Value("type"); t != nil {
				typ = t.Value
			}
			if known {
				fact += " known"
			}
			fact += fmt.Sprintf(" %q %q", typ, keys)
		}
		f.secrets[name] = fact
	}
	return f
}

// about are the facts that a part depends on which refers to secrets: those of
// the secrets and, where one is not declared, all names.
func (f *facts) about(secrets, hints []string) string {
	var b strings.Builder
	b.WriteString(f.workload)
	for _, name := range secrets {
		fact, declared := f.secrets[name]
		if !declared {
			fact = "of " + f.names
		}
		fmt.Fprintf(&b, "\n%q %s", name, fact)
	}
	for _, name := range hints {
		fact, declared := f.secrets[name]
		fmt.Fprintf(&b, "\n%q %t %s", name, declared, fact)
	}
	return b.String()
}
