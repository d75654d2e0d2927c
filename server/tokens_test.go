package server

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestSemanticTokens(t *testing.T) {
	c := start(t)
	c.initialize(everything, func(caps map[string]any) {
		caps["textDocument"].(map[string]any)["semanticTokens"] = map[string]any{
			"tokenTypes": []string{"property", "struct", "variable", "unheard-of"}, "tokenModifiers": []string{"declaration"},
			"requests": map[string]any{"full": map[string]any{"delta": true}},
		}
	})
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, "containers:\n  a:\n    env: {\"😀\": 5, B: c}\n")
	doc := map[string]any{"textDocument": map[string]any{"uri": uri}}

	// Of the legend struct, variable, property; numbers are not in it.
	var full semanticTokens
	c.result("textDocument/semanticTokens/full", doc, &full)
	want := []uint32{0, 0, 10, 2, 0, 1, 2, 1, 0, 1, 1, 4, 3, 2, 0, 0, 6, 4, 1, 1, 0, 9, 1, 1, 1}
	if !slices.Equal(full.Data, want) || full.ResultID == "" {
		t.Errorf("full: %+v, want %v", full, want)
	}
	var part semanticTokens
	c.result("textDocument/semanticTokens/range", map[string]any{"textDocument": map[string]any{"uri": uri}, "range": map[string]any{
		"start": map[string]any{"line": 1, "character": 0}, "end": map[string]any{"line": 1, "character": 5},
	}}, &part)
	if !slices.Equal(part.Data, []uint32{1, 2, 1, 0, 1}) {
		t.Errorf("range: %+v", part)
	}

	c.notify("textDocument/didChange", change(uri, 2, at(1, 2, 1, 3, "longer")))
	var delta tokensDelta
	doc["previousResultId"] = full.ResultID
	c.result("textDocument/semanticTokens/full/delta", doc, &delta)
	if len(delta.Edits) != 1 {
		t.Fatalf("delta: %+v", delta)
	}
	e := delta.Edits[0]
	edited := slices.Concat(full.Data[:e.Start], e.Data, full.Data[e.Start+e.DeleteCount:])
	c.result("textDocument/semanticTokens/full", doc, &full)
	if !slices.Equal(edited, full.Data) || len(e.Data) > 5 {
		t.Errorf("delta %+v makes %v, want %v", delta, edited, full.Data)
	}
	doc["previousResultId"] = "unknown"
	full = semanticTokens{}
	if c.result("textDocument/semanticTokens/full/delta", doc, &full); len(full.Data) == 0 {
		t.Error("no tokens where the ones before are unknown")
	}
	c.stop()
}

// TestTokenLegend offers what the client knows.
func TestTokenLegend(t *testing.T) {
	for _, full := range []any{true, map[string]any{"delta": true}, nil} {
		c := start(t)
		m := c.initialize(func(caps map[string]any) {
			caps["textDocument"].(map[string]any)["semanticTokens"] = map[string]any{"tokenTypes": []string{"number", "class"}, "requests": map[string]any{"full": full}}
		})
		want := fmt.Sprintf(`"semanticTokensProvider":{"legend":{"tokenTypes":["class","number"],"tokenModifiers":[]},"range":true,"full":{"delta":%v}}`, full != nil && full != true)
		if !strings.Contains(string(m.Result), want) {
			t.Errorf("%s, want %s", m.Result, want)
		}
		c.stop()
	}
}
