package format

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// writer writes random YAML that is valid, or nearly always, in every style that
// people and tools have: no two levels need be indented alike.
type writer struct {
	*rand.Rand
	b        strings.Builder
	eol      string
	comments int   // how many there are
	exotic   bool  // with what specs do not have: tags, explicit keys, tabs
	astray   bool  // with comments that are at no level's column
	flat     bool  // the last lines are a list at its key's own column
	levels   []int // the columns of the collections that were open on the last line
}

func randomText(r *rand.Rand, astray bool) string {
	w := &writer{Rand: r, eol: "\n", exotic: r.IntN(2) == 0, astray: astray}
	if r.IntN(8) == 0 {
		w.eol = "\r\n"
	}
	if w.one(20) {
		w.b.WriteString("\ufeff")
	}
	for i := range 1 + r.IntN(8)/7 {
		if i > 0 || w.one(4) {
			w.line("---" + w.trailing())
		}
		w.levels = []int{0}
		w.between(0)
		indent := 0
		if w.one(6) {
			indent = w.IntN(4)
		}
		w.block(indent, 0)
	}
	text := w.b.String()
	if w.one(4) {
		text = strings.TrimRight(text, "\r\n")
	}
	return text
}

func (w *writer) one(n int) bool { return w.IntN(n) == 0 }

func (w *writer) pick(of ...string) string { return of[w.IntN(len(of))] }

func (w *writer) spaces(n int) string { return strings.Repeat(" ", n) }

func (w *writer) line(s string) { w.b.WriteString(s + w.eol) }

// trailing is what ends a line: nothing, spaces, or a comment.
func (w *writer) trailing() string {
	switch w.IntN(8) {
	case 0:
		return w.spaces(1 + w.IntN(3))
	case 1:
		w.comments++
		return fmt.Sprintf("%s# l%d", w.spaces(1+w.IntN(4)), w.comments)
	case 2:
		if w.exotic {
			return "\t"
		}
	}
	return ""
}

// between writes blank lines and comments, some of them at a column.
func (w *writer) between(column int) {
	if !w.one(3) {
		return
	}
	for range w.IntN(5) {
		switch w.IntN(4) {
		case 0:
			blank := ""
			if w.one(3) {
				blank = w.spaces(w.IntN(6))
			}
			w.line(blank)
		case 1, 2, 3:
			if w.flat && !w.astray {
				continue // see TestComments
			}
			at := column
			switch w.IntN(6) {
			case 0:
				if w.astray {
					at = w.IntN(10)
				} else {
					at = w.levels[len(w.levels)-1] + 1 + w.IntN(10)
				}
			case 1, 2:
				if l := w.levels[w.IntN(len(w.levels))]; w.astray || l > column {
					at = l
				}
			}
			w.comments++
			w.line(fmt.Sprintf("%s# c%d", w.spaces(at), w.comments))
		}
	}
}

// block writes a mapping or a list, the first line of which is indented already
// where that is inline.
func (w *writer) block(column, depth int) {
	w.b.WriteString(w.spaces(column))
	w.entries(column, depth)
}

func (w *writer) entries(column, depth int) {
	list := w.one(3)
	for i := range 1 + w.IntN(4) {
		if i > 0 {
			w.between(column)
			w.b.WriteString(w.spaces(column))
		}
		w.enter(column)
		switch {
		case list:
			w.b.WriteString("-")
			w.value(column, depth+1, true)
		case w.exotic && w.one(10):
			w.b.WriteString("?")
			w.value(column, depth+2, true)
			if !w.one(4) {
				w.b.WriteString(w.spaces(column) + ":")
				w.value(column, depth+2, true)
			}
		default:
			key := fmt.Sprintf("k%d", i)
			if w.exotic {
				key = w.pick("", "", "", "&a ", "!!str ", "&b  !x ") + w.pick(key, `"`+key+`"`, "'"+key+"' ", key+" ", "["+key+"]", "é"+key)
			}
			w.b.WriteString(key + ":")
			w.value(column, depth+1, false)
		}
	}
}

// enter notes the column of a line.
func (w *writer) enter(column int) {
	for len(w.levels) > 0 && w.levels[len(w.levels)-1] >= column {
		w.levels = w.levels[:len(w.levels)-1]
	}
	w.levels, w.flat = append(w.levels, column), false
}

// value writes what follows an indicator at a column.
func (w *writer) value(column, depth int, dash bool) {
	deeper := column + 1 + w.IntN(5)
	if w.exotic && w.one(8) {
		w.b.WriteString(w.pick(" &x", " !!map", " &y !z", "  !t   &z"))
		dash = false
	}
	kind := w.IntN(10)
	if depth > 4 {
		kind = 4 + w.IntN(6)
	}
	switch kind {
	case 0, 1, 2: // a collection on the next line
		w.line(w.trailing())
		w.between(deeper)
		w.block(deeper, depth)
	case 3: // one on the same line, or at the same column
		if dash {
			gap := 1 + w.IntN(4)
			w.b.WriteString(w.spaces(gap))
			w.entries(column+1+gap, depth)
			return
		}
		w.line(w.trailing())
		w.between(column)
		for i := range 1 + w.IntN(3) {
			if i > 0 {
				w.between(column)
			}
			w.enter(column)
			w.b.WriteString(w.spaces(column) + "-")
			w.value(column, depth+1, true)
		}
		if !w.astray {
			w.line(w.spaces(column) + "- " + w.scalar())
		}
		w.flat = true
	case 4:
		w.blockScalar(column, deeper)
	case 5:
		w.b.WriteString(w.spaces(1 + w.IntN(3)))
		w.line(w.flow(deeper, 0) + w.trailing())
	case 6: // of several lines
		end := w.pick("", `"`, "'")
		w.b.WriteString(w.spaces(1+w.IntN(2)) + end + "word")
		for range 1 + w.IntN(2) {
			w.b.WriteString(w.eol)
			for w.one(4) {
				w.line(w.spaces(w.IntN(4)))
			}
			w.b.WriteString(w.spaces(deeper+w.IntN(3)) + "more")
		}
		w.line(end + w.trailing())
	case 7:
		w.line(w.trailing()) // nothing
	default:
		w.line(w.spaces(1+w.IntN(3)) + w.scalar() + w.trailing())
	}
}

func (w *writer) scalar() string {
	return w.pick("a", "x y", "1", `"b # c"`, "'it''s'", "~", `"\n\"x"`, "http://x.y:80/z?q", "-1", "{}", "[]", "é😀")
}

func (w *writer) blockScalar(column, deeper int) {
	header := w.pick("|", ">", "|-", ">+", "|+", ">-")
	if w.one(6) && deeper-column < 10 {
		header += fmt.Sprint(deeper - column)
	}
	w.line(" " + header + w.pick("", " ", "  # h"))
	for i := range 1 + w.IntN(4) {
		text := w.pick("text", "# no comment", "a: b", "- c", "t  ")
		if i > 0 {
			switch w.IntN(5) {
			case 0:
				w.line(w.spaces(w.IntN(deeper + 4)))
				continue
			case 1:
				text = w.spaces(w.IntN(4)) + text
			case 2:
				text = "\t" + text
			}
		}
		w.line(w.spaces(deeper) + text)
	}
}

func (w *writer) flow(column, depth int) string {
	brackets := w.pick("[]", "{}")
	var b strings.Builder
	b.WriteByte(brackets[0])
	gap := func() {
		switch w.IntN(8) {
		case 0:
			b.WriteString(w.trailing() + w.eol + w.spaces(column+w.IntN(4)))
		case 1, 2, 3:
			b.WriteString(w.spaces(w.IntN(3)))
		}
	}
	for i := range w.IntN(4) {
		if i > 0 {
			b.WriteByte(',')
		}
		gap()
		if brackets == "{}" || w.one(6) {
			b.WriteString(w.pick("", "", "", "? ") + w.pick("a", `"b"`, "c ", "[d]", "{e: f}") + w.pick(":", ": ", " : "))
			if w.one(5) {
				b.WriteString(" ")
				continue
			}
			b.WriteString(" ")
		}
		if depth < 2 && w.one(3) {
			b.WriteString(w.flow(column, depth+1))
		} else {
			b.WriteString(w.pick("", "", "", "&f ", "!!str ") + w.scalar())
		}
		gap()
	}
	b.WriteByte(brackets[1])
	return b.String()
}
