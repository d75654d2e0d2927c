package server

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/protocol"
)

// TestCompletionResolve proposes short items to a client that asks for the rest.
func TestCompletionResolve(t *testing.T) {
	c := start(t)
	m := c.initialize(func(caps map[string]any) {
		caps["textDocument"].(map[string]any)["completion"] = map[string]any{
			"completionItem": map[string]any{
				"documentationFormat": []string{"markdown"}, "labelDetailsSupport": true, "resolveSupport": map[string]any{"properties": []string{"documentation"}},
			},
			"completionList": map[string]any{"itemDefaults": []string{"editRange"}},
		}
	})
	if !strings.Contains(string(m.Result), `"resolveProvider":true`) {
		t.Errorf("%s", m.Result)
	}
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, "containers:\n  web:\n    image: \"nginx:1.27\"\n    wor\n")
	var list struct {
		ItemDefaults struct{ EditRange protocol.Range }
		Items        []map[string]any
	}
	c.result("textDocument/completion", position(uri, 3, 7), &list)
	if list.ItemDefaults.EditRange != (protocol.Range{Start: protocol.Position{Line: 3, Character: 4}, End: protocol.Position{Line: 3, Character: 7}}) {
		t.Errorf("the range of all: %+v", list.ItemDefaults)
	}
	for _, item := range list.Items {
		if item["documentation"] != nil || item["textEdit"] != nil || item["textEditText"] == nil || item["commitCharacters"] != nil {
			t.Errorf("item %v", item)
		}
		if item["label"] != "workingDir" {
			continue
		}
		if item["labelDetails"].(map[string]any)["description"] != "str" {
			t.Errorf("details %v", item["labelDetails"])
		}
		item["extra"] = "kept"
		var resolved map[string]any
		c.result("completionItem/resolve", item, &resolved)
		if text, _ := json.Marshal(resolved["documentation"]); !strings.Contains(string(text), "absolute path") || resolved["extra"] != "kept" || resolved["textEditText"] != item["textEditText"] {
			t.Errorf("resolved: %v", resolved)
		}
	}
	c.stop()
}

// TestCompletionWorkspace proposes what other specs of the folder have.
func TestCompletionWorkspace(t *testing.T) {
	dir, uri := folder(t, map[string]string{
		".git/x": "", "other.kam.yaml": "labels: {team: x}\ncontainers:\n  a:\n    image: \"registry.example.com/etl/loader:2\"\n    env: {LOADER_MODE: fast}\n",
	})
	c := start(t)
	c.inFolders(func(map[string]any) {}, uri)
	file := fileURI(filepath.Join(dir, "b.kam.yaml"))
	c.open(file, "containers:\n  web:\n    image: \n")
	proposed := func() bool {
		var list completionList
		c.result("textDocument/completion", position(file, 2, 11), &list)
		for _, item := range list.Items {
			if item.Label == "registry.example.com/etl/loader:2" {
				return true
			}
		}
		return false
	}
	// The folder is read in the background.
	for deadline := time.Now().Add(10 * time.Second); !proposed(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("an image of another spec is not proposed")
		}
	}
	var found []symbolInformation
	c.result("workspace/symbol", map[string]any{"query": "a"}, &found)
	if len(found) == 0 || found[0].Name != "a" || found[0].Location.URI != uri+"/other.kam.yaml" {
		t.Errorf("symbols of a file that is not open: %+v", found)
	}
	// What changes on the disk is read again.
	if err := os.WriteFile(filepath.Join(dir, "other.kam.yaml"), []byte("containers:\n  changed: {image: x}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c.result("workspace/symbol", map[string]any{"query": "changed"}, &found)
	if len(found) != 1 {
		t.Errorf("after a change: %+v", found)
	}
	c.stop()
}
