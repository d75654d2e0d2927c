package server

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"
)

// buffer is written by one goroutine and read by another.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// TestReplay records a session and runs it again.
func TestReplay(t *testing.T) {
	var record buffer
	c := startWith(t, Options{Trace: &record})
	c.answers["workspace/configuration"] = []any{map[string]any{"rules": map[string]string{"image-tag": "error"}}}
	c.initialize(everything, func(caps map[string]any) { caps["workspace"].(map[string]any)["configuration"] = true })
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, sound)
	c.published(uri, 1)
	for version := 2; version < 12; version++ {
		c.notify("textDocument/didChange", change(uri, version, at(3, 4, 3, 4, "x")))
		c.call("textDocument/hover", position(uri, 0, 12))
		c.call("textDocument/completion", position(uri, 3, 5))
	}
	c.published(uri, 11)
	c.call("nothing/known", map[string]any{})
	c.call("workspace/executeCommand", map[string]any{"command": "kam.serverInfo"})
	id, answer := c.begin("textDocument/documentSymbol", map[string]any{"textDocument": map[string]any{"uri": uri}})
	c.notify("$/cancelRequest", map[string]any{"id": id})
	wait(t, answer)
	c.stop()

	text := record.String()
	differences, compared, err := Replay(context.Background(), strings.NewReader(text), Options{Version: "another"})
	if err != nil || len(differences) > 0 || compared < 25 {
		t.Fatalf("%d compared, %+v, %v", compared, differences, err)
	}
	// A record of a server that answered otherwise.
	tampered := strings.Replace(text, "at 03:00 every day", "at 04:00 every day", 1)
	if tampered == text {
		t.Fatal("no hover in the record")
	}
	if differences, _, err := Replay(context.Background(), strings.NewReader(tampered), Options{}); err != nil || len(differences) != 1 || differences[0].Method != "textDocument/hover" || differences[0].Line < 5 {
		t.Errorf("%+v, %v", differences, err)
	}
	// One that breaks off is run as far as it goes.
	if _, compared, err := Replay(context.Background(), strings.NewReader(text[:strings.LastIndex(text[:len(text)/2], "\n")+1]), Options{}); err != nil || compared == 0 {
		t.Errorf("half a record: %d compared, %v", compared, err)
	}
	for damaged, want := range map[string]string{
		"":                 "the record is empty",
		"{}\n":             "line 1: not a recorded session",
		"no JSON\n":        "line 1: not a recorded session",
		text[:len(text)-5]: "no message",
		strings.Replace(text, `"kamTrace":1`, `"kamTrace":9`, 1):   "line 1: a session of version 9: expected 1",
		strings.Replace(text, `"from":"client"`, `"from":"me"`, 1): "line 2: a message from 'me': expected client or server",
	} {
		if _, _, err := Replay(context.Background(), strings.NewReader(damaged), Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %s", damaged, err, want)
		}
	}
	// Of what is no record little is read, however long its first line is.
	endless := &zeros{}
	if _, _, err := Replay(context.Background(), endless, Options{}); err == nil || !strings.Contains(err.Error(), "line 1: not a recorded session") || endless.read > 2*maxTraceHead {
		t.Errorf("%v, after %d bytes", err, endless.read)
	}
}

// zeros is a file without end, such as /dev/zero.
type zeros struct{ read int }

func (z *zeros) Read(p []byte) (int, error) {
	clear(p)
	z.read += len(p)
	return len(p), nil
}

func TestLogTrace(t *testing.T) {
	c := start(t)
	c.initialize()
	uri := tempFile(t, "a.kam.yaml", "")
	c.notify("$/setTrace", map[string]any{"value": "verbose"})
	c.open(uri, sound)
	c.call("textDocument/hover", position(uri, 0, 12))
	var told []string
	for len(told) == 0 || !strings.HasPrefix(told[len(told)-1], "answered textDocument/hover") {
		m := wait(t, c.raw)
		var p struct{ Message, Verbose string }
		if err := json.Unmarshal(m.Params, &p); err != nil || m.Method != "$/logTrace" {
			t.Fatal(err, m.Method)
		}
		told = append(told, p.Message+" "+p.Verbose)
	}
	all := strings.Join(told, "\n")
	if !strings.Contains(all, "received textDocument/didOpen {") || !strings.Contains(all, "received textDocument/hover") {
		t.Errorf("told:\n%s", all)
	}
	c.notify("$/setTrace", map[string]any{"value": "off"})
	c.call("textDocument/hover", position(uri, 0, 12))
	c.stop()
	for {
		select {
		case m := <-c.raw:
			if strings.Contains(string(m.Params), "answered") {
				t.Errorf("told when off: %s", m.Params)
			}
			continue
		default:
		}
		break
	}
}

func TestServerInfo(t *testing.T) {
	c := start(t)
	c.initialize()
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, sound)
	for range 3 {
		c.call("textDocument/hover", position(uri, 0, 12))
	}
	var info serverInfo
	c.result("workspace/executeCommand", map[string]any{"command": "kam.serverInfo", "arguments": []any{}}, &info)
	if info.Version != "test" || info.Documents != 1 || info.Memory.Heap == 0 || info.Timings["textDocument/hover"].Count != 3 || info.Timings["textDocument/hover"].Max <= 0 {
		t.Errorf("%+v", info)
	}
	c.stop()
}

// TestTimings keeps the median of the latest, and the longest of all.
func TestTimings(t *testing.T) {
	var all timings
	for i := range 1000 {
		all.add("m", time.Duration(1000-i)*time.Millisecond)
	}
	if got := all.all()["m"]; got.Count != 1000 || got.Max != 1000 || got.Median < 60 || got.Median > 70 {
		t.Errorf("%+v", got)
	}
}
