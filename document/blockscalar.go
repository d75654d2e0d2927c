package document

import "strings"

// blockScalar parses the literal or folded scalar at the position, inside of a
// collection at column indent. The position is left at the start of the first
// line that is not part of it.
func (p *parser) blockScalar(indent int) *Node {
	start := p.pos
	style := Literal
	if p.src[start] == '>' {
		style = Folded
	}
	chomp, step := p.blockHeader()
	end := p.lineEnd(p.pos)
	p.pos = end
	if n := p.breakLen(p.pos); n > 0 {
		p.newline(n)
	}

	content := 0 // the column of the text, 0 until it is known
	if step > 0 {
		content = max(indent, 0) + step
	}
	value, last := p.blockText(style, chomp, content, indent)
	return p.scalarNode(style, value, start, max(end, last))
}

// blockHeader parses the indicators behind '|' or '>': chomp is '+', '-' or 0,
// step the indentation indicator or 0.
func (p *parser) blockHeader() (chomp byte, step int) {
	start := p.pos
	p.pos++
	for i := 0; i < 2; i++ {
		switch c := p.peek(0); {
		case (c == '+' || c == '-') && chomp == 0:
			chomp = c
			p.pos++
		case '1' <= c && c <= '9' && step == 0:
			step = int(c - '0')
			p.pos++
		}
	}
	header := p.pos
	p.skipBlanks(true)
	switch {
	case p.peek(0) == '#':
		p.comment()
	case !p.eof() && p.breakLen(p.pos) == 0:
		end := p.trimmedLineEnd(header)
		p.fail(BadBlockHeader, header, end, "unexpected %s after %s: a block scalar's text starts on the next line", quoteText(strings.TrimLeft(p.src[header:end], " \t")), quoteText(p.src[start:header]))
	}
	return chomp, step
}

// blockText reads the lines of a block scalar and returns its value and the end
// of its last line of text.
func (p *parser) blockText(style Style, chomp byte, content, indent int) (value string, last int) {
	var b strings.Builder
	var leading, trailing []string // line breaks: behind the last text line, and of blank lines since
	blankBefore := false           // the last text line starts with a blank

	entry, given := p.pos, content > 0
	content = p.blockBreaks(content, indent, &trailing)
	if at := p.column(); !given && at > max(indent, 0) && at < content && !p.eof() && p.breakLen(p.pos) == 0 && p.peek(0) != '#' {
		p.fail(Indentation, p.pos, p.trimmedLineEnd(p.pos), "the text is indented by %d, an empty line above it by %d: remove its spaces", at, content)
		content = at
	}
	below := -1 // the start of the line with which the text goes on after those out of place
	for !p.eof() {
		if p.column() != content && p.pos >= below {
			at, next, ok := p.goesOnBelow(content, indent, last > 0 || given)
			if !ok {
				break
			}
			if below < 0 {
				p.strayText(at, last > 0, content)
			}
			content, below = at, next
		} else if p.pos >= below {
			below = -1
		}
		blankHere := isBlank(p.peek(0))
		if style == Folded && !blankBefore && !blankHere && len(leading) > 0 && leading[0] == "\n" {
			if len(trailing) == 0 {
				b.WriteByte(' ')
			}
		} else {
			writeAll(&b, leading)
		}
		writeAll(&b, trailing)
		leading, trailing = leading[:0], trailing[:0]
		blankBefore = blankHere

		from := p.pos
		p.pos = p.lineEnd(p.pos)
		last = p.pos
		b.WriteString(p.src[from:p.pos])
		if n := p.breakLen(p.pos); n > 0 {
			leading = append(leading, normalBreak(p.src[p.pos:p.pos+n]))
			p.newline(n)
		}
		p.blockBreaks(content, indent, &trailing)
	}
	p.pos = max(p.lineStart, entry, last) // the line that ends the scalar is read anew, from its indentation
	if chomp != '-' {
		writeAll(&b, leading)
	}
	if chomp == '+' {
		writeAll(&b, trailing)
	}
	return b.String(), last
}

// goesOnBelow reports whether the line at the position, which is not as deep as a text
// at the column content, is nevertheless a line of it: it is none of the structure
// around, and the text goes on below it. It returns the column that the text has from
// here on and the start of the line with which it goes on. Where content is not known yet, it is the
// column of that line.
func (p *parser) goesOnBelow(content, indent int, known bool) (column, below int, ok bool) {
	here := line{p.pos, p.column()}
	tab := p.peek(0) == '\t'
	structural := func(l line) bool {
		return p.structural(l) || p.src[l.pos] == '?' && p.blankAt(l.pos+1)
	}
	if p.markerAt(p.lineStart) || !tab && p.peek(0) != '#' && structural(here) || p.breakLen(p.pos) > 0 {
		return 0, 0, false
	}
	if known && indent >= 0 && here.column > indent && p.peek(0) != '#' && !tab {
		return here.column, here.pos - here.column, true // the first line was too deep
	}
	for range maxStrays {
		here = p.nextLine(here.pos)
		switch {
		case here.column >= content && known:
			return content, here.pos - here.column, true
		case here.column > max(indent, 0) && !known:
			return here.column, here.pos - here.column, true
		case here.column < 0 || structural(here):
			return 0, 0, false
		}
	}
	return 0, 0, false
}

// strayText reports a line of a text that is not at its column, content. Where it is
// the first, the text is at the other column.
func (p *parser) strayText(column int, begun bool, content int) {
	from, end := p.pos, p.trimmedLineEnd(p.pos)
	if p.peek(0) == '#' {
		end = p.lineEnd(p.pos)
	}
	where := "before"
	if !begun {
		where, content = "after", column
	}
	p.fail(Indentation, from, end, "%s is indented by %d, the text %s it by %d", quoteText(p.src[from:end]), p.column(), where, content)
}

// blockBreaks moves past blank lines and the indentation of the line behind
// them. content is the column of the text; where it is 0 it is found: the
// largest indentation seen, but deeper than indent.
func (p *parser) blockBreaks(content, indent int, breaks *[]string) int {
	deepest := 0
	for {
		for p.peek(0) == ' ' && (content == 0 || p.column() < content) {
			p.pos++
		}
		deepest = max(deepest, p.column())
		if p.peek(0) == '\t' && (content == 0 || p.column() < content) {
			tab := p.pos
			for isBlank(p.peek(0)) {
				p.pos++
			}
			if p.eof() || p.breakLen(p.pos) > 0 {
				p.reportIdleTab(Span{tab, p.pos})
				if p.eof() {
					break
				}
				*breaks = append(*breaks, normalBreak(p.src[p.pos:p.pos+p.breakLen(p.pos)]))
				p.newline(p.breakLen(p.pos))
				continue
			}
			p.pos = tab
			p.fail(Tab, p.pos, p.pos+1, "a tab cannot indent: use spaces")
		}
		n := p.breakLen(p.pos)
		if n == 0 {
			break
		}
		*breaks = append(*breaks, normalBreak(p.src[p.pos:p.pos+n]))
		p.newline(n)
	}
	if content == 0 {
		content = max(deepest, indent+1, 1)
	}
	return content
}

func writeAll(b *strings.Builder, parts []string) {
	for _, s := range parts {
		b.WriteString(s)
	}
}
