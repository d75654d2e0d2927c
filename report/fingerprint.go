package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"

	"github.com/kam-ls/kam-ls/document"
)

// Fingerprints are what the findings of a file are known by while the file
// changes around them: a hash of the rule, the file's name, the path and the
// source text, then the number among those that are equal in all of these.
// Neither lines count nor the message, which may tell a date.
//
// Equal findings are told apart by their order only, as the same mistake in two
// documents of a file: of three, mending the first leaves the first two.
func Fingerprints(f File) []string {
	if f.Fingerprints != nil {
		return f.Fingerprints
	}
	prints := make([]string, len(f.Diagnostics))
	count := map[string]int{}
	for i, d := range f.Diagnostics {
		hash := sha256.New()
		for _, part := range []string{d.Rule, f.Name, d.Path, source(f, d.Span)} {
			fmt.Fprintf(hash, "%d:%s", len(part), part) // a length cannot be forged by what follows it
		}
		key := hex.EncodeToString(hash.Sum(nil)[:16])
		count[key]++
		prints[i] = fmt.Sprintf("%s:%d", key, count[key])
	}
	return prints
}

// maxSource bounds what of a span counts for its fingerprint, in bytes: spans
// may lie in each other, and all of them must take linear time.
const maxSource = 4096

// source is the text of a span without its layout: comments that begin inside
// of it are left out, and blanks and line breaks are one space. Secrets are left out,
// too: a short one could be found again from a hash.
func source(f File, span document.Span) string {
	doc, end := f.Doc, min(span.End, span.Start+maxSource)
	comments := doc.Comments()
	next := sort.Search(len(comments), func(i int) bool { return comments[i].Start > span.Start })
	var b strings.Builder
	at := span.Start
	for _, c := range comments[next:] {
		if c.Start >= end {
			break
		}
		if c.Start >= at { // it is in no secret
			b.WriteString(f.masked(document.Span{Start: at, End: c.Start}))
		}
		at = max(at, min(c.End, end))
	}
	b.WriteString(f.masked(document.Span{Start: at, End: end}))
	return strings.Join(strings.Fields(b.String()), " ")
}
