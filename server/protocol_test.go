package server

import (
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kam-ls/kam-ls/document"
)

// TestLetter holds single messages to the letter of JSON-RPC 2.0 and of LSP's framing.
func TestLetter(t *testing.T) {
	const hover = `"method":"textDocument/hover","params":{"textDocument":{"uri":"untitled:x"},"position":{"line":0,"character":0}}`
	for name, test := range map[string]struct {
		body string
		want string // the only answer: its id and its code; "" for none
	}{
		"a request":               {`{"jsonrpc":"2.0","id":5,` + hover + `}`, "5 0"},
		"an empty id":             {`{"jsonrpc":"2.0","id":"",` + hover + `}`, `"" 0`},
		"an id of NUL":            {`{"jsonrpc":"2.0","id":"\u0000",` + hover + `}`, `"\u0000" 0`},
		"an id of 0":              {`{"jsonrpc":"2.0","id":0,` + hover + `}`, "0 0"},
		"a negative id":           {`{"jsonrpc":"2.0","id":-1,` + hover + `}`, "-1 0"},
		"an id that is a number":  {`{"jsonrpc":"2.0","id":"5",` + hover + `}`, `"5" 0`},
		"an id of null":           {`{"jsonrpc":"2.0","id":null,` + hover + `}`, "null -32600"},
		"an id that is a list":    {`{"jsonrpc":"2.0","id":[1],` + hover + `}`, "null -32600"},
		"a fraction":              {`{"jsonrpc":"2.0","id":1.5,` + hover + `}`, "1.5 -32600"},
		"more than 32 bits":       {`{"jsonrpc":"2.0","id":4294967296,` + hover + `}`, "4294967296 -32600"},
		"no method":               {`{"jsonrpc":"2.0","id":77}`, "77 -32600"},
		"neither method nor id":   {`{"jsonrpc":"2.0"}`, "null -32600"},
		"a method of null":        {`{"jsonrpc":"2.0","id":77,"method":null}`, "77 -32600"},
		"another case":            {`{"jsonrpc":"2.0","id":77,"Method":"shutdown"}`, "77 -32600"},
		"no version":              {`{"id":77,` + hover + `}`, "77 -32600"},
		"another version":         {`{"jsonrpc":"1.0","id":77,` + hover + `}`, "77 -32600"},
		"two objects":             {`{"jsonrpc":"2.0","id":5,` + hover + `}{"jsonrpc":"2.0","id":6,` + hover + `}`, "null -32700"},
		"a batch":                 {`[{"jsonrpc":"2.0","id":5,` + hover + `}]`, "null -32600"},
		"null":                    {`null`, "null -32600"},
		"nothing":                 {``, "null -32700"},
		"bytes that are no UTF-8": {"{\"jsonrpc\":\"2.0\",\"id\":5,\"x\":\"\xff\"," + hover + "}", "5 -32700"},
		"nested deeply":           {strings.Repeat("[", 1_000_000), "null -32700"},
		"an answer to nothing":    {`{"jsonrpc":"2.0","id":77,"result":null}`, ""},
		"an error to nothing":     {`{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}}`, ""},
		"an error of its own":     {`{"jsonrpc":"2.0","id":"a","error":5}`, ""},
		"a notification":          {`{"jsonrpc":"2.0","method":"what/ever"}`, ""},
		"parameters of null":      {`{"jsonrpc":"2.0","id":5,"method":"textDocument/hover","params":null}`, "5 -32602"},
		"no parameters":           {`{"jsonrpc":"2.0","id":5,"method":"textDocument/hover"}`, "5 -32602"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, m := range runBodies(t, initializeBody, test.body, shutdownBody, exitBody) {
				if id := string(m.ID); id != `"initialize"` && id != `"shutdown"` {
					code := 0
					if m.Error != nil {
						code = m.Error.Code
					}
					if code != int(codeRequestCancelled) { // at the exit
						got = append(got, fmt.Sprint(id, " ", code))
					} else {
						got = append(got, id+" 0")
					}
				}
			}
			if strings.Join(got, "\n") != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

// TestCharset takes what is UTF-8 and refuses to guess what is said to be otherwise.
func TestCharset(t *testing.T) {
	body := `{"jsonrpc":"2.0","id":5,"method":"nothing"}`
	for contentType, want := range map[string]int{
		"application/vscode-jsonrpc; charset=utf-8": -32601, "application/vscode-jsonrpc; charset=utf8": -32601,
		"application/vscode-jsonrpc;charset=\"UTF-8\"": -32601, "application/json": -32601, "": -32601, ";;": -32601,
		"application/vscode-jsonrpc; charset=utf-16": -32700, "text/plain; charset=iso-8859-1": -32700,
	} {
		input := ""
		for i, b := range []string{initializeBody, body, shutdownBody, exitBody} {
			if i == 1 {
				input += "Content-Type: " + contentType + "\r\n"
			}
			input += fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(b), b)
		}
		sent := runInput(t, input)
		i := slices.IndexFunc(sent, func(m message) bool { return string(m.ID) == "5" })
		if i < 0 || sent[i].Error == nil || sent[i].Error.Code != want {
			t.Errorf("%q: %+v", contentType, sent)
		}
	}
}

// TestSameID has two requests with the same id at once: neither could be cancelled.
func TestSameID(t *testing.T) {
	requests["test/wait"] = func(*Server, json.RawMessage) (work, error) {
		return func(ctx context.Context) (any, error) { <-ctx.Done(); return nil, nil }, nil
	}
	defer delete(requests, "test/wait")
	waiting := `{"jsonrpc":"2.0","id":1,"method":"test/wait"}`
	var codes []int
	for _, m := range runBodies(t, initializeBody, waiting, waiting, shutdownBody, exitBody) {
		if string(m.ID) == "1" {
			codes = append(codes, m.Error.Code)
		}
	}
	if !slices.Equal(codes, []int{-32600, -32800}) {
		t.Errorf("%v", codes)
	}
}

// TestAnswerWithoutJSON is answered all the same.
func TestAnswerWithoutJSON(t *testing.T) {
	requests["test/nan"] = func(*Server, json.RawMessage) (work, error) {
		return func(context.Context) (any, error) { return math.NaN(), nil }, nil
	}
	requests["test/panic"] = func(*Server, json.RawMessage) (work, error) {
		return func(context.Context) (any, error) { return panics{}, nil }, nil
	}
	defer delete(requests, "test/nan")
	defer delete(requests, "test/panic")
	c := start(t)
	c.initialize()
	for _, method := range []string{"test/nan", "test/panic"} {
		if m := c.call(method, nil); m.Error == nil || m.Error.Code != -32603 {
			t.Errorf("%s: %+v", method, m)
		}
	}
	c.stop()
}

type panics struct{}

func (panics) MarshalJSON() ([]byte, error) { panic("on purpose") }

// TestPromiseSurvivesPanics makes what nobody waits for panic: a pass over a document,
// the index, and what is done with an answer of the client.
func TestPromiseSurvivesPanics(t *testing.T) {
	requests["test/panics"] = func(s *Server, _ json.RawMessage) (work, error) {
		var left sync.WaitGroup
		left.Add(3)
		leave := func() {
			defer left.Done()
			panic("on purpose")
		}
		s.ask("workspace/configuration", nil, func(json.RawMessage) { leave() })
		s.background("index", func(context.Context) { leave() })
		broken := newSnapshot(s, "untitled:b.kam.yaml", 1, contents{lines: document.NewLines(sound)}, s.configFor(""))
		broken.now = func() time.Time { leave(); return testNow }
		s.pass(context.Background(), func() {}, broken)
		return func(context.Context) (any, error) { left.Wait(); return "still here", nil }, nil
	}
	defer delete(requests, "test/panics")
	c := start(t)
	c.initialize()
	var answer string
	c.result("test/panics", nil, &answer)
	if answer != "still here" {
		t.Errorf("%q", answer)
	}
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, sound)
	c.published(uri, 1)
	c.stop()
}

// TestGoroutines holds that every goroutine of the server is under guard.
func TestGoroutines(t *testing.T) {
	guarded := []string{"handle", "background"}
	own := []string{"Replay", "take"} // of the player, which is no server
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				_, starts := n.(*ast.GoStmt)
				if call, ok := n.(*ast.CallExpr); ok {
					if to, ok := call.Fun.(*ast.SelectorExpr); ok && to.Sel.Name == "Go" {
						starts = fmt.Sprint(to.X) != "&{s conn}" // the library's, which calls handle
					}
				}
				if !starts {
					return true
				}
				found++
				if !slices.Contains(guarded, f.Name.Name) && !(file.Name() == "replay.go" && slices.Contains(own, f.Name.Name)) {
					t.Errorf("%s: %s starts a goroutine: a panic there would end the server", file.Name(), f.Name.Name)
				}
				return true
			})
		}
	}
	if found < 4 {
		t.Errorf("only %d goroutines are found", found)
	}
}

// TestRefusedEdit tells what the client did with an edit that it was asked to apply.
func TestRefusedEdit(t *testing.T) {
	for answer, want := range map[string]string{
		`{"applied":true}`: "",
		`{"applied":false,"failureReason":"read only"}`: "the edit was not applied: read only",
		`{"applied":false}`:                             "the edit was not applied: the client does not say why",
		`null`:                                          "the edit was not applied: the client does not say why",
		`{"applied":"yes"}`:                             "the edit was not applied: ",
	} {
		c := start(t)
		c.answers["workspace/applyEdit"] = json.RawMessage(answer)
		c.initialize(func(caps map[string]any) { caps["workspace"] = map[string]any{"applyEdit": true} })
		wrong, right := tempFile(t, "a.kam.yaml", ""), tempFile(t, "b.kam.yaml", "")
		c.open(wrong, "schedule: \"0 3 * * 7\"\ncontainers:\n  web:\n    image: \"nginx:1.27\"\n")
		c.open(right, sound)
		for _, arguments := range []map[string]any{
			{"command": fixAllCommand, "arguments": []any{wrong}},
			{"command": renderCommand, "arguments": []any{right, map[string]any{"open": true}}},
		} {
			m := c.call("workspace/executeCommand", arguments)
			if want == "" && m.Error == nil {
				continue
			}
			if m.Error == nil || m.Error.Code != int(codeRequestFailed) || want == "" || !strings.HasPrefix(m.Error.Message, want) {
				t.Errorf("%v after %s: %+v %s", arguments["command"], answer, m.Error, m.Result)
			}
		}
		c.stop()
	}
}

// TestLostDocument is told to the user once, is shown without findings, and is back
// when all of its text comes.
func TestLostDocument(t *testing.T) {
	c := start(t)
	c.initialize()
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, "schedule: 1\n")
	if p := c.published(uri, 1); len(p.Diagnostics) == 0 {
		t.Fatal("no findings")
	}
	c.notify("textDocument/didChange", change(uri, 2, at(0, -1, 0, 0, "x")))
	if p := c.published(uri, 1); len(p.Diagnostics) != 0 {
		t.Errorf("the findings stay: %v", p.Diagnostics)
	}
	if m := wait(t, c.raw); m.Method != "window/showMessage" || !strings.Contains(string(m.Params), "lost track of 'a.kam.yaml'") {
		t.Errorf("%s %s", m.Method, m.Params)
	}
	c.notify("textDocument/didChange", change(uri, 3, at(0, 0, 0, 0, "x")))
	c.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": uri}})
	if m := c.call("textDocument/hover", position(uri, 0, 2)); string(m.Result) != "null" {
		t.Errorf("hover: %s", m.Result)
	}
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"kam": map[string]any{"rules": map[string]string{"wrong-type": "hint"}}}})
	var kind string // of the document under another configuration
	if c.result("workspace/executeCommand", map[string]any{"command": kindCommand, "arguments": []any{uri}}, &kind); kind != "none" {
		t.Errorf("it is a %s", kind)
	}
	c.notify("textDocument/didChange", change(uri, 5, map[string]any{"text": "schedule: 2\n"}, at(0, 10, 0, 11, "3")))
	if p := c.published(uri, 5); len(p.Diagnostics) == 0 {
		t.Error("it does not come back")
	}
	if len(c.raw) > 0 {
		t.Errorf("the user is told again: %s", (<-c.raw).Params)
	}
	c.stop()
}

// TestChangeOutside follows the library of VS Code in what LSP leaves open.
func TestChangeOutside(t *testing.T) {
	snap := newSnapshot(&Server{}, "untitled:a", 1, contents{lines: document.NewLines("ab\ncd\n")}, (&Server{}).configFor(""))
	for _, test := range []struct {
		change any
		want   string
	}{
		{at(0, 0, 0, 99, "x"), "x\ncd\n"},
		{at(9, 0, 9, 0, "x"), "ab\ncd\nx"},
		{at(1, 0, math.MaxInt32, 0, "x"), "ab\nx"},
		{at(1, 1, 0, 1, "x"), "axd\n"},
		{at(0, 0, 2, 0, ""), ""},
	} {
		raw, err := json.Marshal(test.change)
		if err != nil {
			t.Fatal(err)
		}
		var change contentChange
		if err := json.Unmarshal(raw, &change); err != nil {
			t.Fatal(err)
		}
		if got := snap.changed([]contentChange{change}, utf16).lines.Text(); got != test.want {
			t.Errorf("%s: %q, want %q", raw, got, test.want)
		}
	}
}
