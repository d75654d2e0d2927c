package format

import "strings"

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
			f.run(i, end, open)
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
// there is no blank row.
func (f *formatter) run(start, end int, open []level) {
	next := end // the row that follows with content
	for next < len(f.rows) && (f.rows[next].blank() || f.text[f.rows[next].text()] == '#') {
		next++
	}
	var after level
	if next < len(f.rows) {
		after = level{row: next, old: f.rows[next].old, column: f.rows[next].newColumn()}
		if f.rows[next].inFlow && strings.IndexByte("]}", f.text[f.rows[next].text()]) >= 0 {
			after.column += step
		}
	}
	var last level // of the deepest collection that is open
	for _, l := range open {
		if !l.scalar {
			last = l
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

// among is the column of what had another, among levels.
func among(levels []level, old int) int {
	column := old
	for _, l := range levels {
		if l.old > old {
			return max(min(column, l.column-1), 0)
		}
		column = l.column + old - l.old
	}
	return column
}
