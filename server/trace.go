package server

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"go.uber.org/zap"
)

// traceLevel is how much the client wants to be told of what the server does.
type traceLevel uint8

const (
	traceOff traceLevel = iota
	traceMessages
	traceVerbose
)

var traceLevels = map[string]traceLevel{"off": traceOff, "messages": traceMessages, "verbose": traceVerbose}

func (s *Server) setTrace(params json.RawMessage) error {
	var p struct {
		Value string `json:"value"`
	}
	if err := decode(params, &p); err != nil {
		return err
	}
	level, ok := traceLevels[p.Value]
	if !ok {
		return fmt.Errorf("unknown trace value %q: expected off, messages, verbose", p.Value)
	}
	s.trace.Store(uint32(level))
	return nil
}

// maxTraced is how much of a message is told, in bytes.
const maxTraced = 2000

// tell tells the client what the server does, if it wants to know; detail is told
// if it wants to know all.
func (s *Server) tell(message string, detail []byte) {
	level := traceLevel(s.trace.Load())
	if level == traceOff {
		return
	}
	params := map[string]any{"message": message}
	if level == traceVerbose && len(detail) > 0 {
		params["verbose"] = string(detail[:min(len(detail), maxTraced)])
	}
	if err := s.conn.Notify(context.Background(), "$/logTrace", params); err != nil {
		s.log.Debug("cannot trace", zap.Error(err))
	}
}

// answered notes that a request was answered, and how long that took.
func (s *Server) answered(method, id string, start time.Time, err error) {
	took := time.Since(start)
	s.timings.add(method, took)
	outcome := ""
	if err != nil {
		outcome = ", with an error: " + err.Error()
	}
	s.tell(fmt.Sprintf("answered %s (%s) in %.1f ms%s", method, id, float64(took.Microseconds())/1000, outcome), nil)
	s.log.Debug("answered", zap.String("method", method), zap.String("id", id), zap.Duration("took", took), zap.Error(err))
}
