package printable

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON returns a JSON text of the same value in which everything that cannot be shown,
// and every command of a runner, is an escape. The text is valid JSON.
func JSON(text []byte) []byte {
	return escape(text, func(b *strings.Builder, r rune) {
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(b, `\u%04x`, unit)
		}
	})
}

// XML returns an XML text of the same content in which everything that cannot be shown,
// and every command of a runner, is a character reference. The text is valid XML, with
// names and markup of visible ASCII.
func XML(text []byte) []byte {
	return escape(text, func(b *strings.Builder, r rune) { fmt.Fprintf(b, "&#x%X;", r) })
}

// escape writes with put what a filter would replace. Both syntaxes have line breaks and
// tabs as white space between what can be escaped, and there alone.
func escape(text []byte, put func(b *strings.Builder, r rune)) []byte {
	if plain(string(text)) {
		return text
	}
	var f filter
	var b strings.Builder
	b.Grow(len(text))
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		if f.filtered(r) != r {
			put(&b, r)
		} else {
			b.Write(text[:n])
		}
		text = text[n:]
	}
	return []byte(b.String())
}
