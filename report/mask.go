package report

import (
	"sort"
	"strings"

	"github.com/kam-ls/kam-ls/document"
)

// mask stands for a secret, or a piece of one, whatever its length.
const mask = "•••"

// secretsIn are the secrets that have something in a span.
func (f File) secretsIn(span document.Span) []document.Span {
	from := sort.Search(len(f.Secrets), func(i int) bool { return f.Secrets[i].End > span.Start })
	to := sort.Search(len(f.Secrets), func(i int) bool { return f.Secrets[i].Start >= span.End })
	return f.Secrets[from:max(from, to)]
}

// masked is the text of a span with a mask in the place of each secret.
func (f File) masked(span document.Span) string {
	secrets := f.secretsIn(span)
	if len(secrets) == 0 || span.Len() == 0 {
		return span.Of(f.Doc.Text())
	}
	var b strings.Builder
	at := span.Start
	for _, s := range secrets {
		b.WriteString(f.Doc.Text()[at:max(s.Start, at)])
		b.WriteString(mask)
		at = min(s.End, span.End)
	}
	b.WriteString(f.Doc.Text()[at:span.End])
	return b.String()
}

// around is a span and the secrets that it begins or ends in.
func (f File) around(span document.Span) document.Span {
	for _, s := range f.secretsIn(document.Span{Start: span.Start, End: max(span.End, span.Start+1)}) {
		span.Start, span.End = min(span.Start, s.Start), max(span.End, s.End)
	}
	return span
}
