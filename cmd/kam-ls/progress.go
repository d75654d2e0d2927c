package main

import (
	"fmt"
	"io"
	"time"
)

// progress says on a terminal how far a long run has come, in one line that goes
// away.
type progress struct {
	out         io.Writer // nil where nobody looks
	done, total int
	next        time.Time
	shown       bool
}

const (
	progressAfter = time.Second // a shorter run needs none
	progressEvery = 100 * time.Millisecond
)

func newProgress(out io.Writer, total int) *progress {
	p := &progress{total: total, next: time.Now().Add(progressAfter)}
	if isTerminal(out) {
		p.out = stream(out)
	}
	return p
}

// step counts a file.
func (p *progress) step() {
	p.done++
	if p.out == nil || p.done == p.total {
		return
	}
	if now := time.Now(); now.After(p.next) {
		p.next, p.shown = now.Add(progressEvery), true
		fmt.Fprintf(p.out, "\r%d of %d files", p.done, p.total)
	}
}

// clear takes the line away.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.out, "\r\x1b[K")
		p.shown = false
	}
}
