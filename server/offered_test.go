package server

import (
	"strings"
	"testing"
)

// everything makes a client announce all that the server can offer.
func everything(caps map[string]any) {
	doc := caps["textDocument"].(map[string]any)
	for _, method := range []string{"references", "documentHighlight", "linkedEditingRange"} {
		doc[method] = map[string]any{}
	}
	doc["definition"] = map[string]any{"linkSupport": true}
	for _, method := range []string{"documentSymbol", "foldingRange", "selectionRange", "documentLink", "formatting", "rangeFormatting", "onTypeFormatting"} {
		doc[method] = map[string]any{}
	}
	for _, method := range []string{"codeLens", "inlayHint", "signatureHelp"} {
		doc[method] = map[string]any{}
	}
	caps["workspace"].(map[string]any)["symbol"] = map[string]any{}
	caps["workspace"].(map[string]any)["executeCommand"] = map[string]any{}
	doc["semanticTokens"] = map[string]any{"tokenTypes": []string{"property"}, "tokenModifiers": []string{}}
	doc["rename"] = map[string]any{"prepareSupport": true}
}

// providers are what only a client gets that has it.
var providers = []string{
	"definition", "references", "documentHighlight", "linkedEditingRange", "rename",
	"documentSymbol", "workspaceSymbol", "foldingRange", "selectionRange", "documentLink", "semanticTokens",
	"codeLens", "inlayHint", "signatureHelp", "executeCommand",
	"documentFormatting", "documentRangeFormatting", "documentOnTypeFormatting",
}

// TestOffered holds the server to what the client can do.
func TestOffered(t *testing.T) {
	c := start(t)
	m := c.initialize()
	for _, provider := range providers {
		if strings.Contains(string(m.Result), `"`+provider+`Provider":`) {
			t.Errorf("%s is offered to a client without it", provider)
		}
	}
	c.stop()
	c = start(t)
	m = c.initialize(everything)
	for _, provider := range providers {
		if !strings.Contains(string(m.Result), `"`+provider+`Provider":`) {
			t.Errorf("%s is not offered in %s", provider, m.Result)
		}
	}
	c.stop()
}
