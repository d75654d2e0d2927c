package server

import (
	"bufio"
	"encoding/json"
	"io"
	"sync"
	"time"
)

// traceVersion is the version of the form of a recorded session.
const traceVersion = 1

// traceHead is the first line of a recorded session.
type traceHead struct {
	Trace   int       `json:"kamTrace"` // traceVersion
	Version string    `json:"version"`  // of kam-ls
	Start   time.Time `json:"start"`
}

// traced is any other line: one message.
type traced struct {
	At      float64         `json:"at"`   // milliseconds since the start
	From    string          `json:"from"` // "client" or "server"
	Message json.RawMessage `json:"message"`
}

// recorder writes the messages of a session, one to a line.
type recorder struct {
	start time.Time
	now   func() time.Time

	mu  sync.Mutex
	out *bufio.Writer
}

func newRecorder(out io.Writer, version string, now func() time.Time) *recorder {
	r := &recorder{start: now(), now: now, out: bufio.NewWriterSize(out, 64<<10)}
	r.write(traceHead{traceVersion, version, r.start})
	return r
}

// message records one message. What cannot be written is lost: a session must not
// end because its record does.
func (r *recorder) message(from string, body []byte) {
	if !json.Valid(body) {
		body, _ = json.Marshal(string(body)) // as it came, and no message
	}
	r.write(traced{float64(r.now().Sub(r.start).Microseconds()) / 1000, from, body})
}

func (r *recorder) write(v any) {
	line, err := json.Marshal(v)
	if err != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	_, _ = r.out.Write(append(line, '\n'))
	_ = r.out.Flush() // the record is complete even if the process is killed
}
