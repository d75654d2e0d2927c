package server

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/blocks"
	"github.com/kam-ls/kam-ls/document"
)

const sound = "schedule: \"0 3 * * *\"\ncontainers:\n  web:\n    image: \"nginx:1.27\"\n"

func position(uri string, line, character int) map[string]any {
	return map[string]any{"textDocument": map[string]any{"uri": uri}, "position": map[string]any{"line": line, "character": character}}
}

func TestLifecycle(t *testing.T) {
	c := start(t)
	if m := c.call("textDocument/hover", position("file:///a.kam.yaml", 0, 0)); m.Error == nil || m.Error.Code != int(codeServerNotInitialized) {
		t.Errorf("a request before initialize: %+v", m.Error)
	}
	c.open("file:///a.kam.yaml", "schedule: 1\n") // dropped
	m := c.initialize()
	var result struct {
		Capabilities map[string]json.RawMessage
		ServerInfo   struct{ Name, Version string }
	}
	if err := json.Unmarshal(m.Result, &result); err != nil || result.ServerInfo.Name != "kam-ls" || result.ServerInfo.Version != "test" {
		t.Errorf("initialize: %v, %s", err, m.Result)
	}
	if _, ok := result.Capabilities["positionEncoding"]; ok {
		t.Error("a client of LSP 3.16 is told of a position encoding")
	}
	if m := c.call("initialize", map[string]any{"capabilities": map[string]any{}}); m.Error == nil || m.Error.Code != -32600 {
		t.Errorf("a second initialize: %+v", m.Error)
	}
	if m := c.call("textDocument/definitely", map[string]any{}); m.Error == nil || m.Error.Code != -32601 {
		t.Errorf("an unknown method: %+v", m.Error)
	}
	if m := c.call("textDocument/hover", []int{1}); m.Error == nil || m.Error.Code != -32602 {
		t.Errorf("bad parameters: %+v", m.Error)
	}
	c.notify("$/whatever", nil)
	c.notify("workspace/whatever", map[string]any{})
	if m := c.call("shutdown", map[string]any{}); m.Error != nil || string(m.Result) != "null" {
		t.Errorf("shutdown with parameters: %+v %s", m.Error, m.Result)
	}
	if m := c.call("textDocument/hover", position("file:///a.kam.yaml", 0, 0)); m.Error == nil || m.Error.Code != -32600 {
		t.Errorf("a request after shutdown: %+v", m.Error)
	}
	c.notify("exit", nil)
	if !wait(t, c.done) {
		t.Error("exit after shutdown is disorderly")
	}
}

func TestExitWithoutShutdown(t *testing.T) {
	c := start(t)
	c.initialize()
	c.notify("exit", nil)
	if wait(t, c.done) {
		t.Error("exit without shutdown is orderly")
	}
}

func TestHangUp(t *testing.T) {
	c := start(t)
	c.initialize()
	_ = c.in.Close()
	if wait(t, c.done) {
		t.Error("the end of input is orderly")
	}
}

func TestBadMessages(t *testing.T) {
	c := start(t)
	c.initialize()
	ch := make(chan message, 2)
	c.mu.Lock()
	c.pending["null"], c.pending["99"] = ch, ch
	c.mu.Unlock()
	c.write("{not json")
	if m := wait(t, ch); m.Error == nil || m.Error.Code != -32700 {
		t.Errorf("a message that is no JSON: %+v", m.Error)
	}
	c.write(`{"jsonrpc":"2.0","id":99,"method":5}`)
	if m := wait(t, ch); m.Error == nil || m.Error.Code != -32600 {
		t.Errorf("a message that is no request: %+v", m.Error)
	}
	c.stop()
}

func TestHugeContentLength(t *testing.T) {
	in := io.NopCloser(strings.NewReader("Content-Length: 99999999999\r\n\r\n{}"))
	_, out := io.Pipe()
	if Serve(context.Background(), in, out, Options{}) {
		t.Error("a message of an impossible length is orderly")
	}
}

// TestPanic makes one request panic: it is answered with an error, and the
// server goes on.
func TestPanic(t *testing.T) {
	requests["test/panic"] = func(*Server, json.RawMessage) (work, error) {
		return func(context.Context) (any, error) { panic("on purpose") }, nil
	}
	requests["test/panicAtOnce"] = func(*Server, json.RawMessage) (work, error) { panic("on purpose") }
	defer delete(requests, "test/panic")
	defer delete(requests, "test/panicAtOnce")
	c := start(t)
	c.initialize()
	for _, method := range []string{"test/panic", "test/panicAtOnce"} {
		if m := c.call(method, map[string]any{}); m.Error == nil || m.Error.Code != -32603 || !strings.Contains(m.Error.Message, "on purpose") {
			t.Errorf("%s: %+v", method, m.Error)
		}
	}
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, sound)
	if p := c.published(uri, 1); len(p.Diagnostics) != 0 {
		t.Errorf("after a panic: %v", p.Diagnostics)
	}
	c.stop()
}

// TestCancel cancels a request that waits: numbers and strings as ids.
func TestCancel(t *testing.T) {
	requests["test/wait"] = func(*Server, json.RawMessage) (work, error) {
		return func(ctx context.Context) (any, error) { <-ctx.Done(); return "late", nil }, nil
	}
	defer delete(requests, "test/wait")
	c := start(t)
	c.initialize()
	id, ch := c.begin("test/wait", map[string]any{})
	c.notify("$/cancelRequest", map[string]any{"id": "1"}) // another id
	c.notify("$/cancelRequest", map[string]any{"id": id})
	if m := wait(t, ch); m.Error == nil || m.Error.Code != -32800 {
		t.Errorf("a cancelled request: %+v", m)
	}
	named := make(chan message, 1)
	c.mu.Lock()
	c.pending[`"x"`] = named
	c.mu.Unlock()
	c.send(map[string]any{"jsonrpc": "2.0", "id": "x", "method": "test/wait", "params": map[string]any{}})
	c.notify("$/cancelRequest", map[string]any{"id": "x"})
	if m := wait(t, named); m.Error == nil || m.Error.Code != -32800 {
		t.Errorf("a cancelled request with a name: %+v", m)
	}
	// A request in flight does not keep the server from ending.
	c.begin("test/wait", map[string]any{})
	c.stop()
}

func change(uri string, version int, changes ...any) map[string]any {
	return map[string]any{"textDocument": map[string]any{"uri": uri, "version": version}, "contentChanges": changes}
}

func at(line, from, toLine, to int, text string) any {
	return map[string]any{"range": map[string]any{
		"start": map[string]any{"line": line, "character": from}, "end": map[string]any{"line": toLine, "character": to},
	}, "text": text}
}

func TestSync(t *testing.T) {
	c := start(t)
	c.initialize()
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, sound)
	if p := c.published(uri, 1); len(p.Diagnostics) != 0 {
		t.Fatalf("a sound spec: %v", p.Diagnostics)
	}
	c.notify("textDocument/didChange", change(uri, 2, at(3, 4, 3, 9, "imgae"), at(0, 0, 0, 0, "# é😀\n")))
	if p := c.published(uri, 2); len(p.Diagnostics) != 1 || p.Diagnostics[0].Range.Start.Line != 4 {
		t.Fatalf("after two changes: %v", p.Diagnostics)
	}
	c.notify("textDocument/didChange", change(uri, 3, at(0, 3, 0, 5, ""), at(4, 4, 4, 9, "image")))
	if p := c.published(uri, 3); len(p.Diagnostics) != 0 {
		t.Fatalf("after they are undone: %v", p.Diagnostics)
	}
	c.notify("textDocument/didChange", change(uri, 4, map[string]any{"text": "schedule: 1\n"})) // the whole text
	if p := c.published(uri, 4); len(p.Diagnostics) != 2 {
		t.Fatalf("after the text is replaced: %v", p.Diagnostics)
	}
	c.notify("textDocument/didChange", change(uri, 5, at(0, 0, 0, 0, "replicas: x\n"))) // an insertion at the start
	if p := c.published(uri, 5); len(p.Diagnostics) != 3 {
		t.Fatalf("after an insertion at the start: %v", p.Diagnostics)
	}
	c.notify("textDocument/didChange", change(uri, 6, at(90, 0, 99, 7, "# end\n"))) // outside of the text
	c.published(uri, 6)
	c.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": uri}})
	if p := wait(t, c.diagnostics); p.URI != uri || len(p.Diagnostics) != 0 {
		t.Errorf("after closing: %+v", p)
	}
	c.notify("textDocument/didChange", change(uri, 7, map[string]any{"text": "x"})) // not open: ignored
	c.stop()
}

// TestRandomEdits holds the incremental text to a fresh one after thousands of
// random edits, in both position encodings.
func TestRandomEdits(t *testing.T) {
	pieces := []string{"a", "é", "😀", "\n", "\r\n", "  ", ": ", "- ", "image", "\"", "schedule: \"* * *\"\n", "{", "}", "#", "\t"}
	for _, enc := range []encoding{utf8, utf16} {
		random := rand.New(rand.NewSource(7))
		text := sound
		for range 5000 {
			lines := document.NewLines(text)
			from, to := random.Intn(len(text)+1), random.Intn(len(text)+1)
			if to < from {
				from, to = to, from
			}
			if to-from > 12 {
				to = from + 12
			}
			r := protocol.Range{Start: enc.position(lines, from), End: enc.position(lines, to)}
			start, end := enc.offset(lines, r.Start), enc.offset(lines, r.End)
			insert := pieces[random.Intn(len(pieces))]
			want := text[:start] + insert + text[end:]
			snap := &snapshot{lines: lines, cut: func() (*blocks.Layout, bool) { return nil, false }}
			got := snap.changed([]contentChange{{Range: &r, Text: insert}}, enc).lines.Text()
			if got != want {
				t.Fatalf("%v of %q by %q: %q, want %q", r, text, insert, got, want)
			}
			text = got
			if len(text) > 4000 {
				text = text[:2000]
			}
		}
	}
}

// TestNewestVersionOnly sends versions faster than they can be checked: the
// diagnostics come in order, and the last are those of the last version.
func TestNewestVersionOnly(t *testing.T) {
	c := start(t)
	c.initialize()
	uri := tempFile(t, "a.kam.yaml", "")
	text := sound + "labels:\n" + strings.Repeat("  k: 1\n", 500)
	c.open(uri, text)
	const last = 60
	for v := 2; v <= last; v++ {
		c.notify("textDocument/didChange", change(uri, v, at(0, 0, 0, 0, "#\n")))
	}
	seen := int32(0)
	for seen != last {
		p := wait(t, c.diagnostics)
		if *p.Version <= seen {
			t.Fatalf("version %d after %d", *p.Version, seen)
		}
		seen = *p.Version
	}
	c.stop()
}

func TestOtherFiles(t *testing.T) {
	c := start(t)
	c.initialize()
	other := tempFile(t, "values.yaml", "")
	c.open(other, "a: [\n")
	if m := c.call("textDocument/hover", position(other, 0, 0)); m.Error != nil || string(m.Result) != "null" {
		t.Errorf("hover in another file: %s", m.Result)
	}
	if m := c.call("textDocument/completion", position(other, 0, 0)); m.Error != nil || string(m.Result) != "null" {
		t.Errorf("completion in another file: %s", m.Result)
	}
	// A marker makes it a spec, and taking it away undoes that.
	c.notify("textDocument/didChange", change(other, 2, map[string]any{"text": "# kam-ls: spec\na: [\n"}))
	if p := c.published(other, 2); len(p.Diagnostics) == 0 {
		t.Error("a marked file is not checked")
	}
	c.notify("textDocument/didChange", change(other, 3, map[string]any{"text": "a: [\n"}))
	if p := c.published(other, 3); len(p.Diagnostics) != 0 {
		t.Errorf("the findings stay: %v", p.Diagnostics)
	}
	// Documents that are no files have names too.
	c.open("untitled:new.kam.yaml", "schedule: 1\n")
	if p := c.published("untitled:new.kam.yaml", 1); len(p.Diagnostics) == 0 {
		t.Error("an untitled spec is not checked")
	}
	// So does what the editor says it is, while it is edited, too.
	for id, text := range map[string]string{"kam-yaml": "schedule: 1\n", "json.kam": `{"schedule": 1}`} {
		uri := "untitled:" + id
		c.openAs(uri, id, text)
		if p := c.published(uri, 1); len(p.Diagnostics) == 0 {
			t.Errorf("an untitled spec of the language %s is not checked", id)
		}
		c.notify("textDocument/didChange", change(uri, 2, map[string]any{"text": "{schedule: 1}"}))
		p := c.published(uri, 2)
		refused := slices.ContainsFunc(p.Diagnostics, func(d protocol.Diagnostic) bool { return d.Code == "syntax" })
		if len(p.Diagnostics) == 0 || refused != (id == "json.kam") {
			t.Errorf("%s is read as another language: %v", id, p.Diagnostics)
		}
	}
	// What is not open is told by its name and by what the project says.
	folder := strings.TrimSuffix(tempFile(t, "jobs/named.yaml", "files: [jobs]\nexclude: [left.kam.yaml]\n"), "/jobs/named.yaml")
	for uri, want := range map[string]string{
		"untitled:new.kam.yaml": "spec", "untitled:nothing": "none", other: "none",
		folder + "/jobs/named.yaml": "spec", folder + "/named.yaml": "none", folder + "/left.kam.yaml": "none", folder + "/a.kam.json": "spec",
		folder + "/.kam-ls.yaml": "configuration",
	} {
		var kind string
		c.result("workspace/executeCommand", map[string]any{"command": kindCommand, "arguments": []any{uri}}, &kind)
		if kind != want {
			t.Errorf("%s is a %s, want %s", uri, kind, want)
		}
	}
	c.stop()
}

func TestConfiguration(t *testing.T) {
	c := start(t)
	c.answers["workspace/configuration"] = []any{map[string]any{"rules": map[string]string{"wrong-type": "hint"}}}
	c.initialize(func(caps map[string]any) {
		caps["workspace"] = map[string]any{
			"configuration":          true,
			"didChangeConfiguration": map[string]any{"dynamicRegistration": true},
			"didChangeWatchedFiles":  map[string]any{"dynamicRegistration": true},
		}
	})
	uri := tempFile(t, "a.kam.yaml", "rules: {unknown-attribute: off}\n")
	c.open(uri, sound+"replicas: x\ntypo: 1\n")
	severity := func() protocol.DiagnosticSeverity {
		t.Helper()
		for {
			p := wait(t, c.diagnostics)
			if len(p.Diagnostics) != 1 || p.Diagnostics[0].Code != "wrong-type" {
				t.Fatalf("%+v", p.Diagnostics)
			}
			if p.Diagnostics[0].Severity != protocol.DiagnosticSeverityError { // before the settings came
				return p.Diagnostics[0].Severity
			}
		}
	}
	if s := severity(); s != protocol.DiagnosticSeverityHint {
		t.Errorf("severity %v", s)
	}
	c.mu.Lock()
	c.answers["workspace/configuration"] = []any{map[string]any{"rules": map[string]string{"wrong-type": "warning"}}}
	c.mu.Unlock()
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": nil})
	for severity() != protocol.DiagnosticSeverityWarning {
	}
	// The project's file changes on disk.
	path := filepath.Join(filepath.Dir(filePath(uri)), ".kam-ls.yaml")
	if err := os.WriteFile(path, []byte("rules: {wrong-type: off}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": strings.Replace(uri, "a.kam.yaml", ".kam-ls.yaml", 1), "type": 2}}})
	for {
		if p := wait(t, c.diagnostics); len(p.Diagnostics) == 2 {
			break
		}
	}
	c.stop()
}

// TestGlobs makes specs of files by the editor's settings, which count from the
// folder of the workspace. Editors send them bare or in their section.
func TestGlobs(t *testing.T) {
	settings := map[string]any{"files": []string{"jobs/*.yaml"}, "exclude": []string{"jobs/x.kam.yaml"}}
	for name, options := range map[string]any{"bare": settings, "in their section": map[string]any{"kam": settings}} {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			uri := tempFile(t, "jobs/a.yaml", "")
			folder := strings.TrimSuffix(uri, "/jobs/a.yaml")
			c.call("initialize", map[string]any{
				"capabilities":          map[string]any{"textDocument": map[string]any{"publishDiagnostics": map[string]any{"versionSupport": true}}},
				"workspaceFolders":      []any{map[string]any{"uri": folder, "name": "w"}},
				"initializationOptions": options,
			})
			c.open(folder+"/jobs/x.kam.yaml", "schedule: 1\n") // left out
			c.open(folder+"/other/b.yaml", "schedule: 1\n")    // no spec
			c.open(uri, "schedule: 1\n")
			if p := wait(t, c.diagnostics); p.URI != uri || len(p.Diagnostics) != 2 {
				t.Errorf("%+v", p)
			}
			c.stop()
		})
	}
}

// TestPromiseGlobsInServer opens a folder with globs that a matcher that tries one way
// after the other never gets done with: all documents are answered for, and the
// server ends when it is told to.
func TestPromiseGlobsInServer(t *testing.T) {
	c := start(t)
	c.initialize()
	hostile := strings.Repeat("{a,aa}", 60) + "c"
	uri := tempFile(t, strings.Repeat("a", 80)+".kam.yaml", fmt.Sprintf("exclude: ['%s']\nfiles: ['%s']\noverrides: [{files: ['%s'], rules: {wrong-type: off}}]\n", hostile, hostile, hostile))
	other := tempFile(t, "b.kam.yaml", "")
	c.open(uri, "schedule: 1\n")
	c.open(other, "schedule: 1\n")
	for range 2 {
		if p := wait(t, c.diagnostics); len(p.Diagnostics) == 0 {
			t.Errorf("%+v", p)
		}
	}
	for _, uri := range []string{uri, other} {
		if m := c.call("textDocument/hover", position(uri, 0, 2)); m.Error != nil {
			t.Errorf("%+v", m.Error)
		}
	}
	c.stop()
}

// TestPromiseWorkspace has a folder with links to what is outside of it. Nothing of
// that is reported on, indexed or quoted.
func TestPromiseWorkspace(t *testing.T) {
	c := start(t)
	uri := tempFile(t, "ws/a.kam.yaml", "")
	folder := filepath.Dir(filePath(uri))
	top := filepath.Dir(folder)
	secret := filepath.Join(top, "secret.kam.yaml")
	for path, text := range map[string]string{
		filePath(uri): "schedule: 1\n", secret: "xyzzy: {schedule: 1, containers: {xyzzy: {image: xyzzy}}}\n",
		filepath.Join(folder, ".kam-ls.yaml"): "extends: base.kam-ls.yaml\nfiles: ['*.txt']\n",
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"b.kam.yaml", "c.txt", "base.kam-ls.yaml"} {
		if err := os.Symlink(secret, filepath.Join(folder, name)); err != nil {
			t.Skip(err)
		}
	}
	c.call("initialize", map[string]any{"capabilities": map[string]any{"textDocument": map[string]any{"diagnostic": map[string]any{}}}, "workspaceFolders": []any{map[string]any{"uri": fileURI(folder), "name": "w"}}})
	c.notify("initialized", map[string]any{})
	for method, params := range map[string]map[string]any{
		methodWorkspaceDiagnostic: {"previousResultIds": []any{}}, "workspace/symbol": {"query": ""},
	} {
		m := c.call(method, params)
		if m.Error != nil || strings.Contains(string(m.Result), "xyzzy") || strings.Contains(string(m.Result), "b.kam.yaml") || strings.Contains(string(m.Result), "c.txt") {
			t.Errorf("%s: %s, %+v", method, m.Result, m.Error)
		}
		if method == methodWorkspaceDiagnostic && !strings.Contains(string(m.Result), "a.kam.yaml") {
			t.Errorf("%s: %s", method, m.Result)
		}
	}
	configuration := fileURI(filepath.Join(folder, ".kam-ls.yaml"))
	c.open(configuration, "extends: base.kam-ls.yaml\n")
	m := c.call(methodDiagnostic, map[string]any{"textDocument": map[string]any{"uri": configuration}})
	if !strings.Contains(string(m.Result), "cannot extend") || strings.Contains(string(m.Result), "xyzzy") {
		t.Errorf("%s", m.Result)
	}
	c.stop()
}

// TestPlainClient is a client that can do nothing: no snippets, no Markdown, no
// versions, no literals.
func TestPlainClient(t *testing.T) {
	c := start(t)
	c.initialize(func(caps map[string]any) { clear(caps) })
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, "schedule: \"0 3 * * *\"\ncontainers:\n  web:\n    \n")
	p := wait(t, c.diagnostics)
	if p.Version != nil || p.Diagnostics[0].CodeDescription != nil || p.Diagnostics[0].RelatedInformation != nil {
		t.Errorf("more than the client knows: %+v", p)
	}
	var list struct {
		Items []struct {
			TextEdit         protocol.TextEdit
			InsertTextFormat int
			Documentation    protocol.MarkupContent
		}
	}
	c.result("textDocument/completion", position(uri, 3, 4), &list)
	first := list.Items[0]
	if first.TextEdit.NewText != `image: ""` || first.InsertTextFormat != 1 || first.Documentation.Kind != "plaintext" {
		t.Errorf("%+v", first)
	}
	c.stop()
}

func TestSettingsThatAreWrong(t *testing.T) {
	c := start(t)
	c.initialize()
	uri := tempFile(t, "a.kam.yaml", "")
	for _, s := range []any{"text", map[string]any{"kam": 5}, map[string]any{"kam": map[string]any{
		"rules": map[string]string{"nonsense": "error", "wrong-type": "loud"}, "cron": map[string]any{"timeZone": "Mars/Base", "previewCount": -4},
	}}} {
		c.notify("workspace/didChangeConfiguration", map[string]any{"settings": s})
	}
	c.open(uri, sound)
	if p := c.published(uri, 1); len(p.Diagnostics) != 0 {
		t.Errorf("%v", p.Diagnostics)
	}
	var h protocol.Hover
	c.result("textDocument/hover", position(uri, 0, 12), &h)
	if strings.Count(h.Contents.Value, "\n- ") != 3 {
		t.Errorf("the default of three runs: %s", h.Contents.Value)
	}
	c.stop()
}

// TestInFlight asks about a version and changes it at once: the answer is about the
// version that was asked about, or says that it is not.
func TestInFlight(t *testing.T) {
	c := start(t)
	c.initialize(everything)
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, sound)
	for i := range 200 {
		version := 2*i + 2
		c.notify("textDocument/didChange", change(uri, version, map[string]any{"text": sound}))
		_, hovered := c.begin("textDocument/hover", position(uri, 3, 6))
		_, folded := c.begin("textDocument/foldingRange", map[string]any{"textDocument": map[string]any{"uri": uri}})
		id, cancelled := c.begin("textDocument/documentSymbol", map[string]any{"textDocument": map[string]any{"uri": uri}})
		c.notify("textDocument/didChange", change(uri, version+1, map[string]any{"text": "nothing: here\n"}))
		c.notify("$/cancelRequest", map[string]any{"id": id})
		if m := wait(t, hovered); !strings.Contains(string(m.Result), "Container.image") {
			t.Fatalf("hover: %+v %s", m.Error, m.Result)
		}
		if m := wait(t, folded); m.Error != nil || !strings.Contains(string(m.Result), `"startLine":1`) {
			t.Fatalf("folds: %+v %s", m.Error, m.Result)
		}
		if m := wait(t, cancelled); m.Error != nil && m.Error.Code != int(codeRequestCancelled) || m.Error == nil && !strings.Contains(string(m.Result), "containers") {
			t.Fatalf("symbols: %+v %s", m.Error, m.Result)
		}
	}
	c.stop()
}
