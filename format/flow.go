package format

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
)

// maxFlowIndent is how far the rows in nested brackets are indented and no further:
// the size of the result stays linear in that of the text.
const maxFlowIndent = 200

// outerFlow formats a collection in brackets, with all those in it.
func (f *formatter) outerFlow(n *document.Node, keep keep, around parent) {
	span := n.Span()
	first, last := f.rowOf(span.Start), f.rowOf(span.End)
	for i := first + 1; i <= last; i++ {
		f.rows[i].inFlow = true
	}
	column := max(f.rows[first].column, 0)
	f.flow(n, keep, around.shift, column, column+maxFlowIndent)
	for i := first + 1; i <= last; i++ { // those that begin with a ',' or a ':'
		if r := &f.rows[i]; !r.blank() && f.text[r.text()] != '#' {
			f.place(r.text(), column+step)
		}
	}
}

// flow formats a collection in brackets, whose row has a column. None gets one over
// a limit.
func (f *formatter) flow(n *document.Node, keep keep, shift, column, limit int) {
	span := n.Span()
	// "[key: value]" holds a mapping without brackets of its own.
	pair := n.Kind == document.Mapping && len(n.Entries) > 0 && n.Entries[0].Key.FullSpan().Start == span.Start
	inner, at := column, span.Start
	if !pair {
		inner = min(column+step, limit)
		at++
	}
	place := func(offset, column int) {
		if r, ok := f.begins(offset); ok && keep.rows {
			f.place(offset, r.old+shift)
		} else {
			f.place(offset, column)
		}
	}
	// separate formats what is between two values, or a value and a bracket.
	separate := func(end int, want string) {
		comma := strings.IndexByte(f.text[at:end], ',')
		switch {
		case keep.gaps:
		case comma >= 0:
			f.closeUp(at, at+comma)
			f.gap(at+comma+1, end, want)
		default:
			f.closeUp(at, end)
		}
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		key := e.Key.FullSpan().Start
		if !pair {
			separate(key, " ")
		}
		place(key, inner)
		keepKey := f.inFlow(e.Key, shift, inner, limit)
		at = e.Key.Span().End
		if e.Colon >= 0 {
			if !keep.gaps && !keepKey.gaps {
				f.beforeColon(e)
			}
			at = e.Colon + 1
		}
		start := at
		if value := e.Value.FullSpan().Start; !e.Value.Empty() || value < e.Value.Span().Start {
			place(value, inner)
			at = e.Value.Span().End
			if keepValue := f.inFlow(e.Value, shift, inner, limit); !keep.gaps && !keepValue.gaps {
				f.gap(start, value, " ")
			}
		} else {
			f.keeps(e.Value)
		}
	}
	for _, item := range n.Items {
		begin := item.FullSpan().Start
		separate(begin, " ")
		place(begin, inner)
		f.inFlow(item, shift, inner, limit)
		at = max(at, item.Span().End)
	}
	if !pair {
		place(span.End-1, column)
		separate(span.End-1, "")
	}
}

// closeUp takes away the whitespace before a ',' or a bracket. After a ':', a tag
// or an anchor one space stays, or they would become one word.
func (f *formatter) closeUp(start, end int) {
	if end <= start {
		return
	}
	want := ""
	word := f.text[strings.LastIndexAny(f.text[:start], " \t\r\n,[]{}")+1 : start]
	if strings.HasSuffix(word, ":") || strings.HasPrefix(word, "!") || strings.HasPrefix(word, "&") {
		want = " "
	}
	f.gap(start, end, want)
}

// inFlow formats a key, a value or an item in brackets, and returns what of it is
// kept.
func (f *formatter) inFlow(n *document.Node, shift, column, limit int) keep {
	keep := f.keeps(n)
	if !keep.gaps {
		f.properties(n.FullSpan().Start, n.Span().Start)
	}
	if n.Kind == document.Mapping || n.Kind == document.Sequence {
		f.flow(n, keep, shift, column, limit)
	} else {
		f.scalar(n, keep, parent{shift: shift}, column)
	}
	return keep
}
