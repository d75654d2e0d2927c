package document

import (
	"strings"
	"unicode/utf8"
)

// plain parses a plain scalar, of several lines if they are indented deeper
// than indent. Inside of a flow collection every line goes on.
func (p *parser) plain(indent int) *Node {
	start := p.pos
	p.checkPlainStart()
	flow := p.inFlow()
	end := p.plainRun(flow)
	if end == start {
		return p.emptyNode(start)
	}
	var folded strings.Builder // of the lines so far, where there are several
	from := start              // of the line that is not in folded yet
	for p.atBreak() && !p.json {
		breaks, ok := p.continuation(indent, flow)
		if !ok {
			break
		}
		folded.WriteString(p.src[from:end])
		folded.WriteString(breaks)
		from = p.pos
		end = p.plainRun(flow)
		if end == from { // cannot be: a continuation starts with text
			break
		}
	}
	p.pos = end
	if folded.Len() == 0 {
		return p.scalarNode(Plain, p.src[start:end], start, end)
	}
	folded.WriteString(p.src[from:end])
	return p.scalarNode(Plain, folded.String(), start, end)
}

// plainRun moves to the end of the plain text on the line, then past blanks,
// and returns the end of the text.
func (p *parser) plainRun(flow bool) (end int) {
	start := p.pos
	end = p.pos
	for !p.eof() {
		switch c := p.src[p.pos]; {
		case isBlank(c):
			p.pos++
			continue
		case c == '#' && p.pos > end:
			return end
		case c == ':' && p.blankAt(p.pos+1):
			return end
		case flow && c == '?' && end > start && !p.json:
			word := p.flowWordEnd()
			p.fail(QuestionMark, start, word, "'?' cannot be in brackets unless it is quoted: quote %s", quoteText(p.src[start:word]))
		case flow && (c == ',' || c == '?' || c == '[' || c == ']' || c == '{' || c == '}'):
			return end
		case c < ' ' || c >= 0x80:
			if p.breakLen(p.pos) > 0 {
				return end
			}
		}
		p.pos++
		end = p.pos
	}
	return end
}

func (p *parser) atBreak() bool { return p.breakLen(p.pos) > 0 }

// continuation looks at the lines behind the position for one that continues a
// plain scalar. If there is one it moves there and returns what the line breaks
// between fold to; else it stays.
func (p *parser) continuation(indent int, flow bool) (fold string, ok bool) {
	before := p.place()
	stay := func() (string, bool) {
		p.goTo(before)
		return "", false
	}
	var breaks []string
	var idleTabs []Span
	for p.atBreak() {
		n := p.breakLen(p.pos)
		breaks = append(breaks, p.src[p.pos:p.pos+n])
		p.newline(n)
		for isBlank(p.peek(0)) {
			if p.peek(0) == '\t' && p.column() <= indent {
				end := p.pos
				for end < len(p.src) && isBlank(p.src[end]) {
					end++
				}
				if flow {
					p.reportIdleTab(Span{p.pos, end})
					p.pos = end
					break
				}
				if p.breakLen(end) == 0 {
					return stay() // skip reports the tab
				}
				idleTabs = append(idleTabs, Span{p.pos, end})
				p.pos = end
				break
			}
			if p.peek(0) == '\t' && len(idleTabs) == 0 {
				p.trailingTab = p.pos
			}
			p.pos++
		}
	}
	switch {
	case p.eof(), p.atMarker(), p.peek(0) == '#':
		return stay()
	case !flow && p.column() <= indent:
		return stay()
	case flow && p.leavesFlow(indent):
		return stay()
	case flow && strings.IndexByte(",?[]{}", p.peek(0)) >= 0, p.peek(0) == ':' && p.blankAt(p.pos+1):
		return stay()
	case !flow && (p.keyLike(p.pos) || p.inKey && p.atDash()), flow && p.flowKeyLike(p.pos):
		return stay()
	}
	for _, tab := range idleTabs {
		p.reportIdleTab(tab)
	}
	return foldBreaks(breaks), true
}

// foldBreaks is what line folding makes of line breaks between two texts: one
// becomes a blank, of several the first is dropped. LS and PS stay.
func foldBreaks(breaks []string) string {
	first := normalBreak(breaks[0])
	var b strings.Builder
	if first != "\n" {
		b.WriteString(first)
	} else if len(breaks) == 1 {
		return " "
	}
	for _, s := range breaks[1:] {
		b.WriteString(normalBreak(s))
	}
	return b.String()
}

// normalBreak is the line break that a scalar holds for one in the text.
func normalBreak(s string) string {
	if s[0] == 0xE2 {
		return s
	}
	return "\n"
}

// checkPlainStart reports characters that cannot start a plain scalar.
func (p *parser) checkPlainStart() {
	switch c := p.peek(0); c {
	case '@', '`', '%', ',', ']', '}', '|', '>':
		end := p.trimmedLineEnd(p.pos)
		p.fail(BadIndicator, p.pos, end, "a value cannot start with '%c': quote it", c)
	case '&', '!': // properties are read before
		p.fail(Unexpected, p.pos, p.trimmedLineEnd(p.pos), "a second anchor or tag for one value")
	}
}

// checkKeyLength reports a key that starts at start and whose ':', at the
// position, stands too far behind.
func (p *parser) checkKeyLength(start int) {
	if p.pos-start > maxKeyRunes && utf8.RuneCountInString(p.src[start:p.pos]) > maxKeyRunes {
		p.fail(KeyTooLong, start, p.pos, "a key cannot have more than %d characters", maxKeyRunes)
	}
}

// quoted parses a quoted scalar. One that is not closed on its line and whose
// end, if any, is probably the start of another ends with the line.
func (p *parser) quoted(indent int) *Node {
	start := p.pos
	quote := p.src[start]
	style := DoubleQuoted
	if quote == '\'' {
		style = SingleQuoted
	}
	end, lineStart, ok := p.findQuote(quote, indent)
	if !ok {
		end = p.unclosedEnd(start)
		p.fail(UnclosedQuote, start, end, "the quote %c is never closed", quote)
		n := p.scalarNode(style, p.src[start+1:end], start, end)
		n.unclosed = true
		p.pos = end
		return n
	}
	multiline := lineStart != p.lineStart
	raw := p.src[start+1 : end]
	if i := strings.IndexByte(raw, '\t'); i >= 0 && p.json {
		p.fail(NotJSON, start+1+i, start+2+i, "a JSON string holds no tab: write '\\t'")
	}
	p.pos = end + 1
	if style == SingleQuoted && !multiline {
		return p.scalarNode(style, strings.ReplaceAll(raw, "''", "'"), start, p.pos)
	}
	if style == DoubleQuoted && !multiline && strings.IndexByte(raw, '\\') < 0 {
		return p.scalarNode(style, raw, start, p.pos)
	}
	n := p.scalarNode(style, p.unquote(raw, start+1, style), start, p.pos)
	if multiline {
		p.lineStart, p.tabShift = lineStart, 0
	}
	return n
}

// unclosedEnd is where a quoted scalar without an end is taken to end: with its
// line, but inside of brackets without what probably goes on there.
func (p *parser) unclosedEnd(start int) int {
	end := p.lineEnd(start)
	if p.json && p.inKey {
		if i := strings.IndexByte(p.src[start:end], ':'); i > 1 {
			end = start + i
		}
	}
	for end > start+1 && (isBlank(p.src[end-1]) || p.inFlow() && strings.IndexByte(",]}", p.src[end-1]) >= 0) {
		end--
	}
	return end
}

// findQuote looks for the closing quote and returns its offset and the start of
// its line.
func (p *parser) findQuote(quote byte, indent int) (end, lineStart int, ok bool) {
	i := p.pos + 1
	lineStart = p.lineStart
	for i < len(p.src) {
		switch c := p.src[i]; {
		case c == quote:
			if quote == '\'' && i+1 < len(p.src) && p.src[i+1] == '\'' {
				i += 2
				continue
			}
			return i, lineStart, lineStart == p.lineStart || p.plausibleEnd(i+1)
		case c == '\\' && quote == '"':
			i++
			if p.breakLen(i) == 0 {
				i++
			}
			continue
		}
		n := p.breakLen(i)
		if n == 0 {
			i++
			continue
		}
		i += n
		lineStart = i
		if p.json || i < len(p.src) && p.markerAt(i) || p.leavesQuote(i, indent) {
			return 0, 0, false
		}
	}
	return 0, 0, false
}

// leavesQuote reports whether the line at offset is a key or an item of the
// block structure around a quoted scalar.
func (p *parser) leavesQuote(offset, indent int) bool {
	if indent < 0 && !p.inFlow() {
		return false
	}
	column := 0
	for offset < len(p.src) && p.src[offset] == ' ' {
		offset++
		column++
	}
	if column > indent || offset >= len(p.src) {
		return false
	}
	return p.src[offset] == '-' && p.blankAt(offset+1) || p.keyLike(offset)
}

// plausibleEnd reports whether what stands at offset may follow the closing
// quote of a scalar of several lines.
func (p *parser) plausibleEnd(offset int) bool {
	for offset < len(p.src) && isBlank(p.src[offset]) {
		offset++
	}
	if offset >= len(p.src) || p.breakLen(offset) > 0 || p.src[offset] == '#' {
		return true
	}
	return p.inFlow() && strings.IndexByte(",:]}", p.src[offset]) >= 0
}

// unquote decodes the text between quotes, of which the first byte stands at
// offset.
func (p *parser) unquote(raw string, offset int, style Style) string {
	var b strings.Builder
	b.Grow(len(raw))
	slash := p.json // whether an escaped one is no news
	for i := 0; i < len(raw); {
		c := raw[i]
		switch {
		case c == '\'' && style == SingleQuoted:
			b.WriteByte('\'')
			i += 2
		case c == '\\' && style == DoubleQuoted:
			if breakLen(raw, i+1) > 0 && !p.json { // a break that is not in the value
				i = skipFold(raw, i+1, &b, true)
				continue
			}
			if !slash && strings.HasPrefix(raw[i:], `\/`) {
				p.report(SlashEscape, offset+i, offset+i+2, "readers in Go refuse the escape '\\/': write '/'")
				slash = true
			}
			i += p.escape(raw[i:], offset+i, &b)
		case !p.json && (isBlank(c) || breakLen(raw, i) > 0):
			i = skipFold(raw, i, &b, false)
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String()
}

// skipFold moves past the blanks and line breaks at i and writes what they
// stand for: themselves if there is no break among them. escaped says that the
// break at i has a backslash before it.
func skipFold(raw string, i int, b *strings.Builder, escaped bool) int {
	start := i
	var breaks []string
	for i < len(raw) {
		if n := breakLen(raw, i); n > 0 {
			breaks = append(breaks, raw[i:i+n])
			i += n
		} else if isBlank(raw[i]) {
			i++
		} else {
			break
		}
	}
	switch {
	case len(breaks) == 0:
		b.WriteString(raw[start:i])
	case escaped:
		for _, s := range breaks[1:] {
			b.WriteString(normalBreak(s))
		}
	default:
		b.WriteString(foldBreaks(breaks))
	}
	return i
}

// escape decodes the escape at the start of s, which stands at offset, and
// returns its length.
func (p *parser) escape(s string, offset int, b *strings.Builder) int {
	if len(s) < 2 {
		return len(s)
	}
	if text, ok := escapes[s[1]]; ok && !(p.json && strings.IndexByte(`"\/bfnrt`, s[1]) < 0) {
		b.WriteString(text)
		return 2
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[1]]
	if p.json && s[1] != 'u' {
		digits = 0
	}
	if digits == 0 {
		_, size := utf8.DecodeRuneInString(s[1:])
		p.fail(BadEscape, offset, offset+1+size, "unknown escape %s: write '\\\\' for a backslash", quoteText(s[:1+size]))
		b.WriteString(s[:1+size])
		return 1 + size
	}
	r, n := hex(s[2:], digits)
	length := 2 + n
	switch {
	case n < digits:
		p.fail(BadEscape, offset, offset+length, "the escape '\\%c' needs %d hexadecimal digits", s[1], digits)
		return length
	case p.json && r >= 0xD800 && r < 0xDC00 && strings.HasPrefix(s[length:], `\u`):
		if low, n := hex(s[length+2:], 4); n == 4 && low >= 0xDC00 && low < 0xE000 {
			b.WriteRune(0x10000 + (r-0xD800)<<10 + (low - 0xDC00))
			return length + 6
		}
	}
	if r >= 0xD800 && r < 0xE000 || r < 0 || r > utf8.MaxRune {
		if !p.json { // JSON readers replace a lone surrogate
			p.fail(BadEscape, offset, offset+length, "%s is not a Unicode character", quoteText(s[:length]))
		}
		r = utf8.RuneError
	}
	b.WriteRune(r)
	return length
}

// hex reads up to n hexadecimal digits and returns their value, -1 where it
// is too large, and how many there are.
func hex(s string, n int) (r rune, digits int) {
	var v int64
	for digits < n && digits < len(s) {
		c := s[digits]
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return rune(v), digits
		}
		v = v<<4 | int64(c)
		digits++
	}
	if v > utf8.MaxRune {
		return -1, digits
	}
	return rune(v), digits
}

var escapes = map[byte]string{
	'0': "\x00", 'a': "\a", 'b': "\b", 't': "\t", '\t': "\t", 'n': "\n", 'v': "\v",
	'f': "\f", 'r': "\r", 'e': "\x1b", ' ': " ", '"': `"`, '\'': "'", '/': "/", '\\': `\`,
	'N': "\u0085", '_': "\u00a0", 'L': "\u2028", 'P': "\u2029",
}
