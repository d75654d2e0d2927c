package document

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// maxCharacterErrors bounds the reports about single characters: a binary file
// needs no more to be recognised.
const maxCharacterErrors = 20

// checkCharacters reports control characters and bytes that are not UTF-8, a
// run of neighbours as one mistake. They stay in the text as they are.
func (p *parser) checkCharacters() {
	s := p.src
	count, lastEnd := 0, -1
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < 0x7F || c == '\n' || c == '\t' || c == '\r' {
			i++
			continue
		}
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		invalid := r == utf8.RuneError && size == 1
		if invalid || !allowed(r) && !(p.json && r >= 0x7F) {
			switch {
			case i == lastEnd:
				p.errors[len(p.errors)-1].End = i + size
			case count == maxCharacterErrors:
				return
			case invalid:
				p.report(BadCharacter, i, i+size, "byte 0x%02X is not UTF-8", c)
				count++
			default:
				p.report(BadCharacter, i, i+size, "the control character U+%04X is not allowed: write it as an escape in double quotes", r)
				count++
			}
			lastEnd = i + size
		}
		i += size
	}
}

// dropConsequences drops the other errors on lines with characters that are not
// allowed.
func (p *parser) dropConsequences() {
	bad := 0
	for bad < len(p.errors) && p.errors[bad].Code == BadCharacter {
		bad++
	}
	if bad == 0 {
		return
	}
	lines := make([]Span, bad)
	for i, e := range p.errors[:bad] {
		start := e.Start
		for start > 0 && p.src[start-1] != '\n' {
			start--
		}
		lines[i] = Span{start, p.lineEnd(e.End)}
	}
	kept := p.errors[:bad]
	for _, e := range p.errors[bad:] {
		i := sort.Search(bad, func(i int) bool { return lines[i].End >= e.Start })
		if i == bad || e.Start < lines[i].Start {
			kept = append(kept, e)
		}
	}
	p.errors = kept
}

// isUTF16 reports whether a text is UTF-16, by its byte order mark or by the zero
// bytes of its first two characters.
func isUTF16(text string) bool {
	if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		return true
	}
	if len(text) < 4 {
		return false
	}
	return text[0] != 0 && text[1] == 0 && text[2] != 0 && text[3] == 0 || text[0] == 0 && text[1] != 0 && text[2] == 0 && text[3] != 0
}

// allowed reports whether YAML allows r outside of escapes.
func allowed(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r' || r == 0x85:
		return true
	case r < ' ' || 0x7F <= r && r < 0xA0 || r == 0xFFFE || r == 0xFFFF:
		return false
	}
	return true
}

// maskConflicts reports the conflict markers that git leaves and blanks out, in
// p.src, the marker lines and the lines of the other side, so that the tree is
// the one of our side. Offsets stay what they are.
func (p *parser) maskConflicts() {
	if !strings.Contains(p.src, "<<<<<<<") && !strings.Contains(p.src, ">>>>>>>") {
		return
	}
	masked := []byte(p.src)
	blank := func(start, end int) {
		for i := start; i < end; i++ {
			masked[i] = ' '
		}
	}
	const (
		outside = iota
		ours    // or the common base: "|||||||" opens it, and it is dropped
		theirs
	)
	state, opened := outside, 0
	for start := 0; start < len(p.src); {
		end := len(p.src)
		next := end
		if i := strings.IndexByte(p.src[start:], '\n'); i >= 0 {
			end, next = start+i, start+i+1
		}
		line := strings.TrimSuffix(p.src[start:end], "\r")
		lineEnd := start + len(line)
		switch {
		case strings.HasPrefix(line, "<<<<<<< ") || line == "<<<<<<<":
			state, opened = ours, lineEnd
			p.report(Conflict, start, lineEnd, "git conflict marker %s: keep one side", quoteText(line))
			blank(start, lineEnd)
		case state != outside && (strings.HasPrefix(line, "||||||| ") || line == "|||||||" || line == "======="):
			state = theirs
			blank(start, lineEnd)
		case strings.HasPrefix(line, ">>>>>>> ") || line == ">>>>>>>":
			if state == outside {
				p.report(Conflict, start, lineEnd, "git conflict marker %s without its start", quoteText(line))
			}
			state = outside
			blank(start, lineEnd)
		case state == theirs:
			blank(start, lineEnd)
		}
		start = next
	}
	if state == theirs {
		// The end is missing: what stands behind the marker is all that there
		// is, so it counts.
		copy(masked[opened:], p.src[opened:])
		maskMarkers(masked[opened:])
	}
	p.src = string(masked)
}

// maskMarkers blanks out the lines of conflict markers, and no others.
func maskMarkers(text []byte) {
	for start := 0; start < len(text); {
		end := start
		for end < len(text) && text[end] != '\n' {
			end++
		}
		line := strings.TrimSuffix(string(text[start:end]), "\r")
		if strings.HasPrefix(line, "||||||| ") || line == "|||||||" || line == "=======" {
			for i := start; i < start+len(line); i++ {
				text[i] = ' '
			}
		}
		start = end + 1
	}
}
