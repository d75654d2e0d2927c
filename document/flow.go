package document

import "strings"

// inlineNode parses an alias, a quoted or plain scalar or a flow collection,
// without properties, inside of a block collection at column indent.
func (p *parser) inlineNode(indent int) *Node {
	switch c := p.peek(0); c {
	case '*':
		return p.alias()
	case '"', '\'':
		return p.quoted(indent)
	case '[', '{':
		if c == '{' && p.peek(1) == '{' && !p.json && !p.inFlow() {
			return p.templateValue(indent)
		}
		return p.flowCollection(indent)
	default:
		return p.plain(indent)
	}
}

func (p *parser) inFlow() bool { return p.openSeqs+p.openMaps > 0 }

// flowCollection parses the flow sequence or mapping at the position. A line at
// or left of the column indent that starts a key or an item ends it: its
// bracket was forgotten.
func (p *parser) flowCollection(indent int) *Node {
	n := p.newNode()
	n.Style, n.start, n.propsStart = Flow, int32(p.pos), int32(p.pos)
	n.Kind, n.Tag = Sequence, tagSeq
	if p.peek(0) == '{' {
		n.Kind, n.Tag = Mapping, tagMap
	}
	if p.printed {
		outer, _ := p.indentOf(p.pos)
		n.column = int32(outer)
	}
	p.pos++
	n.end = int32(p.pos)
	if p.flowDepth >= maxDepth {
		p.tooDeep()
		return n
	}
	p.enterFlow(n)
	p.flowEntries(n, indent)
	p.leaveFlow(n)
	return n
}

func closer(n *Node) byte {
	if n.Kind == Mapping {
		return '}'
	}
	return ']'
}

func closing(bracket byte) byte {
	if bracket == '{' {
		return '}'
	}
	return ']'
}

// flowEntries parses up to the end of n, closing bracket included.
func (p *parser) flowEntries(n *Node, indent int) {
	separated := true // by a comma, or by being the first
	comma := -1       // the last one, while nothing follows it
	last := p.place() // the end of what belongs to n for sure
	quiet := p.quietLine
	broken := false // the last entry has a mistake, and so may have what separates it
	for {
		crossed := p.skip(true)
		if crossed && p.json && p.template() {
			continue
		}
		if crossed && p.printed && !p.eof() {
			switch p.byIndent(n, indent) {
			case ends:
				p.leaveUnclosed(n, last)
				return
			case closed:
				n.end = int32(p.pos)
				return
			case inside:
				separated, comma, last = false, -1, p.place()
				continue
			case consumed:
				continue
			}
		}
		c := p.peek(0)
		switch {
		case p.eof() || p.atMarker() || crossed && (p.leavesFlow(indent) || !separated && p.leavesBroken(indent)):
			p.leaveUnclosed(n, last)
			return
		case c == closer(n):
			if comma >= 0 && p.json {
				p.fail(NotJSON, comma, comma+1, "JSON allows no ',' before '%c'", c)
			}
			p.pos++
			n.end = int32(p.pos)
			return
		case c == ']' || c == '}':
			if c == ']' && p.openSeqs > 0 || c == '}' && p.openMaps > 0 {
				p.leaveUnclosed(n, last)
				return
			}
			p.fail(Unexpected, p.pos, p.pos+1, "'%c' closes nothing: expected ',' or '%c'", c, closer(n))
			p.pos++
			continue
		case c == ',' || p.jsonSeparator():
			if separated {
				p.fail(Unexpected, p.pos, p.pos+1, "expected a value before ','")
			}
			comma, separated = p.pos, true
			p.pos++
			last = p.place()
			continue
		}
		if !separated && !(broken && crossed) {
			end := p.flowWordEnd()
			p.fail(MissingComma, p.pos, end, "expected ',' or '%c', found %s", closer(n), quoteText(p.src[p.pos:end]))
			if p.json && p.jsonKeyAt(p.pos) { // its quotes leave no doubt about what comes next
				p.quietLine = -1
			}
		}
		errors, before := len(p.errors), p.pos
		if n.Kind == Mapping {
			n.addEntry(p.flowEntry(indent))
		} else {
			n.addItem(p.flowItem(indent))
		}
		if p.pos == before { // no progress: nothing here starts a value
			p.pos++
		}
		broken = len(p.errors) > errors
		if len(p.errors) == errors && p.quietLine == p.lineStart && (p.json || quiet != p.lineStart) && separated {
			p.quietLine = -1 // a sound entry: what follows is on its own again
		}
		separated, comma, last = false, -1, p.place()
	}
}

// leavesFlow reports whether the line at the position belongs to the block
// structure around a flow collection.
func (p *parser) leavesFlow(indent int) bool {
	if indent < 0 || p.column() > indent {
		return false
	}
	if c := p.peek(0); c == ']' || c == '}' || c == ',' {
		return false
	}
	return p.atDash() || p.keyLike(p.pos) && !p.entryOfFlow()
}

// entryOfFlow reports whether the line at the position, which reads as a key, ends with
// a comma or has the bracket after it that closes what is open. Then it is an entry of
// that which has lost its indentation.
func (p *parser) entryOfFlow() bool {
	last := p.src[p.trimmedLineEnd(p.pos)-1]
	if last == ',' {
		return true
	}
	next := p.nextLine(p.pos)
	if next.pos >= len(p.src) || last == '{' || last == '[' {
		return false
	}
	return p.src[next.pos] == '}' && p.openMaps > 0 || p.src[next.pos] == ']' && p.openSeqs > 0
}

// leavesBroken reports whether the line at the position, where a flow collection
// cannot go on, is block structure: its bracket was forgotten, or is one too many.
// A line that ends with a comma or a bracket, or has one after it, is not.
func (p *parser) leavesBroken(indent int) bool {
	here := line{p.pos, p.column()}
	if p.json || !p.structural(here) || indent < 0 && strings.IndexByte(`"'`, p.peek(0)) >= 0 {
		return false
	}
	flow := func(c byte) bool { return strings.IndexByte(",[]{}", c) >= 0 }
	if flow(p.src[p.trimmedLineEnd(p.pos)-1]) && !p.opens(p.pos) {
		return false
	}
	next := p.nextLine(p.pos)
	return next.pos >= len(p.src) || !flow(p.src[next.pos])
}

// leaveUnclosed ends n, whose bracket is missing, at the place up to which it
// goes for sure, so that what follows is read as a part of what is around it. Of
// collections that end at one place the innermost is reported: the others may
// well be closed once it is.
func (p *parser) leaveUnclosed(n *Node, last place) {
	n.unclosed = true
	n.end = int32(max(last.pos, int(n.start)+1))
	if p.unclosedAt != last.pos {
		p.report(UnclosedFlow, int(n.start), int(n.start)+1, "'%c' is never closed: expected '%c'", p.src[n.start], closer(n))
	}
	p.goTo(last)
	p.unclosedAt = last.pos
}

// maxWord is how many bytes of a word are looked at for a message.
const maxWord = 256

// flowWordEnd is the end of the word at the position, for a message.
func (p *parser) flowWordEnd() int {
	i, limit := p.pos+1, min(len(p.src), p.pos+maxWord)
	for i < limit && !p.blankAt(i) && p.src[i] != ',' && p.src[i] != ']' && p.src[i] != '}' {
		i++
	}
	return i
}

// flowItem parses one item of a flow sequence, a single-pair mapping included.
func (p *parser) flowItem(indent int) *Node {
	if p.peek(0) == '?' {
		return p.singlePair(p.explicitFlowEntry(indent))
	}
	start, line := p.pos, p.lineStart
	item := p.flowNode(indent)
	if e, ok := p.flowValue(item, start, line, indent); ok {
		if p.json {
			p.fail(NotJSON, start, e.Colon+1, "expected ',' or ']': a key and ':' belong in '{…}'")
		}
		return p.singlePair(e)
	}
	return item
}

// singlePair is the mapping that "[key: value]" has as its item.
func (p *parser) singlePair(e Entry) *Node {
	m := p.newNode()
	m.Kind, m.Style, m.Tag = Mapping, Flow, tagMap
	m.start, m.propsStart = e.Key.propsStart, e.Key.propsStart
	m.end = max(e.Key.end, e.Value.end, int32(e.Colon+1))
	m.addEntry(e)
	return m
}

// flowEntry parses one entry of a flow mapping.
func (p *parser) flowEntry(indent int) Entry {
	if p.peek(0) == '?' {
		return p.explicitFlowEntry(indent)
	}
	for p.json && (p.peek(0) == '{' || p.peek(0) == '[') {
		p.fail(Unexpected, p.pos, p.pos+1, "expected a key in double quotes, found '%c'", p.peek(0))
		p.pos++
		p.skip(true)
	}
	start, line := p.pos, p.lineStart
	p.inKey = p.json
	key := p.flowNode(indent)
	p.inKey = false
	if p.json && (key.Kind != Scalar || key.Style != DoubleQuoted) {
		p.fail(NotJSON, start, max(int(key.end), start+1), "JSON keys are strings in double quotes, found %s", quoteText(p.src[start:p.pos]))
	}
	if e, ok := p.flowValue(key, start, line, indent); ok {
		return e
	}
	if p.json {
		p.fail(MissingColon, int(key.start), int(key.end), "expected ':' after %s", quoteText(p.src[key.start:key.end]))
		after := p.place()
		crossed := p.skip(true)
		if p.peek(0) == '=' {
			p.pos++
			p.skip(true)
		}
		if !crossed && startsJSONValue(p.peek(0)) && !p.jsonKeyAt(p.pos) {
			return Entry{Key: key, Value: p.flowNode(indent), Colon: -1}
		}
		p.goTo(after)
	}
	return Entry{Key: key, Value: p.emptyNode(int(key.end)), Colon: -1}
}

// flowValue parses ": value" behind a key which began at start in the line that
// starts at line; it reports whether there is one.
func (p *parser) flowValue(key *Node, start, line, indent int) (Entry, bool) {
	before := p.place()
	if key.Empty() && !p.json && p.pos == start {
		return Entry{}, false
	}
	p.skip(true)
	if p.peek(0) != ':' {
		p.goTo(before)
		return Entry{}, false
	}
	if !p.json {
		if line != p.lineStart {
			p.fail(KeyTooLong, int(key.start), int(key.end), "a key and its ':' must stand on one line")
		}
		p.checkKeyLength(start)
	}
	e := Entry{Key: key, Colon: p.pos}
	p.pos++
	e.Value = p.flowValueNode(indent)
	return e, true
}

// flowValueNode parses the value behind a ':' in a flow collection.
func (p *parser) flowValueNode(indent int) *Node {
	at, before := p.pos, p.place()
	crossed := p.skip(true)
	for p.json && p.peek(0) == ':' {
		p.fail(NotJSON, p.pos, p.pos+1, "expected a value, found ':'")
		p.pos++
		before = p.place()
		crossed = p.skip(true) || crossed
	}
	if crossed && p.printed && at > 0 && p.src[at-1] == ':' {
		if n := p.withoutBracket(at-1, indent); n != nil {
			return n
		}
		if p.jsonKeyAt(p.pos) {
			p.report(NotJSON, at-1, at, "expected a value after ':'")
			p.goTo(before)
			return p.emptyNode(at)
		}
	}
	switch c := p.peek(0); {
	case p.eof() || p.atMarker() || crossed && (p.leavesFlow(indent) || p.leavesBroken(indent)):
		p.goTo(before) // the collection ends here too
	case c == ',' || c == ']' || c == '}':
		if p.json {
			p.fail(NotJSON, p.pos, p.pos+1, "expected a value before '%c'", c)
		}
	default:
		return p.flowNode(indent)
	}
	return p.emptyNode(at)
}

// explicitFlowEntry parses "? key : value" in a flow collection.
func (p *parser) explicitFlowEntry(indent int) Entry {
	if p.json {
		p.fail(NotJSON, p.pos, p.pos+1, "JSON has no '?' keys")
	}
	p.pos++
	e := Entry{Colon: -1}
	at := p.pos
	p.skip(true)
	switch c := p.peek(0); c {
	case ':', ',', ']', '}', 0:
		p.fail(EmptyKey, at-1, at, "expected a key after '?'")
		e.Key = p.emptyNode(at)
	default:
		e.Key = p.flowNode(indent)
		at = p.pos
		p.skip(true)
	}
	if p.peek(0) == ':' {
		e.Colon = p.pos
		p.pos++
		e.Value = p.flowValueNode(indent)
	} else {
		e.Value = p.emptyNode(at)
	}
	return e
}

// flowNode parses a node with its properties inside of a flow collection.
func (p *parser) flowNode(indent int) *Node {
	own := p.properties()
	if !own.found() {
		return p.flowContent(indent)
	}
	if p.json {
		p.fail(NotJSON, own.start, own.end, "JSON has no anchors and no tags")
	}
	p.skip(true)
	switch c := p.peek(0); {
	case p.eof() || p.atMarker(), c == ',' || c == ']' || c == '}' || c == ':':
		return p.attach(own, p.emptyNode(own.end))
	}
	return p.attach(own, p.flowContent(indent))
}

func (p *parser) flowContent(indent int) *Node {
	start := p.pos
	switch c := p.peek(0); {
	case c == '-' && p.blankAt(p.pos+1):
		p.fail(Unexpected, p.pos, p.pos+1, "'- ' cannot stand inside of brackets: separate items by ','")
		p.pos++
		p.skip(true)
		start = p.pos
	case c == ':' || c == '?':
		p.fail(Unexpected, p.pos, p.pos+1, "expected a value, found '%c'", c)
		return p.emptyNode(p.pos)
	case c == '|' || c == '>':
		p.fail(Unexpected, p.pos, p.pos+1, "a block scalar cannot stand inside of brackets")
		p.pos++
		return p.emptyNode(p.pos)
	}
	n := p.inlineNode(indent)
	if p.json && n.Kind == Scalar && n.Style != DoubleQuoted || n.Kind == Alias && p.json {
		p.checkJSONScalar(n, start)
	}
	return n
}

// checkJSONScalar reports what YAML reads as a scalar but JSON does not.
func (p *parser) checkJSONScalar(n *Node, start int) {
	text := p.src[start:p.pos]
	switch {
	case n.Kind == Scalar && n.Style == Plain && (text == "true" || text == "false" || text == "null" || jsonNumber(text)):
	case n.Kind == Scalar && n.Style == SingleQuoted:
		p.fail(NotJSON, start, p.pos, "JSON strings stand in double quotes")
	default:
		p.fail(NotJSON, start, p.pos, "%s is not a JSON value: expected a string in double quotes, a number, true, false, null, '[' or '{'", quoteText(text))
	}
}
