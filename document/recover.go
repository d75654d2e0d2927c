package document

import "strings"

// This file is about lines that are not where their neighbors are. One such line
// is one mistake: what is around it is read as if the line were in its place.
//
// A line that is too far to the left ends the collections around it, and the
// lines after it are deeper than what is left. So the collections that the line
// has ended are opened again, and the line becomes a part of them. Nothing of
// this happens in a text that is valid: there no line is deeper than the mapping
// or the sequence that it is in.

const (
	maxStrays = 4  // lines in a row that may have ended a collection by mistake
	maxReach  = 64 // levels down which a collection is looked for, and keys of one that are compared
)

// line is a line with content: where that begins.
type line struct {
	pos, column int // column is -1 where there is none before the end of the document
}

// nextLine is the first line after the one around offset with more than a
// comment on it. A tab counts as nothing.
func (p *parser) nextLine(offset int) line {
	i := p.lineEnd(offset)
	for {
		n := p.breakLen(i)
		if n == 0 {
			return line{len(p.src), -1}
		}
		i += n
		if p.markerAt(i) {
			return line{i, -1}
		}
		column := 0
		for i < len(p.src) && isBlank(p.src[i]) {
			if p.src[i] == ' ' {
				column++
			}
			i++
		}
		switch {
		case i < len(p.src) && p.src[i] == '#':
			i = p.lineEnd(i)
		case i < len(p.src) && p.breakLen(i) == 0:
			return line{i, column}
		}
	}
}

// opens reports whether the line around offset ends with a ':', or has an anchor or
// a tag and nothing else after it, so that its value is on the lines below it.
func (p *parser) opens(offset int) bool {
	text := p.src[offset:p.trimmedLineEnd(offset)]
	for {
		word := strings.LastIndexAny(text, " \t") + 1
		if word == 0 || text[word] != '&' && text[word] != '!' {
			return strings.HasSuffix(text, ":")
		}
		text = strings.TrimRight(text[:word], " \t")
	}
}

// keyAt is the text of the key in the line from offset on.
func (p *parser) keyAt(offset int) string {
	for i := offset; i < len(p.src) && p.breakLen(i) == 0; i++ {
		if p.src[i] == ':' && p.blankAt(i+1) {
			return strings.Trim(strings.TrimRight(p.src[offset:i], " \t"), `"'`)
		}
	}
	return ""
}

// has reports whether one of the last keys of a mapping is key.
func (n *Node) has(key string) bool {
	for i := len(n.Entries) - 1; i >= max(0, len(n.Entries)-maxReach); i-- {
		if k := n.Entries[i].Key; k.Kind == Scalar && k.Value == key {
			return true
		}
	}
	return false
}

func (n *Node) size() int { return len(n.Entries) + len(n.Items) }

// child is the i-th value of a mapping or item of a sequence.
func (n *Node) child(i int) *Node {
	if n.Kind == Sequence {
		return n.Items[i]
	}
	return n.Entries[i].Value
}

// level is a block collection that has ended, or one that could begin, as the value
// of an entry or an item: the index-th of owner.
type level struct {
	owner  *Node
	index  int
	column int
	kind   Kind   // Mapping or Sequence
	tails  []tail // entries on the way to it that are after it, outermost first
}

// tail is the entries of a mapping from one on.
type tail struct {
	*Node
	from int
}

// closedLevel finds the level of a kind at a column on the way down from the i-th
// value of n to what ends last in it, or ends before so many entries without anything
// below them.
func closedLevel(n *Node, i, column int, kind Kind, strays int) (l level, ok bool) {
	l = level{owner: n, index: i, column: column, kind: kind}
	for range maxReach {
		v := l.node()
		switch {
		case v.Empty():
			opens := l.owner.Kind == Sequence || l.owner.Entries[l.index].Colon >= 0
			deeper := column > int(l.owner.column) || column == int(l.owner.column) && kind == Sequence && l.owner.Kind == Mapping
			return l, opens && deeper && !v.tagged
		case !isBlock(v):
			return l, false
		case int(v.column) == column && v.Kind == kind:
			return l, true
		case v.size() == 0:
			return l, false
		}
		l.owner, l.index = v, v.size()-1
		for v.Kind == Mapping && strays > 0 && l.index > 0 && !isBlock(l.node()) && !l.node().Empty() {
			l.index--
			strays--
		}
		if l.index < v.size()-1 {
			l.tails = append(l.tails, tail{v, l.index + 1})
		}
	}
	return l, false
}

func (l level) node() *Node { return l.owner.child(l.index) }

// has reports whether the level has a key already.
func (l level) has(key string) bool { return key != "" && l.node().has(key) }

// collection is the collection of a level. One that begins only now begins at start.
func (l level) collection(p *parser, start int) *Node {
	if n := l.node(); !n.Empty() {
		return n
	}
	n := l.node() // which may have an anchor, and aliases of that
	n.Kind, n.Style, n.Tag, n.column = l.kind, Block, tagMap, int32(l.column)
	if l.kind == Sequence {
		n.Tag = tagSeq
	}
	n.start, n.end = int32(start), int32(start)
	if n.Anchor == "" {
		n.propsStart = n.start
	}
	return n
}

// kindAt is the kind of the collection that the line at the offset is in.
func (p *parser) kindAt(offset int) Kind {
	if offset < len(p.src) && p.src[offset] == '-' && p.blankAt(offset+1) {
		return Sequence
	}
	return Mapping
}

// reopen looks whether the line at the position, which does not fit into n, goes
// on with a collection that ended by mistake, or begins one that has not begun. If
// so it reads on in that.
func (p *parser) reopen(n *Node) bool {
	p.displaced = true
	for _, further := range []int{0, maxStrays - 1} {
		for strays := range min(maxStrays+1, n.size()) {
			if strays > 1 && isBlock(n.child(n.size()-strays)) {
				break // only the last can have taken lines below it
			}
			l, ok := closedLevel(n, n.size()-1-strays, p.column(), p.kindAt(p.pos), further)
			if !ok {
				continue
			}
			start := p.pos
			if strays+len(l.tails) > 0 {
				if !p.strayed(n, l, strays) {
					return false
				}
				start = p.reportStrays(n, l, strays)
			}
			c, at := l.collection(p, start), p.pos
			for i := len(l.tails) - 1; i >= 0; i-- {
				p.takeIn(l.tails[i].Node, c, l.tails[i].size()-l.tails[i].from)
			}
			p.takeIn(n, c, strays)
			p.resume(n, c)
			return p.pos > at
		}
	}
	return false
}

// open is a block collection around the position.
type open struct {
	*Node
	entry line // of the entry or item that is being read
}

// belongsAround reports whether the line at the position, which does not fit into
// the innermost collection, goes on with one that ended before that began. Then
// the key that has the innermost as its value is a stray one.
func (p *parser) belongsAround() bool {
	p.displaced = true
	if len(p.open) < 2 {
		return false
	}
	around, innermost := p.open[len(p.open)-2], p.open[len(p.open)-1]
	here := line{p.pos, p.column()}
	if here.column <= int(around.column) {
		return false
	}
	if around.size() == 0 {
		// The key before it was out of line.
		below := p.nextLine(here.pos)
		return below.column == int(innermost.column) && innermost.size() > 1 && innermost.has(p.keyAt(below.pos))
	}
	if innermost.size() == 0 {
		return false
	}
	if innermost.Kind == Mapping && innermost.size() == 1 && innermost.child(0).Empty() {
		return false // this one is out of line, or half-typed
	}
	if here.column == int(around.column)+1 && p.opens(here.pos) && p.nextLine(here.pos).column == int(innermost.column) && inStep(around.Node, innermost.Node) {
		return true // one space too many: what is below it is as deep as innermost
	}
	last := around.size() - 1
	for i := last; i >= max(0, last-maxStrays+1); i-- {
		l, ok := closedLevel(around.Node, i, here.column, p.kindAt(here.pos), maxStrays-1)
		switch {
		case !ok && isBlock(around.child(i)):
			return false
		case !ok:
			continue
		case l.owner != around.Node || l.node().Empty():
			return true
		case sharesKey(l.node(), innermost.Node):
			return false
		case p.isLike(innermost.Node, innermost.size()-1, here) && !p.isLike(around.Node, i, here):
			return false
		}
		// The level is also one where the value could be that is read, were its first
		// line not out of line. So it takes more to tell.
		if around.entry.column != int(around.column) || p.failedFrom(around.entry.pos) || p.isLike(around.Node, i, here) {
			return true
		}
		if inner, ok := closedLevel(around.Node, i, int(innermost.column), innermost.Kind, 0); ok && (inner.node().Empty() || sharesKey(inner.node(), innermost.Node)) {
			return true
		}
		for _, key := range []string{p.keyAt(here.pos), p.keyAt(around.entry.pos)} {
			for j := i; j >= max(0, i-maxStrays) && key != ""; j-- {
				if around.child(j).has(key) {
					return true
				}
			}
		}
		// Several lines out of line are less likely than one, unless a key above them is
		// missing that is like the one here.
		below := p.nextLine(here.pos)
		return innermost.size() > 1 && !innermost.child(0).Empty() && !(below.column == int(innermost.column) && innermost.has(p.keyAt(below.pos)))
	}
	return false
}

// inStep reports whether inner, which is in outer, is probably at its right column: it
// has several keys there, or the one that it has is as deep in it as it is in outer.
func inStep(outer, inner *Node) bool {
	first := inner.child(0)
	if inner.Kind != Mapping || outer.Kind != Mapping || first.Empty() {
		return false
	}
	return inner.size() > 1 || isBlock(first) && first.column-inner.column == inner.column-outer.column
}

// isBlock reports whether a node is a block collection.
func isBlock(n *Node) bool { return n.Style == Block && (n.Kind == Mapping || n.Kind == Sequence) }

// isLike reports whether what is below a line begins with a key that is also below
// the line's predecessor, which is in the i-th child of n.
func (p *parser) isLike(n *Node, i int, at line) bool {
	below := p.nextLine(at.pos)
	if below.column <= at.column {
		return false
	}
	l, ok := closedLevel(n, i, below.column, Mapping, 0)
	return ok && l.has(p.keyAt(below.pos))
}

// strayed reports whether the last entries or items of n are probably parts of a
// level, with which the line at the position goes on.
func (p *parser) strayed(n *Node, l level, strays int) bool {
	if l.kind == Mapping && l.has(p.keyAt(p.pos)) {
		return false // a mapping of its own
	}
	for _, t := range l.tails {
		strays += t.size() - t.from
	}
	if strays == 1 || l.owner != n && len(l.tails) == 0 {
		return true
	}
	// Several lines at a level that is right: then more must follow that are not.
	at := line{p.pos, p.column()}
	for range 2*strays + 1 {
		if at.column <= int(n.column) {
			return false
		}
		at = p.nextLine(at.pos)
	}
	return true
}

// reportStrays reports the lines that ended a level by mistake, unless it is known
// that something is wrong with them. It returns where the first begins.
func (p *parser) reportStrays(n *Node, l level, strays int) int {
	var first *Node
	if last := len(l.tails) - 1; last >= 0 {
		n, strays = l.tails[last].Node, l.tails[last].size()-l.tails[last].from
	}
	if i := n.size() - strays; n.Kind == Mapping {
		first = n.Entries[i].Key
	} else {
		first = n.Items[i]
	}
	start := int(first.propsStart)
	if end := p.keyEnd(start); end > start && !p.failedFrom(start) {
		p.report(Indentation, start, end, "%s is indented by %d, its neighbors by %d", quoteText(p.src[start:end]), n.column, l.column)
	}
	return start
}

// keyEnd is the end of the key at offset or, where that is none, of the line.
func (p *parser) keyEnd(offset int) int {
	end := p.trimmedLineEnd(offset)
	for i := offset; i < end; i++ {
		if p.src[i] == ':' && p.blankAt(i+1) {
			return i
		}
	}
	return end
}

// failedFrom reports whether one of the last errors is on the line around offset or
// after it, or on the line with content before it.
func (p *parser) failedFrom(offset int) bool {
	start := offset
	for start > 0 && p.src[start-1] != '\n' {
		start--
	}
	before := -1
	for i := len(p.errors) - 1; i >= max(0, len(p.errors)-maxReach); i-- {
		e := p.errors[i]
		if e.Code.Harmless() {
			continue
		}
		if e.Start >= start {
			return true
		}
		before = max(before, e.Start)
	}
	return before >= 0 && p.nextLine(before).pos == offset
}

// takeIn moves the last entries or items of n to where they were probably meant
// to be: into c, which ends before them.
func (p *parser) takeIn(n, c *Node, strays int) {
	from := n.size() - strays
	if strays == 0 {
		return
	}
	if n.Kind == Sequence {
		items := n.Items[from:]
		n.Items = n.Items[:from]
		for _, item := range items {
			switch {
			case c.Kind == Sequence:
				p.addBlockItem(c, item)
			case item.Kind == Mapping && item.Style == Block:
				for _, e := range item.Entries {
					p.addBlockEntry(c, e)
				}
			}
		}
		return
	}
	entries := n.Entries[from:]
	n.Entries = n.Entries[:from]
	last := entries[len(entries)-1]
	into, v := c, last.Value
	if !isBlock(v) {
		v = nil
	} else if l, ok := closedLevel(n, from-1, int(v.column), v.Kind, 0); !ok {
		v = nil
	} else if inner := l.node(); !inner.Empty() && inner.Kind != v.Kind || sharesKey(inner, v) || fits(l.owner, last.Key) {
		into, v = l.owner, nil
	} else {
		into = l.collection(p, int(entries[0].Key.propsStart))
	}
	// The lines below the last key were read as its value. They go on with the collection
	// at their column, unless they are one of their own.
	if v != nil {
		entries[len(entries)-1].Value = p.emptyNode(max(int(last.Key.end), last.Colon+1))
	}
	for _, e := range entries {
		p.addStray(into, e)
	}
	if v != nil {
		for _, e := range v.Entries {
			p.addBlockEntry(into, e)
		}
		for _, item := range v.Items {
			p.addBlockItem(into, item)
		}
	}
	p.stretch(into, n)
}

// addStray adds an entry to a mapping, or to the mapping at the end of a sequence.
// A sequence of anything else has no place for it.
func (p *parser) addStray(c *Node, e Entry) {
	s := c
	if c.Kind == Sequence && len(c.Items) > 0 {
		c = c.Items[len(c.Items)-1]
	}
	if c.Kind == Mapping && c.Style == Block {
		p.addBlockEntry(c, e)
		s.end = max(s.end, c.end)
	}
}

// fits reports whether a key with lines below it is probably one of owner: another
// mapping of its kind, next to it, has the key as well, or there is no other.
func fits(owner, key *Node) bool {
	others := owner.Parent
	if owner.Kind != Mapping || others == nil || others.Kind != Mapping || others.size() < 2 {
		return true
	}
	for i := max(0, others.size()-maxStrays); i < others.size()-1; i++ {
		if others.child(i).has(key.Value) {
			return true
		}
	}
	return false
}

// sharesKey reports whether two mappings have a key in common, as far as that is
// looked at: then they are two of a kind.
func sharesKey(a, b *Node) bool {
	for i := range b.Entries[:min(len(b.Entries), maxReach)] {
		if a.has(b.Entries[i].Key.Value) {
			return true
		}
	}
	return false
}

// resume goes on with c, which is below n and ends where n ends.
func (p *parser) resume(n, c *Node) {
	depth := len(p.open)
	for inner := c; inner != n; inner = inner.Parent {
		p.open = append(p.open, open{Node: inner})
	}
	for i, j := depth, len(p.open)-1; i < j; i, j = i+1, j-1 {
		p.open[i], p.open[j] = p.open[j], p.open[i]
	}
	parent := int(c.Parent.column)
	if c.Kind == Sequence {
		p.sequenceItems(c, min(parent, int(c.column)))
	} else {
		p.mappingEntries(c, min(parent, int(c.column)-1))
	}
	p.open = p.open[:depth]
	p.stretch(c, n)
}

// stretch makes the collections from c up to n as long as c is.
func (p *parser) stretch(c, n *Node) {
	for ; c != n; c = c.Parent {
		c.Parent.end = max(c.Parent.end, c.end)
	}
}
