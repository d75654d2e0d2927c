package server

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// sizes are the numbers of containers in the specs that are measured, of which
// each has some 27 lines.
var sizes = []int{1, 20, 200, 2000}

// largeSpec repeats the containers of a spec of the corpus, under names of their
// own, until there are n.
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
	containers = strings.ReplaceAll(containers, `mirror:4.2.`, `mirror:latest" # "4.2.`) // something is found in each
	var b strings.Builder
	b.WriteString(head + "\ncontainers:\n")
	for count := 0; ; {
		for _, line := range strings.SplitAfter(containers, "\n") {
			if strings.HasPrefix(line, "  ") && len(line) > 2 && line[2] != ' ' && line[2] != '#' {
				if count == n {
					return b.String()
				}
				count++
				line = fmt.Sprintf("  r%d-%s", count, line[2:])
			}
			b.WriteString(line)
		}
	}
}

// session opens a large spec and returns the position at the end of its last
// image.
func session(b *testing.B, containers int) (c *client, uri string, line, column int) {
	c = start(b)
	c.initialize()
	uri = tempFile(b, "a.kam.yaml", "")
	text := largeSpec(b, containers)
	c.open(uri, text)
	c.published(uri, 1)
	before := text[:strings.LastIndex(text, "image:")]
	rest, _, _ := strings.Cut(text[len(before):], "\n")
	line = strings.Count(before, "\n")
	column = len(before) - strings.LastIndexByte(before, '\n') - 1 + len(rest)
	return c, uri, line, column
}

func each(b *testing.B, f func(b *testing.B, containers int)) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("containers=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			f(b, n)
		})
	}
}

// BenchmarkKeystroke types and deletes a character until its findings are there.
func BenchmarkKeystroke(b *testing.B) {
	each(b, func(b *testing.B, containers int) {
		c, uri, line, column := session(b, containers)
		defer c.stop()
		version := int32(1)
		for b.Loop() {
			version++
			typed := at(line, column, line, column, "x")
			if version%2 == 1 {
				typed = at(line, column, line, column+1, "")
			}
			c.notify("textDocument/didChange", change(uri, int(version), typed))
			c.published(uri, version)
		}
	})
}

// BenchmarkCompletion opens a line, asks what can stand there, and closes it.
func BenchmarkCompletion(b *testing.B) {
	each(b, func(b *testing.B, containers int) {
		c, uri, line, column := session(b, containers)
		defer c.stop()
		version := 1
		for b.Loop() {
			version += 2
			c.notify("textDocument/didChange", change(uri, version-1, at(line, column, line, column, "\n    ")))
			if m := c.call("textDocument/completion", position(uri, line+1, 4)); m.Error != nil {
				b.Fatalf("%+v", *m.Error)
			}
			c.notify("textDocument/didChange", change(uri, version, at(line, column, line+1, 4, "")))
		}
	})
}

// BenchmarkHover asks about a key again and again.
func BenchmarkHover(b *testing.B) {
	each(b, func(b *testing.B, containers int) {
		c, uri, line, _ := session(b, containers)
		defer c.stop()
		for b.Loop() {
			if m := c.call("textDocument/hover", position(uri, line, 5)); m.Error != nil {
				b.Fatalf("%+v", *m.Error)
			}
		}
	})
}

// BenchmarkOpen opens a spec until its findings are there.
func BenchmarkOpen(b *testing.B) {
	each(b, func(b *testing.B, containers int) {
		c := start(b)
		c.initialize()
		defer c.stop()
		uri := tempFile(b, "a.kam.yaml", "")
		text := largeSpec(b, containers)
		for b.Loop() {
			c.open(uri, text)
			c.published(uri, 1)
			c.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": uri}})
		}
	})
}
