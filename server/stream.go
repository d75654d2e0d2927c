package server

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.uber.org/zap"
)

// maxMessage bounds the length that a header may announce, in bytes.
const maxMessage = 256 << 20

// stream frames messages as LSP does. Unlike the library's it survives a
// message that is no JSON-RPC, which it answers with a parse error, and refuses
// to reserve memory for a length that no client sends.
type stream struct {
	in     *bufio.Reader
	out    io.Writer
	closer []io.Closer
	log    *zap.Logger
	record *recorder // nil for none
}

func newStream(in io.ReadCloser, out io.WriteCloser, log *zap.Logger, record *recorder) jsonrpc2.Stream {
	return &stream{in: bufio.NewReaderSize(in, 64<<10), out: out, closer: []io.Closer{in, out}, log: log, record: record}
}

// Read returns the next message. Its error ends the connection.
func (s *stream) Read(ctx context.Context) (jsonrpc2.Message, int64, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		length, err := s.header()
		if err != nil {
			return nil, 0, err
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(s.in, body); err != nil {
			return nil, 0, err
		}
		if s.record != nil {
			s.record.message("client", body)
		}
		msg, err := jsonrpc2.DecodeMessage(body)
		if err == nil {
			return msg, int64(length), nil
		}
		s.log.Warn("unreadable message", zap.Error(err))
		code := jsonrpc2.ParseError
		if json.Valid(body) {
			code = jsonrpc2.InvalidRequest
		}
		if err := s.refuse(body, code); err != nil {
			return nil, 0, err
		}
	}
}

// header reads the lines before a message and returns the length of its body.
func (s *stream) header() (int, error) {
	length := -1
	for {
		line, err := s.in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		text := strings.TrimSpace(string(line))
		if text == "" {
			if length < 0 {
				continue // blank lines between messages
			}
			return length, nil
		}
		name, value, ok := strings.Cut(text, ":")
		if !ok {
			return 0, fmt.Errorf("malformed header line %q", text)
		}
		if strings.EqualFold(strings.TrimSpace(name), jsonrpc2.HdrContentLength) {
			length, err = strconv.Atoi(strings.TrimSpace(value))
			if err != nil || length < 0 || length > maxMessage {
				return 0, fmt.Errorf("bad content length %q", value)
			}
		}
	}
}

// refuse answers a message that cannot be read, by its id if it has one.
func (s *stream) refuse(body []byte, code jsonrpc2.Code) error {
	var request struct {
		ID json.RawMessage `json:"id"`
	}
	_ = json.Unmarshal(body, &request) // without an id the answer's is null
	answer := struct {
		Version string          `json:"jsonrpc"`
		ID      json.RawMessage `json:"id"`
		Error   *jsonrpc2.Error `json:"error"`
	}{"2.0", request.ID, jsonrpc2.NewError(code, "not a JSON-RPC message")}
	if len(request.ID) == 0 {
		answer.ID = json.RawMessage("null")
	}
	reply, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	_, err = s.write(reply)
	return err
}

func (s *stream) Write(ctx context.Context, msg jsonrpc2.Message) (int64, error) {
	// A message that makes its own JSON makes it sound: json.Marshal would read
	// all of it again.
	var body []byte
	var err error
	if m, ok := msg.(json.Marshaler); ok {
		body, err = m.MarshalJSON()
	} else {
		body, err = json.Marshal(msg)
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
