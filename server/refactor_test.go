package server

import (
	"encoding/json"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
)

func TestRefactorings(t *testing.T) {
	text := "schedule: \"0 3 * * *\"\ncontainers:\n  web:\n    image: \"nginx:1.27\"\n    env:\n      DB_PASSWORD: \"s3cret\"\n"
	for _, resolves := range []bool{false, true} {
		c := start(t)
		m := c.initialize(func(caps map[string]any) {
			action := caps["textDocument"].(map[string]any)["codeAction"].(map[string]any)
			if resolves {
				action["dataSupport"], action["resolveSupport"] = true, map[string]any{"properties": []string{"edit"}}
			}
			caps["workspace"].(map[string]any)["workspaceEdit"] = map[string]any{"documentChanges": true, "resourceOperations": []string{"create"}}
		})
		if !strings.Contains(string(m.Result), `"refactor.extract","refactor.inline","refactor.rewrite"`) {
			t.Errorf("%s", m.Result)
		}
		uri := tempFile(t, "a.kam.yaml", "")
		c.open(uri, text)
		at := position(uri, 5, 22)["position"]
		ask := func(only ...string) map[string]json.RawMessage {
			t.Helper()
			var actions []json.RawMessage
			c.result("textDocument/codeAction", map[string]any{
				"textDocument": map[string]any{"uri": uri}, "range": map[string]any{"start": at, "end": at}, "context": map[string]any{"diagnostics": []any{}, "only": only},
			}, &actions)
			byTitle := map[string]json.RawMessage{}
			for _, raw := range actions {
				var a struct{ Title string }
				if err := json.Unmarshal(raw, &a); err != nil {
					t.Fatal(err)
				}
				byTitle[a.Title] = raw
			}
			return byTitle
		}
		edits := func(raw json.RawMessage) (changes []struct {
			Kind  string
			URI   string
			Edits []protocol.TextEdit
		}) {
			t.Helper()
			if resolves {
				m := c.call("codeAction/resolve", raw)
				if m.Error != nil {
					t.Fatalf("%+v", m.Error)
				}
				raw = m.Result
			}
			var a struct {
				Edit struct {
					DocumentChanges []struct {
						Kind  string
						URI   string
						Edits []protocol.TextEdit
					}
				}
			}
			if err := json.Unmarshal(raw, &a); err != nil {
				t.Fatal(err)
			}
			return a.Edit.DocumentChanges
		}
		all := ask("refactor")
		changes := edits(all["Move it to the secret 'db'"])
		if len(changes) != 1 || !strings.Contains(applied(text, changes[0].Edits), "DB_PASSWORD: \"secret://db/password\"") {
			t.Errorf("extracted: %+v", changes)
		}
		changes = edits(all["Convert to JSON"])
		if len(changes) != 2 || changes[0].Kind != "create" || !strings.HasSuffix(changes[0].URI, "/a.kam.json") || !json.Valid([]byte(changes[1].Edits[0].NewText)) {
			t.Errorf("converted: %+v", changes)
		}
		if rewrites := ask("refactor.rewrite"); rewrites["Write it in single quotes"] == nil || rewrites["Move it to the secret 'db'"] != nil {
			t.Errorf("of a kind: %v", rewrites)
		}
		if fixes := ask("quickfix"); fixes["Convert to JSON"] != nil {
			t.Errorf("a refactoring among fixes: %v", fixes)
		}
		if resolves {
			c.notify("textDocument/didChange", change(uri, 2, map[string]any{"text": sound}))
			if m := c.call("codeAction/resolve", all["Convert to JSON"]); m.Error == nil || m.Error.Code != int(codeContentModified) {
				t.Errorf("of an older version: %+v", m)
			}
		}
		c.stop()
	}
}
