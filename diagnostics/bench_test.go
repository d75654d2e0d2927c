package diagnostics

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// largeSpec repeats the containers of a spec of the corpus, under names of their
// own, until it has n lines or more.
func largeSpec(tb testing.TB, n int) string {
	tb.Helper()
	text, err := os.ReadFile("../testdata/corpus/ok/shop-mirror.kam.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	head, containers, ok := strings.Cut(string(text), "\ncontainers:\n")
	if !ok {
		tb.Fatal("no containers in the spec to repeat")
	}
	var b strings.Builder
	b.WriteString(head + "\ncontainers:\n")
	for i := 0; strings.Count(b.String(), "\n") < n; i++ {
		for _, line := range strings.SplitAfter(containers, "\n") {
			if strings.HasPrefix(line, "  ") && len(line) > 2 && line[2] != ' ' && line[2] != '#' {
				line = fmt.Sprintf("  r%d-%s", i, line[2:])
			}
			b.WriteString(line)
		}
	}
	return b.String()
}

// BenchmarkRun checks specs of some 1,000 and 10,000 lines that are parsed
// already.
func BenchmarkRun(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		file := spec.Read(document.Parse(largeSpec(b, n), document.YAML), schema.Default(), "a.kam.yaml")
		b.Run(fmt.Sprintf("lines=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Run(context.Background(), file, config.Default(), time.Time{})
			}
		})
	}
}

// BenchmarkRead finds the workloads and objects of the same specs.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		doc := document.Parse(largeSpec(b, n), document.YAML)
		b.Run(fmt.Sprintf("lines=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				spec.Read(doc, schema.Default(), "a.kam.yaml")
			}
		})
	}
}
