package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/textproto"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	unicode8 "unicode/utf8"
)

// runBodies runs a server over a whole input and returns what it sends.
func runBodies(t *testing.T, bodies ...string) []message {
	t.Helper()
	var in strings.Builder
	for _, body := range bodies {
		fmt.Fprintf(&in, "Content-Length: %d\r\n\r\n%s", len(body), body)
	}
	return runInput(t, in.String())
}

func runInput(t *testing.T, input string) []message {
	t.Helper()
	var out buffer
	done := make(chan bool, 1)
	go func() {
		done <- Serve(context.Background(), io.NopCloser(strings.NewReader(input)), nopWriteCloser{&out}, Options{Version: "test"})
	}()
	wait(t, done)
	r := textproto.NewReader(bufio.NewReader(strings.NewReader(out.String())))
	var sent []message
	for {
		header, err := r.ReadMIMEHeader()
		if err != nil {
			return sent
		}
		n, err := strconv.Atoi(header.Get("Content-Length"))
		if err != nil {
			t.Fatal(err)
		}
		body := make([]byte, n)
		if _, err := io.ReadFull(r.R, body); err != nil {
			t.Fatal(err)
		}
		var m message
		if err := json.Unmarshal(body, &m); err != nil || !unicode8.Valid(body) || m.Version != "2.0" {
			t.Fatalf("the server sends %q: %v", body, err)
		}
		sent = append(sent, m)
	}
}

type nopWriteCloser struct{ io.Writer }

func (nopWriteCloser) Close() error { return nil }

// Messages that begin and end every session.
const (
	initializeBody = `{"jsonrpc":"2.0","id":"initialize","method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{"workspace":{"applyEdit":true}}}}`
	openBody       = `{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"untitled:a.kam.yaml","languageId":"yaml","version":1,"text":"schedule: \"0 3 * * 7\"\ncontainers:\n  web:\n    image: \"nginx:1.27\"\n"}}}`
	changeBody     = `{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"untitled:a.kam.yaml","version":2},"contentChanges":[{"range":{"start":{"line":1,"character":4},"end":{"line":2,"character":3}},"text":"x"},{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":1}},"text":""}]}}`
	shutdownBody   = `{"jsonrpc":"2.0","id":"shutdown","method":"shutdown"}`
	exitBody       = `{"jsonrpc":"2.0","method":"exit"}`
)

// mutants are all that a body becomes by a change of one byte or of one value in it.
func mutants(t *testing.T, body string) []string {
	set := map[string]bool{}
	for i := range len(body) {
		set[body[:i]] = true
		set[body[:i]+body[i+1:]] = true
		set[body[:i]+body[i:i+1]+body[i:]] = true
		for _, c := range []string{`"`, "{", "}", "[", "0", "-", "x", "\\", ":", ",", "\x00", "\xff", " "} {
			set[body[:i]+c+body[i+1:]] = true
		}
	}
	for _, other := range []string{body + body, body + "x", "[" + body + "]", "\ufeff" + body} {
		set[other] = true
	}
	var value any
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		t.Fatal(err)
	}
	note := func() {
		changed, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		set[string(changed)] = true
	}
	var visit func(v any, replace func(any))
	visit = func(v any, replace func(any)) {
		deep := any("deep")
		for range 2000 {
			deep = []any{deep}
		}
		for _, other := range []any{nil, true, 0, 1, -1, 1.5, 2147483648, 4294967296, 1e99, "", "x", "2", []any{}, []any{nil}, map[string]any{}, deep} {
			replace(other)
			note()
		}
		replace(v)
		switch v := v.(type) {
		case map[string]any:
			for key, item := range maps.Clone(v) {
				delete(v, key)
				note()
				v[""] = item
				note()
				delete(v, "")
				visit(item, func(other any) { v[key] = other })
			}
		case []any:
			for i, item := range v {
				visit(item, func(other any) { v[i] = other })
			}
		}
	}
	visit(value, func(other any) { value = other })
	return slices.Sorted(maps.Keys(set))
}

// judged is what JSON-RPC says of a body, by another reading than the server's.
type judged struct {
	id      string // that its answer has; "" for no answer
	members map[string]any
}

func judge(body string) judged {
	members := map[string]any{}
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	if !json.Valid([]byte(body)) || d.Decode(&members) != nil {
		return judged{id: "null"}
	}
	id := "null"
	switch v := members["id"].(type) {
	case string:
		id = strconv.Quote(v)
	case json.Number:
		id = number(v)
	}
	_, isString := members["method"].(string)
	_, isRequest := members["method"]
	_, hasID := members["id"]
	_, hasResult := members["result"]
	_, hasError := members["error"]
	switch {
	case !unicode8.ValidString(body), members["jsonrpc"] != "2.0":
		return judged{id: id}
	case !isRequest && (hasResult || hasError):
		return judged{}
	case !isRequest || !isString || hasID:
		return judged{id: id}
	}
	return judged{members: members}
}

func number(n json.Number) string {
	f, err := n.Float64()
	if err != nil {
		return n.String()
	}
	return strconv.FormatFloat(f+0, 'g', -1, 64) // -0 is 0
}

// answers counts the answers in what a server sends, by id.
func answers(sent []message) map[string]int {
	count := map[string]int{}
	for _, m := range sent {
		if m.Method != "" {
			continue
		}
		var id any
		d := json.NewDecoder(bytes.NewReader(m.ID))
		d.UseNumber()
		_ = d.Decode(&id) // it is JSON
		switch id := id.(type) {
		case string:
			count[strconv.Quote(id)]++
		case json.Number:
			count[number(id)]++
		default:
			count["null"]++
		}
	}
	return count
}

// TestPromiseAnswersEveryRequest breaks every byte and every value of valid messages:
// whatever comes of it, each request is answered once, nothing else is, and the session
// goes on to its orderly end.
func TestPromiseAnswersEveryRequest(t *testing.T) {
	at := `"textDocument":{"uri":"untitled:a.kam.yaml"},"position":{"line":0,"character":12}`
	bodies := []string{
		openBody, changeBody,
		`{"jsonrpc":"2.0","id":7,"method":"textDocument/hover","params":{` + at + `}}`,
		`{"jsonrpc":"2.0","id":"","method":"textDocument/completion","params":{` + at + `,"context":{"triggerKind":2,"triggerCharacter":":"}}}`,
		`{"jsonrpc":"2.0","id":0,"method":"textDocument/codeAction","params":{` + at + `,"range":{"start":{"line":0,"character":0},"end":{"line":1,"character":3}},"context":{"diagnostics":[],"only":["quickfix"]}}}`,
		`{"jsonrpc":"2.0","id":-5,"method":"textDocument/semanticTokens/full/delta","params":{` + at + `,"previousResultId":"1"}}`,
		`{"jsonrpc":"2.0","id":"a\u0000b","method":"textDocument/selectionRange","params":{` + at + `,"positions":[{"line":0,"character":12}]}}`,
		`{"jsonrpc":"2.0","id":2147483647,"method":"textDocument/rename","params":{` + at + `,"newName":"b"}}`,
		`{"jsonrpc":"2.0","id":8,"method":"workspace/executeCommand","params":{"command":"kam.schedules","arguments":["untitled:a.kam.yaml",{"index":0}]}}`,
		`{"jsonrpc":"2.0","id":9,"method":"workspace/diagnostic","params":{"previousResultIds":[{"uri":"untitled:a.kam.yaml","value":"1"}],"partialResultToken":1}}`,
		`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":7}}`,
		`{"jsonrpc":"2.0","method":"workspace/didChangeConfiguration","params":{"settings":{"kam":{"rules":{"image-tag":"off"}}}}}`,
		`{"jsonrpc":"2.0","method":"textDocument/didClose","params":{"textDocument":{"uri":"untitled:a.kam.yaml"}}}`,
		`{"jsonrpc":"2.0","id":1,"result":{"applied":true}}`,
		`{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"no"}}`,
	}
	for _, body := range bodies {
		input := []string{initializeBody, openBody}
		for i, mutant := range mutants(t, body) {
			if i%16 == 0 {
				input = append(input, openBody) // what cannot be read has taken it away
			}
			if *long || i%7 == 0 {
				input = append(input, mutant)
			}
		}
		checkAnswers(t, append(input, shutdownBody, exitBody))
	}
	for i, mutant := range mutants(t, initializeBody) {
		if *long || i%29 == 0 {
			checkAnswers(t, []string{mutant, openBody, shutdownBody, exitBody})
		}
	}
}

func checkAnswers(t *testing.T, input []string) {
	t.Helper()
	want := map[string]int{}
	for _, body := range input {
		if id := judge(body).id; id != "" {
			want[id]++
		}
	}
	if got := answers(runBodies(t, input...)); !reflect.DeepEqual(got, want) {
		for id := range want {
			if got[id] != want[id] {
				t.Errorf("%d answers with the id %s, want %d", got[id], id, want[id])
			}
		}
		for id := range got {
			if want[id] == 0 {
				t.Errorf("an answer with the id %s to nothing", id)
			}
		}
		t.Fatalf("after %.2000q", input)
	}
}

// TestPromiseNeverEditsAnotherText breaks every byte and every value of a change: the
// server has the text that the client has, or knows that it does not.
func TestPromiseNeverEditsAnotherText(t *testing.T) {
	requests["test/text"] = func(s *Server, params json.RawMessage) (work, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		snap := s.documents[uriOf(params)].snapshot
		return func(context.Context) (any, error) { return knownText{snap.text, snap.unknown}, nil }, nil
	}
	defer delete(requests, "test/text")
	var open struct {
		Params didOpenParams `json:"params"`
	}
	if err := json.Unmarshal([]byte(openBody), &open); err != nil {
		t.Fatal(err)
	}
	text := *open.Params.TextDocument.Text
	list := mutants(t, changeBody)
	input := []string{initializeBody}
	for i, mutant := range list {
		input = append(input, openBody, mutant, fmt.Sprintf(`{"jsonrpc":"2.0","id":"text %d","method":"test/text","params":{"textDocument":{"uri":"untitled:a.kam.yaml"}}}`, i))
	}
	got := map[string]knownText{}
	warned := 0
	for _, m := range runBodies(t, append(input, shutdownBody, exitBody)...) {
		if m.Method == "window/showMessage" {
			warned++
		}
		var is knownText
		if strings.HasPrefix(string(m.ID), `"text `) && m.Error == nil && json.Unmarshal(m.Result, &is) == nil {
			got[string(m.ID)] = is
		}
	}
	unknown, edited := 0, 0
	for i, mutant := range list {
		want := changedBy(text, judge(mutant))
		if want.Unknown {
			unknown++
		} else if want.Text != text {
			edited++
		}
		// The last may still be answered at the exit.
		if is, ok := got[fmt.Sprintf(`"text %d"`, i)]; ok && is != want {
			t.Errorf("after %s\nthe text is %+v, want %+v", mutant, is, want)
		}
	}
	if len(got) < len(list)*9/10 || unknown < 1000 || edited < 200 || warned != unknown {
		t.Errorf("of %d changes %d were looked at, %d were not understood, of which the user was told %d times, %d were made", len(list), len(got), unknown, warned, edited)
	}
}

// knownText is what is known of a text.
type knownText struct {
	Text    string
	Unknown bool
}

// changedBy is a text after a message: the same, changed, or not known where the
// message may have been a change but does not say which.
func changedBy(text string, j judged) knownText {
	same, unknown := knownText{Text: text}, knownText{Unknown: true}
	if j.members == nil {
		if j.id == "null" {
			return unknown
		}
		return same
	}
	if j.members["method"] != "textDocument/didChange" {
		return same
	}
	params, _ := j.members["params"].(map[string]any)
	doc, isObject := params["textDocument"].(map[string]any)
	uri, isString := doc["uri"].(string)
	if _, absent := params["textDocument"]; !isObject && absent || uri == "" || !isString {
		return unknown
	}
	if uri != "untitled:a.kam.yaml" {
		return same
	}
	if version, has := doc["version"]; has && version != nil && !integer(version, -1<<31, 1<<31-1) {
		return unknown
	}
	changes, ok := params["contentChanges"].([]any)
	if !ok {
		return unknown
	}
	for _, c := range changes {
		change, _ := c.(map[string]any)
		inserted, ok := change["text"].(string)
		if !ok {
			return unknown
		}
		if change["range"] == nil {
			text = inserted
			continue
		}
		r, _ := change["range"].(map[string]any)
		from, ok := offsetIn(text, r["start"])
		to, also := offsetIn(text, r["end"])
		if !ok || !also {
			return unknown
		}
		text = text[:min(from, to)] + inserted + text[max(from, to):]
	}
	return knownText{Text: text}
}

func integer(v any, least, most int64) bool {
	n, ok := v.(json.Number)
	if !ok {
		return false
	}
	i, err := strconv.ParseInt(n.String(), 10, 64)
	return err == nil && least <= i && i <= most
}

// offsetIn is the offset of a position in an ASCII text, clipped to it.
func offsetIn(text string, position any) (int, bool) {
	p, _ := position.(map[string]any)
	if !integer(p["line"], 0, 1<<32-1) || !integer(p["character"], 0, 1<<32-1) {
		return 0, false
	}
	line, _ := p["line"].(json.Number).Int64()
	character, _ := p["character"].(json.Number).Int64()
	lines := strings.SplitAfter(text, "\n")
	if line >= int64(len(lines)) {
		return len(text), true
	}
	before := len(strings.Join(lines[:line], ""))
	return before + int(min(character, int64(len(strings.TrimSuffix(lines[line], "\n"))))), true
}
