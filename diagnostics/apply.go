package diagnostics

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/spec"
)

// Checked is a file, what was found in it and how many fixes led to it.
type Checked struct {
	File  *spec.File
	Found []Diagnostic
	Fixed int
}

// Check runs the rules and calls no fix safe that would lead to findings which
// are not there now: a name that is mended lets the rules look at what stands
// behind it.
func Check(ctx context.Context, file *spec.File, cfg config.Config, now time.Time) Checked {
	c := Checked{File: file, Found: Run(ctx, file, cfg, now)}
	t := trial{ctx, c, cfg, now, trials(file)}
	t.apply()
	return c
}

// Repair applies safe fixes until none is left. The findings afterwards are some of
// those before, and no other.
func Repair(ctx context.Context, file *spec.File, cfg config.Config, now time.Time) Checked {
	c := Checked{File: file, Found: Run(ctx, file, cfg, now)}
	for ctx.Err() == nil {
		t := trial{ctx, c, cfg, now, trials(file)}
		next, applied := t.apply()
		if applied == 0 {
			break
		}
		next.Fixed = c.Fixed + applied
		c = next
	}
	return c
}

// trials is how often a file is checked to tell good fixes from bad ones, fewer
// times if it is large. What is not told apart by then counts as bad.
func trials(file *spec.File) int {
	const most, least, bytes = 40, 6, 4 << 20
	return min(most, max(least, bytes/(len(file.Doc.Text())+1)))
}

// trial applies the safe fixes of a file's findings.
type trial struct {
	ctx  context.Context
	base Checked
	cfg  config.Config
	now  time.Time
	left int // how many times the file may still be checked
}

// apply applies all safe fixes that do not overlap and make nothing worse, and
// marks those that do as not safe. It returns the outcome and how many there
// were.
func (t *trial) apply() (Checked, int) {
	var candidates []*Diagnostic
	for i := range t.base.Found {
		if d := &t.base.Found[i]; d.safeFix() != nil {
			candidates = append(candidates, d)
		}
	}
	if len(candidates) == 0 {
		return t.base, 0
	}
	candidates = disjoint(candidates)
	if outcome, ok := t.try(candidates); ok {
		return outcome, len(candidates)
	}
	// What is bad is mostly bad for the reason that others of its rule are.
	byRule := map[string][]*Diagnostic{}
	for _, d := range candidates {
		byRule[d.Rule] = append(byRule[d.Rule], d)
	}
	var good []*Diagnostic
	for _, rule := range slices.Sorted(maps.Keys(byRule)) {
		good = append(good, t.good(byRule[rule])...)
	}
	for good = disjoint(good); len(good) > 0; good = good[:len(good)/2] {
		if outcome, ok := t.try(good); ok {
			return outcome, len(good)
		} // each is good, but not all of them together
	}
	return t.base, 0
}

// good are the candidates that make nothing worse: all, or else those of each
// half.
func (t *trial) good(candidates []*Diagnostic) []*Diagnostic {
	if t.left > 0 {
		t.left--
		if _, ok := t.try(candidates); ok {
			return candidates
		}
	}
	if t.left <= 0 || len(candidates) == 1 {
		for _, d := range candidates {
			d.safeFix().Safe = false
		}
		return nil
	}
	half := len(candidates) / 2
	return append(t.good(candidates[:half:half]), t.good(candidates[half:])...)
}

// try checks the file with fixes applied, and reports whether what is found is a
// strict subset of what was found before.
func (t *trial) try(candidates []*Diagnostic) (Checked, bool) {
	var edits []document.Edit
	for _, d := range candidates {
		edits = append(edits, d.safeFix().Edits...)
	}
	file := t.base.File.With(applyEdits(t.base.File.Doc.Text(), edits))
	found := Run(t.ctx, file, t.cfg, t.now)
	type finding struct {
		rule, message string
		severity      Severity
	}
	before := map[finding]int{}
	for _, d := range t.base.Found {
		before[finding{d.Rule, d.Message, d.Severity}]++
	}
	for _, d := range found {
		key := finding{d.Rule, d.Message, d.Severity}
		if before[key]--; before[key] < 0 {
			return Checked{}, false
		}
	}
	return Checked{File: file, Found: found}, len(found) < len(t.base.Found) && t.ctx.Err() == nil
}

// safeFix is the first safe fix of a finding, nil if it has none.
func (d *Diagnostic) safeFix() *Fix {
	for i := range d.Fixes {
		if d.Fixes[i].Safe {
			return &d.Fixes[i]
		}
	}
	return nil
}

// disjoint are the candidates whose fixes touch nothing that a fix before them
// touches.
func disjoint(candidates []*Diagnostic) []*Diagnostic {
	slices.SortStableFunc(candidates, func(a, b *Diagnostic) int { return a.safeFix().Edits[0].Start - b.safeFix().Edits[0].Start })
	end := -1
	return slices.DeleteFunc(candidates, func(d *Diagnostic) bool {
		edits := d.safeFix().Edits
		if edits[0].Start <= end {
			return true
		}
		end = edits[len(edits)-1].End
		return false
	})
}

// applyEdits is text after edits that do not overlap and are in order.
func applyEdits(text string, edits []document.Edit) string {
	var b strings.Builder
	b.Grow(len(text))
	at := 0
	for _, e := range edits {
		b.WriteString(text[at:e.Start])
		b.WriteString(e.NewText)
		at = e.End
	}
	b.WriteString(text[at:])
	return b.String()
}

// FixRule are the edits that fix every finding of one rule, the best fix of
// each, as far as they do not overlap, and how many findings those are.
func FixRule(found []Diagnostic, rule string) (edits []document.Edit, count int) {
	end := -1
	for _, d := range found {
		if d.Rule != rule || len(d.Fixes) == 0 || len(d.Fixes[0].Edits) == 0 || d.Fixes[0].Edits[0].Start <= end {
			continue
		}
		edits = append(edits, d.Fixes[0].Edits...)
		end = edits[len(edits)-1].End
		count++
	}
	return edits, count
}
