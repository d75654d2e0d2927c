package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/internal/largespec"
)

func BenchmarkParse(b *testing.B) {
	for _, n := range []int{1, 20, 200, 2000} {
		text := largespec.YAML(n)
		b.Run(fmt.Sprintf("containers=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				Parse(text, YAML)
			}
		})
	}
}

// hostile are texts that would cost more than linear time if the parser looked
// ahead or expanded without bounds, for a size n.
var hostile = map[string]func(n int) string{
	"open quotes":      func(n int) string { return strings.Repeat("a: \"b\n", n) },
	"open quote, one":  func(n int) string { return "a: \"" + strings.Repeat("b\n", n) },
	"quotes in lists":  func(n int) string { return strings.Repeat("- [\"a, 'b\n", n) },
	"open brackets":    func(n int) string { return strings.Repeat("[", n) },
	"brackets in keys": func(n int) string { return strings.Repeat("a: [\n", n) },
	"mismatched":       func(n int) string { return strings.Repeat("[", n) + strings.Repeat("}", n) },
	"mixed brackets":   func(n int) string { return strings.Repeat("[{", n) + strings.Repeat("]}", n) },
	"dashes":           func(n int) string { return strings.Repeat("- ", n) },
	"question marks":   func(n int) string { return strings.Repeat("? ", n) },
	"anchors":          func(n int) string { return strings.Repeat("&a ", n) },
	"colons":           func(n int) string { return strings.Repeat("a: ", n) },
	"half-typed":       func(n int) string { return strings.Repeat("abc\n", n) + "a: b\n" },
	"conflicts":        func(n int) string { return strings.Repeat("<<<<<<< a\nx: 1\n=======\nx: 2\n>>>>>>> b\n", n) },
	"conflict starts":  func(n int) string { return strings.Repeat("<<<<<<< a\n", n) },
	"tabs":             func(n int) string { return strings.Repeat("\t", n) },
	"tab lines":        func(n int) string { return strings.Repeat("a:\n\tb: c\n", n) },
	"comments":         func(n int) string { return strings.Repeat("#\n", n) },
	"documents":        func(n int) string { return strings.Repeat("---\n", n) },
	"blank lines":      func(n int) string { return "a: b" + strings.Repeat("\n", n) + "c: d" },
	"plain lines":      func(n int) string { return "a:\n" + strings.Repeat("  b\n\n", n) },
	"one line":         func(n int) string { return "a: " + strings.Repeat("b", n) },
	"one key":          func(n int) string { return strings.Repeat("b", n) + ": c" },
	"one quoted":       func(n int) string { return "a: \"" + strings.Repeat("b ", n) + "\"" },
	"one flow line":    func(n int) string { return "a: [" + strings.Repeat("b, ", n) + "]" },
	"NUL":              func(n int) string { return strings.Repeat("\x00", n) },
	"invalid UTF-8":    func(n int) string { return strings.Repeat("\xffa", n) },
	"aliases":          func(n int) string { return "a: &a {b: c}\n" + repeat(n, "k%d: *a\n") },
	"aliases to many":  func(n int) string { return "a: &a [" + strings.Repeat("b,", n) + "]\n" + repeat(n, "k%d: *a\n") },
	"merges":           func(n int) string { return "m0: &m0 {a: b}\n" + merges(n) },
	"bomb":             bomb,
	"block scalars":    func(n int) string { return repeat(n, "k%d: |\n  a\n") },
	"folded":           func(n int) string { return "a: >\n" + strings.Repeat("  b\n\n", n) },
	"misplaced items":  func(n int) string { return "a: b\n" + strings.Repeat("- c\n", n) },
	"staircase":        func(n int) string { return staircase(n) },
	"zigzag":           func(n int) string { return strings.Repeat("a: b\n  c: d\n", n) },
	"many keys":        func(n int) string { return repeat(n, "k%d: v\n") },
	"unknown aliases":  func(n int) string { return repeat(n, "k%d: *x\n") },
	"tags":             func(n int) string { return repeat(n, "k%d: !<a%%41> b\n") },
	"lines astray":     func(n int) string { return strings.Repeat("a:\n  b:\n    c: 1\nd\n    e: 2\n", n) },
	"colons in JSON":   func(n int) string { return "{\"a\":" + strings.Repeat(":", n) },
	"text astray":      func(n int) string { return "a: |\n" + strings.Repeat("  b\nc\n", n) },
	"comments astray":  func(n int) string { return "a: |\n  b\n" + strings.Repeat("#\n", n) + "  c\n" },
	"escapes":          func(n int) string { return "a: \"" + strings.Repeat(`\x41`, n) + "\"" },
}

func repeat(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

func merges(n int) string {
	var b strings.Builder
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "m%d: &m%d {<<: *m%d, k%d: v}\n", i, i, i-1, i)
	}
	return b.String()
}

func bomb(n int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x]\n")
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i, i, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1)
	}
	return b.String()
}

// staircase nests n levels, up to a total of some n bytes per level's share.
func staircase(n int) string {
	var b strings.Builder
	for i := range min(n, 2000) {
		b.WriteString(strings.Repeat(" ", i))
		b.WriteString("a:\n")
	}
	return b.String()
}

// BenchmarkHostile parses hostile texts of two sizes: the time for each byte
// must not grow with the size.
func BenchmarkHostile(b *testing.B) {
	for name, make := range hostile {
		for _, n := range []int{10_000, 100_000} {
			text := make(n)
			b.Run(fmt.Sprintf("%s/n=%d", name, n), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					Parse(text, YAML)
					Parse(text, JSON)
				}
			})
		}
	}
}

// TestHostile parses hostile texts: it ends, with a sound tree.
func TestHostile(t *testing.T) {
	for name, make := range hostile {
		t.Run(name, func(t *testing.T) {
			d := Parse(make(20_000), YAML)
			checkTree(t, d)
			for _, root := range d.Roots() {
				countFields(root.Node)
			}
			checkTree(t, Parse(make(20_000), JSON))
		})
	}
}

// countFields walks all fields, merged ones too, and follows every alias.
func countFields(n *Node) int {
	if n = n.Resolve(); n == nil {
		return 0
	}
	count := 1
	for _, f := range n.Fields() {
		count += countFields(f.Value)
	}
	for _, item := range n.Items {
		count += countFields(item)
	}
	return count
}
