package document

// blockNode parses the node that follows an indicator (or the start of a
// document) inside a collection at column indent: what stands on the same line,
// or on the following lines if they are indented deeper.
//
// collections says that a block collection may start on the same line, as after
// "- " but not after "key: "; dashes says that a sequence may stand at the very
// column indent, as below a key.
func (p *parser) blockNode(indent int, collections, dashes bool) *Node {
	at := p.pos
	crossed := p.skip(!collections)
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
			p.fail(Unexpected, p.pos, p.pos+1, "a sequence cannot start here: put '-' on a line of its own")
		}
		return p.attach(own, p.blockSequence(column, dashes && column == indent))
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
	}

	line := p.lineStart
	node := p.attach(own, p.inlineNode(indent))
	oneLine := line == p.lineStart
	if collections && oneLine && p.atColon(start) {
		return p.blockMapping(column, indent, node)
	}
	if collections && oneLine && node.Kind == Scalar && node.Style == Plain && p.missesColon(column, indent) {
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

// missesColon reports whether the scalar just read, at the given column, is a
// half-typed key: the next line is a key at the same column, which could not
// follow a scalar.
func (p *parser) missesColon(column, indent int) bool {
	if column <= indent {
		return false
	}
	i := p.pos
	for {
		i = p.lineEnd(i)
		n := p.breakLen(i)
		if n == 0 {
			return false
		}
		i += n
		lineStart := i
		for i < len(p.src) && p.src[i] == ' ' {
			i++
		}
		switch {
		case p.breakLen(i) > 0:
			continue
		case i < len(p.src) && p.src[i] == '#':
			continue
		}
		return i-lineStart == column && !p.markerAt(i) && p.keyLike(i)
	}
}

// blockMapping parses the mapping whose keys stand at column, inside of a
// collection at column parent. first is its first key if that is read already,
// with the position at its ':' or, where that is missing, behind the key.
func (p *parser) blockMapping(column, parent int, first *Node) *Node {
	m := p.newNode()
	m.Kind, m.Style, m.Tag = Mapping, Block, tagMap
	m.start = int32(p.pos)
	if first != nil {
		m.start = first.propsStart
	}
	m.propsStart, m.end = m.start, m.start
	if !p.enterBlock() {
		return m
	}
	defer p.leaveBlock()

	badColumn := -1 // of the run of misplaced lines that is reported already
	for key := first; ; key = nil {
		if len(m.Entries) > 0 {
			p.skip(false)
			if p.eof() || p.atMarker() || p.column() <= parent {
				break
			}
			badColumn = p.checkColumn(column, badColumn)
			if p.atDash() {
				p.strayItem(p.column())
				continue
			}
		}
		e := p.blockEntry(column, key)
		m.addEntry(e)
		m.end = max(m.end, e.Key.end, e.Value.end, int32(e.Colon+1))
	}
	return m
}

// checkColumn reports an entry that does not stand at its mapping's column,
// the first of a run at one wrong column.
func (p *parser) checkColumn(column, badColumn int) int {
	c := p.column()
	if c == column {
		return -1
	}
	if c != badColumn && p.tabShift == 0 {
		end := p.trimmedLineEnd(p.pos)
		if p.keyLike(p.pos) {
			for i := p.pos; i < end; i++ {
				if p.src[i] == ':' && p.blankAt(i+1) {
					end = i
					break
				}
			}
		}
		p.fail(Indentation, p.pos, end, "%s is indented by %d, the keys before it by %d", quoteText(p.src[p.pos:end]), c, column)
	}
	return c
}

// strayItem takes a sequence item that stands where a key is expected.
func (p *parser) strayItem(column int) {
	p.fail(Unexpected, p.pos, p.pos+1, "expected a key, found a sequence item")
	p.blockSequence(column, true)
}

// blockEntry parses one entry of the mapping at column.
func (p *parser) blockEntry(column int, key *Node) Entry {
	start := p.pos
	e := Entry{Colon: -1}
	switch {
	case key == nil && p.peek(0) == '?' && p.blankAt(p.pos+1):
		return p.explicitEntry(column)
	case key == nil && p.peek(0) == ':' && p.blankAt(p.pos+1):
		p.fail(Unexpected, p.pos, p.pos+1, "expected a key before ':'")
		e.Key = p.emptyNode(p.pos)
		e.Colon = p.pos
		p.pos++
		e.Value = p.blockNode(column, true, true)
		return e
	case key != nil:
		e.Key = key
		start = int(key.propsStart)
	default:
		line := p.lineStart
		e.Key = p.inlineKey(column)
		if line != p.lineStart { // a key of several lines
			if p.atColon(p.pos) {
				p.fail(KeyTooLong, int(e.Key.start), int(e.Key.end), "a key must stand on one line")
			} else {
				e.Value = p.withoutColon(e.Key)
				return e
			}
		}
	}
	if !p.atColon(start) {
		e.Value = p.withoutColon(e.Key)
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
		if p.blankAt(p.pos) || p.peek(0) == '#' || p.peek(0) == ':' && p.blankAt(p.pos+1) {
			return p.attach(own, p.emptyNode(own.end))
		}
	}
	before := p.pos
	key := p.attach(own, p.inlineNode(column))
	if p.pos == before {
		p.pos = p.lineEnd(p.pos)
	}
	return key
}

// withoutColon reports a key that no ':' follows and returns the value it gets.
func (p *parser) withoutColon(key *Node) *Node {
	text := key.Span().Of(p.src)
	if i := colonIn(text); i > 0 && key.Style == Plain && key.Kind == Scalar {
		at := int(key.start) + i
		p.fail(MissingColon, at, at+1, "expected a blank after ':' in %s", quoteText(text))
	} else {
		p.fail(MissingColon, int(key.start), int(key.end), "expected ':' after %s", quoteText(text))
	}
	p.endLine(key)
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

// blockSequence parses the sequence whose dashes stand at column. indentless
// says that it stands at its key's own column, so that a key ends it.
func (p *parser) blockSequence(column int, indentless bool) *Node {
	s := p.newNode()
	s.Kind, s.Style, s.Tag = Sequence, Block, tagSeq
	s.start, s.propsStart, s.end = int32(p.pos), int32(p.pos), int32(p.pos)
	if !p.enterBlock() {
		return s
	}
	defer p.leaveBlock()

	for {
		dash := p.pos
		p.pos++
		item := p.blockNode(column, true, false)
		s.addItem(item)
		s.end = max(int32(dash+1), item.end)
		for {
			p.skip(false)
			if p.eof() || p.atMarker() || p.column() < column {
				return s
			}
			if p.atDash() {
				if p.column() != column && p.tabShift == 0 {
					p.fail(Indentation, p.pos, p.pos+1, "this item is indented by %d, the items before it by %d", p.column(), column)
				}
				break
			}
			if indentless {
				return s
			}
			end := p.trimmedLineEnd(p.pos)
			p.fail(Unexpected, p.pos, end, "expected '- ' or less indentation, found %s", quoteText(p.src[p.pos:end]))
			before := p.pos
			p.blockNode(column-1, true, false)
			if p.pos == before {
				p.pos = p.lineEnd(p.pos)
			}
		}
	}
}

// enterBlock counts a block collection and reports whether it may be as deep.
// A text over the limit is not read any further.
func (p *parser) enterBlock() bool {
	if p.blockDepth++; p.blockDepth <= maxDepth {
		return true
	}
	p.tooDeep()
	p.blockDepth--
	return false
}

func (p *parser) leaveBlock() { p.blockDepth-- }

func (p *parser) tooDeep() {
	p.quietLine = -1
	p.fail(TooDeep, p.pos, min(p.pos+1, len(p.src)), "nested deeper than %d levels: the rest of the file is not read", maxDepth)
	p.pos = len(p.src)
	p.quietLine = p.lineStart
}
