package document

import (
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// Lines maps byte offsets to lines and columns and back.
//
// A line ends with "\n", "\r\n" or a lone "\r", as in LSP. Lines and columns
// count from 0. A column counts bytes (UTF-8), runes, or UTF-16 code units;
// every conversion names its unit. Bytes that are not valid UTF-8 count as one
// rune and one UTF-16 unit each.
//
// Offsets outside the text are clipped to it, columns past the end of a line
// to that end, before its line break, and an offset inside a rune counts as
// the rune's start.
type Lines struct {
	text   string
	starts []int32 // offset of each line's first byte; starts[0] == 0

	mu   sync.Mutex
	long map[int][]count // of long lines, once they were asked about
}

// count is how many runes and UTF-16 units of a line stand before an offset in it.
type count struct{ offset, runes, units int }

// longLine is from how many bytes on a line is counted once and no more: JSON can
// have all of a file on one.
const longLine = 4 << 10

// counted is the last count before the end of a part of a line, from its start.
func (l *Lines) counted(line int, before string) count {
	if len(before) < longLine {
		return count{}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	counts, ok := l.long[line]
	if !ok {
		counts = []count{{}}
		at := count{}
		for i, r := range l.Line(line) {
			if i-counts[len(counts)-1].offset >= longLine/4 {
				at.offset = i
				counts = append(counts, at)
			}
			at.runes++
			at.units += utf16Len(r)
		}
		if l.long == nil {
			l.long = map[int][]count{}
		}
		l.long[line] = counts
	}
	return counts[sort.Search(len(counts), func(i int) bool { return counts[i].offset > len(before) })-1]
}

// NewLines indexes text.
func NewLines(text string) *Lines {
	starts := make([]int32, 1, 1+strings.Count(text, "\n"))
	return &Lines{text: text, starts: appendStarts(starts, text, 0, len(text))}
}

// appendStarts appends the starts of the lines that follow a line break between
// two offsets.
func appendStarts(starts []int32, text string, from, to int) []int32 {
	if strings.IndexByte(text[from:to], '\r') < 0 {
		for {
			i := strings.IndexByte(text[from:to], '\n')
			if i < 0 {
				return starts
			}
			from += i + 1
			starts = append(starts, int32(from))
		}
	}
	for i := from; i < to; i++ {
		if text[i] == '\n' || text[i] == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			starts = append(starts, int32(i+1))
		}
	}
	return starts
}

// Edited is the index of the text after an edit, whose span is one of the
// present text. It looks at the new text alone and moves what stands behind it.
func (l *Lines) Edited(edit Edit) *Lines {
	text := l.text[:edit.Start] + edit.NewText + l.text[edit.End:]
	// A "\r" before and a "\n" behind may join or part: look at their lines anew.
	first, _ := slices.BinarySearch(l.starts, int32(edit.Start))
	behind, _ := slices.BinarySearch(l.starts, int32(edit.End+2))
	grown := len(edit.NewText) - edit.Span.Len()
	starts := make([]int32, first, len(l.starts)+16+strings.Count(edit.NewText, "\n"))
	copy(starts, l.starts)
	if first == 0 {
		starts = append(starts, 0)
	}
	from := max(edit.Start-1, 0)
	from = max(from, int(starts[len(starts)-1]))
	starts = appendStarts(starts, text, from, min(edit.End+grown+1, len(text)))
	for _, start := range l.starts[behind:] {
		starts = append(starts, start+int32(grown))
	}
	return &Lines{text: text, starts: starts}
}

// Text is the text that is indexed.
func (l *Lines) Text() string { return l.text }

// Count is the number of lines; a text that ends with a line break has an
// empty last line.
func (l *Lines) Count() int { return len(l.starts) }

// LineOf returns the line of an offset.
func (l *Lines) LineOf(offset int) int {
	return sort.Search(len(l.starts), func(i int) bool { return int(l.starts[i]) > offset }) - 1
}

// Span returns the bytes of a line without its line break.
func (l *Lines) Span(line int) Span {
	line = min(max(line, 0), len(l.starts)-1)
	end := len(l.text)
	if line+1 < len(l.starts) {
		end = int(l.starts[line+1]) - 1
		if end > int(l.starts[line]) && l.text[end] == '\n' && l.text[end-1] == '\r' {
			end--
		}
	}
	return Span{int(l.starts[line]), end}
}

// Line returns the text of a line without its line break.
func (l *Lines) Line(line int) string { return l.Span(line).Of(l.text) }

// OffsetToUTF8 returns the line and the column in bytes.
func (l *Lines) OffsetToUTF8(offset int) (line, column int) {
	line, before := l.split(offset)
	return line, len(before)
}

// OffsetToRune returns the line and the column in runes.
func (l *Lines) OffsetToRune(offset int) (line, column int) {
	line, before := l.split(offset)
	from := l.counted(line, before)
	return line, from.runes + utf8.RuneCountInString(before[from.offset:])
}

// OffsetToUTF16 returns the line and the column in UTF-16 code units.
func (l *Lines) OffsetToUTF16(offset int) (line, column int) {
	line, before := l.split(offset)
	from := l.counted(line, before)
	column = from.units
	for _, r := range before[from.offset:] {
		column += utf16Len(r)
	}
	return line, column
}

// UTF8ToOffset returns the offset of a line and a column in bytes.
func (l *Lines) UTF8ToOffset(line, column int) int {
	span, ok := l.lineSpan(line)
	if !ok {
		return span.Start
	}
	offset := min(span.Start+max(column, 0), span.End)
	return runeStart(l.text, span.Start, offset)
}

// UTF16ToOffset returns the offset of a line and a column in UTF-16 code units.
func (l *Lines) UTF16ToOffset(line, column int) int {
	return l.columnToOffset(line, column, utf16Len)
}

// RuneToOffset returns the offset of a line and a column in runes.
func (l *Lines) RuneToOffset(line, column int) int {
	return l.columnToOffset(line, column, func(rune) int { return 1 })
}

func (l *Lines) columnToOffset(line, column int, width func(rune) int) int {
	span, ok := l.lineSpan(line)
	if !ok {
		return span.Start
	}
	for i, r := range span.Of(l.text) {
		if column -= width(r); column < 0 {
			return span.Start + i
		}
	}
	return span.End
}

// lineSpan is Span for lines of the text; past its end it yields the empty
// span at the end and false.
func (l *Lines) lineSpan(line int) (Span, bool) {
	switch {
	case line < 0:
		return Span{}, false
	case line >= len(l.starts):
		return Span{len(l.text), len(l.text)}, false
	}
	return l.Span(line), true
}

// split returns the line of offset and the text that stands before it there.
func (l *Lines) split(offset int) (line int, before string) {
	offset = min(max(offset, 0), len(l.text))
	line = l.LineOf(offset)
	start := int(l.starts[line])
	return line, l.text[start:runeStart(l.text, start, offset)]
}

// runeStart moves offset back to the start of the rune that it stands in, not
// before floor.
func runeStart(text string, floor, offset int) int {
	if offset >= len(text) || utf8.RuneStart(text[offset]) {
		return offset
	}
	for i := offset - 1; i >= floor && offset-i < utf8.UTFMax; i-- {
		if utf8.RuneStart(text[i]) {
			if _, size := utf8.DecodeRuneInString(text[i:]); i+size > offset {
				return i
			}
			break
		}
	}
	return offset
}

func utf16Len(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}
