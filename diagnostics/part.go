package diagnostics

import (
	"context"
	"time"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/spec"
)

// Rest is what rules must know of a file beyond the part of it that they see:
// what is said to be used nowhere may be used there.
type Rest struct {
	Secrets map[string]bool // the names that references to secrets stand for
	Ignored map[string]bool // rules with a finding that an ignore-file comment suppresses
	Broken  bool            // there is a syntax error
	Words   map[string]bool // attributes of a Job that stand on a line with a syntax error
}

// RunPart is Run on a part of a file that can be read on its own, such as a
// workload with one of its containers. It also returns what counts elsewhere of
// the part's own text, the offsets for which own is true: the rest stands in
// several parts.
func RunPart(ctx context.Context, file *spec.File, cfg config.Config, now time.Time, rest Rest, own func(offset int) bool) ([]Diagnostic, Rest) {
	p := &pass{file: file, doc: file.Doc, config: cfg, now: now, rest: rest, own: own}
	seen := Rest{Ignored: map[string]bool{}, Words: map[string]bool{}}
	p.ignored = func(d Diagnostic) {
		if own(d.Span.Start) {
			seen.Ignored[d.Rule] = true
		}
	}
	found := p.all(ctx)
	seen.Secrets = p.usedSecrets()
	for i, e := range p.doc.Errors() {
		if !own(e.Start) {
			continue
		}
		seen.Broken = true
		for _, word := range p.errorWords()[i] {
			if file.Schema.Root().Attribute(word) != nil {
				seen.Words[word] = true
			}
		}
	}
	return found, seen
}
