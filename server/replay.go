package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Difference is an answer that a replayed session gives otherwise than the
// recorded one did.
type Difference struct {
	Line      int    // of the recorded answer, from 1
	Method    string // that is answered, or the notification
	Got, Want string // JSON
}

// maxTraceLine is the longest line of a recorded session, in bytes, and maxTraceHead that
// of the first: of a file that is none, no more is read.
const (
	maxTraceLine = maxMessage + 1024
	maxTraceHead = 4 << 10
)

// answerTimeout is how long a replayed server may take to answer.
const answerTimeout = time.Minute

// Replay runs a recorded session again: a server of its own gets the messages of
// the client in their order, each when what the server had answered before it is
// answered. The clock shows what it did then. It returns the answers that differ
// and how many were compared. The error says which line of a damaged record cannot
// be read, or what was not answered.
func Replay(ctx context.Context, in io.Reader, options Options) (differences []Difference, compared int, err error) {
	head, lines, err := readTrace(in)
	if err != nil {
		return nil, 0, err
	}
	var clock struct {
		sync.Mutex
		now time.Time
	}
	clock.now = head.Start
	options.Now = func() time.Time {
		clock.Lock()
		defer clock.Unlock()
		return clock.now
	}
	// The client's process was one of another time.
	options.identify = func(int) (string, error) { return "", errNoProcess }
	serverIn, clientOut := io.Pipe()
	clientIn, serverOut := io.Pipe()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		Serve(ctx, serverIn, serverOut, options)
		_ = serverOut.Close()
	}()
	p := newPlayer(lines, clientOut)
	go p.read(clientIn)
	defer func() {
		_ = clientOut.Close()
		<-ended
	}()

	for i, line := range lines {
		if line.From != "client" {
			if line.id != "" && line.Method == "" {
				if err := p.wait(ctx, line, i); err != nil {
					return nil, 0, err
				}
			}
			continue
		}
		clock.Lock()
		clock.now = head.Start.Add(time.Duration(line.At * float64(time.Millisecond)))
		clock.Unlock()
		if line.Method == "" && line.id != "" {
			continue // an answer to the server, which is given when it asks
		}
		if err := p.send(line.Message); err != nil {
			return nil, 0, fmt.Errorf("line %d: the server takes no more messages", line.number)
		}
	}
	differences, compared = p.compare(lines)
	return differences, compared, nil
}

// traceLine is a line of a recorded session with what tells its messages apart.
type traceLine struct {
	traced
	number int
	Method string
	id     string // as JSON; "" for a notification
	result json.RawMessage
	failed int // the code of the error; 0 for none
}

// readTrace reads a recorded session.
func readTrace(in io.Reader) (traceHead, []traceLine, error) {
	r := bufio.NewReaderSize(in, maxTraceHead)
	first, err := r.ReadSlice('\n')
	if err == io.EOF && len(first) == 0 {
		return traceHead{}, nil, errors.New("the record is empty")
	} else if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return traceHead{}, nil, err
	}
	var head traceHead
	if err := json.Unmarshal(first, &head); err != nil || head.Trace == 0 {
		return head, nil, errors.New("line 1: not a recorded session: expected one that 'kam-ls serve --trace' has written")
	}
	if head.Trace != traceVersion {
		return head, nil, fmt.Errorf("line 1: a session of version %d: expected %d", head.Trace, traceVersion)
	}
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 0, 64<<10), maxTraceLine)
	var lines []traceLine
	for number := 2; scanner.Scan(); number++ {
		line := traceLine{number: number}
		if err := json.Unmarshal(scanner.Bytes(), &line.traced); err != nil {
			return head, nil, fmt.Errorf("line %d: no message: %w", number, err)
		}
		if line.From != "client" && line.From != "server" {
			return head, nil, fmt.Errorf("line %d: a message from '%s': expected client or server", number, line.From)
		}
		var m struct {
			ID     json.RawMessage `json:"id"`
			Method string          `json:"method"`
			Result json.RawMessage `json:"result"`
			Error  *struct {
				Code int `json:"code"`
			} `json:"error"`
		}
		if json.Unmarshal(line.Message, &m) == nil { // what is no message is sent as it came
			line.Method, line.id, line.result = m.Method, string(m.ID), m.Result
			if m.Error != nil {
				line.failed = m.Error.Code
			}
		}
		lines = append(lines, line)
	}
	return head, lines, scanner.Err()
}

// player is the client of a replayed session.
type player struct {
	out io.Writer

	mu        sync.Mutex
	changed   chan struct{}                // closed when something has come
	answers   map[string]traceLine         // of the server, by ID
	published map[string]json.RawMessage   // diagnostics, by document and version
	replies   map[string][]json.RawMessage // the recorded client's, by the method that asks
	ended     bool
}

func newPlayer(lines []traceLine, out io.Writer) *player {
	p := &player{out: out, changed: make(chan struct{}), answers: map[string]traceLine{}, published: map[string]json.RawMessage{}, replies: map[string][]json.RawMessage{}}
	asked := map[string]string{} // the methods of the server's requests, by ID
	for _, line := range lines {
		switch {
		case line.From == "server" && line.Method != "" && line.id != "":
			asked[line.id] = line.Method
		case line.From == "client" && line.Method == "" && line.id != "":
			p.replies[asked[line.id]] = append(p.replies[asked[line.id]], line.result)
		}
	}
	return p
}

func (p *player) send(body []byte) error {
	_, err := fmt.Fprintf(p.out, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return err
}

// read takes what the server sends, and answers what it asks.
func (p *player) read(in io.Reader) {
	r := bufio.NewReader(in)
	for {
		length := -1
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				p.note(func() { p.ended = true })
				return
			}
			line = strings.TrimSpace(line)
			if line == "" {
				break
			}
			if _, value, ok := strings.Cut(line, ":"); ok {
				length, _ = strconv.Atoi(strings.TrimSpace(value))
			}
		}
		body := make([]byte, max(length, 0))
		if _, err := io.ReadFull(r, body); err != nil {
			p.note(func() { p.ended = true })
			return
		}
		p.take(body)
	}
}

func (p *player) take(body []byte) {
	var m struct {
		ID     json.RawMessage `json:"id"`
		Method string          `json:"method"`
		Params json.RawMessage `json:"params"`
		Result json.RawMessage `json:"result"`
		Error  *struct {
			Code int `json:"code"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &m) != nil {
		return
	}
	switch {
	case m.Method != "" && len(m.ID) > 0:
		p.mu.Lock()
		reply := json.RawMessage("null")
		if list := p.replies[m.Method]; len(list) > 0 {
			p.replies[m.Method] = list[1:]
			if len(list[0]) > 0 {
				reply = list[0]
			}
		}
		p.mu.Unlock()
		answer, _ := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": m.ID, "result": reply})
		go func() { _ = p.send(answer) }() // the server may be writing, too
	case m.Method == "textDocument/publishDiagnostics":
		p.note(func() { p.published[publishedKey(m.Params)] = m.Params })
	case m.Method == "":
		line := traceLine{result: m.Result}
		if m.Error != nil {
			line.failed = m.Error.Code
		}
		p.note(func() { p.answers[string(m.ID)] = line })
	}
}

// note changes what has come and wakes who waits for it.
func (p *player) note(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	close(p.changed)
	p.changed = make(chan struct{})
}

// wait waits for the answer that was recorded on a line.
func (p *player) wait(ctx context.Context, line traceLine, _ int) error {
	timeout := time.After(answerTimeout)
	for {
		p.mu.Lock()
		_, ok := p.answers[line.id]
		ended, changed := p.ended, p.changed
		p.mu.Unlock()
		switch {
		case ok:
			return nil
		case ended:
			return fmt.Errorf("line %d: the server ended before it answered request %s", line.number, line.id)
		}
		select {
		case <-changed:
		case <-timeout:
			return fmt.Errorf("line %d: the server does not answer request %s", line.number, line.id)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// compare compares the answers with the recorded ones. A request that was, or is,
// cancelled says nothing, nor do findings of a version that was passed over.
func (p *player) compare(lines []traceLine) (differences []Difference, compared int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	methods := map[string]traceLine{} // of requests, by ID
	for _, line := range lines {
		if line.From == "client" && line.Method != "" && line.id != "" {
			methods[line.id] = line
		}
	}
	for _, line := range lines {
		if line.From != "server" {
			continue
		}
		var got, want json.RawMessage
		method := line.Method
		switch {
		case line.Method == "" && line.id != "":
			answer, ok := p.answers[line.id]
			request := methods[line.id]
			if method = request.Method; !ok || passedOver(answer.failed) || passedOver(line.failed) || bytes.Contains(request.Message, []byte(serverInfoCommand)) {
				continue
			}
			got, want = answer.result, line.result
			if answer.failed != line.failed {
				got, want = failure(answer), failure(line)
			}
		case line.Method == "textDocument/publishDiagnostics":
			var m struct {
				Params json.RawMessage `json:"params"`
			}
			if json.Unmarshal(line.Message, &m) != nil {
				continue
			}
			published, ok := p.published[publishedKey(m.Params)]
			if !ok {
				continue
			}
			got, want = published, m.Params
		default:
			continue
		}
		compared++
		if !alike(got, want) {
			differences = append(differences, Difference{line.number, method, string(got), string(want)})
		}
	}
	return differences, compared
}

func passedOver(code int) bool {
	return code == int(codeRequestCancelled) || code == int(codeContentModified)
}

// failure is an answer as a difference shows it.
func failure(line traceLine) json.RawMessage {
	if line.failed == 0 {
		return line.result
	}
	return json.RawMessage(fmt.Sprintf(`{"error":%d}`, line.failed))
}

// publishedKey tells the findings of one version of a document from others.
func publishedKey(params json.RawMessage) string {
	var p struct {
		URI     string `json:"uri"`
		Version *int   `json:"version"`
	}
	_ = json.Unmarshal(params, &p)
	if p.Version == nil {
		return p.URI
	}
	return fmt.Sprintf("%s %d", p.URI, *p.Version)
}

// alike reports whether two answers say the same, but for the names of results and
// the version of the server.
func alike(a, b json.RawMessage) bool {
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return string(a) == string(b)
	}
	return reflect.DeepEqual(withoutNames(x), withoutNames(y))
}

func withoutNames(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if key == "resultId" || key == "serverInfo" {
				delete(v, key)
				continue
			}
			v[key] = withoutNames(value)
		}
	case []any:
		for i := range v {
			v[i] = withoutNames(v[i])
		}
	}
	return v
}
