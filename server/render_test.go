package server

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
)

const soundJob = "nightly:\n  schedule: \"0 3 * * *\"\n  containers:\n    web😀: &c {image: \"a:1\"}\n"

// TestRender offers the manifest, answers with it and its source map, and puts
// it beside the spec.
func TestRender(t *testing.T) {
	c := start(t)
	c.answers["workspace/applyEdit"] = map[string]any{"applied": true}
	c.answers[showDocument] = map[string]any{"success": true}
	c.initialize(func(caps map[string]any) {
		caps["workspace"] = map[string]any{"applyEdit": true, "workspaceEdit": map[string]any{"documentChanges": true, "resourceOperations": []string{"create"}}}
		caps["window"] = map[string]any{"showDocument": map[string]any{"support": true}}
	})
	uri := tempFile(t, "jobs é.kam.yaml", "render: {namespace: batch}\n")
	text := strings.Replace(soundJob, "web😀", "web", 1)
	c.open(uri, text)
	actions := actionsAt(c, uri, 0, "source.kam.render")
	if len(actions) != 1 || actions[0].Command == nil {
		t.Fatalf("offered: %s", titles(actions))
	}
	var answer renderAnswer
	c.result("workspace/executeCommand", map[string]any{"command": actions[0].Command.Command, "arguments": actions[0].Command.Arguments}, &answer)
	if !strings.Contains(answer.Manifest, "namespace: batch\n") || !strings.Contains(answer.Manifest, "image: a:1\n") {
		t.Errorf("the manifest is\n%s", answer.Manifest)
	}
	lines := strings.Split(answer.Manifest, "\n")
	found := false
	for _, m := range answer.SourceMap {
		if strings.Contains(lines[m.Line], "image:") {
			found = m.Path == "/nightly/containers/web/image" && m.Range.Start == protocol.Position{Line: 3, Character: 13} &&
				m.Scope == protocol.Range{Start: m.Range.Start, End: protocol.Position{Line: 3, Character: 25}}
		}
	}
	if !found {
		t.Errorf("the source map is %+v", answer.SourceMap)
	}
	c.waitFor(showDocument)
	for _, m := range c.asked() {
		if m.Method != "workspace/applyEdit" {
			continue
		}
		var p struct {
			Edit struct {
				DocumentChanges []struct {
					Kind, URI string
					Edits     []protocol.TextEdit
				}
			}
		}
		if err := json.Unmarshal(m.Params, &p); err != nil {
			t.Fatal(err)
		}
		changes := p.Edit.DocumentChanges
		if len(changes) != 2 || changes[0].Kind != "create" || !strings.HasSuffix(changes[0].URI, "/nightly.manifest.yaml") || changes[1].Edits[0].NewText != answer.Manifest {
			t.Errorf("the edit is %s", m.Params)
		}
	}
	c.stop()
}

// TestRenderPlainClient shows the manifest where the client cannot create files.
func TestRenderPlainClient(t *testing.T) {
	c := start(t)
	c.answers["workspace/applyEdit"] = map[string]any{"applied": true}
	c.initialize(func(caps map[string]any) { caps["workspace"] = map[string]any{"applyEdit": true} })
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, strings.Replace(soundJob, "web\U0001F600", "web", 1))
	var answer renderAnswer
	c.result("workspace/executeCommand", map[string]any{"command": renderCommand, "arguments": []any{uri, map[string]any{"open": true}}}, &answer)
	c.waitFor("workspace/applyEdit")
	var p struct {
		Edit struct {
			Changes map[string][]protocol.TextEdit
		}
	}
	if err := json.Unmarshal(c.asked()[len(c.asked())-1].Params, &p); err != nil || len(p.Edit.Changes) != 1 {
		t.Errorf("the edit is %+v (%v)", p, err)
	}
	for _, edits := range p.Edit.Changes {
		if len(edits) != 1 || edits[0].NewText != answer.Manifest {
			t.Errorf("the edit is %+v", edits)
		}
	}
	c.stop()
}

// TestRenderRefused says why there is no manifest.
func TestRenderRefused(t *testing.T) {
	c := start(t)
	c.initialize()
	bad, other := tempFile(t, "a.kam.yaml", ""), tempFile(t, "b.kam.yaml", "")
	c.open(bad, soundJob)
	c.open(other, "web: {_type: service.Service}\n")
	for _, arguments := range [][]any{{bad}, {other}, {}, {5}, {"file:///none.kam.yaml"}, {bad, "x"}} {
		m := c.call("workspace/executeCommand", map[string]any{"command": renderCommand, "arguments": arguments})
		if m.Error == nil {
			t.Errorf("%v: %s", arguments, m.Result)
		}
	}
	m := c.call("workspace/executeCommand", map[string]any{"command": renderCommand, "arguments": []any{bad}})
	if m.Error.Code != int(codeRequestFailed) || !strings.Contains(m.Error.Message, "cannot be the name of a container") {
		t.Errorf("%+v", *m.Error)
	}
	if actions := actionsAt(c, other, 0, "source.kam.render"); len(actions) != 0 {
		t.Errorf("offered: %s", titles(actions))
	}
	c.stop()
}

// TestPromiseManifest has a repository bring a link where a manifest is to be, and
// a spec that is named to lead elsewhere: the client is not told to write there.
func TestPromiseManifest(t *testing.T) {
	c := start(t)
	c.answers["workspace/applyEdit"] = map[string]any{"applied": true}
	c.initialize(func(caps map[string]any) { caps["workspace"] = map[string]any{"applyEdit": true} })
	text := strings.Replace(soundJob, "web😀", "web", 1)
	uri := tempFile(t, "a.kam.yaml", "")
	dir := filepath.Dir(filePath(uri))
	if err := os.Symlink("../victim", filepath.Join(dir, "nightly.manifest.yaml")); err != nil {
		t.Skip(err)
	}
	c.open(uri, text)
	arguments := []any{uri, map[string]any{"open": true}}
	if m := c.call("workspace/executeCommand", map[string]any{"command": renderCommand, "arguments": arguments}); m.Error == nil || !strings.Contains(m.Error.Message, "not a regular file") {
		t.Errorf("a link: %+v", m)
	}
	for _, name := range []string{"../../evil", `..\..\evil`, "/etc/evil", "C:evil", ".."} {
		uri := tempFile(t, "b.kam.yaml", "rules: {workload-name: off}\n")
		c.open(uri, strings.Replace(text, "nightly:", strconv.Quote(name)+":", 1))
		arguments := []any{uri, map[string]any{"open": true}}
		if m := c.call("workspace/executeCommand", map[string]any{"command": renderCommand, "arguments": arguments}); m.Error == nil || !strings.Contains(m.Error.Message, "cannot be the name of a workload") {
			t.Errorf("%s: %+v", name, m)
		}
	}
	for _, m := range c.asked() {
		if m.Method == "workspace/applyEdit" {
			t.Errorf("the client is told to write: %s", m.Params)
		}
	}
	c.stop()
}
