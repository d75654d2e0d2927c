package completion

import (
	"os"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// BenchmarkAt completes a key in the last container of a spec of some 500
// lines.
func BenchmarkAt(b *testing.B) {
	text, err := os.ReadFile("../testdata/corpus/ok/shop-mirror.kam.yaml")
	if err != nil {
		b.Fatal(err)
	}
	at := strings.LastIndex(string(text), "    command:")
	doc := document.Parse(string(text[:at])+"    \n"+string(text[at:]), document.YAML)
	b.ReportAllocs()
	for b.Loop() {
		if len(At(spec.Read(doc, schema.Default(), "a.kam.yaml"), at+4, Options{})) == 0 {
			b.Fatal("nothing")
		}
	}
}
