package server

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// client speaks JSON-RPC with a server over pipes, as an editor does.
type client struct {
	t    testing.TB
	in   io.WriteCloser
	done chan bool // what Serve returns

	mu       sync.Mutex
	nextID   int
	pending  map[string]chan message
	answers  map[string]any // to the server's own requests, by method
	requests []message      // of the server

	diagnostics chan publishDiagnosticsParams
	raw         chan message // notifications of other methods
}

type message struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

var testNow = time.Date(2026, time.January, 15, 12, 34, 56, 0, time.UTC)

// start runs a server and returns its client, before initialize.
func start(t testing.TB) *client {
	t.Helper()
	return startWith(t, Options{})
}

// startWith runs a server with options; its version and its clock are the tests'.
func startWith(t testing.TB, options Options) *client {
	t.Helper()
	options.Version, options.Now = "test", func() time.Time { return testNow }
	serverIn, clientOut := io.Pipe()
	clientIn, serverOut := io.Pipe()
	c := &client{
		t: t, in: clientOut, done: make(chan bool, 1),
		pending: map[string]chan message{}, answers: map[string]any{},
		diagnostics: make(chan publishDiagnosticsParams, 1000), raw: make(chan message, 1000),
	}
	go func() {
		c.done <- Serve(context.Background(), serverIn, serverOut, options)
	}()
	go c.read(clientIn)
	t.Cleanup(func() { _ = clientOut.Close() })
	return c
}

func (c *client) read(in io.Reader) {
	r := textproto.NewReader(bufio.NewReader(in))
	for {
		header, err := r.ReadMIMEHeader()
		if err != nil {
			return
		}
		n, err := strconv.Atoi(header.Get("Content-Length"))
		if err != nil {
			panic(err)
		}
		body := make([]byte, n)
		if _, err := io.ReadFull(r.R, body); err != nil {
			return
		}
		var m message
		if err := json.Unmarshal(body, &m); err != nil {
			panic(fmt.Sprintf("%v in %s", err, body))
		}
		c.dispatch(m)
	}
}

func (c *client) dispatch(m message) {
	switch {
	case m.Method == "textDocument/publishDiagnostics":
		var p publishDiagnosticsParams
		if err := json.Unmarshal(m.Params, &p); err != nil {
			panic(err)
		}
		c.diagnostics <- p
	case m.Method != "" && m.ID != nil:
		c.mu.Lock()
		c.requests = append(c.requests, m)
		answer := c.answers[m.Method]
		c.mu.Unlock()
		c.send(map[string]any{"jsonrpc": "2.0", "id": m.ID, "result": answer})
	case m.Method != "":
		c.raw <- m
	default:
		c.mu.Lock()
		ch := c.pending[string(m.ID)]
		delete(c.pending, string(m.ID))
		c.mu.Unlock()
		if ch != nil {
			ch <- m
		}
	}
}

func (c *client) send(v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	c.write(string(body))
}

func (c *client) write(body string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = fmt.Fprintf(c.in, "Content-Length: %d\r\n\r\n%s", len(body), body)
}

func (c *client) notify(method string, params any) {
	c.send(map[string]any{"jsonrpc": "2.0", "method": method, "params": params})
}

// begin sends a request and returns its id and where the answer will come.
func (c *client) begin(method string, params any) (int, chan message) {
	c.mu.Lock()
	c.nextID++
	id := c.nextID
	ch := make(chan message, 1)
	c.pending[strconv.Itoa(id)] = ch
	c.mu.Unlock()
	request := map[string]any{"jsonrpc": "2.0", "id": id, "method": method}
	if params != nil {
		request["params"] = params
	}
	c.send(request)
	return id, ch
}

func (c *client) call(method string, params any) message {
	c.t.Helper()
	_, ch := c.begin(method, params)
	return wait(c.t, ch)
}

// result calls a method and decodes its result into v.
func (c *client) result(method string, params, v any) {
	c.t.Helper()
	m := c.call(method, params)
	if m.Error != nil {
		c.t.Fatalf("%s: %+v", method, *m.Error)
	}
	if err := json.Unmarshal(m.Result, v); err != nil {
		c.t.Fatalf("%s: %v in %s", method, err, m.Result)
	}
}

func wait[T any](t testing.TB, ch chan T) T {
	t.Helper()
	select {
	case v := <-ch:
		return v
	case <-time.After(30 * time.Second):
		t.Fatal("the server does not answer")
		panic("unreachable")
	}
}

// initialize opens a session with the capabilities of a modern client, changed
// by the functions given.
func (c *client) initialize(change ...func(caps map[string]any)) message {
	c.t.Helper()
	caps := map[string]any{
		"workspace": map[string]any{"workspaceEdit": map[string]any{"documentChanges": true}},
		"textDocument": map[string]any{
			"completion": map[string]any{"completionItem": map[string]any{"snippetSupport": true, "documentationFormat": []string{"markdown"}, "insertReplaceSupport": true}},
			"hover":      map[string]any{"contentFormat": []string{"markdown"}},
			"codeAction": map[string]any{"codeActionLiteralSupport": map[string]any{"codeActionKind": map[string]any{"valueSet": []string{"quickfix"}}}, "isPreferredSupport": true},
			"publishDiagnostics": map[string]any{
				"relatedInformation": true, "versionSupport": true, "codeDescriptionSupport": true, "tagSupport": map[string]any{"valueSet": []int{1}},
			},
		},
	}
	for _, f := range change {
		f(caps)
	}
	m := c.call("initialize", map[string]any{"processId": os.Getpid(), "rootUri": nil, "capabilities": caps})
	c.notify("initialized", map[string]any{})
	return m
}

// asked are the server's own requests so far.
func (c *client) asked() []message {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.requests)
}

// waitFor waits until the server has asked something.
func (c *client) waitFor(method string) {
	c.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if slices.ContainsFunc(c.asked(), func(m message) bool { return m.Method == method }) {
			return
		}
	}
	c.t.Fatalf("the server does not ask %s", method)
}

func (c *client) open(uri, text string) { c.openAs(uri, "yaml", text) }

func (c *client) openAs(uri, languageID, text string) {
	c.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": uri, "languageId": languageID, "version": 1, "text": text}})
}

// published waits for the diagnostics of a version.
func (c *client) published(uri string, version int32) publishDiagnosticsParams {
	c.t.Helper()
	for {
		p := wait(c.t, c.diagnostics)
		if p.URI == uri && p.Version != nil && *p.Version == version {
			return p
		}
	}
}

// stop ends the session in order.
func (c *client) stop() {
	c.t.Helper()
	if m := c.call("shutdown", nil); m.Error != nil {
		c.t.Errorf("shutdown: %+v", *m.Error)
	}
	c.notify("exit", nil)
	if !wait(c.t, c.done) {
		c.t.Error("an orderly exit is reported as disorderly")
	}
}

// tempFile is the URI of a file of a name in a folder of its own, where a
// configuration stands too if there is one.
func tempFile(t testing.TB, name, config string) string {
	t.Helper()
	dir := t.TempDir()
	if config != "" {
		if err := os.WriteFile(filepath.Join(dir, ".kam-ls.yaml"), []byte(config), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o755); err != nil { // looked for no further up
		t.Fatal(err)
	}
	return "file://" + filepath.ToSlash(filepath.Join(dir, name))
}
