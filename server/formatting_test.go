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
	crlf := "a:   \"😀\"   # 😀\r\nb:\r\n    c:   1\r\n\r\n    d:   2\r\n"
	for version, tc := range []struct {
		from, to [2]int
		want     string
	}{
		{[2]int{0, 9}, [2]int{0, 10}, "a: \"😀\"   # 😀\r\nb:\r\n    c:   1\r\n\r\n    d:   2\r\n"},
		{[2]int{2, 0}, [2]int{3, 0}, "a:   \"😀\"   # 😀\r\nb:\r\n    c: 1\r\n\r\n    d:   2\r\n"},
		{[2]int{2, 0}, [2]int{5, 0}, "a:   \"😀\"   # 😀\r\nb:\r\n  c: 1\r\n\r\n  d: 2\r\n"},
		{[2]int{0, 0}, [2]int{99, 99}, "a: \"😀\"   # 😀\r\nb:\r\n  c: 1\r\n\r\n  d: 2\r\n"},
		{[2]int{4, 0}, [2]int{2, 0}, crlf},
	} {
		c.notify("textDocument/didChange", change(uri, 10+version, map[string]any{"text": crlf}))
		params["range"] = map[string]any{"start": map[string]any{"line": tc.from[0], "character": tc.from[1]}, "end": map[string]any{"line": tc.to[0], "character": tc.to[1]}}
		c.result("textDocument/rangeFormatting", params, &edits)
		if got := applied(crlf, edits); got != tc.want {
			t.Errorf("%v to %v: %q by %+v", tc.from, tc.to, got, edits)
		}
	}
	c.notify("textDocument/didChange", change(uri, 20, map[string]any{"text": "a: [\r\n"}))
	if m := c.call("textDocument/rangeFormatting", params); m.Error != nil || string(m.Result) != "null" {
		t.Errorf("a range of a broken text: %+v %s", m.Error, m.Result)
	}
	c.notify("textDocument/didChange", change(uri, 21, map[string]any{"text": "containers:\r\n  é:\r\n\r\n"}))
	onType["position"] = map[string]any{"line": 2, "character": 0}
	c.result("textDocument/onTypeFormatting", onType, &edits)
	if got := applied("containers:\r\n  é:\r\n\r\n", edits); got != "containers:\r\n  é:\r\n    \r\n" {
		t.Errorf("a new line: %q by %+v", got, edits)
	}
	c.stop()
}
