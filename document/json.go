package document

import "strings"

// This file is about JSON whose brackets do not match. In a file that a program has
// printed the indentation tells which of them is wrong: a collection begins at the
// end of a line, what is in it is deeper than that line, and its end is at the
// indentation of that line again.

// parseJSON parses a JSON text. One that has mistakes is parsed once more, by its
// indentation, and the reading with fewer of them counts.
func parseJSON(text string) *parser {
	p := newParser(text, JSON)
	p.parseStream()
	p.dropConsequences()
	if len(p.errors) == 0 {
		return p
	}
	printed := newParser(text, JSON)
	printed.printed = true
	printed.parseStream()
	printed.dropConsequences()
	if len(printed.errors) > len(p.errors) {
		return p
	}
	return printed
}

// indentOf is the number of bytes of white space at the start of the line around
// offset, and whether nothing else is before offset.
func (p *parser) indentOf(offset int) (indent int, first bool) {
	start := p.lineStart
	if offset < start {
		for start = offset; start > 0 && p.breakLen(start-1) == 0; {
			start--
		}
	}
	end := start
	for end < len(p.src) && isBlank(p.src[end]) {
		end++
	}
	return end - start, end >= offset
}

// jsonKeyAt reports whether a string with a ':' after it is at offset, on one line.
func (p *parser) jsonKeyAt(offset int) bool {
	if offset >= len(p.src) || p.src[offset] != '"' {
		return false
	}
	i := offset + 1
	for i < len(p.src) && p.src[i] != '"' && p.breakLen(i) == 0 {
		if p.src[i] == '\\' {
			i++
		}
		i++
	}
	for i++; i < len(p.src) && isBlank(p.src[i]); i++ {
	}
	return i < len(p.src) && p.src[i] == ':'
}

// childIndent is the indentation of the first value in a collection, -1 if that does
// not begin its line.
func (p *parser) childIndent(n *Node) int {
	if n.size() == 0 {
		return -1
	}
	first := n.child(0)
	if n.Kind == Mapping {
		first = n.Entries[0].Key
	}
	if indent, ok := p.indentOf(int(first.start)); ok {
		return indent
	}
	return -1
}

// verdict is what the indentation of a line says about a flow collection.
type verdict uint8

const (
	goesOn   verdict = iota
	ends             // the collection has ended before the line, without its bracket
	closed           // it ends with the wrong bracket
	inside           // the line goes on with a collection inside of this one
	consumed         // the line began with a bracket that closes nothing
)

// byIndent says what the first token of a line is to n, which began on a line that
// is indented by n.column. It reads what is not a part of n itself.
func (p *parser) byIndent(n *Node, indent int) verdict {
	at, outer, child := p.pos-p.lineStart, int(n.column), p.childIndent(n)
	enclosed := len(p.brackets) > 1
	switch c := p.peek(0); c {
	case ']', '}':
		switch {
		case at < outer && enclosed:
			return ends
		case at > outer && child > outer:
			p.fail(Unexpected, p.pos, p.pos+1, "'%c' closes nothing: expected ',' or '%c'", c, closer(n))
			p.pos++
			return consumed
		case at == outer && child > outer && c != closer(n):
			p.fail(Unexpected, p.pos, p.pos+1, "expected '%c', found '%c'", closer(n), c)
			p.pos++
			return closed
		}
	case ',':
		if at <= outer && enclosed {
			return ends
		}
	case '"', '{', '[':
		if at <= outer && enclosed && (c != '"' || n.Kind == Sequence || p.jsonKeyAt(p.pos)) {
			return ends
		}
		if child >= 0 && at > child && p.reenter(n, at, indent) {
			return inside
		}
	}
	return goesOn
}

// reenter goes on with a collection at the end of n that was closed too early: its
// values are at the indentation.
func (p *parser) reenter(n *Node, at int, indent int) bool {
	var chain []*Node
	for c := n; ; {
		if c.size() == 0 || len(chain) == maxReach {
			return false
		}
		c = c.child(c.size() - 1)
		if c.Style != Flow || c.Kind != Mapping && c.Kind != Sequence {
			return false
		}
		chain = append(chain, c)
		if p.childIndent(c) == at {
			break
		}
	}
	c, from := chain[len(chain)-1], p.pos
	if !c.unclosed {
		p.report(Unexpected, int(c.end)-1, int(c.end), "'%c' closes this too early: what follows is indented as a part of it", closer(c))
	}
	for _, c := range chain {
		p.enterFlow(c)
	}
	c.unclosed = false
	p.flowEntries(c, indent)
	for i := len(chain) - 1; i >= 0; i-- {
		p.leaveFlow(chain[i])
		chain[i].Parent.end = max(chain[i].Parent.end, chain[i].end)
	}
	return p.pos > from
}

// withoutBracket reads the lines below a key whose value should begin with a bracket
// at the end of its line. It returns nil if they are no such value.
func (p *parser) withoutBracket(colon, indent int) *Node {
	outer, _ := p.indentOf(colon)
	at := p.pos - p.lineStart
	if at <= outer {
		return nil
	}
	kind := Sequence
	if p.jsonKeyAt(p.pos) {
		kind = Mapping
	} else {
		next := p.nextLine(p.pos)
		closes := next.pos < len(p.src) && p.src[next.pos] == ']' && next.column == outer
		if !closes && (next.column != at || next.pos >= len(p.src) || p.jsonKeyAt(next.pos) || p.src[next.pos] == ']') {
			return nil
		}
	}
	bracket := '{'
	if kind == Sequence {
		bracket = '['
	}
	p.report(UnclosedFlow, colon, colon+1, "expected '%c' after ':'", bracket)
	return p.entriesOf(kind, outer, indent)
}

// rootWithoutBracket reads the entries of an object at the root without its '{'.
func (p *parser) rootWithoutBracket() *Node {
	end := p.flowWordEnd()
	p.report(UnclosedFlow, p.pos, end, "expected '{' before %s", quoteText(p.src[p.pos:end]))
	return p.entriesOf(Mapping, 0, -1)
}

// reopenRoot goes on with an object at the root that was closed too early.
func (p *parser) reopenRoot(n *Node) {
	if !n.unclosed {
		p.report(Unexpected, int(n.end)-1, int(n.end), "'%c' closes this too early: more follows", closer(n))
	}
	from := p.pos
	p.enterFlow(n)
	p.flowEntries(n, -1)
	p.leaveFlow(n)
	if p.pos == from {
		p.pos = p.lineEnd(p.pos)
	}
}

// entriesOf reads a collection of which the opening bracket is missing.
func (p *parser) entriesOf(kind Kind, column, indent int) *Node {
	n := p.newNode()
	n.Kind, n.Style, n.Tag, n.column = kind, Flow, tagMap, int32(column)
	if kind == Sequence {
		n.Tag = tagSeq
	}
	n.start, n.propsStart, n.end = int32(p.pos), int32(p.pos), int32(p.pos)
	if p.flowDepth < maxDepth {
		p.enterFlow(n)
		p.flowEntries(n, indent)
		p.leaveFlow(n)
	}
	return n
}

func (p *parser) enterFlow(n *Node) {
	p.brackets = append(p.brackets, n)
	p.flowDepth++
	*p.counter(n)++
}

func (p *parser) leaveFlow(n *Node) {
	p.brackets = p.brackets[:len(p.brackets)-1]
	p.flowDepth--
	*p.counter(n)--
}

// counter counts the open collections of n's kind.
func (p *parser) counter(n *Node) *int {
	if n.Kind == Mapping {
		return &p.openMaps
	}
	return &p.openSeqs
}

// jsonSeparator reads what is written where JSON has a ',': it reports whether
// there is anything of the kind.
func (p *parser) jsonSeparator() bool {
	if !p.json || p.peek(0) != ';' {
		return false
	}
	p.fail(NotJSON, p.pos, p.pos+1, "expected ',', found ';'")
	return true
}

// startsJSONValue reports whether a value may start with c.
func startsJSONValue(c byte) bool {
	return c == '"' || c == '{' || c == '[' || c == '-' || '0' <= c && c <= '9' || strings.IndexByte("tfn", c) >= 0
}
