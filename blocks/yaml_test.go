package blocks

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
)

// FuzzYAML holds the tree of each part to the one that yaml.v3 reads from the whole
// text: every container, and what stands around the containers.
func FuzzYAML(f *testing.F) {
	paths, err := filepath.Glob("../testdata/corpus/*/*.kam.yaml")
	if err != nil || len(paths) == 0 {
		f.Fatal(err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
		f.Add("a:\n  " + strings.ReplaceAll(string(text), "\n", "\n  ") + "\nb:\n  containers:\n    web: {image: x}\n")
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 10_000 {
			return
		}
		l, ok := Cut(document.NewLines(text))
		whole := document.Parse(text, document.YAML)
		if !ok || len(whole.Errors()) > 0 || whole.Linked() {
			return
		}
		names := map[string]bool{}
		for _, u := range l.units {
			if names[u.name] {
				return // the two are compared, in the whole
			}
			names[u.name] = true
		}
		var roots []*yaml.Node // with what yaml.v3 takes for a document
		decoder := yaml.NewDecoder(strings.NewReader(text))
		for {
			var doc yaml.Node
			err := decoder.Decode(&doc)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || len(doc.Content) != 1 {
				return
			}
			roots = append(roots, doc.Content[0])
		}
		root, start := -1, -1
		for i := range l.units {
			u := &l.units[i]
			if at := whole.RootAt(u.before.Start + (u.before.End-u.before.Start)/2); at != start {
				root, start = root+1, at
			}
			if root >= len(roots) {
				return // a document without content
			}
			for k := range u.blocks {
				p := l.read(u, []int{k}, "", schema.Default(), "a.kam.yaml")
				if p == nil {
					continue // read as a whole
				}
				w := p.File.Workloads[0]
				entry := w.Objects[0].Value(containersKey).Entries[0]
				// The same path in the whole, where duplicates count by their order.
				n := roots[root]
				for _, key := range strings.Split(strings.TrimPrefix(w.Node.Path()+"/"+containersKey, "/"), "/") {
					n = valueOf(n, strings.NewReplacer("~1", "/", "~0", "~").Replace(key), 0)
				}
				same := 0
				for j := range k {
					if u.blocks[j].key.Of(text) == u.blocks[k].key.Of(text) {
						same++
					}
				}
				want := valueOf(n, entry.Key.Value, same)
				if want == nil || !alike(entry.Value, want) {
					t.Fatalf("the container %q reads otherwise by itself in\n%s", entry.Key.Value, text)
				}
			}
		}
	})
}

// valueOf is the value of a key of a mapping, after so many others of that name.
func valueOf(n *yaml.Node, key string, skip int) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			if skip == 0 {
				return n.Content[i+1]
			}
			skip--
		}
	}
	return nil
}

// alike reports whether a node is what yaml.v3 reads.
func alike(n *document.Node, y *yaml.Node) bool {
	switch y.Kind {
	case yaml.ScalarNode:
		return n.Kind == document.Scalar && n.Value == y.Value && n.Tag == y.ShortTag()
	case yaml.MappingNode:
		if n.Kind != document.Mapping || len(y.Content) != 2*len(n.Entries) {
			return false
		}
		for i := range n.Entries {
			if !alike(n.Entries[i].Key, y.Content[2*i]) || !alike(n.Entries[i].Value, y.Content[2*i+1]) {
				return false
			}
		}
		return true
	case yaml.SequenceNode:
		if n.Kind != document.Sequence || len(y.Content) != len(n.Items) {
			return false
		}
		for i, item := range n.Items {
			if !alike(item, y.Content[i]) {
				return false
			}
		}
		return true
	}
	return false
}
