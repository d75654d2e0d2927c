package document

import "strings"

// expansionFloor and expansionFactor bound how many nodes a document may have
// once its aliases are replaced by what they stand for: the floor, or the
// factor times the nodes that are written, whichever is more. It keeps every
// walk over the expanded tree linear.
const (
	expansionFloor  = 100_000
	expansionFactor = 10
)

// checkAliases finds documents whose aliases expand to too many nodes, and
// merge keys whose value is not a mapping.
func (p *parser) checkAliases() {
	merges := strings.Contains(p.src, "<<")
	for _, root := range p.roots {
		c := aliasCheck{p: p, weights: map[*Node]int{}}
		if p.hasAlias {
			c.limit = max(expansionFloor, expansionFactor*countNodes(root.Node))
			c.weigh(root.Node)
		}
		if merges {
			p.checkMerges(root.Node)
		}
	}
}

func countNodes(n *Node) int {
	count := 1
	for i := range n.Entries {
		count += countNodes(n.Entries[i].Key) + countNodes(n.Entries[i].Value)
	}
	for _, item := range n.Items {
		count += countNodes(item)
	}
	return count
}

type aliasCheck struct {
	p       *parser
	limit   int
	total   int
	weights map[*Node]int // nodes below an anchor, itself included, expanded
	failed  bool
}

// weigh returns the number of nodes that n expands to. Aliases behind the one
// that passes the limit are not expanded.
func (c *aliasCheck) weigh(n *Node) int {
	weight := 1
	if n.Kind == Alias {
		target, found := c.weights[n.target]
		switch {
		case !n.expandable:
		case c.failed || !found: // after other mistakes it may be in what it names, or that in no tree
			n.expandable = false
		case c.total+target > c.limit:
			c.failed, n.expandable = true, false
			c.p.report(ExcessiveAliases, int(n.start), int(n.end), "with this alias the document expands to over %d nodes", c.limit)
		default:
			weight = target
		}
		c.total += weight
		if n.Anchor != "" { // which an alias cannot have, but other aliases name
			c.weights[n] = weight
		}
		return weight
	}
	c.total++
	for i := range n.Entries {
		weight += c.weigh(n.Entries[i].Key) + c.weigh(n.Entries[i].Value)
	}
	for _, item := range n.Items {
		weight += c.weigh(item)
	}
	if n.Anchor != "" {
		c.weights[n] = weight
	}
	return weight
}

func (p *parser) checkMerges(n *Node) {
	for i := range n.Entries {
		e := &n.Entries[i]
		if e.merge() && len(mergeSources(e.Value)) == 0 && (e.Value.Kind != Alias || e.Value.expandable) {
			p.report(BadMerge, int(e.Value.start), int(e.Value.end), "'<<' merges a mapping or a list of mappings, not %s", quoteText(e.Value.Span().Of(p.src)))
		}
		p.checkMerges(e.Key)
		p.checkMerges(e.Value)
	}
	for _, item := range n.Items {
		p.checkMerges(item)
	}
}

// merge reports whether the entry is a merge key.
func (e *Entry) merge() bool { return e.Key.Kind == Scalar && e.Key.Tag == tagMerge }

// mergeSources returns the mappings that the value of a merge key names.
func mergeSources(value *Node) []*Node {
	value = value.Resolve()
	switch {
	case value == nil:
	case value.Kind == Mapping:
		return []*Node{value}
	case value.Kind == Sequence:
		var sources []*Node
		for _, item := range value.Items {
			if m := item.Resolve(); m != nil && m.Kind == Mapping {
				sources = append(sources, m)
			}
		}
		return sources
	}
	return nil
}

// Field is an entry as it counts in a mapping once merge keys are applied.
type Field struct {
	*Entry
	Merged bool // it comes from another mapping, by '<<'
}

// Fields returns the entries that count in a mapping in source order, with those
// that a merge key brings, and that the mapping does not set itself, where the
// merge key stands. Of two entries with one key the first counts; the others are
// left out. Entries whose key is not a scalar are left out too. An alias is
// followed: to a mapping it is that mapping, to anything else it has no fields.
func (n *Node) Fields() []Field {
	n = n.Resolve()
	if n == nil || len(n.Entries) == 0 {
		return nil
	}
	fields := make([]Field, 0, len(n.Entries))
	n.collectFields(false, make(map[string]*Entry, len(n.Entries)), &fields)
	return fields
}

// collectFields appends the fields whose keys are not taken. A mapping takes its
// own before it looks at what it merges.
func (n *Node) collectFields(merged bool, taken map[string]*Entry, fields *[]Field) {
	merges := false
	for i := range n.Entries {
		e := &n.Entries[i]
		if e.merge() {
			merges = true
		} else if key := e.Key.Resolve(); key != nil && key.Kind == Scalar && taken[key.Value] == nil {
			taken[key.Value] = e
			if !merges {
				*fields = append(*fields, Field{e, merged})
			}
		}
	}
	if !merges {
		return
	}
	behind := false // the first merge key, up to which all are there
	for i := range n.Entries {
		e := &n.Entries[i]
		if e.merge() {
			behind = true
			for _, source := range mergeSources(e.Value) {
				source.collectFields(true, taken, fields)
			}
		} else if key := e.Key.Resolve(); behind && key != nil && key.Kind == Scalar && taken[key.Value] == e {
			*fields = append(*fields, Field{e, merged})
		}
	}
}
