package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"strconv"
	"strings"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.uber.org/zap"
)

// maxMessage bounds the length that a header may announce, in bytes.
const maxMessage = 256 << 20

// stream frames messages as LSP does. Unlike the library's it survives a
// message that is no JSON-RPC, which it answers with an error, and refuses
// to reserve memory for a length that no client sends.
type stream struct {
	in     *bufio.Reader
	out    io.Writer
	closer []io.Closer
	log    *zap.Logger
	record *recorder // nil for none
	lost   func()    // called for a message that cannot be read and may have been a notification

	mu    sync.Mutex
	asked map[jsonrpc2.ID]bool // the requests to the client that it has not answered
}

func newStream(in io.ReadCloser, out io.WriteCloser, log *zap.Logger, record *recorder, lost func()) *stream {
	return &stream{
		in: bufio.NewReaderSize(in, 64<<10), out: out, closer: []io.Closer{in, out}, log: log, record: record, lost: lost,
		asked: map[jsonrpc2.ID]bool{},
	}
}

// Read returns the next message. Its error ends the connection.
func (s *stream) Read(ctx context.Context) (jsonrpc2.Message, int64, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		h, err := s.header()
		if err != nil {
			return nil, 0, err
		}
		body := make([]byte, h.length)
		if _, err := io.ReadFull(s.in, body); err != nil {
			return nil, 0, err
		}
		if s.record != nil {
			s.record.message("client", body)
		}
		msg, refusal := s.decode(h, body)
		switch {
		case refusal != nil:
			s.log.Warn("unreadable message", zap.Error(refusal))
			if err := s.refuse(body, refusal); err != nil {
				return nil, 0, err
			}
		case msg != nil:
			return msg, int64(h.length), nil
		}
	}
}

// decode reads a body. It returns nothing for an answer to what was not asked: an
// answer is never answered.
func (s *stream) decode(h header, body []byte) (jsonrpc2.Message, *jsonrpc2.Error) {
	if h.charset != "utf-8" {
		return nil, jsonrpc2.Errorf(jsonrpc2.ParseError, "unknown charset %q: expected utf-8", h.charset)
	}
	asked := false
	msg, refusal := decodeMessage(body, func(id jsonrpc2.ID) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		asked = s.asked[id]
		delete(s.asked, id)
		return asked
	})
	if response, ok := msg.(*jsonrpc2.Response); ok && refusal == nil && !asked {
		s.log.Warn("an answer to nothing that was asked", zap.String("id", encodeID(response.ID())), zap.Error(response.Err()))
		return nil, nil
	}
	return msg, refusal
}

// header is what comes before a message.
type header struct {
	length  int // of the body
	charset string
}

// header reads the lines before a message.
func (s *stream) header() (header, error) {
	h := header{length: -1, charset: "utf-8"}
	for {
		line, err := s.in.ReadSlice('\n')
		if err != nil {
			return h, err
		}
		text := strings.TrimSpace(string(line))
		if text == "" {
			if h.length < 0 {
				continue // empty lines between messages
			}
			return h, nil
		}
		name, value, ok := strings.Cut(text, ":")
		if !ok {
			return h, fmt.Errorf("malformed header line %q", text)
		}
		switch value = strings.TrimSpace(value); {
		case strings.EqualFold(strings.TrimSpace(name), jsonrpc2.HdrContentLength):
			h.length, err = strconv.Atoi(value)
			if err != nil || h.length < 0 || h.length > maxMessage {
				return h, fmt.Errorf("bad content length %q", value)
			}
		case strings.EqualFold(strings.TrimSpace(name), jsonrpc2.HdrContentType):
			h.charset = charsetOf(value)
		}
	}
}

// charsetOf is the charset of a content type: UTF-8, which LSP once wrote without the
// dash, where it names none.
func charsetOf(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	charset := strings.ToLower(params["charset"])
	if err != nil || charset == "" || charset == "utf8" {
		return "utf-8"
	}
	return charset
}

// refuse answers a message that cannot be read, by its id if it has one. Without one
// it may have been a notification, of a change for example.
func (s *stream) refuse(body []byte, refusal *jsonrpc2.Error) error {
	id := recoverID(body)
	if id == "null" {
		s.lost()
	}
	answer, err := encodeResponse(id, nil, refusal)
	if err != nil {
		return err
	}
	_, err = s.write(answer)
	return err
}

// Write sends a message.
func (s *stream) Write(ctx context.Context, msg jsonrpc2.Message) (int64, error) {
	var body []byte
	var err error
	switch msg := msg.(type) {
	case *jsonrpc2.Response:
		body, err = encodeResponse(encodeID(msg.ID()), msg.Result(), msg.Err())
	case *jsonrpc2.Call:
		s.mu.Lock()
		s.asked[msg.ID()] = true
		s.mu.Unlock()
		body, err = msg.MarshalJSON()
	case *jsonrpc2.Notification:
		body, err = msg.MarshalJSON() // json.Marshal would read all of it again
	}
	if err != nil {
		return 0, err
	}
	return s.write(body)
}

func (s *stream) write(body []byte) (int64, error) {
	if s.record != nil {
		s.record.message("server", body)
	}
	n, err := fmt.Fprintf(s.out, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return int64(n), err
}

func (s *stream) Close() error {
	var errs []error
	for _, c := range s.closer {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}
