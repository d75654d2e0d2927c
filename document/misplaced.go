package document

import "strings"

// This file is about single lines out of place: a key without its colon, a key at
// another column, a dash too many or too few, a bracket, a tab.

// ownsNext reports whether the lines below a key of m without a ':', at the given
// column, are its value. Otherwise the key is a stray word.
func (p *parser) ownsNext(m, key *Node, column int) bool {
	next := p.nextLine(p.pos)
	kind := p.kindAt(next.pos)
	if next.column <= column || kind == Mapping && !p.keyLike(next.pos) {
		return false
	}
	p.displaced = true
	if m.size() == 0 {
		return true
	}
	if column != int(m.column) || key.Kind != Scalar || key.Style != Plain {
		return false
	}
	above := m.size() - 1
	l, ok := closedLevel(m, above, next.column, kind, 0)
	switch {
	case !ok:
		return true
	case l.owner != m || l.node().Empty() || kind == Sequence:
		return false
	case l.has(p.keyAt(next.pos)):
		return true
	}
	// The lines are one more of what is above them if they have a key in common with it.
	return !p.isLike(m, above, next)
}

// misplacedRun is a run of misplaced lines in one collection, which is reported
// once.
type misplacedRun struct {
	column  int  // that the last one is at, plus 1
	shifted bool // the collection turned out to be at another column than its first key
	items   bool // the last line had a dash too many, or lacked one
}

// misplaced reports the entry at the position, which is not at the column of its
// mapping, and returns the column that what is nested in it is deeper than.
func (p *parser) misplaced(m *Node, run *misplacedRun) (indent int) {
	p.displaced = true
	at, column := p.column(), int(m.column)
	next := p.nextLine(p.pos).column
	indent = at
	known := run.column == at+1
	run.column = at + 1
	alone := len(m.Entries) == 1 && !run.shifted
	switch {
	case at > column && next == at && alone,
		at < column && (next <= at || p.opens(p.pos) && next <= column):
		// The keys that follow are somewhere else than those before.
		alone = p.ownsRest(m) || alone
		m.column = int32(at)
		run.column = column + 1
		first := int(m.Entries[0].Key.propsStart)
		if alone && !p.failedFrom(first) {
			p.report(Indentation, first, p.keyEnd(first), "%s is indented by %d, the keys after it by %d", quoteText(p.src[first:p.keyEnd(first)]), column, at)
		}
		known = known || alone || run.shifted
		run.shifted = true
	case at > column && next <= at, at < column && next > column:
		indent = column
	}
	if p.quietLine == p.previous && !p.keyLike(p.pos) {
		p.quietLine = p.lineStart // one more line of something that is broken above
	}
	if !known && p.tabShift == 0 && p.quietLine != p.previous {
		end := p.keyEnd(p.pos)
		p.fail(Indentation, p.pos, end, "%s is indented by %d, the keys before it by %d", quoteText(p.src[p.pos:end]), at, column)
	}
	return indent
}

// ownsRest moves the entries of m after its first into that, if they are what is below
// it: it has no value, and the key at the position has its lines at their column.
func (p *parser) ownsRest(m *Node) bool {
	first, rest := m.Entries[0], m.Entries[1:]
	if len(rest) == 0 || !first.Value.Empty() || first.Value.tagged || first.Colon < 0 || !p.opens(p.pos) || p.nextLine(p.pos).column != int(m.column) {
		return false
	}
	c := level{owner: m, column: int(m.column), kind: Mapping}.collection(p, int(rest[0].Key.propsStart))
	for _, e := range rest {
		p.addBlockEntry(c, e)
	}
	m.Entries = m.Entries[:1]
	return true
}

// strayItem takes a sequence item that is where a key of m is expected. If it is
// a single key with a dash before it, that is one of m.
func (p *parser) strayItem(m *Node, run *misplacedRun) {
	if !run.items {
		p.fail(Unexpected, p.pos, p.pos+1, "expected a key, found a list item")
	}
	run.items = true
	column := p.column()
	key := p.pos + 1
	for key < len(p.src) && isBlank(p.src[key]) {
		key++
	}
	next := p.nextLine(p.pos)
	single := next.column != column+key-p.pos || p.opens(p.pos)
	if p.keyLike(key) && single && !(next.column == column && p.kindAt(next.pos) == Sequence) {
		p.pos = key
		p.addBlockEntry(m, p.blockEntry(m, column, nil))
		return
	}
	text := key < len(p.src) && (p.src[key] == '|' || p.src[key] == '>')
	if l, ok := closedLevel(m, m.size()-1, next.column, p.kindAt(next.pos), 0); ok && next.column > column && !text {
		// The line after it goes on with what is above it, so it is a line alone.
		dash := p.pos
		p.pos = key
		item := p.inlineNode(column)
		p.endLine(item)
		if l.node().Kind == Sequence {
			p.addBlockItem(l.node(), item)
			p.stretch(l.node(), m)
		}
		if p.pos == dash {
			p.pos = p.lineEnd(dash)
		}
		return
	}
	items := p.blockSequence(column, column).Items
	if l, ok := closedLevel(m, m.size()-1, maxDepth, Sequence, 0); ok && l.node().Empty() && len(items) > 0 {
		s := l.collection(p, int(items[0].propsStart))
		for _, item := range items {
			p.addBlockItem(s, item)
		}
		p.stretch(s, m)
	}
}

// wasMapping reports whether s is a mapping with a dash before its first key,
// which the key at the position goes on with. If so it makes s that.
func (p *parser) wasMapping(s *Node) bool {
	if len(s.Items) != 1 {
		return false
	}
	item := s.Items[0]
	if item.Kind != Mapping || item.Style != Block || item.tagged || item.Anchor != "" || item.has(p.keyAt(p.pos)) {
		return false
	}
	if !p.failedFrom(int(s.start)) {
		p.report(Unexpected, int(s.start), int(s.start)+1, "expected a key, found a list item")
	}
	p.ownsRest(item)
	s.Kind, s.Tag, s.Items = Mapping, tagMap, nil
	for _, e := range item.Entries {
		p.addBlockEntry(s, e)
	}
	return true
}

// withoutDash reads a line that is where an item of s is expected, at its column
// or deeper.
func (p *parser) withoutDash(s *Node, run *misplacedRun) {
	p.displaced = true
	column, before := p.column(), p.pos
	if !run.items {
		end := p.trimmedLineEnd(p.pos)
		p.fail(Unexpected, p.pos, end, "expected '- ' or less indentation, found %s", quoteText(p.src[p.pos:end]))
	}
	run.items = true
	if column > int(s.column) {
		p.blockNode(int(s.column), true, false)
	} else if p.keyLike(p.pos) {
		inner := p.nextLine(p.pos).column
		if inner <= column {
			inner = column + 2
		}
		m := p.newNode()
		m.Kind, m.Style, m.Tag, m.column = Mapping, Block, tagMap, int32(inner)
		m.start, m.propsStart, m.end = int32(p.pos), int32(p.pos), int32(p.pos)
		if p.enterBlock(m) {
			p.addBlockEntry(m, p.blockEntry(m, column, nil))
			p.mappingEntries(m, column)
			p.leaveBlock()
		}
		p.addBlockItem(s, m)
	} else {
		p.addBlockItem(s, p.blockNode(column-1, false, false))
	}
	if p.pos == before {
		p.pos = p.lineEnd(p.pos)
	}
}

// strayBracket reports whether a bracket at the end of a line has block structure
// below it: keys or items without commas, and no bracket that closes it.
func (p *parser) strayBracket(indent int) bool {
	if c := p.peek(0); c != '[' && c != '{' || p.json || p.trimmedLineEnd(p.pos) != p.pos+1 {
		return false
	}
	first := p.nextLine(p.pos)
	if first.column <= indent || !p.structural(first) {
		return false
	}
	if p.kindAt(first.pos) == Sequence {
		return true
	}
	text := p.src[first.pos:p.trimmedLineEnd(first.pos)]
	if strings.IndexByte(",[{", text[len(text)-1]) >= 0 || strings.Count(text, `"`)%2+strings.Count(text, "'")%2 > 0 {
		return false
	}
	second := p.nextLine(first.pos)
	if second.column > indent {
		return p.structural(second)
	}
	return second.pos >= len(p.src) || strings.IndexByte("]},", p.src[second.pos]) < 0
}

// structural reports whether a line begins with a key or with a dash.
func (p *parser) structural(l line) bool {
	return p.kindAt(l.pos) == Sequence || strings.IndexByte("]},", p.src[l.pos]) < 0 && p.keyLike(l.pos)
}

// tabColumn is the column of the line at the position, whose indentation has tabs
// in it: that of the spaces among them, where something is expected there, or the
// one that its neighbors have. await is the column that it is deeper than if it is
// the value of the key before it, -2 where there is none.
func (p *parser) tabColumn(await int) int {
	spaces, tabbed := 0, 0
	for _, c := range []byte(p.src[p.lineStart:p.pos]) {
		if c == '\t' {
			tabbed += 8 - tabbed%8
		} else {
			spaces++
			tabbed++
		}
	}
	next, opens := p.nextLine(p.pos).column, p.opens(p.pos)
	if await > -2 {
		switch {
		case spaces > await:
			return spaces
		case next > await+1 && opens:
			return (await + next + 1) / 2
		case next > await:
			return next
		}
		return max(tabbed, await+2)
	}
	kind := p.kindAt(p.pos)
	best, innermost := -1, -1
	for i := len(p.open) - 1; i >= max(0, len(p.open)-maxReach); i-- {
		column := int(p.open[i].column)
		if p.open[i].Node.Kind != kind {
			continue
		}
		if innermost < 0 {
			innermost = column
		}
		if spaces > 0 && column == spaces {
			return spaces
		}
		if best < 0 && opens && column < next {
			best = column
		}
	}
	switch {
	case best >= 0:
		return best
	case innermost >= 0:
		return innermost
	}
	return tabbed
}
