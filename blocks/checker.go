package blocks

import (
	"context"
	"hash/fnv"
	"maps"
	"math/bits"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
)

// Checker finds what [diagnostics.Run] finds in the versions of one document,
// and keeps what it knows of each part by its text. It is safe for concurrent
// use; one version is checked at a time.
type Checker struct {
	schema   *schema.Schema
	filename string
	config   config.Config

	mu    sync.Mutex
	parts map[string]*result // by the text of the part's blocks
	heads map[string]*result // by the text around the blocks
	last  checked
}

// checked is what was made of a layout.
type checked struct {
	of   *mark
	jobs []job
}

// NewChecker returns a checker of a file under a configuration.
func NewChecker(s *schema.Schema, filename string, cfg config.Config) *Checker {
	return &Checker{schema: s, filename: filename, config: cfg, parts: map[string]*result{}, heads: map[string]*result{}}
}

// result is what a part was found to be.
type result struct {
	text  string // of the blocks
	alone bool   // it can be read by itself
	found []finding
	seen  diagnostics.Rest

	secrets []string // that the part refers to
	hints   []string // the names that it would refer to if there were such secrets
	under   *facts   // what was known of the workload
	context string   // what of it counts here
	// around is the text around the blocks, where a finding names a place in it.
	around string

	facts *facts    // of what stands around the blocks
	names []string  // of the workloads
	rest  string    // what was said of the rest
	when  time.Time // of the check
	used  bool      // by the present version
}

// finding is a diagnostic whose spans count from the start of a piece.
type finding struct {
	diagnostics.Diagnostic
	piece int
	block bool // it stands in a block: piece counts the blocks of the part
	// related are the pieces of the related places.
	related []int
}

// lasting is how long findings hold that depend on the time.
const lasting = time.Hour

// Check returns the findings in a text, without their fixes. It reports false
// where the text has to be read as a whole, and finds nothing under a cancelled
// context.
func (c *Checker) Check(ctx context.Context, l *Layout, now time.Time) (Found, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	jobs, ok := c.recheck(ctx, l, now)
	if !ok && ctx.Err() == nil {
		jobs, ok = c.checkAll(ctx, l, now)
	}
	if ctx.Err() != nil {
		return Found{}, true
	}
	if ok {
		c.last = checked{l.mark, jobs}
	}
	return Found{l, jobs}, ok
}

// recheck checks again what changed since the last check, where that is one
// block. It reports false where it is more, or counts elsewhere.
func (c *Checker) recheck(ctx context.Context, l *Layout, now time.Time) ([]job, bool) {
	if c.last.of == nil || !slices.Contains(l.changes.since, c.last.of) {
		return nil, false
	}
	jobs := slices.Clone(c.last.jobs)
	for i := range jobs {
		if now.Sub(jobs[i].head.when).Abs() > lasting {
			return nil, false
		}
	}
	j := &jobs[l.changes.unit]
	u := &l.units[l.changes.unit]
	at := slices.IndexFunc(j.groups, func(g group) bool { return slices.Contains(g.blocks, l.changes.block) })
	g := j.groups[at]
	before := g.result
	text := l.textOf(u, g.blocks)
	g.result = c.parts[text]
	if g.result == nil || !g.result.holds(j) {
		g.result = c.checkGroup(ctx, l, u, j, g.blocks, now)
		if ctx.Err() != nil {
			return nil, false
		}
		c.parts[g.result.text] = g.result
	}
	if !g.result.alone || !g.result.sameOutside(before) {
		return nil, false
	}
	if before != g.result {
		delete(c.parts, before.text)
	}
	j.groups = slices.Clone(j.groups)
	j.groups[at] = g
	return jobs, true
}

// sameOutside reports whether two results say the same to what stands around
// their blocks.
func (r *result) sameOutside(other *result) bool {
	return slices.Equal(r.secrets, other.secrets) && maps.Equal(r.seen.Ignored, other.seen.Ignored) &&
		r.seen.Broken == other.seen.Broken && maps.Equal(r.seen.Words, other.seen.Words)
}

// checkAll checks every part that is not known.
func (c *Checker) checkAll(ctx context.Context, l *Layout, now time.Time) ([]job, bool) {
	jobs := make([]job, 0, len(l.units))
	names := map[string]bool{}
	for i := range l.units {
		u := &l.units[i]
		j := job{around: strings.Clone(l.around(u))}
		j.head = c.heads[j.around]
		if j.head == nil || now.Sub(j.head.when).Abs() > lasting {
			j.head = c.check(ctx, l, u, nil, now, diagnostics.Rest{})
			if ctx.Err() != nil {
				return nil, false
			}
			c.heads[j.around] = j.head
		}
		j.head.used = true
		if !j.head.alone {
			return nil, false
		}
		for _, name := range j.head.names {
			if names[name] {
				return nil, false // the two are compared
			}
			names[name] = true
		}
		var ok bool
		if j.groups, ok = l.groups(u); !ok {
			return nil, false
		}
		jobs = append(jobs, j)
	}
	if !c.checkBlocks(ctx, l, jobs, now) {
		return nil, false
	}
	c.checkHeads(ctx, l, jobs, now)
	if ctx.Err() != nil {
		return nil, false
	}
	c.forget()
	return jobs, true
}

// job is what is known of a unit.
type job struct {
	around string
	head   *result
	groups []group
}

// group are the blocks of a part.
type group struct {
	blocks []int
	result *result
}

// around is the text around a unit's blocks.
func (l *Layout) around(u *unit) string {
	text := l.lines.Text()
	if len(u.blocks) == 0 {
		return u.before.Of(text)
	}
	return u.before.Of(text) + "\x00" + u.after.Of(text)
}

// groups divides the blocks of a unit into those that are read together: as many
// as make what stands around them a small part of the whole, so that all parts
// together are no longer than a few times the text. Where a group ends depends on
// its last key, not on what comes before, so that an edit moves no other. Blocks
// with the same key are read together. It reports false where that cannot be.
func (l *Layout) groups(u *unit) ([]group, bool) {
	if len(u.blocks) == 0 {
		return nil, true
	}
	text := l.lines.Text()
	around := u.before.Len() + u.after.Len()
	each := max(u.Len()-around, 1)/len(u.blocks) + 1
	mask := uint64(1)<<bits.Len(uint(around/each)) - 1
	groups := make([]group, 0, len(u.blocks)/int(mask+1)+1)
	of := make(map[string]int, len(u.blocks))
	open := false
	for i, b := range u.blocks {
		key := b.key.Of(text)
		if key == next {
			return nil, false
		}
		g, again := of[key]
		if !again {
			if !open {
				groups = append(groups, group{})
			}
			g = len(groups) - 1
			of[key] = g
			open = mask > 0 && hash(key)&mask != 0
		}
		groups[g].blocks = append(groups[g].blocks, i)
	}
	return groups, true
}

// textOf is the text of blocks of a unit.
func (l *Layout) textOf(u *unit, blocks []int) string {
	text := l.lines.Text()
	first, last := blocks[0], blocks[len(blocks)-1]
	if last-first+1 == len(blocks) {
		return text[u.blocks[first].Start:u.blocks[last].End]
	}
	var b strings.Builder
	for _, i := range blocks {
		b.WriteString(u.blocks[i].Of(text) + "\x00")
	}
	return b.String()
}

func hash(s string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(s)) // never fails
	return h.Sum64()
}

// checkBlocks finds the result of every group. It reports false where one cannot
// be read by itself, or the context is cancelled.
func (c *Checker) checkBlocks(ctx context.Context, l *Layout, jobs []job, now time.Time) bool {
	type missing struct {
		unit  *unit
		job   *job
		group *group
	}
	var todo []missing
	for i := range jobs {
		j, u := &jobs[i], &l.units[i]
		for k := range j.groups {
			g := &j.groups[k]
			if r := c.parts[l.textOf(u, g.blocks)]; r != nil && r.holds(j) {
				r.used = true
				g.result = r
				if !r.alone {
					return false
				}
				continue
			}
			todo = append(todo, missing{u, j, g})
		}
	}
	var at atomic.Int64
	work := func() {
		for {
			i := int(at.Add(1)) - 1
			if i >= len(todo) || ctx.Err() != nil {
				return
			}
			m := todo[i]
			m.group.result = c.checkGroup(ctx, l, m.unit, m.job, m.group.blocks, now)
		}
	}
	if len(todo) < 4 {
		work()
	} else {
		var workers sync.WaitGroup
		for range runtime.GOMAXPROCS(0) {
			workers.Go(work)
		}
		workers.Wait()
	}
	if ctx.Err() != nil {
		return false
	}
	alone := true
	for _, m := range todo {
		r := m.group.result
		r.used = true
		c.parts[r.text] = r
		alone = alone && r.alone
	}
	return alone
}

// checkGroup checks blocks of a unit.
func (c *Checker) checkGroup(ctx context.Context, l *Layout, u *unit, j *job, blocks []int, now time.Time) *result {
	r := c.check(ctx, l, u, blocks, now, diagnostics.Rest{})
	r.text = strings.Clone(l.textOf(u, blocks))
	r.under, r.context = j.head.facts, j.head.facts.about(r.secrets, r.hints)
	if r.around != "" {
		r.around = j.around
	}
	return r
}

// holds reports whether a result is that of the same blocks in a job.
func (r *result) holds(j *job) bool {
	if r.under != j.head.facts {
		if r.context != j.head.facts.about(r.secrets, r.hints) {
			return false
		}
		r.under = j.head.facts
	}
	return r.around == "" || r.around == j.around
}

// checkHeads checks again what stands around the blocks where that depends on
// the blocks, and these have changed.
func (c *Checker) checkHeads(ctx context.Context, l *Layout, jobs []job, now time.Time) {
	secrets, ignored := map[string]bool{}, map[string]bool{}
	for _, j := range jobs {
		for _, g := range j.groups {
			for _, name := range g.result.secrets {
				secrets[name] = true
			}
			maps.Copy(ignored, g.result.seen.Ignored)
		}
		for _, name := range j.head.secrets {
			secrets[name] = true
		}
	}
	for i := range jobs {
		j := &jobs[i]
		rest := diagnostics.Rest{Secrets: map[string]bool{}, Ignored: ignored, Words: map[string]bool{}}
		for _, g := range j.groups {
			if g.result.seen.Broken {
				rest.Broken = true
				maps.Copy(rest.Words, g.result.seen.Words)
			}
		}
		for name := range j.head.facts.secrets {
			if secrets[name] {
				rest.Secrets[name] = true
			}
		}
		key := restKey(rest)
		if key == j.head.rest {
			continue
		}
		facts := j.head.facts // of the same text
		j.head = c.check(ctx, l, &l.units[i], nil, now, rest)
		if ctx.Err() != nil {
			return
		}
		j.head.rest, j.head.used, j.head.facts = key, true, facts
		c.heads[j.around] = j.head
	}
}

func restKey(rest diagnostics.Rest) string {
	if len(rest.Secrets) == 0 && len(rest.Ignored) == 0 && !rest.Broken {
		return ""
	}
	key := strings.Join(slices.Sorted(maps.Keys(rest.Secrets)), " ") + "\n" + strings.Join(slices.Sorted(maps.Keys(rest.Ignored)), " ")
	if rest.Broken {
		key += "\nbroken " + strings.Join(slices.Sorted(maps.Keys(rest.Words)), " ")
	}
	return key
}

// check reads a part and keeps the findings in its blocks or, where it has none,
// those around them.
func (c *Checker) check(ctx context.Context, l *Layout, u *unit, blocks []int, now time.Time, rest diagnostics.Rest) *result {
	r := &result{when: now}
	p := l.read(u, blocks, "", c.schema, c.filename)
	if p == nil {
		return r
	}
	r.alone = true
	head := len(blocks) == 0
	var found []diagnostics.Diagnostic
	found, r.seen = diagnostics.RunPart(ctx, p.File, c.config, now, rest, func(offset int) bool {
		s := p.pieces[p.near(offset)]
		return s.from >= 0 && (s.block < 0) == head
	})
	r.secrets = slices.Sorted(maps.Keys(r.seen.Secrets))
	for _, w := range p.File.Workloads {
		r.hints = append(r.hints, w.SecretHints()...)
	}
	if head {
		r.facts = readFacts(p)
		for _, w := range p.File.Workloads {
			if w.Name != next {
				r.names = append(r.names, w.Name)
			}
		}
	}
	for _, d := range found {
		i, ok := p.piece(d.Span)
		s := p.pieces[i]
		if s.from < 0 && d.Span.Start == s.Start && d.Span.Len() == 0 && i > 0 {
			i--
			s, ok = p.pieces[i], true // at the end of what stands before
		}
		if s.from < 0 || (s.block < 0) != head {
			continue
		}
		if !ok {
			return &result{}
		}
		f := finding{Diagnostic: d, piece: place(u, s), block: !head}
		f.Fixes = nil
		f.Span = relative(d.Span, s)
		if f.block {
			f.piece = slices.Index(blocks, s.block)
		}
		f.Related = slices.Clone(d.Related)
		for k, related := range d.Related {
			i, ok := p.piece(related.Span)
			s := p.pieces[i]
			if !ok || s.from < 0 {
				return &result{}
			}
			where := place(u, s)
			if s.block >= 0 {
				where = slices.Index(blocks, s.block)
			} else if !head {
				where = -1 - where
				r.around = "needed"
			}
			f.related = append(f.related, where)
			f.Related[k].Span = relative(related.Span, s)
		}
		r.found = append(r.found, f)
	}
	return r
}

// place says which of the two pieces around the blocks one is: 0 before, 1 after.
func place(u *unit, s piece) int {
	if s.from == u.before.Start {
		return 0
	}
	return 1
}

func relative(span document.Span, s piece) document.Span {
	return document.Span{Start: span.Start - s.Start, End: span.End - s.Start}
}

// forget drops what the present version has not used.
func (c *Checker) forget() {
	for _, results := range []map[string]*result{c.parts, c.heads} {
		for key, r := range results {
			if !r.used {
				delete(results, key)
			}
			r.used = false
		}
	}
}
