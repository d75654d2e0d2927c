package blocks

import (
	"slices"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
)

// Found are the findings in a text, without their fixes. They are put together
// when they are asked for.
type Found struct {
	layout *Layout
	jobs   []job
}

// All are the findings in order.
func (f Found) All() []diagnostics.Diagnostic {
	found := make([]diagnostics.Diagnostic, 0, f.count())
	for w := range f.each {
		found = append(found, w.diagnostic())
	}
	return diagnostics.Tidy(found)
}

// Pressing are the n findings to show first, by [diagnostics.Pressing], in order.
func (f Found) Pressing(n, near int) []diagnostics.Diagnostic {
	count := f.count()
	if count <= n {
		return f.All()
	}
	weights := make([]diagnostics.Weight, 0, count)
	for w := range f.each {
		weights = append(weights, diagnostics.Weight{Severity: w.finding.Severity, Start: w.finding.Span.Start + w.base(w.finding.piece)})
	}
	chosen := diagnostics.Pressing(weights, n, near)
	found := make([]diagnostics.Diagnostic, 0, len(chosen))
	i := 0
	for w := range f.each {
		if len(found) < len(chosen) && chosen[len(found)] == i {
			found = append(found, w.diagnostic())
		}
		i++
	}
	return diagnostics.Tidy(found)
}

func (f Found) count() int {
	count := 0
	for _, j := range f.jobs {
		count += len(j.head.found)
		for _, g := range j.groups {
			count += len(g.result.found)
		}
	}
	return count
}

// placed is a finding with the place of what it was found in.
type placed struct {
	finding *finding
	unit    *unit
	group   []int // the blocks it was found in; nil for what stands around them
}

// each yields the findings, in order as far as they are.
func (f Found) each(yield func(placed) bool) {
	for i := range f.jobs {
		j, u := &f.jobs[i], &f.layout.units[i]
		head := func(piece int) bool {
			for k := range j.head.found {
				if at := &j.head.found[k]; at.piece == piece && !yield(placed{at, u, nil}) {
					return false
				}
			}
			return true
		}
		if !head(0) {
			return
		}
		for _, g := range j.groups {
			for k := range g.result.found {
				if !yield(placed{&g.result.found[k], u, g.blocks}) {
					return
				}
			}
		}
		if !head(1) {
			return
		}
	}
}

// base is where a piece begins: one around the blocks, before or after, or one
// of the blocks.
func (w placed) base(piece int) int {
	switch {
	case w.group != nil:
		return w.unit.blocks[w.group[piece]].Start
	case piece == 0:
		return w.unit.before.Start
	}
	return w.unit.after.Start
}

// diagnostic is the finding with its spans in the whole text.
func (w placed) diagnostic() diagnostics.Diagnostic {
	d := w.finding.Diagnostic
	d.Span = moved(d.Span, w.base(w.finding.piece))
	d.Related = slices.Clone(d.Related)
	for k := range d.Related {
		where := w.finding.related[k]
		if where < 0 { // around the blocks that it was found in
			d.Related[k].Span = moved(d.Related[k].Span, placed{unit: w.unit}.base(-1-where))
			continue
		}
		d.Related[k].Span = moved(d.Related[k].Span, w.base(where))
	}
	return d
}

func moved(span document.Span, by int) document.Span {
	return document.Span{Start: span.Start + by, End: span.End + by}
}
