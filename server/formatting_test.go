package server

import (
	"testing"

	"go.lsp.dev/protocol"
)

func TestFormatting(t *testing.T) {
	text := "a:\r\n    \"😀\" :   1 # 😀  \r\n    c:  {d : 2}\r\n"
	c := start(t)
	c.initialize(everything)
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, text)
	params := map[string]any{"textDocument": map[string]any{"uri": uri}, "options": map[string]any{"tabSize": 8, "insertSpaces": false}}
	var edits []protocol.TextEdit
	c.result("textDocument/formatting", params, &edits)
	if got, want := applied(text, edits), "a:\r\n  \"😀\": 1 # 😀\r\n  c: {d: 2}\r\n"; got != want || len(edits) < 5 {
		t.Errorf("%q by %+v", got, edits)
	}
	c.notify("textDocument/didChange", change(uri, 2, map[string]any{"text": "a:   1\nb:   2\n"}))
	params["range"] = map[string]any{"start": map[string]any{"line": 1, "character": 0}, "end": map[string]any{"line": 1, "character": 3}}
	c.result("textDocument/rangeFormatting", params, &edits)
	if got := applied("a:   1\nb:   2\n", edits); got != "a:   1\nb: 2\n" {
		t.Errorf("a range: %q by %+v", got, edits)
	}
	c.notify("textDocument/didChange", change(uri, 3, map[string]any{"text": "a: [\n"}))
	if m := c.call("textDocument/formatting", params); m.Error != nil || string(m.Result) != "null" {
		t.Errorf("a broken text: %+v %s", m.Error, m.Result)
	}
	c.notify("textDocument/didChange", change(uri, 4, map[string]any{"text": "containers:\n\n"}))
	onType := position(uri, 1, 0)
	onType["ch"], onType["options"] = "\n", params["options"]
	c.result("textDocument/onTypeFormatting", onType, &edits)
	if got := applied("containers:\n\n", edits); got != "containers:\n  \n" {
		t.Errorf("a new line: %q by %+v", got, edits)
	}
	c.stop()
}
