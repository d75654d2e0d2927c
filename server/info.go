package server

import (
	"context"
	"encoding/json"
	"runtime"
	"slices"
	"sync"
	"time"

	"go.lsp.dev/jsonrpc2"
)

const (
	serverInfoCommand = "kam.serverInfo"
	kindCommand       = "kam.kind"
)

// serverInfo is what the server knows of itself.
type serverInfo struct {
	Version   string            `json:"version"`
	Go        string            `json:"go"`
	Uptime    float64           `json:"uptimeSeconds"`
	Documents int               `json:"documents"` // that are open
	Indexed   int               `json:"indexed"`   // specs of the folders
	Memory    memoryInfo        `json:"memory"`
	Timings   map[string]timing `json:"timings"` // by method
}

// memoryInfo is in bytes.
type memoryInfo struct {
	Heap        uint64 `json:"heap"`   // in use
	System      uint64 `json:"system"` // taken from the system
	Collections uint32 `json:"collections"`
}

// timing is how long answers took, from the message to the answer.
type timing struct {
	Count  int     `json:"count"`
	Median float64 `json:"medianMs"` // of the latest
	Max    float64 `json:"maxMs"`
}

// info answers with what the server knows of itself.
func (s *Server) info([]json.RawMessage) (work, error) {
	return func(context.Context) (any, error) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		info := serverInfo{
			Version: s.options.Version, Go: runtime.Version(), Uptime: time.Since(s.timings.start).Seconds(),
			Memory:  memoryInfo{m.HeapAlloc, m.Sys, m.NumGC},
			Timings: s.timings.all(),
		}
		s.mu.Lock()
		info.Documents = len(s.documents)
		s.mu.Unlock()
		s.index.mu.Lock()
		info.Indexed = len(s.index.files)
		s.index.mu.Unlock()
		return info, nil
	}, nil
}

// kind answers with what a document is to the server: a "spec", a "configuration",
// or "none", of which it says nothing. One that is not open is told by its name and
// by what configurations say.
func (s *Server) kind(arguments []json.RawMessage) (work, error) {
	var uri string
	if len(arguments) == 0 || json.Unmarshal(arguments[0], &uri) != nil {
		return nil, jsonrpc2.NewError(jsonrpc2.InvalidParams, "expected the uri of a document")
	}
	var snap *snapshot
	s.mu.Lock()
	if doc := s.documents[uri]; doc != nil {
		snap = doc.snapshot
	}
	s.mu.Unlock()
	return func(context.Context) (any, error) {
		if snap == nil {
			path := filePath(uri)
			snap = &snapshot{uri: uri, path: path, config: s.configFor(path)}
		}
		switch {
		case snap.isConfiguration():
			return "configuration", nil
		case snap.isSpec():
			return "spec", nil
		}
		return "none", nil
	}, nil
}

// recent is how many durations of a method are kept for its median.
const recent = 128

// timings are the durations of answers, by method.
type timings struct {
	start time.Time

	mu      sync.Mutex
	methods map[string]*durations
}

type durations struct {
	count int
	max   time.Duration
	last  [recent]time.Duration
}

// add notes how long a method took. Only methods that the server has are noted.
func (t *timings) add(method string, took time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.methods == nil {
		t.methods = map[string]*durations{}
	}
	d := t.methods[method]
	if d == nil {
		d = &durations{}
		t.methods[method] = d
	}
	d.last[d.count%recent] = took
	d.count++
	d.max = max(d.max, took)
}

func (t *timings) all() map[string]timing {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := make(map[string]timing, len(t.methods))
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	for method, d := range t.methods {
		last := slices.Clone(d.last[:min(d.count, recent)])
		slices.Sort(last)
		out[method] = timing{d.count, ms(last[len(last)/2]), ms(d.max)}
	}
	return out
}
