package format

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/document"
)

// BenchmarkText formats texts of some 10,000 and 100,000 lines, whose formatting
// differs in several ways.
func BenchmarkText(b *testing.B) {
	for name, unit := range map[string]string{
		"spec":     "  web%d:\n      image:   \"nginx:1.27\"\n      env: {A: b ,C: d}\n      args:\n      -   x\n     # why\n      files:\n          /x:\n              content: |\n                   a\n                     b\n",
		"comments": "    x%d: 1\n  # why\n     # deeper\n",
	} {
		for _, n := range []int{1000, 10000} {
			var sb strings.Builder
			sb.WriteString("containers:\n")
			for i := range n {
				fmt.Fprintf(&sb, unit, i)
			}
			text := sb.String()
			doc := document.Parse(text, document.YAML)
			b.Run(fmt.Sprintf("%s/n=%d", name, n), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					if edits, err := Text(doc); err != nil || len(edits) == 0 {
						b.Fatal(len(edits), err)
					}
				}
			})
		}
	}
}
