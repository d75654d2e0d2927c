package document

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxDepth bounds the nesting of flow and of block collections, each on its
// own, as yaml.v3 does.
const maxDepth = 10000

// maxKeyRunes is how far a ':' may stand from the start of its key.
const maxKeyRunes = 1024

// parser is a recursive-descent parser over lines. It follows libyaml, which
// yaml.v3 is a port of, where a text is valid, and goes on after an error with
// the reading that keeps the most of the tree.
//
// Its position only moves forward, but for bounded looks ahead within a line or
// to the end of a quoted scalar; that keeps it linear.
type parser struct {
	src         string // the text, with conflicting lines blanked out: offsets are the same
	json        bool
	printed     bool // JSON, in which the indentation tells about brackets
	pos         int
	lineStart   int // offset of the current line
	previous    int // offset of the line with content before the current one
	trailingTab int // offset of the last tab that a plain scalar has read as blank behind it
	tabShift    int // columns that tabs in this line's indentation add to its bytes

	errors    []SyntaxError
	badTab    int // offset of the last tab that indents, -1 before the first
	quietLine int // lineStart of a line with an error: what follows on it is a consequence

	displaced bool // a line was found that is not where its neighbors are

	roots     []Root
	comments  []Comment
	anchors   map[string]*anchor
	earlier   map[string]bool // names of anchors in the documents before
	hasAnchor bool
	hasAlias  bool
	tagPrefix map[string]string // of %TAG directives, by handle

	gap           gap
	idleTab       int  // offset of the last one that was reported
	await         int  // the column that a value to come is deeper than, -2 for none
	inKey         bool // a key is read, which ends with its line
	openTemplates int  // "{{ if }}" and the like without their "{{ end }}"

	open               []open  // block collections around the position, outermost first
	brackets           []*Node // flow collections around the position
	flowDepth          int
	openSeqs, openMaps int // flow collections around the position
	unclosedAt         int // where a flow collection without an end was left, -1 before the first

	arena []Node
}

func newParser(text string, language Language) *parser {
	p := &parser{src: text, json: language == JSON, quietLine: -1, trailingTab: -1, unclosedAt: -1, badTab: -1, await: -2, idleTab: -1}
	p.checkCharacters()
	p.maskConflicts()
	if strings.HasPrefix(p.src, bom) {
		p.pos, p.lineStart = len(bom), len(bom)
	}
	return p
}

const bom = "\ufeff"

func (p *parser) newNode() *Node {
	if len(p.arena) == 0 {
		p.arena = make([]Node, min(max(len(p.src)/64, 16), 1024))
	}
	n := &p.arena[0]
	p.arena = p.arena[1:]
	return n
}

// scalarNode makes a scalar of the bytes from start to end.
func (p *parser) scalarNode(style Style, value string, start, end int) *Node {
	n := p.newNode()
	n.Style, n.Value = style, value
	n.start, n.end, n.propsStart = int32(start), int32(end), int32(start)
	if style == Plain {
		n.Tag = resolveTag(value)
	} else {
		n.Tag = tagStr
	}
	return n
}

// emptyNode is the null that stands at offset without being written.
func (p *parser) emptyNode(offset int) *Node {
	return p.scalarNode(Plain, "", offset, offset)
}

// fail records a syntax error unless the line has one already, of which this
// one is probably a consequence.
func (p *parser) fail(code ErrorCode, start, end int, format string, args ...any) {
	if p.quietLine == p.lineStart {
		return
	}
	p.quietLine = p.lineStart
	p.report(code, start, end, format, args...)
}

func (p *parser) report(code ErrorCode, start, end int, format string, args ...any) {
	message := strings.ToValidUTF8(fmt.Sprintf(format, args...), "\ufffd")
	p.errors = append(p.errors, SyntaxError{Span{start, end}, code, message})
}

// place is a position to come back to.
type place struct{ pos, lineStart, tabShift int }

func (p *parser) place() place { return place{p.pos, p.lineStart, p.tabShift} }

func (p *parser) goTo(to place) { p.pos, p.lineStart, p.tabShift = to.pos, to.lineStart, to.tabShift }

func (p *parser) eof() bool { return p.pos >= len(p.src) }

// peek returns the byte at the position plus i, 0 past the end of the text.
func (p *parser) peek(i int) byte {
	if p.pos+i < len(p.src) {
		return p.src[p.pos+i]
	}
	return 0
}

// column is the number of columns before the position. Bytes serve for
// columns: only blanks, dashes and ASCII properties stand where it matters.
func (p *parser) column() int { return p.pos - p.lineStart + p.tabShift }

// breakLen is the length of the line break at offset, 0 if there is none.
// NEL, LS and PS break lines in YAML 1.1, which Kubernetes and yaml.v3 read; in
// JSON they do not.
func (p *parser) breakLen(offset int) int {
	n := breakLen(p.src, offset)
	if p.json && n > 0 && p.src[offset] >= 0x80 {
		return 0
	}
	return n
}

func breakLen(src string, offset int) int {
	if offset >= len(src) {
		return 0
	}
	switch src[offset] {
	case '\n':
		return 1
	case '\r':
		if offset+1 < len(src) && src[offset+1] == '\n' {
			return 2
		}
		return 1
	case 0xC2:
		if offset+1 < len(src) && src[offset+1] == 0x85 {
			return 2
		}
	case 0xE2:
		if offset+2 < len(src) && src[offset+1] == 0x80 && (src[offset+2] == 0xA8 || src[offset+2] == 0xA9) {
			return 3
		}
	}
	return 0
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// blankAt reports whether a blank, a line break or the end stands at offset.
func (p *parser) blankAt(offset int) bool {
	return offset >= len(p.src) || isBlank(p.src[offset]) || p.breakLen(offset) > 0
}

// newline moves past a line break of n bytes.
func (p *parser) newline(n int) {
	p.pos += n
	p.lineStart, p.tabShift = p.pos, 0
}

// skip moves to the next token, past blanks, comments and line breaks, and
// reports whether it is on a new line. Tabs are an error where they would
// count as indentation: at the start of a line, and on the position's own line
// unless tabs says otherwise.
func (p *parser) skip(tabs bool) (crossed bool) {
	line := p.lineStart
	p.gap.comments, p.gap.idleTabs = false, p.gap.idleTabs[:0]
	for {
		p.skipBlanks(tabs)
		if p.peek(0) == '#' && !p.lineComment(p.pos) {
			p.gapComment()
		}
		p.comment()
		n := p.breakLen(p.pos)
		if n == 0 {
			p.endGap()
			return crossed
		}
		p.newline(n)
		p.previous = line
		crossed, tabs = true, p.json || p.inFlow()
	}
}

// gap is what is between two tokens. Go's readers refuse a tab at the start of a line
// without content, but not between two comments.
type gap struct {
	comments bool
	idleTabs []Span // that indent nothing, since the last comment
}

func (p *parser) gapComment() {
	if !p.gap.comments {
		p.endGap()
	}
	p.gap.comments, p.gap.idleTabs = true, p.gap.idleTabs[:0]
}

func (p *parser) endGap() {
	for _, tab := range p.gap.idleTabs {
		p.reportIdleTab(tab)
	}
}

func (p *parser) reportIdleTab(tab Span) {
	if tab.Start > p.idleTab { // a gap can be read twice
		p.idleTab = tab.Start
		p.report(IdleTab, tab.Start, tab.End, "readers in Go refuse a tab at the start of a line: remove it")
	}
}

func (p *parser) skipBlanks(tabs bool) {
	firstTab := -1
	for ; !p.eof(); p.pos++ {
		if p.src[p.pos] == '\t' {
			if p.pos <= p.trailingTab {
				continue
			}
			if firstTab < 0 {
				firstTab = p.pos
			}
			if !tabs {
				p.tabShift += 7 - p.column()%8
			}
		} else if p.src[p.pos] != ' ' {
			break
		}
	}
	if firstTab < 0 || tabs {
		return
	}
	if p.eof() || p.peek(0) == '#' || p.breakLen(p.pos) > 0 { // it indents nothing
		if p.peek(0) != '#' || !p.lineComment(firstTab) {
			p.gap.idleTabs = append(p.gap.idleTabs, Span{firstTab, p.pos})
		}
		return
	}
	if p.badTab >= 0 && strings.Count(p.src[p.badTab:firstTab], "\n") == 1 {
		p.quietLine = p.lineStart // a run of such lines is one mistake
	}
	p.fail(Tab, firstTab, p.pos, "a tab cannot indent: use spaces")
	p.badTab = firstTab
	if strings.Trim(p.src[p.lineStart:p.pos], " \t") == "" {
		p.tabShift = p.tabColumn(p.await) - (p.pos - p.lineStart)
	}
}

// lineComment reports whether a comment at offset is one about what is before it on
// its line. yaml.v3 reads those in a way of its own; a dash is nothing that a comment
// could be about.
func (p *parser) lineComment(offset int) bool {
	before := strings.TrimRight(p.src[p.lineStart:offset], " \t")
	indicator := strings.TrimSuffix(before, "-")
	return before != "" && (indicator == before || indicator != "" && !isBlank(indicator[len(indicator)-1]))
}

// comment takes the comment at the position, if there is one.
func (p *parser) comment() {
	slashes := p.json && p.peek(0) == '/' && (p.peek(1) == '/' || p.peek(1) == '*')
	if p.peek(0) != '#' && !slashes {
		return
	}
	start := p.pos
	p.pos = p.lineEnd(p.pos)
	if slashes {
		if i := strings.Index(p.src[start:p.pos], "*/"); i >= 0 && p.src[start+1] == '*' {
			p.pos = start + i + len("*/")
		}
		p.fail(NotJSON, start, p.pos, "JSON has no comments")
		return
	}
	if p.json {
		p.fail(NotJSON, start, p.pos, "JSON has no comments")
	}
	if n := len(p.comments); n == 0 || p.comments[n-1].Start < start {
		own := strings.TrimLeft(strings.TrimPrefix(p.src[p.lineStart:start], bom), " \t") == ""
		p.comments = append(p.comments, Comment{Span{start, p.pos}, own})
	}
}

// lineEnd is the offset of the end of the line around offset.
func (p *parser) lineEnd(offset int) int {
	for offset < len(p.src) && p.breakLen(offset) == 0 {
		offset++
	}
	return offset
}

// trimmedLineEnd is lineEnd without a comment and the blanks before it.
func (p *parser) trimmedLineEnd(offset int) int {
	end := p.lineEnd(offset)
	if i := strings.Index(p.src[offset:end], " #"); i >= 0 {
		end = offset + i
	}
	for end > offset && isBlank(p.src[end-1]) {
		end--
	}
	return end
}

// endLine makes sure that nothing but a comment follows a value on its line.
func (p *parser) endLine(value *Node) {
	p.skipBlanks(true)
	if p.eof() || p.breakLen(p.pos) > 0 {
		return
	}
	if p.peek(0) == '#' {
		p.comment()
		return
	}
	start, end := p.pos, p.trimmedLineEnd(p.pos)
	if p.peek(0) == ':' && p.blankAt(p.pos+1) {
		p.fail(NestedColon, start, start+1, "':' cannot stand in an unquoted value: quote the value, or start a mapping on the next line")
		if value.Kind == Scalar && value.Style == Plain {
			value.end = int32(end)
			value.Value = p.src[value.start:end]
			value.Tag = tagStr
		}
	} else {
		p.fail(Unexpected, start, end, "unexpected %s after the value", quoteText(p.src[start:end]))
	}
	p.pos = end
	p.skipBlanks(true)
	p.comment()
	p.pos = p.lineEnd(p.pos)
}

// atMarker reports whether a document marker, "---" or "...", stands at the
// position.
func (p *parser) atMarker() bool {
	return p.pos == p.lineStart && p.markerAt(p.pos)
}

func (p *parser) markerAt(offset int) bool {
	s := p.src[offset:]
	return (strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...")) && p.blankAt(offset+3)
}

// atDash reports whether a block sequence entry starts at the position.
func (p *parser) atDash() bool { return p.peek(0) == '-' && p.blankAt(p.pos+1) }

// keyLike reports whether the line from offset on reads as "key: value": it
// has a ':' followed by a blank outside of a comment. Such a line never
// continues a plain scalar.
func (p *parser) keyLike(offset int) bool {
	for i := offset; i < len(p.src) && p.breakLen(i) == 0; i++ {
		switch p.src[i] {
		case ':':
			if p.blankAt(i + 1) {
				return true
			}
		case '#':
			if i == offset || isBlank(p.src[i-1]) {
				return false
			}
		}
	}
	return false
}

// flowKeyLike is keyLike inside of brackets: up to the next of those or a comma.
func (p *parser) flowKeyLike(offset int) bool {
	for i := offset; i < len(p.src) && p.breakLen(i) == 0; i++ {
		switch p.src[i] {
		case ',', '[', ']', '{', '}':
			return false
		case ':':
			if p.blankAt(i + 1) {
				return true
			}
		}
	}
	return false
}

// quoteText quotes a piece of the text for a message, shortened. It looks at no
// more of it than it shows.
func quoteText(s string) string {
	const limit = 32
	shown, runes := 0, 0
	for shown < len(s) && runes < limit {
		_, size := utf8.DecodeRuneInString(s[shown:])
		shown += size
		runes++
	}
	if shown < len(s) {
		_, size := utf8.DecodeLastRuneInString(s[:shown])
		s = s[:shown-size] + "…"
	}
	return "'" + strings.Join(strings.Fields(s), " ") + "'"
}
