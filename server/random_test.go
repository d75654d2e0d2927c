package server

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	unicode16 "unicode/utf16"
	unicode8 "unicode/utf8"

	"go.lsp.dev/protocol"
)

var long = flag.Bool("long", false, "make thousands of random edits, every broken message, and an hour's worth of work")

// model is a client's own idea of a document, and of where its lines end.
type model struct {
	text string
	utf8 bool
}

// position is that of an offset, which is not inside of a rune.
func (m model) position(offset int) map[string]any {
	line, start := 0, 0
	for i := 0; i < offset; i++ {
		if c := m.text[i]; c == '\n' || c == '\r' && !(i+1 < len(m.text) && m.text[i+1] == '\n') {
			line, start = line+1, i+1
		}
	}
	before := m.text[start:offset]
	column := len(before)
	if !m.utf8 {
		column = len(unicode16.Encode([]rune(before)))
	}
	return map[string]any{"line": line, "character": column}
}

// boundary moves an offset back to where a position can be: not in a rune, nor
// between "\r" and "\n".
func (m model) boundary(offset int) int {
	for offset > 0 && offset < len(m.text) && !unicode8.RuneStart(m.text[offset]) {
		offset--
	}
	if offset > 0 && offset < len(m.text) && m.text[offset-1] == '\r' && m.text[offset] == '\n' {
		offset--
	}
	return offset
}

// edit changes the text at random and returns the change.
func (m *model) edit(rnd *rand.Rand) map[string]any {
	if rnd.IntN(40) == 0 {
		m.text = strings.ReplaceAll(m.text, "😀", "") + "# 😀\n"
		return map[string]any{"text": m.text}
	}
	start := m.boundary(rnd.IntN(len(m.text) + 1))
	end := start
	switch rnd.IntN(6) {
	case 0:
		end = start + rnd.IntN(3)
	case 1:
		end = start + rnd.IntN(80) // over lines
	}
	end = m.boundary(min(end, len(m.text)))
	end = max(end, start)
	inserted := ""
	if rnd.IntN(4) > 0 {
		inserted = insertions[rnd.IntN(len(insertions))]
	}
	change := map[string]any{"range": map[string]any{"start": m.position(start), "end": m.position(end)}, "text": inserted}
	m.text = m.text[:start] + inserted + m.text[end:]
	return change
}

var insertions = []string{
	"x", "x", "x", " ", "\n", "\n  ", "\n    ", ":", ": ", "- ", "#", "\"", "'", "[", "{", "}", ",", "&a ", "*a", "😀", "é", "\r\n", "\r", "\t",
	"secret://db/password", "kam-ls: ignore-file image-tag", "\n---\n", "\n  more:\n    image: \"nginx:1.27\"\n", "schedule: \"* * *\"\n", "$(A)", "0",
}

// randomTexts are what the edits begin with.
func randomTexts(t *testing.T) map[string]string {
	texts := map[string]string{}
	for _, pattern := range []string{"../testdata/corpus/ok/*.kam.*", "../testdata/corpus/broken/*.kam.*"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if len(text) < 4000 {
				texts[path] = string(text)
			}
		}
	}
	if len(texts) < 20 {
		t.Fatalf("only %d texts", len(texts))
	}
	texts["large.kam.yaml"] = largeSpec(t, 20) // read in parts
	texts["larger.kam.yaml"] = "a:\n" + indented(largeSpec(t, 12)) + "b:\n" + indented(largeSpec(t, 3))
	return texts
}

func indented(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
}

// TestRandomSessions makes random edits in whatever files: what the server then says
// is what a server says that opens the final text.
func TestRandomSessions(t *testing.T) {
	rounds, edits := 60, 12
	if *long {
		rounds, edits = 1500, 20
	} else if testing.Short() {
		rounds = 15
	}
	texts := randomTexts(t)
	var names []string
	for name := range texts {
		names = append(names, name)
	}
	slices.Sort(names)
	for seed := range uint64(rounds) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		name := names[rnd.IntN(len(names))]
		if seed%5 == 0 {
			name = []string{"large.kam.yaml", "larger.kam.yaml"}[rnd.IntN(2)]
		}
		m := model{texts[name], rnd.IntN(2) == 0}
		units := func(caps map[string]any) {
			everything(caps)
			caps["general"] = map[string]any{"positionEncodings": []string{"utf-16"}}
			if m.utf8 {
				caps["general"] = map[string]any{"positionEncodings": []string{"utf-8"}}
			}
		}
		uri := tempFile(t, filepath.Base(name), "")
		c := start(t)
		c.initialize(units)
		c.open(uri, m.text)
		version := 1
		for range edits {
			changes := []any{}
			for range 1 + rnd.IntN(3) {
				changes = append(changes, m.edit(rnd))
			}
			version++
			c.notify("textDocument/didChange", change(uri, version, changes...))
			if rnd.IntN(3) == 0 { // nobody waits for all answers
				c.begin("textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": uri}, "position": m.position(m.boundary(rnd.IntN(len(m.text) + 1)))})
			}
		}
		got := c.published(uri, int32(version))
		fresh := start(t)
		fresh.initialize(units)
		fresh.open(uri, m.text)
		want := fresh.published(uri, 1)
		if len(want.Diagnostics) < maxPublished && !reflect.DeepEqual(got.Diagnostics, want.Diagnostics) {
			t.Fatalf("seed %d, %s: %s\n%s", seed, name, difference(got.Diagnostics, want.Diagnostics), m.text)
		}
		for range 6 {
			params := map[string]any{"textDocument": map[string]any{"uri": uri}, "position": m.position(m.boundary(rnd.IntN(len(m.text) + 1)))}
			params["positions"] = []any{params["position"]}
			for _, method := range []string{"hover", "completion", "documentHighlight", "selectionRange", "foldingRange", "documentSymbol"} {
				got, want := c.call("textDocument/"+method, params), fresh.call("textDocument/"+method, params)
				if string(got.Result) != string(want.Result) || (got.Error == nil) != (want.Error == nil) {
					t.Fatalf("seed %d, %s: %s at %v: %s, want %s\n%s", seed, name, method, params["position"], got.Result, want.Result, m.text)
				}
			}
		}
		c.stop()
		fresh.stop()
	}
}

func difference(got, want []protocol.Diagnostic) string {
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			return fmt.Sprintf("missing %+v", want[i])
		case i >= len(want):
			return fmt.Sprintf("too much: %+v", got[i])
		case !reflect.DeepEqual(got[i], want[i]):
			return fmt.Sprintf("got  %+v\nwant %+v", got[i], want[i])
		}
	}
	return ""
}

// TestSoak works for what is an hour of somebody's typing, and holds what the
// server keeps to what it kept after the first minutes.
func TestSoak(t *testing.T) {
	if !*long {
		t.Skip("an hour's worth of work: go test ./server -run Soak -long")
	}
	c := start(t)
	c.initialize(everything)
	uri := tempFile(t, "a.kam.yaml", "")
	text := largeSpec(t, 100)
	c.open(uri, text)
	c.published(uri, 1)
	// What is kept is what is left when nothing runs: the least of a few looks.
	measure := func() (heap uint64, goroutines int) {
		heap, goroutines = 1<<62, 1<<30
		for range 10 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			heap, goroutines = min(heap, m.HeapAlloc), min(goroutines, runtime.NumGoroutine())
			time.Sleep(20 * time.Millisecond)
		}
		return heap, goroutines
	}
	version := 1
	work := func(keystrokes int) {
		rnd := rand.New(rand.NewPCG(uint64(version), 5))
		m := model{text, false}
		for range keystrokes {
			version++
			c.notify("textDocument/didChange", change(uri, version, m.edit(rnd)))
			at := map[string]any{"textDocument": map[string]any{"uri": uri}, "position": m.position(m.boundary(rnd.IntN(len(m.text) + 1)))}
			c.call("textDocument/completion", at)
			c.call("textDocument/hover", at)
			if version%20 == 0 {
				c.call("textDocument/documentSymbol", at)
				c.call("textDocument/foldingRange", at)
			}
			if version%50 == 0 { // back to what it was
				m.text = text
				version++
				c.notify("textDocument/didChange", change(uri, version, map[string]any{"text": text}))
			}
			for len(c.diagnostics) > 500 {
				<-c.diagnostics
			}
		}
		version++
		c.notify("textDocument/didChange", change(uri, version, map[string]any{"text": text}))
		c.published(uri, int32(version))
	}
	start := time.Now()
	work(1500)
	heap, goroutines := measure()
	var after uint64
	var still int
	for range 4 { // three keys a second for an hour, and then some
		work(3000)
		after, still = measure()
		t.Logf("after %d keystrokes: heap %d KiB", version, after>>10)
	}
	t.Logf("%d keystrokes in %s: heap %d KiB, then %d KiB; %d goroutines, then %d", version, time.Since(start).Round(time.Second), heap>>10, after>>10, goroutines, still)
	if after > 2*heap+(2<<20) {
		t.Errorf("the heap grows: %d bytes, then %d", heap, after)
	}
	if still > goroutines+5 {
		t.Errorf("goroutines are left: %d, then %d", goroutines, still)
	}
	c.stop()
}
