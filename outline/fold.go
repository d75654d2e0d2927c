package outline

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
)

// FoldKind is what a fold hides.
type FoldKind uint8

const (
	Code FoldKind = iota
	Comments
	Region // between "# region" and "# endregion"
)

// Fold is a run of lines that can be folded into the first of them.
type Fold struct {
	Start, End int // lines, from 0, End inclusive; End > Start
	Kind       FoldKind
	// Closed reports whether the last line has the bracket that closes the first:
	// clients that hide whole lines keep it in sight.
	Closed bool
	Depth  int // how many folds are around it, at most
}

// Folds are what can be folded in a document: the values of keys and items that
// take several lines, runs of comments, and the documents of a stream. No two of
// them start in the same line.
func Folds(doc *document.Document) []Fold {
	f := folder{doc: doc, lines: doc.Lines(), at: map[int]int{}}
	for _, root := range doc.Roots() {
		if len(doc.Roots()) > 1 {
			f.add(f.lines.LineOf(root.Node.FullSpan().Start), f.lines.LineOf(root.Node.Span().End), Code, false, 0)
		}
		f.node(root.Node, 1)
	}
	f.comments()
	return f.folds
}

type folder struct {
	doc   *document.Document
	lines *document.Lines
	folds []Fold
	at    map[int]int // the index of the fold that starts in a line
}

// add adds a fold, or lengthens the one that starts in the same line.
func (f *folder) add(start, end int, kind FoldKind, closed bool, depth int) {
	if end <= start {
		return
	}
	if i, ok := f.at[start]; ok {
		if end > f.folds[i].End {
			f.folds[i].End, f.folds[i].Closed = end, closed
		}
		return
	}
	f.at[start] = len(f.folds)
	f.folds = append(f.folds, Fold{start, end, kind, closed, depth})
}

func (f *folder) node(n *document.Node, depth int) {
	for i := range n.Entries {
		e := &n.Entries[i]
		f.value(e.Key.FullSpan().Start, e.Value, depth)
	}
	for _, item := range n.Items {
		f.value(item.FullSpan().Start, item, depth)
	}
}

// value folds a value into the line where its key or its item begins.
func (f *folder) value(start int, value *document.Node, depth int) {
	span := value.Span()
	end := span.End
	if text := f.doc.Text(); end > start && text[end-1] == '\n' {
		end-- // a block scalar ends behind its last line break
	}
	closed := value.Style == document.Flow && !value.Unclosed() && strings.TrimLeft(f.lines.Line(f.lines.LineOf(end)), " \t}],") == ""
	f.add(f.lines.LineOf(start), f.lines.LineOf(end), Code, closed, depth)
	if value.Kind == document.Mapping || value.Kind == document.Sequence {
		f.node(value, depth+1)
	}
}

// comments folds comments that stand on lines of their own one below the other,
// and what stands between those that mark a region.
func (f *folder) comments() {
	text := f.doc.Text()
	first, last := -1, -1
	var regions []int
	end := func() {
		if first >= 0 {
			f.add(first, last, Comments, false, 1)
		}
		first = -1
	}
	for _, c := range f.doc.Comments() {
		line := f.lines.LineOf(c.Start)
		if !c.OwnLine {
			continue
		}
		words := strings.TrimLeft(c.Of(text), "# \t")
		switch {
		case strings.HasPrefix(words, "region"):
			end()
			regions = append(regions, line)
			continue
		case strings.HasPrefix(words, "endregion"):
			end()
			if n := len(regions); n > 0 {
				f.add(regions[n-1], line, Region, false, 0)
				regions = regions[:n-1]
			}
			continue
		}
		if first >= 0 && line == last+1 {
			last = line
			continue
		}
		end()
		first, last = line, line
	}
	end()
}
