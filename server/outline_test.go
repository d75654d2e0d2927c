package server

import (
	"fmt"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
)

func TestStructure(t *testing.T) {
	text := "# one\n# https://example.com/x\ncontainers:\n  a:\n    image: \"nginx:1\"\n    args: [\n      \"😀\", word\n    ]\n  bee:\n    image: ghcr.io/a/b # 😀 https://example.com/y\n"
	c := start(t)
	c.initialize(everything, func(caps map[string]any) {
		doc := caps["textDocument"].(map[string]any)
		doc["documentSymbol"] = map[string]any{"hierarchicalDocumentSymbolSupport": true}
		doc["foldingRange"] = map[string]any{"lineFoldingOnly": true, "rangeLimit": 4}
		doc["documentLink"] = map[string]any{"tooltipSupport": true}
	})
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, text)
	doc := map[string]any{"textDocument": map[string]any{"uri": uri}}

	var symbols []documentSymbol
	c.result("textDocument/documentSymbol", doc, &symbols)
	if len(symbols) != 1 || len(symbols[0].Children) != 2 || symbols[0].Children[1].Name != "bee" || symbols[0].Children[1].Detail != "ghcr.io/a/b" || symbols[0].Children[1].Selection.Start != (protocol.Position{Line: 8, Character: 2}) {
		t.Errorf("symbols: %+v", symbols)
	}
	var found []symbolInformation
	c.result("workspace/symbol", map[string]any{"query": "be"}, &found)
	if len(found) != 1 || found[0].Name != "bee" || found[0].Location.URI != uri || found[0].Container != "containers" {
		t.Errorf("workspace symbols: %+v", found)
	}
	var folds []foldingRange
	c.result("textDocument/foldingRange", doc, &folds)
	if got, want := fmt.Sprint(folds), "[{0 1 comment} {2 9 } {3 7 } {8 9 }]"; got != want {
		t.Errorf("folds: %s, want %s", got, want)
	}
	var selections []selectionRange
	c.result("textDocument/selectionRange", map[string]any{"textDocument": map[string]any{"uri": uri}, "positions": []any{
		map[string]any{"line": 6, "character": 13}, map[string]any{"line": 0, "character": 0},
	}}, &selections)
	if len(selections) != 2 || selections[0].Range != (protocol.Range{Start: protocol.Position{Line: 6, Character: 12}, End: protocol.Position{Line: 6, Character: 16}}) || selections[0].Parent.Range.Start.Line != 5 {
		t.Errorf("selections: %+v", selections)
	}
	var links []documentLink
	c.result("textDocument/documentLink", doc, &links)
	if len(links) != 4 || links[3].Range.Start != (protocol.Position{Line: 9, Character: 28}) || links[1].Tooltip == "" {
		t.Errorf("links: %+v", links)
	}
	c.stop()
}

// TestFlatSymbols is for clients that show no tree, and for texts of many
// symbols.
func TestFlatSymbols(t *testing.T) {
	c := start(t)
	c.initialize(everything)
	uri := tempFile(t, "a.kam.yaml", "")
	text := "containers:\n"
	for i := range 6000 {
		text += fmt.Sprintf("  c%d:\n    image: x\n", i)
	}
	c.open(uri, text)
	var flat []symbolInformation
	c.result("textDocument/documentSymbol", map[string]any{"textDocument": map[string]any{"uri": uri}}, &flat)
	if len(flat) != 6001 || flat[1].Name != "c0" || flat[1].Container != "containers" {
		t.Errorf("%d symbols, the second %+v", len(flat), flat[1])
	}
	deep := "containers: " + strings.Repeat("{a: ", 5000)
	c.open(uri+".kam.yaml", deep)
	c.result("textDocument/documentSymbol", map[string]any{"textDocument": map[string]any{"uri": uri + ".kam.yaml"}}, &flat)
	c.stop()
}
