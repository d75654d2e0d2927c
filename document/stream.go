package document

import "strings"

// parseStream parses all documents of the text into p.roots.
func (p *parser) parseStream() {
	from := p.pos
	first := true
	for {
		p.skip(p.json)
		directives := p.directives()
		if p.eof() {
			if directives {
				p.fail(BadDirective, p.pos, p.pos, "expected '---' after the directives")
			}
			return
		}
		explicit := false
		if p.atMarker() {
			if p.peek(0) == '.' {
				if first {
					p.fail(Unexpected, p.pos, p.pos+3, "'...' ends a document, but none has begun")
				}
				p.endMarker()
				from = p.pos
				first = false
				continue
			}
			if p.json {
				p.fail(NotJSON, p.pos, p.pos+3, "JSON has no document markers")
			}
			p.pos += 3
			from = p.pos
			explicit = true
		} else if directives || !first {
			end := p.trimmedLineEnd(p.pos)
			p.fail(Unexpected, p.pos, end, "expected '---' before the next document, found %s", quoteText(p.src[p.pos:end]))
		}
		first = false
		p.parseRoot(from, explicit)
		p.tagPrefix = nil
		if p.atMarker() && p.peek(0) == '.' {
			p.endMarker()
			from = p.pos
		}
	}
}

// parseRoot parses one document, up to the next marker or the end of the text.
func (p *parser) parseRoot(from int, explicit bool) {
	for name := range p.anchors {
		if p.earlier == nil {
			p.earlier = map[string]bool{}
		}
		p.earlier[name] = true
	}
	p.anchors = nil
	var node *Node
	if p.printed && p.jsonKeyAt(p.pos) {
		node = p.rootWithoutBracket()
	} else if p.json {
		node = p.flowValueNode(-1)
	} else {
		node = p.blockNode(-1, !explicit, false)
	}
	for {
		p.skip(p.json)
		if p.eof() || p.atMarker() {
			break
		}
		if p.printed && p.jsonKeyAt(p.pos) && node.Style == Flow && node.Kind == Mapping {
			p.reopenRoot(node)
			continue
		}
		// The value is complete, yet more follows: a mapping that starts late is
		// more worth than the scalar before it.
		end := p.trimmedLineEnd(p.pos)
		p.fail(Unexpected, p.pos, end, "expected the end of the document, found %s", quoteText(p.src[p.pos:end]))
		before := p.pos
		rest := p.blockNode(-1, true, false)
		if node.Kind != Mapping && rest.Kind == Mapping {
			node = rest
		}
		if p.pos == before {
			p.pos = p.lineEnd(p.pos)
		}
	}
	p.roots = append(p.roots, Root{Node: node, Span: Span{from, p.pos}})
}

// endMarker takes the "..." at the position and what stands on its line.
func (p *parser) endMarker() {
	if p.json {
		p.fail(NotJSON, p.pos, p.pos+3, "JSON has no document markers")
	}
	p.pos += 3
	p.skipBlanks(true)
	p.comment()
}

// directives takes the directives before a document and reports whether there
// are any.
func (p *parser) directives() (found bool) {
	version := false
	for p.peek(0) == '%' && p.pos == p.lineStart {
		found = true
		start, end := p.pos, p.trimmedLineEnd(p.pos)
		fields := strings.Fields(p.src[start:end])
		switch {
		case fields[0] == "%YAML" && len(fields) == 2 && (fields[1] == "1.1" || fields[1] == "1.2"):
			if version {
				p.fail(BadDirective, start, end, "a second %%YAML directive")
			} else if fields[1] == "1.2" {
				p.fail(NewVersion, start, end, "readers in Go refuse '%%YAML 1.2': remove the directive")
			}
			version = true
		case fields[0] == "%TAG" && len(fields) == 3 && validHandle(fields[1]) && validURI(fields[2]):
			if _, ok := p.tagPrefix[fields[1]]; ok {
				p.fail(BadDirective, start, end, "a second %%TAG directive for %s", quoteText(fields[1]))
			}
			if p.tagPrefix == nil {
				p.tagPrefix = map[string]string{}
			}
			p.tagPrefix[fields[1]], _ = unescapeURI(fields[2])
		default:
			p.fail(BadDirective, start, end, "cannot read the directive %s: expected '%%YAML 1.2' or '%%TAG HANDLE PREFIX'", quoteText(p.src[start:end]))
		}
		p.pos = end
		p.skip(true)
	}
	return found
}
