package survival

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/files"
	"github.com/kam-ls/kam-ls/internal/largespec"
)

// Corpus is a set of valid texts and the damage that is done to them.
type Corpus struct {
	Name  string
	Doc   string // what it is, as Markdown
	Texts []*Text
	Kinds []Kind
	Step  int  // one line of so many is damaged unless all are asked for
	First bool // damage the first line with content only
}

// Corpora are the corpora by name, read below the root of the project.
func Corpora(root string) ([]Corpus, error) {
	texts, err := valid(filepath.Join(root, "testdata", "corpus", "ok"))
	if err != nil {
		return nil, err
	}
	gen3, gen20 := generated(3), generated(20)
	return []Corpus{
		{Name: "gen3", Doc: "a generated spec with 3 containers", Texts: []*Text{gen3}, Kinds: YAML, Step: 1},
		{Name: "gen20", Doc: "a generated spec with 20 containers", Texts: []*Text{gen20}, Kinds: YAML, Step: 29},
		{Name: "ok", Doc: "the specs in `testdata/corpus/ok`", Texts: texts, Kinds: YAML, Step: 11},
		{Name: "first", Doc: "the first line with content of all these", Texts: append([]*Text{gen3, gen20}, texts...), Kinds: YAML, Step: 1, First: true},
		{Name: "json", Doc: "the spec with 3 containers as indented JSON", Texts: []*Text{NewText("gen3.json", toJSON(gen3.text), document.JSON)}, Kinds: JSON, Step: 1},
	}, nil
}

func generated(containers int) *Text {
	return NewText(fmt.Sprintf("gen%d.yaml", containers), largespec.YAML(containers), document.YAML)
}

// valid are the YAML files in a folder.
func valid(folder string) ([]*Text, error) {
	var texts []*Text
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !files.IsYAMLName(filepath.Base(path)) {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		texts = append(texts, NewText(filepath.ToSlash(name), string(text), document.YAML))
		return err
	})
	return texts, err
}

// toJSON writes a YAML text as indented JSON.
func toJSON(text string) string {
	var b strings.Builder
	var write func(n *document.Node, indent string)
	write = func(n *document.Node, indent string) {
		list := func(open, end string, length int, item func(i int)) {
			b.WriteString(open)
			for i := range length {
				if i > 0 {
					b.WriteByte(',')
				}
				b.WriteString("\n" + indent + "  ")
				item(i)
			}
			b.WriteString("\n" + indent + end)
		}
		switch n.Kind {
		case document.Mapping:
			list("{", "}", len(n.Entries), func(i int) {
				b.WriteString(strconv.Quote(n.Entries[i].Key.Value) + ": ")
				write(n.Entries[i].Value, indent+"  ")
			})
		case document.Sequence:
			list("[", "]", len(n.Items), func(i int) { write(n.Items[i], indent+"  ") })
		default:
			if n.Tag == "!!str" {
				b.WriteString(strconv.Quote(n.Value))
			} else {
				b.WriteString(n.Value)
			}
		}
	}
	write(document.Parse(text, document.YAML).Roots()[0].Node, "")
	return b.String() + "\n"
}
