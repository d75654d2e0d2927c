package blocks_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/blocks"
	"github.com/kam-ls/kam-ls/document"
)

// BenchmarkEdit types and deletes a character in the last image of specs of 1 to
// 2,000 containers, and finds what there is to find: what the server does at every
// key, but for the protocol.
func BenchmarkEdit(b *testing.B) {
	text, err := os.ReadFile("../testdata/corpus/ok/shop-mirror.kam.yaml")
	if err != nil {
		b.Fatal(err)
	}
	head, containers, _ := strings.Cut(string(text), "\ncontainers:\n")
	container, _, _ := strings.Cut(containers[strings.Index(containers, "  orders:"):], "\n\n")
	for _, n := range []int{1, 20, 200, 2000} {
		var s strings.Builder
		s.WriteString(head + "\ncontainers:\n")
		for i := range n {
			s.WriteString(strings.Replace(container, "  orders:", fmt.Sprintf("  r%d:", i), 1) + "\n\n")
		}
		b.Run(fmt.Sprintf("containers=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			lines := document.NewLines(s.String())
			l, ok := blocks.Cut(lines)
			if !ok {
				b.Fatal("it is not cut")
			}
			checker := newChecker()
			at := strings.LastIndex(s.String(), "mirror:4.2.0") + len("mirror:4.2.0")
			typed := false
			for b.Loop() {
				edit := document.Edit{Span: document.Span{Start: at, End: at}, NewText: "1"}
				if typed {
					edit = document.Edit{Span: document.Span{Start: at, End: at + 1}}
				}
				typed = !typed
				lines = lines.Edited(edit)
				if l, ok = l.Edited(edit, lines); !ok {
					b.Fatal("it is not cut any more")
				}
				if _, ok := checker.Check(context.Background(), l, now); !ok {
					b.Fatal("it is not read in parts")
				}
			}
		})
	}
}
