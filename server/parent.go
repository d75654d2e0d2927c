package server

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"time"

	"go.uber.org/zap"
)

// watchPeriod is how often the server looks whether the client's process is alive.
const watchPeriod = 3 * time.Second

// errNoProcess says that no process with an ID runs.
var errNoProcess = errors.New("no such process")

// watch ends the session when a process of the client ends, as LSP asks for. A client
// that crashes does not say exit, and the end of input does not come while another
// process that it started holds its pipe.
//
// A process that cannot be seen is not watched: a client in another container or on
// another machine has an ID that says nothing here, and must not lose its server. The
// end of input then remains.
func (s *Server) watch(pid int) {
	if pid == 0 {
		return // none was named
	}
	notWatched := func(why error) {
		s.log.Info("the client's process is not watched", zap.Int("pid", pid), zap.Error(why))
	}
	if pid < 0 || pid > math.MaxInt32 {
		notWatched(errNoProcess)
		return
	}
	if os.Getppid() == 0 { // Linux shows a parent in another namespace of IDs so
		notWatched(errors.New("the server was started from outside of its container"))
		return
	}
	started, err := s.options.identify(pid)
	if err != nil {
		notWatched(err)
		return
	}
	s.background("watch", func(ctx context.Context) {
		ticker := time.NewTicker(s.options.watchPeriod)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return
			}
			// What cannot be found out now is no reason to leave a client.
			now, err := s.options.identify(pid)
			if errors.Is(err, errNoProcess) || err == nil && now != started {
				s.log.Info("the client's process has ended", zap.Int("pid", pid))
				s.orphan()
				return
			}
		}
	})
}

// watchClient watches the process that initialize names, which is most often the one
// that the command line has named.
func (s *Server) watchClient(raw json.RawMessage) {
	if len(raw) == 0 {
		return
	}
	var pid int // stays 0 for null
	if err := json.Unmarshal(raw, &pid); err != nil {
		s.log.Warn("bad processId", zap.Error(err))
		return
	}
	if pid != s.options.ClientProcess {
		s.watch(pid)
	}
}
