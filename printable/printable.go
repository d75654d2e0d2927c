// Package printable keeps what comes from a file, its name or an argument from being
// more than text where it is shown: a terminal acts on control characters, a reader is
// misled by characters that are invisible or turn the direction of writing, and the
// runners of CI systems take lines of the output for commands.
//
// [Writer] is before standard output and standard error. Formats that carry data
// escape it in their own syntax instead, with [JSON] and [XML], and pass the Writer
// unchanged.
package printable

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Is reports whether a character can be shown: it is visible, or a space, and the text
// around it stays where it is.
func Is(r rune) bool {
	return r < 0x7f && r >= ' ' || r > 0x7f && !unicode.IsControl(r) &&
		!unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point)
}

// Line returns a text as a piece of one line: every character that cannot be shown, line
// breaks and tabs among them, and every byte that is not UTF-8 is U+FFFD.
func Line(s string) string {
	if plain(s) && strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\t') < 0 {
		return s
	}
	f := filter{place: inLine}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s { // what is not UTF-8 is U+FFFD
		if r == '\n' || r == '\t' {
			r = 0
		}
		b.WriteRune(f.filtered(r))
	}
	return b.String()
}

// HasCommands reports whether a text has a line that a runner takes for a command.
func HasCommands(s string) bool {
	var f filter
	for _, r := range s {
		if f.filtered(r) != r && Is(r) {
			return true
		}
	}
	return false
}

// HasControls reports whether a text has control characters, other than tabs and the ends
// of lines, or bytes that are not UTF-8.
func HasControls(s string) bool {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return !utf8.ValidString(s) || strings.IndexFunc(s, func(r rune) bool { return r != '\n' && r != '\t' && unicode.IsControl(r) }) >= 0
}

// plain reports whether a text is the same after a filter, without a look at each
// character: it is ASCII, and nothing in it could begin a command.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\n' && c != '\t' || c >= 0x7f {
			return false
		}
	}
	return !strings.Contains(s, "::") && !strings.Contains(s, "##")
}

// filter looks at the characters of a text one by one and replaces those that cannot be
// shown and those that make a command. The runners' commands are "::name::" at the
// beginning of a line, white space before it aside (GitHub), and "##name[" anywhere (Azure
// Pipelines, TeamCity, and GitHub's older form, in all of which the name can be missing).
type filter struct {
	place place
	marks marks
}

// place says how far into a line a filter is.
type place uint8

const (
	atStart    place = iota // after white space at most
	afterColon              // after the first colon of a command
	inLine
)

// marks says how much of "##name" is before the next character.
type marks uint8

const (
	noMark marks = iota
	oneMark
	twoMarks
	markedName
)

// filtered is the character in the place of the next one.
func (f *filter) filtered(r rune) rune {
	if r == '\n' {
		*f = filter{}
		return r
	}
	out := r
	if r != '\t' && !Is(r) {
		out = unicode.ReplacementChar
	}
	switch {
	case f.place == atStart && r == ':':
		f.place = afterColon
	case f.place == atStart && unicode.IsSpace(r):
	case f.place == afterColon && r == ':':
		out, f.place = unicode.ReplacementChar, inLine
	default:
		f.place = inLine
	}
	switch letter := 'a' <= r|0x20 && r|0x20 <= 'z'; {
	case r == '#' && (f.marks == oneMark || f.marks == twoMarks):
		f.marks = twoMarks
	case r == '#':
		f.marks = oneMark
	case letter && f.marks >= twoMarks:
		f.marks = markedName
	case r == '[' && f.marks >= twoMarks:
		out, f.marks = unicode.ReplacementChar, noMark
	default:
		f.marks = noMark
	}
	return out
}
