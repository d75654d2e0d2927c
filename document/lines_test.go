package document

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

var lineTexts = []string{
	"", "a", "a\n", "a\nb", "a\r\nb\r\n", "a\rb\r", "\n\n", "\r\n\r\n", "é😀x\n😀é", "\ufeffa\n", "a\xff\xfeb\nc", "\xe2\x82", "x\u2028y\u0085z\n",
}

// TestLines holds every conversion to one written the slow way, and there and
// back again.
func TestLines(t *testing.T) {
	for _, text := range lineTexts {
		l := NewLines(text)
		for offset := 0; offset <= len(text); offset++ {
			before := text[:offset]
			line := strings.Count(before, "\n") + strings.Count(before, "\r") - strings.Count(before, "\r\n")
			if strings.HasSuffix(before, "\r") && strings.HasPrefix(text[offset:], "\n") {
				line-- // inside of a line break
			}
			if got := l.LineOf(offset); got != line {
				t.Errorf("%q: offset %d is in line %d, want %d", text, offset, got, line)
			}
			if offset < len(text) && !utf8.RuneStart(text[offset]) {
				continue
			}
			column := text[l.Span(line).Start:offset]
			runes, units := []rune(column), utf16.Encode([]rune(column))
			if n, c := l.OffsetToUTF8(offset); n != line || c != len(column) {
				t.Errorf("%q: offset %d is UTF-8 %d:%d, want %d:%d", text, offset, n, c, line, len(column))
			}
			if n, c := l.OffsetToRune(offset); n != line || c != len(runes) {
				t.Errorf("%q: offset %d is rune %d:%d, want %d:%d", text, offset, n, c, line, len(runes))
			}
			if n, c := l.OffsetToUTF16(offset); n != line || c != len(units) {
				t.Errorf("%q: offset %d is UTF-16 %d:%d, want %d:%d", text, offset, n, c, line, len(units))
			}
			if offset > l.Span(line).End {
				continue // inside of a line break: positions end before it
			}
			for unit, back := range map[string]int{
				"UTF-8": l.UTF8ToOffset(line, len(column)), "rune": l.RuneToOffset(line, len(runes)), "UTF-16": l.UTF16ToOffset(line, len(units)),
			} {
				if back != offset {
					t.Errorf("%q: offset %d comes back as %d from %s", text, offset, back, unit)
				}
			}
		}
	}
}

// TestLinesClip asks for positions that the text does not have.
func TestLinesClip(t *testing.T) {
	l := NewLines("a😀b\ncd\n")
	for _, tc := range []struct{ got, want int }{
		{l.UTF16ToOffset(0, 2), 1}, // inside of the surrogate pair
		{l.UTF16ToOffset(0, 99), 6},
		{l.UTF16ToOffset(-1, 5), 0},
		{l.UTF16ToOffset(9, 0), 10},
		{l.UTF8ToOffset(0, 3), 1}, // inside of the rune
		{l.UTF8ToOffset(0, -5), 0},
		{l.UTF8ToOffset(1, 99), 9},
		{l.RuneToOffset(2, 5), 10},
	} {
		if tc.got != tc.want {
			t.Errorf("%d, want %d", tc.got, tc.want)
		}
	}
	if line, column := l.OffsetToRune(999); line != 2 || column != 0 {
		t.Errorf("an offset behind the text is %d:%d", line, column)
	}
	if line, column := l.OffsetToUTF16(-7); line != 0 || column != 0 {
		t.Errorf("an offset before the text is %d:%d", line, column)
	}
}

// TestLongLine counts in a line that is counted once as in any other.
func TestLongLine(t *testing.T) {
	long := strings.Repeat("a😀é\xff", 5000)
	text := "first\n" + long + "\r\nlast"
	lines := NewLines(text)
	for offset := range len(text) + 1 {
		if offset%7 != 0 && offset%1024 > 3 {
			continue
		}
		start := 0
		if offset >= 6 {
			start = 6
		}
		if offset > 6+len(long)+1 {
			start = 6 + len(long) + 2
		}
		before := text[start:runeStart(text, start, offset)]
		runes, units := 0, 0
		for _, r := range before {
			runes++
			units += utf16Len(r)
		}
		if _, got := lines.OffsetToRune(offset); got != runes {
			t.Fatalf("offset %d: rune %d, want %d", offset, got, runes)
		}
		if _, got := lines.OffsetToUTF16(offset); got != units {
			t.Fatalf("offset %d: unit %d, want %d", offset, got, units)
		}
	}
}
