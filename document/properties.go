package document

import (
	"strings"
	"unicode/utf8"
)

// properties are the anchor and the tag before a node.
type properties struct {
	start, end  int // bytes, from the first to the last of the two
	column      int
	tag         string
	tagged      bool
	anchor      *anchor
	anchorStart int
}

// anchor is a name that aliases refer to; node is nil until it is complete.
type anchor struct {
	name string
	node *Node
}

func (own properties) found() bool { return own.tagged || own.anchor != nil }

// with are properties with what stands on a line below them.
func (own properties) with(below properties) properties {
	if own.anchor == nil {
		own.anchor, own.anchorStart = below.anchor, below.anchorStart
	}
	if !own.tagged {
		own.tag, own.tagged = below.tag, below.tagged
	}
	own.end = below.end
	return own
}

// properties parses at most one anchor and one tag on the position's line. The
// position is left right behind the last of them.
func (p *parser) properties() properties {
	own := properties{start: p.pos, column: p.column()}
	for {
		pos := p.pos
		if own.found() {
			for isBlank(p.peek(0)) {
				p.pos++
			}
		}
		switch {
		case p.peek(0) == '&' && own.anchor == nil:
			own.anchor, own.anchorStart = p.anchor()
		case p.peek(0) == '!' && !own.tagged:
			own.tag, own.tagged = p.tag(), true
		default:
			p.pos = pos
			own.end = p.pos
			return own
		}
	}
}

// innerProperties parses the properties of a mapping's first key, below outer
// on lines before it.
func (p *parser) innerProperties(outer properties) properties {
	own := p.properties()
	if !own.found() {
		return own
	}
	if own.anchor != nil && outer.anchor != nil || own.tagged && outer.tagged {
		// Two sets are right only where the second is a key's.
		if !p.keyLike(p.pos) {
			p.fail(Unexpected, own.start, own.end, "a second anchor or tag for one value")
		}
	}
	p.skipBlanks(true)
	return own
}

// attach gives a node its properties and returns it.
func (p *parser) attach(own properties, n *Node) *Node {
	if !own.found() {
		return n
	}
	if n.Kind == Alias {
		p.fail(Unexpected, own.start, own.end, "an alias cannot have an anchor or a tag of its own")
	}
	n.propsStart = int32(own.start)
	if own.anchor != nil {
		n.Anchor, n.anchorStart = own.anchor.name, int32(own.anchorStart)
		own.anchor.node = n
	}
	if own.tagged {
		n.tagged = true
		if own.tag != "!" {
			n.Tag = own.tag
		} else if n.Kind == Scalar {
			n.Tag = tagStr
			if n.Style == Plain {
				n.Tag = resolveTag(n.Value)
			}
		}
	}
	return n
}

func isWord(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || c == '_' || c == '-'
}

// name parses the name after '&' or '*'.
func (p *parser) name() (string, int) {
	indicator := p.pos
	p.pos++
	start := p.pos
	for isWord(p.peek(0)) {
		p.pos++
	}
	if p.pos == start || !p.blankAt(p.pos) && !strings.ContainsRune("?:,]}%@`", rune(p.peek(0))) {
		for !p.blankAt(p.pos) && !strings.ContainsRune(",]}", rune(p.peek(0))) {
			p.pos++
		}
		what := "an anchor"
		if p.src[indicator] == '*' {
			what = "an alias"
		}
		p.fail(BadAnchor, indicator, p.pos, "%s is not %s: expected letters, digits, '-' or '_' (quote a text that starts with '%c')",
			quoteText(p.src[indicator:p.pos]), what, p.src[indicator])
	}
	return p.src[start:p.pos], start
}

func (p *parser) anchor() (*anchor, int) {
	name, start := p.name()
	a := &anchor{name: name}
	if p.anchors == nil {
		p.anchors = map[string]*anchor{}
	}
	p.hasAnchor = true
	p.anchors[name] = a
	return a, start
}

func (p *parser) alias() *Node {
	start := p.pos
	errors := len(p.errors)
	name, _ := p.name()
	n := p.newNode()
	n.Kind, n.Value = Alias, name
	n.start, n.propsStart, n.end = int32(start), int32(start), int32(p.pos)
	a := p.anchors[name]
	switch {
	case len(p.errors) > errors:
	case a == nil && p.earlier[name]:
		p.report(EarlierAlias, start, p.pos, "no anchor '&%s' before this alias in its document", name)
	case a == nil:
		p.report(UnknownAlias, start, p.pos, "no anchor '&%s' before this alias", name)
	case a.node == nil:
		p.report(RecursiveAlias, start, p.pos, "the alias '*%s' stands inside the value that it names", name)
	default:
		n.target, n.expandable = a.node, true
		p.hasAlias = true
	}
	return n
}

// tag parses a tag and returns its short form, "!" for the non-specific tag.
func (p *parser) tag() string {
	start := p.pos
	p.pos++
	if p.peek(0) == '<' {
		end := strings.IndexByte(p.src[p.pos:p.lineEnd(p.pos)], '>')
		if end > 0 {
			uri := p.src[p.pos+1 : p.pos+end]
			p.pos += end + 1
			if text, ok := unescapeURI(uri); ok && uri != "" && validURI(uri) && p.blankAt(p.pos) {
				if !utf8.ValidString(text) {
					p.fail(BadTagEscape, start, p.pos, "the escapes in the tag %s are not UTF-8", quoteText(p.src[start:p.pos]))
					return p.src[start:p.pos]
				}
				return shortTag(text)
			}
		}
		return p.badTag(start)
	}
	for isURI(p.peek(0)) {
		p.pos++
	}
	text := p.src[start:p.pos]
	if !p.blankAt(p.pos) {
		return p.badTag(start)
	}
	handle, suffix := "!", text[1:]
	if i := 1 + strings.IndexByte(text[1:], '!'); i > 0 && isWords(text[1:i]) {
		handle, suffix = text[:i+1], text[i+1:]
		if suffix == "" {
			return p.badTag(start)
		}
	}
	suffix, ok := unescapeURI(suffix)
	if !ok {
		return p.badTag(start)
	}
	if !utf8.ValidString(suffix) {
		p.fail(BadTagEscape, start, p.pos, "the escapes in the tag %s are not UTF-8", quoteText(text))
		return text
	}
	if handle == "!" && suffix == "" {
		return "!"
	}
	prefix, declared := p.tagPrefix[handle]
	switch {
	case declared:
		return shortTag(prefix + suffix)
	case handle == "!":
		return "!" + suffix
	case handle == "!!":
		return "!!" + suffix
	}
	p.fail(BadTag, start, p.pos, "the tag handle %s is not declared by a %%TAG directive", quoteText(handle))
	return text
}

func (p *parser) badTag(start int) string {
	for !p.blankAt(p.pos) {
		p.pos++
	}
	text := p.src[start:p.pos]
	p.fail(BadTag, start, p.pos, "%s is not a tag: quote a text that starts with '!'", quoteText(text))
	return text
}

const yamlTagPrefix = "tag:yaml.org,2002:"

func shortTag(tag string) string {
	if rest, ok := strings.CutPrefix(tag, yamlTagPrefix); ok {
		return "!!" + rest
	}
	return tag
}

func isURI(c byte) bool {
	return isWord(c) || c != 0 && strings.IndexByte(";/?:@&=+$,.!~*'()[]%", c) >= 0
}

func isWords(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isWord(s[i]) {
			return false
		}
	}
	return true
}

func validURI(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isURI(s[i]) {
			return false
		}
	}
	_, ok := unescapeURI(s)
	return ok
}

func validHandle(s string) bool {
	return s == "!" || len(s) > 1 && s[0] == '!' && s[len(s)-1] == '!' && isWords(s[1:len(s)-1])
}
