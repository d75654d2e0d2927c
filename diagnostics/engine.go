package diagnostics

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// Rule is one check of the catalogue.
type Rule struct {
	ID       string
	Severity Severity // by default
	check    func(*pass)
	discreet bool // its messages and titles quote no value, so that none can look like a secret
}

// pass is one run of the rules over a file. Rules read its fields and call
// report; nothing else is shared between them.
type pass struct {
	file    *spec.File
	doc     *document.Document
	config  config.Config
	now     time.Time
	extends string // why a configuration cannot extend the file it names
	rest    Rest   // what is known of the file besides
	// own tells the text whose findings count from what only stands around it; nil
	// where all count.
	own func(offset int) bool

	refs  []spec.SecretRef                   // see secretRefs
	taken map[*document.Node]map[string]bool // see free

	fields     map[*document.Node]map[string]*document.Node // see child
	secretKeys map[*spec.Object]keySet                      // see keysOf
	refNodes   map[*document.Node]bool                      // see isSecretRef
	secrets    *secretValues                                // nil until something is reported

	rule   *Rule // the one that runs now
	found  []Diagnostic
	failed []failure  // what the schema says about every object
	words  [][]string // see errorWords
	ignore *ignores
	// ignored is told of findings that a comment for the whole file suppresses.
	ignored func(Diagnostic)
}

// failure is what the schema finds wrong with an object.
type failure struct {
	object *spec.Object
	schema.Problem
	value *document.Node // that it is about; nil where an attribute is missing or unknown
}

// Run checks a file and returns its findings in order of position. Rules that
// look ahead in time do so from now. A cancelled context ends it early, with no
// findings.
func Run(ctx context.Context, file *spec.File, cfg config.Config, now time.Time) []Diagnostic {
	p := &pass{file: file, doc: file.Doc, config: cfg, now: now}
	return p.all(ctx)
}

// RunConfiguration checks a configuration file that was read, with the rules as
// they are by default.
func RunConfiguration(ctx context.Context, f config.File) []Diagnostic {
	file := spec.Read(f.Doc, schema.Configuration(), f.Path)
	p := &pass{file: file, doc: file.Doc, config: config.Default(), extends: f.Extends}
	return p.all(ctx)
}

func (p *pass) all(ctx context.Context) []Diagnostic {
	p.ignore = readIgnores(p.doc)
	p.validate(ctx)
	for _, r := range rules {
		if ctx.Err() != nil {
			return nil
		}
		p.run(r)
	}
	return Tidy(p.found)
}

// run runs one rule and keeps what no comment ignores. The rules about ignore
// comments stand last in the registry: they see what was suppressed before.
func (p *pass) run(r *Rule) {
	var configured *Severity
	if name, ok := p.config.Rules[r.ID]; ok {
		if s, err := ParseSeverity(name); err == nil {
			configured = &s
		}
	}
	if configured != nil && *configured == Off {
		p.ignore.disable(r.ID)
		return
	}
	p.rule = r
	first := len(p.found)
	r.check(p)
	kept := p.found[:first]
	for _, d := range p.found[first:] {
		switch {
		case configured != nil:
			d.Severity = *configured
		case d.Severity == Off:
			d.Severity = r.Severity
		}
		if !p.ignore.suppresses(d) {
			kept = append(kept, d)
		} else if p.ignored != nil && p.ignore.inFile[d.Rule] != nil {
			p.ignored(d)
		}
	}
	p.found = kept
}

// Tidy sorts findings by position and drops those that say the same of the same
// place, as where several aliases lead to it.
func Tidy(found []Diagnostic) []Diagnostic {
	if !slices.IsSortedFunc(found, byPosition) {
		slices.SortStableFunc(found, byPosition)
	}
	return slices.CompactFunc(found, func(a, b Diagnostic) bool {
		return a.Span == b.Span && a.Rule == b.Rule && a.Message == b.Message
	})
}

func byPosition(a, b Diagnostic) int {
	return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End),
		cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
}

// report adds a finding of the rule that runs, without what it would tell of secrets.
// Its severity is the rule's unless the finding has one.
func (p *pass) report(d Diagnostic) {
	d.Rule = p.rule.ID
	if p.secrets == nil {
		p.secrets = newSecretValues(p.file)
	}
	p.secrets.keep(p.rule, &d)
	d.Message = shorten(d.Message)
	for i := range d.Fixes {
		d.Fixes[i].Title = shorten(d.Fixes[i].Title)
		d.Fixes[i].Safe = d.Fixes[i].Safe && !p.shared(d.Fixes[i])
	}
	p.found = append(p.found, d)
}

// shared reports whether a fix changes a value that an alias may use elsewhere,
// for something that the fix is not about. A probe that is shared may be of
// another kind there.
func (p *pass) shared(fix Fix) bool {
	for _, e := range fix.Edits {
		i := p.doc.RootAt(e.Start)
		if i < 0 {
			continue
		}
		for n := p.doc.Roots()[i].Node.At(e.Start); n != nil; n = n.Parent {
			if n.Anchor != "" && (n.Kind == document.Scalar || p.rule.ID == "probe-threshold") {
				return true
			}
		}
	}
	return false
}

// shorten keeps the two ends of a text that quotes something very long, and
// makes one line of a text that quotes several.
func shorten(s string) string {
	const head, tail = 240, 160
	s = lineBreaks.Replace(s)
	if len(s) <= head+tail {
		return s
	}
	from, to := head, len(s)-tail
	for from > 0 && !utf8.RuneStart(s[from]) {
		from--
	}
	for to < len(s) && !utf8.RuneStart(s[to]) {
		to++
	}
	return s[:from] + "…" + s[to:]
}

var lineBreaks = strings.NewReplacer("\n", " ", "\r", " ")

// at is a finding about a node, at its content.
func at(n *document.Node, message string) Diagnostic {
	return Diagnostic{Span: visible(n), Message: message, Path: n.Path()}
}

// visible is the span of a node's content or, where nothing is written, of the
// key that it is the value of.
func visible(n *document.Node) document.Span {
	if key := n.Key(); n.Empty() && key != nil {
		return key.Span()
	}
	return n.Span()
}

// workloads calls f for every Job that the file holds.
func (p *pass) workloads(f func(*spec.Workload)) {
	for _, w := range p.file.Workloads {
		if w.Kind == "" {
			f(w)
		}
	}
}

// objectsOf are the objects of a schema type in all Jobs.
func (p *pass) objectsOf(typeName string) []*spec.Object {
	var objects []*spec.Object
	p.workloads(func(w *spec.Workload) {
		for _, o := range w.Objects {
			if o.Type.Name == typeName {
				objects = append(objects, o)
			}
		}
	})
	return objects
}

// text returns a node's text where it is a string that no other rule calls
// malformed.
func text(n *document.Node) (string, bool) {
	if n == nil || n.Kind != document.Scalar || n.Unclosed() {
		return "", false
	}
	if _, legacy := n.LegacyBool(); legacy {
		return "", false
	}
	return n.Value, n.Tag == "!!str" || n.Tag == "!!timestamp"
}
