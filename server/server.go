// Package server speaks the Language Server Protocol. It converts between the
// protocol and the core, and computes nothing about a spec itself.
//
// Messages are taken in the order they come. Notifications take effect at once;
// a request picks the document as it is at its turn and is then answered on a
// goroutine of its own, so that no answer waits for another, and each is about
// the version that the client saw.
package server

import (
	"context"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.uber.org/zap"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/schema"
)

// Options are what a server depends on besides its client.
type Options struct {
	Version string
	Log     *zap.Logger      // nil for none
	Now     func() time.Time // nil for time.Now; tests stop the clock
	Trace   io.Writer        // where the messages of the session are recorded; nil for nowhere

	// ClientProcess is the ID of a process whose end ends the session, 0 for none, in
	// addition to the one that initialize names.
	ClientProcess int

	identify    func(pid int) (string, error) // nil for that of the system
	watchPeriod time.Duration                 // 0 for watchPeriod
}

// Server is the server of one client.
type Server struct {
	options Options
	log     *zap.Logger
	now     func() time.Time
	schema  *schema.Schema
	conn    jsonrpc2.Conn

	connected context.Context // ends when the connection does
	orphaned  context.Context // ends when the client's process has ended
	orphan    func()          // ends orphaned

	state    state         // of the protocol; touched by the reading goroutine only
	client   clientSupport // set by initialize, constant afterwards
	encoding encoding      // likewise

	trace     atomic.Uint32 // a traceLevel
	timings   timings
	answering sync.WaitGroup // requests in flight
	running   sync.WaitGroup // all else on goroutines of its own

	mu        sync.Mutex
	folders   []string                 // of the workspace
	documents map[string]*openDocument // by URI as the client spells it
	settings  settings                 // from the editor
	configs   map[string]config.Config // of .kam-ls.yaml and the settings, by folder
	cancels   map[string]context.CancelFunc

	serials    int // how many snapshots there have been
	configured int // how many changes to the configuration
	index      index
	news       chan struct{} // closed when there is something new in the workspace; nil while nobody waits

	tokenResults int // how many semantic tokens have been given

	publishMu sync.Mutex // held while diagnostics are sent, so that versions go out in order
}

// state is how far the protocol's life cycle has come.
type state uint8

const (
	created state = iota
	initialized
	shutDown
)

// Serve answers a client until it says exit or hangs up. It reports whether the
// client shut the server down in order, which is what the exit status says. It
// returns when a process of the client ends, too; goroutines that wait for a client
// which is not there any more are then left.
func Serve(ctx context.Context, in io.ReadCloser, out io.WriteCloser, options Options) (orderly bool) {
	s := &Server{
		options:   options,
		log:       options.Log,
		now:       options.Now,
		schema:    schema.Default(),
		documents: map[string]*openDocument{},
		configs:   map[string]config.Config{},
		cancels:   map[string]context.CancelFunc{},
	}
	if s.log == nil {
		s.log = zap.NewNop()
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.options.identify == nil {
		s.options.identify = identify
	}
	if s.options.watchPeriod == 0 {
		s.options.watchPeriod = watchPeriod
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.connected = ctx
	s.orphaned, s.orphan = context.WithCancel(ctx)
	s.timings.start = time.Now()
	var record *recorder
	if options.Trace != nil {
		record = newRecorder(options.Trace, options.Version, s.now)
	}
	s.conn = jsonrpc2.NewConn(newStream(in, out, s.log, record, func() { s.loseTrack("") }))
	s.watch(options.ClientProcess)
	s.conn.Go(ctx, s.handle)
	select {
	case <-s.conn.Done():
	case <-s.orphaned.Done():
		return false
	}
	cancel()
	s.answering.Wait()
	s.running.Wait()
	return s.state == shutDown
}
