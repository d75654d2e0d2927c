package blocks_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/kam-ls/kam-ls/blocks"
	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

var rounds = flag.Int("rounds", 1, "how many times as many random edits")

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const filename = "a.kam.yaml"

func whole(text string) []diagnostics.Diagnostic {
	file := spec.Read(document.Parse(text, document.YAML), schema.Default(), filename)
	found := diagnostics.Run(context.Background(), file, config.Default(), now)
	for i := range found {
		found[i].Fixes = nil
	}
	return found
}

func newChecker() *blocks.Checker {
	return blocks.NewChecker(schema.Default(), filename, config.Default())
}

// same reports how two lists of findings differ, "" if they do not.
func same(got, want []diagnostics.Diagnostic) string {
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			return fmt.Sprintf("missing %+v", want[i])
		case i >= len(want):
			return fmt.Sprintf("too much: %+v", got[i])
		case !equal(got[i], want[i]):
			return fmt.Sprintf("got  %+v\nwant %+v", got[i], want[i])
		}
	}
	return ""
}

func equal(a, b diagnostics.Diagnostic) bool {
	if len(a.Related) == 0 && len(b.Related) == 0 {
		a.Related, b.Related = nil, nil
	}
	return reflect.DeepEqual(a, b)
}

// specs are the texts of the corpus and of all archives, joined where they can
// be to make several containers and several workloads of them.
func specs(tb testing.TB) []string {
	tb.Helper()
	var texts []string
	paths, err := filepath.Glob("../testdata/*/*")
	if err != nil {
		tb.Fatal(err)
	}
	sound, err := filepath.Glob("../testdata/corpus/ok/*")
	if err != nil {
		tb.Fatal(err)
	}
	for _, path := range append(paths, sound...) {
		switch filepath.Ext(path) {
		case ".yaml", ".yml":
			text, err := os.ReadFile(path)
			if err != nil {
				tb.Fatal(err)
			}
			texts = append(texts, string(text))
		case ".txtar":
			a, err := txtar.ParseFile(path)
			if err != nil {
				tb.Fatal(err)
			}
			for _, f := range a.Files {
				if strings.HasSuffix(f.Name, ".kam.yaml") {
					texts = append(texts, string(f.Data))
				}
			}
		}
	}
	if len(texts) < 100 {
		tb.Fatalf("only %d specs", len(texts))
	}
	var more []string
	for i, text := range texts {
		if strings.Contains(text, "\ncontainers:\n") && !strings.Contains(text, "\r") {
			parts := strings.SplitAfter(text, "\ncontainers:\n")
			more = append(more, several(parts, 2+i%4))
			more = append(more, several(parts, 8))
			more = append(more, named(text, i), text+"---\n"+named(text, i)+"---\n"+named(text, i+1))
		}
	}
	return append(texts, more...)
}

// several repeats the containers of a text under other names.
func several(parts []string, n int) string {
	var b strings.Builder
	b.WriteString(parts[0])
	rest := strings.Join(parts[1:], "")
	for i := range n {
		for line := range strings.Lines(rest) {
			if name := strings.TrimPrefix(line, "  "); name != line && name[0] != ' ' && name[0] != '#' {
				line = fmt.Sprintf("  r%d-%s", i, name)
			} else if line[0] != ' ' && i+1 < n {
				break
			}
			b.WriteString(line)
		}
	}
	return b.String()
}

// named puts a bare Job twice under names.
func named(text string, i int) string {
	var b strings.Builder
	for k := range 2 {
		fmt.Fprintf(&b, "job%d-%d:\n", i, k)
		for line := range strings.Lines(text) {
			if strings.TrimSpace(line) != "" {
				line = "  " + line
			}
			b.WriteString(line)
		}
		if !strings.HasSuffix(b.String(), "\n") {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// TestCheck holds the findings of parts to those of the whole, in every spec of
// the tests' data.
func TestCheck(t *testing.T) {
	cut, alone := 0, 0
	for _, text := range specs(t) {
		l, ok := blocks.Cut(document.NewLines(text))
		if !ok {
			continue
		}
		cut++
		got, ok := newChecker().Check(context.Background(), l, now)
		if !ok {
			continue
		}
		alone++
		if d := same(got.All(), whole(text)); d != "" {
			t.Errorf("%s\n%s", d, text)
		}
	}
	t.Logf("%d specs are cut, %d read in parts", cut, alone)
	if alone < 150 {
		t.Errorf("%d specs are cut and %d read in parts: that tests little", cut, alone)
	}
}

// snippets are what random edits insert.
var snippets = []string{
	"\n", "\n", "\n  ", "\n    ", "  ", " ", ":", "\"", "'", "[", "]", "{", "}", "#", "# kam-ls: ignore image-tag\n", "- ", "x", "é", "😀", "|\n", ",",
	"\r\n", "\t", "image: nginx", "secret://db/password", "secret://", "\n  other:\n    image: nginx\n", "\n---\n", "&a ", "*a", "containers:\n", "\n  # note\n",
	"schedule: x\n", "\n<<<<<<< a\n", "\nsecrets:\n  db:\n    type: basic\n", "?", "\n\n", "    env:\n      A: \"$(B)\"\n", "\u0085", "\x00", "kam-ls: ignore-file ", "...\n", "%",
}

// TestEdits makes random edits of specs and holds each version's findings, found
// with what is known of the one before, to those of the whole.
func TestEdits(t *testing.T) {
	texts := specs(t)
	parts, quick, total := 0, 0, 0
	for seed := range uint64(150 * *rounds) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		text := texts[rnd.IntN(len(texts))]
		if len(text) > 6000 {
			continue
		}
		lines := document.NewLines(text)
		l, _ := blocks.Cut(lines)
		checker := newChecker()
		for range 25 {
			type version struct {
				lines *document.Lines
				l     *blocks.Layout
			}
			last := version{lines, l}
			back := func() { // most of the time, or all that follow are broken
				if rnd.IntN(8) > 0 {
					lines, l = last.lines, last.l
					text = lines.Text()
				}
			}
			edit := randomEdit(rnd, text)
			lines = lines.Edited(edit)
			before := text
			text = lines.Text()
			var ok bool
			l, ok = l.Edited(edit, lines)
			if fresh, fits := blocks.Cut(lines); fits != ok || fits && !blocks.Equal(l, fresh) {
				t.Fatalf("seed %d: an edit %+v cuts otherwise than anew:\n%s", seed, edit, before)
			}
			total++
			if !ok {
				back()
				continue
			}
			got, ok := checker.Check(context.Background(), l, now)
			if !ok {
				back()
				continue
			}
			parts++
			if blocks.Quick(l) {
				quick++
			}
			if d := same(got.All(), whole(text)); d != "" {
				fresh, _ := newChecker().Check(context.Background(), l, now)
				t.Fatalf("seed %d: %s\n%s\nfresh: %s", seed, d, text, same(fresh.All(), whole(text)))
			}
		}
	}
	t.Logf("%d of %d versions were read in parts, %d of them changed one block", parts, total, quick)
	if parts < total/10 || quick < parts/4 {
		t.Errorf("%d of %d versions were read in parts, %d of them changed one block: that tests little", parts, total, quick)
	}
}

func randomEdit(rnd *rand.Rand, text string) document.Edit {
	start := rnd.IntN(len(text) + 1)
	edit := document.Edit{Span: document.Span{Start: start, End: start}}
	switch rnd.IntN(8) {
	case 0:
		edit.End = min(start+rnd.IntN(4), len(text))
	case 1:
		edit.End = min(start+rnd.IntN(40), len(text))
	case 2: // a line is repeated or deleted
		edit.Start = strings.LastIndexByte(text[:start], '\n') + 1
		edit.End = edit.Start
		if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
			if edit.NewText = text[edit.Start : start+i+1]; rnd.IntN(2) == 0 {
				edit.End, edit.NewText = start+i+1, ""
			}
		}
		return edit
	case 3: // a character of a word changes
		if end := min(start+1, len(text)); end > start && text[start] != '\n' {
			edit.End, edit.NewText = end, string(rune('a'+rnd.IntN(26)))
			return edit
		}
	}
	if rnd.IntN(4) > 0 {
		edit.NewText = snippets[rnd.IntN(len(snippets))]
	}
	return edit
}

// FuzzCheck holds the findings of parts to those of the whole.
func FuzzCheck(f *testing.F) {
	for i, text := range specs(f) {
		if i%7 == 0 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 10_000 {
			return
		}
		l, ok := blocks.Cut(document.NewLines(text))
		if !ok {
			return
		}
		got, ok := newChecker().Check(context.Background(), l, now)
		if !ok {
			return
		}
		if d := same(got.All(), whole(text)); d != "" {
			t.Errorf("%s\n%q", d, text)
		}
	})
}

// TestAt finds the place of every offset in its part.
func TestAt(t *testing.T) {
	for i, text := range specs(t) {
		l, ok := blocks.Cut(document.NewLines(text))
		if !ok || i%5 > 0 {
			continue
		}
		for offset := 0; offset <= len(text); offset += 1 + len(text)/50 {
			p, at, ok := newChecker().At(l, offset)
			if !ok {
				continue
			}
			span, ok := p.Whole(document.Span{Start: at, End: at})
			if !ok || span.Start != offset {
				t.Fatalf("offset %d is %d in the part and %v, %v in the whole:\n%s", offset, at, span, ok, text)
			}
			if line := p.File.Doc.Lines(); line.Line(line.LineOf(at)) != document.NewLines(text).Line(document.NewLines(text).LineOf(offset)) {
				t.Fatalf("offset %d stands in another line of the part", offset)
			}
		}
	}
}

var _ = slices.Sort[[]int]

// TestCorners are texts that once were read otherwise in parts.
func TestCorners(t *testing.T) {
	for _, text := range []string{
		"containers:\n  a:\n    image: x\n    args: [\"x\n#y\"]\nsecrets:\n  db:\n    type: basic\n      A: b\n",
		"containers:\n  a:\n    image: x\n    args: [\"x\n#y\"]\n  b:\n    imag: y\n",
		"j:\n  schedule: x\n  containers:\n    a:\n      image: x\n      resources: {cpu: \"2\",containers:\n memory: 4Gi}\n    b:\n      image: y\n",
		"secrets:\n  a:\n  b\n    c: d\ncontainers:\n  a:\n    image: x\n    env:\n      A: secret://x/y\n",
	} {
		l, ok := blocks.Cut(document.NewLines(text))
		if !ok {
			continue
		}
		if got, ok := newChecker().Check(context.Background(), l, now); ok {
			if d := same(got.All(), whole(text)); d != "" {
				t.Errorf("%s\n%s", d, text)
			}
		}
	}
}
