package printable

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Writer writes text to a terminal, to the runner of a CI system, or to whatever else
// standard output is. It replaces every character that cannot be shown by U+FFFD, line
// breaks and tabs aside, and breaks what a runner would take for a command. A text that
// has neither passes as it is. It is not for concurrent use.
type Writer struct {
	w      io.Writer
	colors bool
	filter filter
	held   string // the beginning of something that the next Write may complete
}

// NewWriter returns a Writer before a stream.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Colored returns a Writer before the same stream that lets colours pass. Text must have
// been made printable before it was coloured: see [Line].
func (w *Writer) Colored() *Writer { return &Writer{w: w.w, colors: true} }

// Unwrap returns the stream that the Writer is before.
func (w *Writer) Unwrap() io.Writer { return w.w }

// Write writes p. If p ends in the middle of a character, that one waits for the next
// Write, or for Flush.
func (w *Writer) Write(p []byte) (int, error) {
	text := w.held + string(p)
	w.held = ""
	if !w.colors && w.filter == (filter{}) && strings.HasSuffix(text, "\n") && plain(text) {
		_, err := io.WriteString(w.w, text)
		return len(p), err
	}
	var b strings.Builder
	b.Grow(len(text))
	for len(text) > 0 {
		n := w.next(text)
		if n == 0 {
			w.held = text
			break
		}
		switch r, _ := utf8.DecodeRuneInString(text); {
		case n > 1 && r == '\x1b':
			b.WriteString(text[:n])
		case n > 1 && r == '\r':
			b.WriteByte('\r')
			b.WriteRune(w.filter.filtered('\n'))
		default:
			b.WriteRune(w.filter.filtered(r))
		}
		text = text[n:]
	}
	_, err := io.WriteString(w.w, b.String())
	return len(p), err
}

// next returns the length of what a text begins with: a colour where these may pass, the
// end of a line with a carriage return, or a character. It is 0 where only the beginning
// of one is there.
func (w *Writer) next(text string) int {
	switch {
	case text == "\r":
		return 0
	case strings.HasPrefix(text, "\r\n"):
		return 2
	case w.colors && text[0] == '\x1b':
		return colorLength(text)
	case !utf8.FullRuneInString(text):
		return 0
	}
	_, n := utf8.DecodeRuneInString(text)
	return n
}

// maxColor is the longest code of a colour that may pass, in bytes.
const maxColor = 16

// colorLength returns the length of the colour that a text begins with, 1 if it begins
// with another escape sequence, and 0 if that is not known yet.
func colorLength(text string) int {
	for i := 1; i < min(len(text), maxColor); i++ {
		switch c := text[i]; {
		case i == 1 && c == '[', i > 1 && ('0' <= c && c <= '9' || c == ';'):
		case i > 1 && c == 'm':
			return i + 1
		default:
			return 1
		}
	}
	if len(text) >= maxColor {
		return 1
	}
	return 0
}

// Flush writes what waits for a next Write.
func (w *Writer) Flush() error {
	if w.held == "" {
		return nil
	}
	w.held = ""
	_, err := io.WriteString(w.w, string(unicode.ReplacementChar))
	return err
}
