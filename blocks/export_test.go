package blocks

import "reflect"

// Equal reports whether two layouts cut a text alike, however they were made.
func Equal(a, b *Layout) bool {
	return reflect.DeepEqual(a.lines, b.lines) && reflect.DeepEqual(a.rows, b.rows) && reflect.DeepEqual(a.units, b.units)
}

// Quick reports whether a layout was made by an edit that changes one block.
func Quick(l *Layout) bool { return len(l.changes.since) > 0 }
