package document

import "strings"

// blockNode parses the node that follows an indicator (or the start of a
// document) inside a collection at column indent: what stands on the same line,
// or on the following lines if they are indented deeper.
//
// collections says that a block collection may start on the same line, as after
// "- " but not after "key: "; dashes says that a sequence may stand at the very
// column indent, as below a key.
func (p *parser) blockNode(indent int, collections, dashes bool) *Node {
	at := p.pos
	p.await = indent
	crossed := p.skip(!collections)
	p.await = -2
	if strings.TrimLeft(p.src[p.lineStart:p.pos], " ") == "" {
		p.templates(indent)
	}
	if !p.belongs(indent, crossed, dashes) {
		return p.emptyNode(at)
	}
	collections = collections || crossed

	outer := p.properties()
	if !outer.found() {
		return p.content(indent, collections, dashes, properties{})
	}
	if !p.skip(true) {
		if !p.eof() {
			return p.content(indent, collections, false, outer)
		}
	}
	// Properties on a line of their own belong to the whole node, also where that
	// is a mapping whose first key has properties too.
	for p.belongs(indent, true, dashes) {
		inner := p.innerProperties(outer)
		if !inner.found() || !p.skip(true) && !p.eof() {
			return p.attach(outer, p.content(indent, true, dashes, inner))
		}
		outer = outer.with(inner) // the anchor on one line, the tag on the next
	}
	return p.attach(outer, p.emptyNode(outer.end))
}

// belongs reports whether the token at the position can be inside of a
// collection at column indent.
func (p *parser) belongs(indent int, crossed, dashes bool) bool {
	if p.eof() || p.atMarker() {
		return false
	}
	column := p.column()
	switch {
	case !crossed || column > indent:
		return true
	case column < indent:
		return false
	}
	// libyaml takes a block scalar that is not indented, too.
	return dashes && p.atDash() || p.peek(0) == '|' || p.peek(0) == '>'
}

// content parses a node without the properties on lines before it. own are the
// properties just before it on its line: they are the first key's if it turns
// out to be a mapping.
func (p *parser) content(indent int, collections, dashes bool, own properties) *Node {
	column := p.column()
	start := p.pos
	if own.found() {
		column = own.column
		start = own.start
	}
	switch {
	case p.atDash():
		if !collections || own.found() {
			p.fail(Unexpected, p.pos, p.pos+1, "a list cannot start here: put '-' on a line of its own")
		}
		return p.attach(own, p.blockSequence(column, indent))
	case p.peek(0) == '?' && p.blankAt(p.pos+1), p.peek(0) == ':' && p.blankAt(p.pos+1):
		if !collections || own.found() && p.peek(0) == '?' {
			p.fail(NestedColon, p.pos, p.pos+1, "a mapping cannot start here: put its first key on a line of its own")
		}
		if p.peek(0) == ':' && own.found() {
			return p.blockMapping(column, indent, p.attach(own, p.emptyNode(own.end)))
		}
		return p.attach(own, p.blockMapping(column, indent, nil))
	case p.peek(0) == '|' || p.peek(0) == '>':
		return p.attach(own, p.blockScalar(indent))
	case p.strayBracket(indent):
		p.fail(UnclosedFlow, p.pos, p.pos+1, "'%c' is never closed: expected '%c'", p.peek(0), closing(p.peek(0)))
		p.pos++
		return p.attach(own, p.blockNode(indent, false, true))
	}

	line := p.lineStart
	node := p.attach(own, p.inlineNode(indent))
	oneLine := line == p.lineStart
	if collections && oneLine && (p.atColon(start) || p.missesColon(indent)) {
		return p.blockMapping(column, indent, node)
	}
	p.endLine(node)
	return node
}

// atColon moves past blanks to a ':' that makes a key of the node which began
// at start, and reports whether there is one.
func (p *parser) atColon(start int) bool {
	pos := p.pos
	for isBlank(p.peek(0)) {
		p.pos++
	}
	if p.peek(0) == ':' && p.blankAt(p.pos+1) {
		p.checkKeyLength(start)
		return true
	}
	p.pos = pos
	return false
}

// missesColon reports whether the node just read, on one line and inside of a
// collection at column indent, is a half-typed key: a key follows that is inside
// of the collection too, and no node but a key can have one after it.
func (p *parser) missesColon(indent int) bool {
	next := p.nextLine(p.pos)
	return next.column > indent && p.keyLike(next.pos)
}

// blockMapping parses the mapping whose keys are at column, inside of a
// collection at column parent. first is its first key if that is read already,
// with the position at its ':' or, where that is missing, after the key.
func (p *parser) blockMapping(column, parent int, first *Node) *Node {
	m := p.newNode()
	m.Kind, m.Style, m.Tag = Mapping, Block, tagMap
	m.start = int32(p.pos)
	if first != nil {
		m.start = first.propsStart
	}
	m.propsStart, m.end, m.column = m.start, m.start, int32(column)
	if !p.enterBlock(m) {
		return m
	}
	defer p.leaveBlock()
	p.addBlockEntry(m, p.blockEntry(m, column, first))
	p.mappingEntries(m, parent)
	return m
}

// mappingEntries parses entries of m up to the line that ends it, which is not
// deeper than column parent.
func (p *parser) mappingEntries(m *Node, parent int) {
	var run misplacedRun
	for {
		p.skip(false)
		if p.eof() || p.atMarker() || p.column() <= parent {
			return
		}
		indent := int(m.column)
		switch column := p.column(); {
		case p.template():
			continue
		case (column > indent || p.atDash()) && p.reopen(m):
			continue
		case column < indent && p.belongsAround():
			return
		case p.atDash():
			p.strayItem(m, &run)
			continue
		case column != indent:
			indent = p.misplaced(m, &run)
		default:
			run.items = false
		}
		p.addBlockEntry(m, p.blockEntry(m, indent, nil))
	}
}

func (p *parser) addBlockEntry(m *Node, e Entry) {
	m.addEntry(e)
	m.end = max(m.end, e.Key.end, e.Value.end, int32(e.Colon+1))
}

// blockEntry parses one entry of the mapping m. What is nested in it is deeper
// than column.
func (p *parser) blockEntry(m *Node, column int, key *Node) Entry {
	start := p.pos
	own := p.column()
	around := &p.open[len(p.open)-1]
	around.entry = line{start, own}
	e := Entry{Colon: -1}
	switch {
	case key == nil && p.peek(0) == '?' && p.blankAt(p.pos+1):
		return p.explicitEntry(column)
	case key == nil && p.peek(0) == ':' && p.blankAt(p.pos+1):
		if p.quietLine != p.previous || p.previous == p.lineStart { // else it is the rest of the line above
			p.fail(Unexpected, p.pos, p.pos+1, "expected a key before ':'")
		}
		e.Key = p.emptyNode(p.pos)
		e.Colon = p.pos
		p.pos++
		e.Value = p.blockNode(column, false, true)
		return e
	case key != nil:
		e.Key = key
		start, own = int(key.propsStart), int(m.column)
		around.entry = line{start, own}
	default:
		line := p.lineStart
		e.Key = p.inlineKey(column)
		if line != p.lineStart { // a key of several lines
			if p.atColon(p.pos) {
				p.fail(KeyTooLong, int(e.Key.start), int(e.Key.end), "a key must stand on one line")
			} else {
				e.Value = p.withoutColon(m, e.Key, own)
				return e
			}
		}
	}
	if !p.atColon(start) {
		e.Value = p.withoutColon(m, e.Key, own)
		return e
	}
	e.Colon = p.pos
	p.pos++
	e.Value = p.blockNode(column, false, true)
	return e
}

// inlineKey parses a key with its properties.
func (p *parser) inlineKey(column int) *Node {
	own := p.properties()
	if own.found() {
		p.skipBlanks(true)
		if p.atDash() {
			p.fail(Unexpected, p.pos, p.pos+1, "an item cannot follow an anchor or a tag: put '-' first")
			p.pos++
			p.skipBlanks(true)
		}
		if p.blankAt(p.pos) || p.peek(0) == '#' || p.peek(0) == ':' && p.blankAt(p.pos+1) {
			return p.attach(own, p.emptyNode(own.end))
		}
	}
	before := p.pos
	p.inKey = true
	key := p.attach(own, p.inlineNode(column))
	p.inKey = false
	if p.pos == before {
		p.pos = p.lineEnd(p.pos)
	}
	return key
}

// withoutColon reports a key of m at the given column that no ':' follows, and
// returns the value it gets: what is below it, if that can be nothing else.
func (p *parser) withoutColon(m, key *Node, column int) *Node {
	text := key.FullSpan().Of(p.src)
	if i := colonIn(text); i > 0 && key.Style == Plain && key.Kind == Scalar {
		at := int(key.propsStart) + i
		p.fail(MissingColon, at, at+1, "expected a space after ':' in %s", quoteText(text))
	} else {
		p.fail(MissingColon, int(key.propsStart), int(key.end), "expected ':' after %s", quoteText(text))
	}
	p.endLine(key)
	if p.ownsNext(m, key, column) {
		return p.blockNode(column, false, true)
	}
	return p.emptyNode(int(key.end))
}

// colonIn finds the ':' of "key:value", which YAML reads as one word.
func colonIn(text string) int {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == ':':
			return i
		case !isWord(c):
			return -1
		}
	}
	return -1
}

// explicitEntry parses "? key" and the ": value" that may follow it.
func (p *parser) explicitEntry(column int) Entry {
	e := Entry{Colon: -1}
	p.pos++
	e.Key = p.blockNode(column, true, true)
	at := p.pos
	p.skip(false)
	if p.column() == column && p.peek(0) == ':' && p.blankAt(p.pos+1) {
		e.Colon = p.pos
		p.pos++
		e.Value = p.blockNode(column, true, true)
	} else {
		e.Value = p.emptyNode(min(at, p.pos))
	}
	return e
}

// blockSequence parses the sequence whose dashes are at column, inside of a
// collection at column parent. Where the two are one, as below a key, a key ends
// the sequence.
func (p *parser) blockSequence(column, parent int) *Node {
	s := p.newNode()
	s.Kind, s.Style, s.Tag = Sequence, Block, tagSeq
	s.start, s.propsStart, s.end, s.column = int32(p.pos), int32(p.pos), int32(p.pos), int32(column)
	if !p.enterBlock(s) {
		return s
	}
	defer p.leaveBlock()
	p.sequenceItem(s)
	p.sequenceItems(s, parent)
	return s
}

// sequenceItem parses the item whose dash is at the position.
func (p *parser) sequenceItem(s *Node) {
	dash := p.pos
	p.pos++
	p.addBlockItem(s, p.blockNode(int(s.column), true, false))
	s.end = max(s.end, int32(dash+1))
}

func (p *parser) addBlockItem(s, item *Node) {
	s.addItem(item)
	s.end = max(s.end, item.end)
}

// sequenceItems parses items of s up to the line that ends it.
func (p *parser) sequenceItems(s *Node, parent int) {
	column := int(s.column)
	var run misplacedRun
	for {
		p.skip(false)
		at := p.column()
		switch {
		case p.eof() || p.atMarker() || at <= min(parent, column-1):
			return
		case p.template():
		case at > column && p.reopen(s):
		case (at < column || at == column && parent < column && len(s.Items) > 1 && !p.atDash() && p.keyLike(p.pos)) && p.belongsAround():
			return
		case p.atDash():
			run.items = false
			if at != column && p.tabShift == 0 {
				p.fail(Indentation, p.pos, p.pos+1, "this item is indented by %d, the items before it by %d", at, column)
			}
			p.sequenceItem(s)
		case at < column || parent >= column:
			return
		case at == column && p.keyLike(p.pos) && p.wasMapping(s):
			p.mappingEntries(s, parent)
			return
		default:
			p.withoutDash(s, &run)
		}
	}
}

// enterBlock counts a block collection and reports whether it may be as deep.
// A text over the limit is not read any further.
func (p *parser) enterBlock(n *Node) bool {
	if len(p.open) >= maxDepth {
		p.tooDeep()
		return false
	}
	p.open = append(p.open, open{Node: n})
	return true
}

func (p *parser) leaveBlock() { p.open = p.open[:len(p.open)-1] }

func (p *parser) tooDeep() {
	p.quietLine = -1
	p.fail(TooDeep, p.pos, min(p.pos+1, len(p.src)), "nested deeper than %d levels: the rest of the file is not read", maxDepth)
	p.pos = len(p.src)
	p.quietLine = p.lineStart
}
