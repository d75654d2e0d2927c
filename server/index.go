package server

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"sync"

	"github.com/kam-ls/kam-ls/completion"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/files"
	"github.com/kam-ls/kam-ls/outline"
)

// Bounds of what is kept of a workspace: that of one with more is a part.
const (
	maxIndexed     = 10_000    // files
	maxIndexedSize = 256 << 10 // of a file, in bytes
)

// index is what is known of the specs in the folders, without their trees.
type index struct {
	once  sync.Once // it is read
	mu    sync.Mutex
	files map[string]facts // by path
	words completion.Words // of all
}

// facts are what is kept of a spec.
type facts struct {
	id      string // of the file's state
	uri     string
	symbols []symbolInformation
	words   completion.Words
}

// factsOf are the facts of a snapshot.
func (s *Server) factsOf(snap *snapshot) facts {
	file := snap.read()
	f := facts{uri: snap.uri, words: completion.Collect(file)}
	var visit func(symbols []outline.Symbol, container string)
	visit = func(symbols []outline.Symbol, container string) {
		for _, symbol := range symbols {
			switch symbol.Kind {
			case outline.Workload, outline.Container, outline.Secret:
				f.symbols = append(f.symbols, s.information(snap, symbol, container))
			}
			visit(symbol.Children, symbol.Name)
		}
	}
	visit(outline.Symbols(file, maxSymbols), "")
	return f
}

// indexed are the facts of all specs: of those that are open as they are in the
// editor, of others as they are on the disk.
func (s *Server) indexed(ctx context.Context) []facts {
	var all []facts
	open := map[string]bool{}
	for _, snap := range s.openSpecs() {
		all = append(all, s.factsOf(snap))
		open[snap.path] = true
	}
	for path, f := range s.readSpecs(ctx) {
		if !open[path] {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b facts) int { return cmp.Compare(a.uri, b.uri) })
	return all
}

// readSpecs are the facts of the specs on the disk, by path. Files that have not
// changed are not read again.
func (s *Server) readSpecs(ctx context.Context) map[string]facts {
	paths := s.specs(ctx)
	known := make(map[string]facts, len(paths))
	for _, path := range paths[:min(len(paths), maxIndexed)] {
		if ctx.Err() != nil {
			return known
		}
		info, err := os.Stat(path)
		if err != nil || info.Size() > maxIndexedSize {
			continue
		}
		id := fmt.Sprintf("%d.%d", info.ModTime().UnixNano(), info.Size())
		s.index.mu.Lock()
		f, ok := s.index.files[path]
		s.index.mu.Unlock()
		if !ok || f.id != id {
			text, err := files.Read(path)
			if err != nil {
				continue
			}
			f = s.factsOf(newSnapshot(s, fileURI(path), 0, contents{lines: document.NewLines(text)}, s.configFor(path)))
			f.id = id
		}
		known[path] = f
	}
	words := make([]completion.Words, 0, len(known))
	for _, f := range known {
		words = append(words, f.words)
	}
	merged := completion.Words{}.With(words...)
	s.index.mu.Lock()
	s.index.files, s.index.words = known, merged
	s.index.mu.Unlock()
	return known
}

// words are those of the specs that have been read. The first time that they are
// asked for the folders are read, which nobody waits for: what is completed
// meanwhile does without.
func (s *Server) words() completion.Words {
	s.index.once.Do(s.readFolders)
	s.index.mu.Lock()
	defer s.index.mu.Unlock()
	return s.index.words
}

// readFolders fills the index without anybody waiting for it.
func (s *Server) readFolders() {
	s.background("index", func(ctx context.Context) { s.readSpecs(ctx) })
}
