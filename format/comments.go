package format

import (
	"sort"
	"strings"
)

// comments gives the comments that are on rows of their own a column.
//
// A comment belongs to what is around it by its column: people, and yaml.v3, tell
// one that ends a block from one about the next key by nothing else. So it stays in
// its level, or as much deeper as it was. Where nothing depends on that it gets in
// line with what follows.
func (f *formatter) comments() {
	isComment := make([]bool, len(f.rows))
	for _, c := range f.doc.Comments() {
		if i := f.rowOf(c.Start); c.OwnLine && f.rows[i].column < 0 {
			isComment[i] = true
		}
	}
	following := make([]int, len(f.rows)) // the next row with content after each, or how many there are
	for i, next := len(f.rows)-1, len(f.rows); i >= 0; i-- {
		following[i] = next
		if !isComment[i] && !f.rows[i].blank() {
			next = i
		}
	}
	var open []level // the block collections around a row, each deeper than the one before
	enter := func(l level) {
		for len(open) > 0 && open[len(open)-1].old >= l.old {
			open = open[:len(open)-1]
		}
		open = append(open, l)
	}
	levels := f.levels
	for i := 0; i < len(f.rows); i++ {
		switch r := &f.rows[i]; {
		case isComment[i]:
			end := i + 1
			for end < len(f.rows) && isComment[end] {
				end++
			}
			f.run(i, end, following[i], open)
			i = end - 1
		case !r.blank() && !r.inScalar && !r.inFlow:
			enter(level{row: i, old: r.old, column: r.newColumn()})
			for ; len(levels) > 0 && levels[0].row <= i; levels = levels[1:] {
				if levels[0].row == i && levels[0].old > r.old {
					enter(levels[0])
				}
			}
		}
	}
}

// newColumn is the column that a row with content gets.
func (r *row) newColumn() int {
	if r.column < 0 {
		return r.old
	}
	return r.column
}

// run gives columns to the comments on the rows from start to end, between which
// there is no blank row. next is the row that follows with content.
func (f *formatter) run(start, end, next int, open []level) {
	var after, last level // last is the deepest collection that is open
	if next < len(f.rows) {
		r := &f.rows[next]
		after = level{row: next, old: r.old, column: r.newColumn()}
		if r.inFlow && strings.IndexByte("]}", f.text[r.text()]) >= 0 {
			after.column += step
		}
	}
	for i := len(open) - 1; i >= 0; i-- {
		if last = open[i]; !last.scalar {
			break // nothing is in a scalar: it is the second at most
		}
	}
	ends := start > 0 && !f.rows[start-1].blank() && next > end // it is close to what is before, and apart from what follows
	for i := start; i < end; i++ {
		r := &f.rows[i]
		r.column = among(open, r.old)
		switch {
		case len(open) == 0 || f.rows[start].inFlow,
			after.column > last.column && (r.column >= last.column || next == end), // the first row of a block
			after.column == last.column && r.column < last.column && next == end,   // the next row of one
			after.column < last.column && r.old == after.old && !ends:              // a row after one
			r.column = after.column
		}
	}
}

// among is the column of what had another, among levels: as far from the last that
// is not deeper as it was, but not as deep as the next.
func among(levels []level, old int) int {
	i := sort.Search(len(levels), func(i int) bool { return levels[i].old > old })
	column := old
	if i > 0 {
		column += levels[i-1].column - levels[i-1].old
	}
	if i < len(levels) {
		column = min(column, levels[i].column-1)
	}
	return max(column, 0)
}
