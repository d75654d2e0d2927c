package server

import (
	"fmt"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/document"
)

const linked = "secrets:\n  db: {type: basic}\ncontainers:\n  a:\n    image: \"a:1\"\n    env:\n      \"😀\": x # 😀\n      B: \"secret://db/password\"\n"

func TestReferences(t *testing.T) {
	// Above a size, a document is read in parts.
	padding := strings.Repeat("  pad-%d:\n    image: \"a:1\"\n    args: [\"a long enough argument to come to something\"]\n", 1)
	long := linked
	for i := range 300 {
		long += fmt.Sprintf(padding, i)
	}
	for name, text := range map[string]string{"short": linked, "long": long, "crlf": strings.ReplaceAll(linked, "\n", "\r\n")} {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			c.initialize(everything)
			uri := tempFile(t, "a.kam.yaml", "")
			c.open(uri, text)

			rng := func(line, from, to uint32) protocol.Range {
				return protocol.Range{Start: protocol.Position{Line: line, Character: from}, End: protocol.Position{Line: line, Character: to}}
			}
			declared, used := rng(1, 2, 4), rng(7, 19, 21)
			onUse := position(uri, 7, 20)

			var links []locationLink
			c.result("textDocument/definition", onUse, &links)
			if len(links) != 1 || links[0].URI != uri || links[0].Selection != declared || links[0].Range != rng(1, 2, 19) || links[0].Origin == nil || *links[0].Origin != used {
				t.Errorf("definition: %+v", links)
			}
			var places []location
			onUse["context"] = map[string]any{"includeDeclaration": true}
			c.result("textDocument/references", onUse, &places)
			if len(places) != 2 || places[0].Range != declared || places[1].Range != used {
				t.Errorf("references: %+v", places)
			}
			onUse["context"] = map[string]any{"includeDeclaration": false}
			c.result("textDocument/references", onUse, &places)
			if len(places) != 1 || places[0].Range != used {
				t.Errorf("references without the declaration: %+v", places)
			}
			var highlights []protocol.DocumentHighlight
			c.result("textDocument/documentHighlight", onUse, &highlights)
			if len(highlights) != 2 || highlights[0].Kind != protocol.DocumentHighlightKindWrite || highlights[1].Kind != protocol.DocumentHighlightKindRead || highlights[1].Range != used {
				t.Errorf("highlights: %+v", highlights)
			}
			var together protocol.LinkedEditingRanges
			c.result("textDocument/linkedEditingRange", onUse, &together)
			if len(together.Ranges) != 2 {
				t.Errorf("linked editing: %+v", together)
			}
			var prepared struct {
				Range       protocol.Range
				Placeholder string
			}
			c.result("textDocument/prepareRename", onUse, &prepared)
			if prepared.Range != used || prepared.Placeholder != "db" {
				t.Errorf("prepareRename: %+v", prepared)
			}
			onUse["newName"] = "store"
			var edit workspaceEdit
			c.result("textDocument/rename", onUse, &edit)
			if len(edit.DocumentChanges) != 1 || edit.DocumentChanges[0].TextDocument.Version != 1 {
				t.Fatalf("rename: %+v", edit)
			}
			if got, want := applied(text, edit.DocumentChanges[0].Edits), strings.NewReplacer("  db:", "  store:", "//db/", "//store/").Replace(text); got != want {
				t.Errorf("renamed:\n%s", got)
			}
			onUse["newName"] = "Not A Name"
			if m := c.call("textDocument/rename", onUse); m.Error == nil || !strings.Contains(m.Error.Message, "'Not A Name' cannot be the name of a secret") {
				t.Errorf("a bad name: %+v", m)
			}
			for _, method := range []string{"definition", "references", "documentHighlight", "linkedEditingRange", "prepareRename"} {
				nowhere := position(uri, 4, 6)
				nowhere["context"] = map[string]any{}
				if m := c.call("textDocument/"+method, nowhere); m.Error != nil || string(m.Result) != "null" {
					t.Errorf("%s on nothing: %+v %s", method, m.Error, m.Result)
				}
			}
			c.stop()
		})
	}
}

// applied is a text after edits that do not overlap.
func applied(text string, edits []protocol.TextEdit) string {
	lines := document.NewLines(text)
	out, last := "", 0
	for _, e := range edits {
		span := document.Span{Start: utf16.offset(lines, e.Range.Start), End: utf16.offset(lines, e.Range.End)}
		out += text[last:span.Start] + e.NewText
		last = span.End
	}
	return out + text[last:]
}
