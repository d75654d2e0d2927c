package document

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestLinesEdited applies random edits, with line breaks joined and parted, and
// holds the index to one that is made anew.
func TestLinesEdited(t *testing.T) {
	alphabet := []string{"\n", "\r", "\r\n", "a", "é", "😀", "", "b\n\r", "\r\r\n\n"}
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		lines := NewLines("")
		for range 100 {
			text := lines.Text()
			start := rnd.IntN(len(text) + 1)
			end := start + rnd.IntN(min(len(text)-start, 6)+1)
			fresh := ""
			for range rnd.IntN(4) {
				fresh += alphabet[rnd.IntN(len(alphabet))]
			}
			next := lines.Edited(Edit{Span{start, end}, fresh})
			want := NewLines(text[:start] + fresh + text[end:])
			if next.Text() != want.Text() || !slices.Equal(next.starts, want.starts) {
				t.Fatalf("seed %d: %q with %d-%d replaced by %q: lines start at %v, want %v", seed, text, start, end, fresh, next.starts, want.starts)
			}
			lines = next
		}
	}
}
