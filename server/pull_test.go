package server

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
)

// pulling makes a client ask for diagnostics.
func pulling(caps map[string]any) {
	caps["textDocument"].(map[string]any)["diagnostic"] = map[string]any{}
	w := caps["workspace"].(map[string]any)
	w["workspaceFolders"] = true
	w["diagnostics"] = map[string]any{"refreshSupport": true}
	w["codeLens"] = map[string]any{"refreshSupport": true}
	w["didChangeWatchedFiles"] = map[string]any{"dynamicRegistration": true}
}

// folder is a folder with files, as a workspace folder.
func folder(t testing.TB, contents map[string]string) (path, uri string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range contents {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir, fileURI(dir)
}

// inFolders opens a session with folders.
func (c *client) inFolders(change func(map[string]any), folders ...string) message {
	c.t.Helper()
	caps := map[string]any{"workspace": map[string]any{}, "textDocument": map[string]any{"publishDiagnostics": map[string]any{"versionSupport": true}}}
	change(caps)
	list := []any{}
	for _, uri := range folders {
		list = append(list, map[string]any{"uri": uri, "name": "w"})
	}
	m := c.call("initialize", map[string]any{"processId": nil, "rootUri": nil, "capabilities": caps, "workspaceFolders": list})
	c.notify("initialized", map[string]any{})
	return m
}

// pulled is a report as a client reads it.
type pulled struct {
	Kind     string
	ResultID string
	Items    []protocol.Diagnostic
	URI      string
	Version  *int32
}

const twice = "containers:\n  web:\n    image: nginx\n    image: nginx\n"

func TestPull(t *testing.T) {
	dir, uri := folder(t, map[string]string{".git/x": "", "a.kam.yaml": twice})
	c := start(t)
	if m := c.inFolders(pulling, uri); !strings.Contains(string(m.Result), `"diagnosticProvider":{"identifier":"kam-ls","interFileDependencies":false,"workspaceDiagnostics":true}`) {
		t.Fatalf("%s", m.Result)
	}
	file := uri + "/a.kam.yaml"
	c.open(file, twice)
	doc := map[string]any{"textDocument": map[string]any{"uri": file}}
	var full, again pulled
	c.result("textDocument/diagnostic", doc, &full)
	if full.Kind != "full" || !slices.ContainsFunc(full.Items, func(d protocol.Diagnostic) bool { return d.Code == "duplicate-key" }) {
		t.Fatalf("%+v", full)
	}
	doc["previousResultId"] = full.ResultID
	c.result("textDocument/diagnostic", doc, &again)
	if again.Kind != "unchanged" || again.ResultID != full.ResultID {
		t.Errorf("%+v", again)
	}
	c.notify("textDocument/didChange", change(file, 2, at(3, 0, 4, 0, "")))
	c.result("textDocument/diagnostic", doc, &full)
	if full.Kind != "full" || slices.ContainsFunc(full.Items, func(d protocol.Diagnostic) bool { return d.Code == "duplicate-key" }) || full.ResultID == again.ResultID {
		t.Errorf("after an edit: %+v", full)
	}
	// A new configuration makes the client ask again, and the answer another.
	if err := os.WriteFile(filepath.Join(dir, ".kam-ls.yaml"), []byte("rules: {image-tag: error}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": uri + "/.kam-ls.yaml", "type": 1}}})
	c.waitFor("workspace/diagnostic/refresh")
	c.waitFor("workspace/codeLens/refresh")
	doc["previousResultId"] = full.ResultID
	c.result("textDocument/diagnostic", doc, &full)
	if full.Kind != "full" || !slices.ContainsFunc(full.Items, func(d protocol.Diagnostic) bool {
		return d.Code == "image-tag" && d.Severity == protocol.DiagnosticSeverityError
	}) {
		t.Errorf("under another configuration: %+v", full)
	}
	select {
	case p := <-c.diagnostics:
		t.Errorf("pushed as well: %+v", p)
	default:
	}
	c.stop()
}

func TestPullWorkspace(t *testing.T) {
	dir, uri := folder(t, map[string]string{
		".git/x": "", ".gitignore": "out\n", "a.kam.yaml": twice, "b.kam.yaml": sound, "out/c.kam.yaml": twice, "other.yaml": twice, "d/kam.json": "{",
		"e/.kam-ls.yaml": "exclude: [\"*.kam.yaml\"]\n", "e/e.kam.yaml": twice,
	})
	_, second := folder(t, map[string]string{".git/x": "", "z z.kam.yaml": twice})
	c := start(t)
	c.inFolders(pulling, uri)
	ask := func(previous map[string]string, more ...string) (reports []pulled, partial int) {
		t.Helper()
		ids := []any{}
		for uri, id := range previous {
			ids = append(ids, map[string]any{"uri": uri, "value": id})
		}
		params := map[string]any{"previousResultIds": ids}
		for _, token := range more {
			params[token] = token
		}
		var answer struct{ Items []pulled }
		c.result("workspace/diagnostic", params, &answer)
		reports = answer.Items
		for {
			select {
			case m := <-c.raw:
				var p struct {
					Token string
					Value struct {
						Kind  string
						Items []pulled
					}
				}
				if err := json.Unmarshal(m.Params, &p); err != nil || m.Method != "$/progress" {
					t.Fatal(err, m.Method)
				}
				if p.Token == "partialResultToken" {
					partial += len(p.Value.Items)
					reports = append(reports, p.Value.Items...)
				} else if p.Value.Kind == "" {
					t.Errorf("progress: %s", m.Params)
				}
			default:
				return reports, partial
			}
		}
	}
	names := func(reports []pulled) string {
		var list []string
		for _, r := range reports {
			list = append(list, fmt.Sprintf("%s %s %d", filepath.Base(r.URI), r.Kind, len(r.Items)))
		}
		slices.Sort(list)
		return strings.Join(list, ", ")
	}
	reports, _ := ask(nil)
	if got := names(reports); got != "a.kam.yaml full 3, b.kam.yaml full 0, kam.json full 1" {
		t.Fatalf("%s", got)
	}
	ids := map[string]string{}
	for _, r := range reports {
		ids[r.URI] = r.ResultID
	}
	// What changes, comes, goes, and what is open.
	if err := os.WriteFile(filepath.Join(dir, "b.kam.yaml"), []byte(twice), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "d/kam.json")); err != nil {
		t.Fatal(err)
	}
	c.notify("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{"added": []any{map[string]any{"uri": second, "name": "second"}}, "removed": []any{}}})
	c.open(uri+"/a.kam.yaml", sound)
	c.waitFor("workspace/diagnostic/refresh") // the configuration is another, and with it every result
	reports, partial := ask(ids, "partialResultToken", "workDoneToken")
	if got := names(reports); got != "a.kam.yaml full 0, b.kam.yaml full 3, kam.json full 0, z%20z.kam.yaml full 4" || partial != 4 {
		t.Fatalf("%s, %d in parts", got, partial)
	}
	for _, r := range reports {
		if (r.Version != nil) != strings.HasSuffix(r.URI, "/a.kam.yaml") {
			t.Errorf("version %v of %s", r.Version, r.URI)
		}
		ids[r.URI] = r.ResultID
	}
	// A client that asks at once is answered when there is news, or cancels.
	list := []any{}
	for uri, id := range ids {
		list = append(list, map[string]any{"uri": uri, "value": id})
	}
	_, answer := c.begin("workspace/diagnostic", map[string]any{"previousResultIds": list})
	c.notify("textDocument/didChange", change(uri+"/a.kam.yaml", 2, map[string]any{"text": twice}))
	m := wait(t, answer)
	var news struct{ Items []pulled }
	if err := json.Unmarshal(m.Result, &news); err != nil || !strings.Contains(names(news.Items), "a.kam.yaml full 3") {
		t.Errorf("%v in %s", err, m.Result)
	}
	for i, r := range list {
		if strings.HasSuffix(r.(map[string]any)["uri"].(string), "/a.kam.yaml") {
			for _, n := range news.Items {
				if strings.HasSuffix(n.URI, "/a.kam.yaml") {
					list[i] = map[string]any{"uri": n.URI, "value": n.ResultID}
				}
			}
		}
	}
	id, answer := c.begin("workspace/diagnostic", map[string]any{"previousResultIds": list})
	c.notify("$/cancelRequest", map[string]any{"id": id})
	if m := wait(t, answer); m.Error == nil || m.Error.Code != -32800 {
		t.Errorf("cancelled: %+v %s", m.Error, m.Result)
	}
	c.stop()
}

// TestFixAllCommand has the client apply the safe fixes.
func TestFixAllCommand(t *testing.T) {
	c := start(t)
	c.answers["workspace/applyEdit"] = map[string]any{"applied": true}
	c.initialize(func(caps map[string]any) { caps["workspace"].(map[string]any)["applyEdit"] = true })
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, "schedule: \"0 3 * * 7\"\ncontainers:\n  web:\n    image: \"nginx:1.27\"\n")
	var answer struct{ Edits int }
	c.result("workspace/executeCommand", map[string]any{"command": "kam.fixAll", "arguments": []any{uri}}, &answer)
	c.waitFor("workspace/applyEdit")
	if answer.Edits == 0 {
		t.Error("nothing is fixed")
	}
	if m := c.call("workspace/executeCommand", map[string]any{"command": "kam.nothing"}); m.Error == nil || !strings.Contains(m.Error.Message, "kam.cronPreview, kam.fixAll, kam.kind, kam.render, kam.schedules") {
		t.Errorf("%+v", m.Error)
	}
	c.stop()
}
