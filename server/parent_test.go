package server

import (
	"errors"
	"math"
	"os"
	"sync/atomic"
	"testing"
	"time"
)

// TestParent watches a process that is seen to end, to be another one, and not to be
// found out about.
func TestParent(t *testing.T) {
	var calls atomic.Int32
	identified := func(list ...any) func(int) (string, error) {
		calls.Store(0)
		return func(int) (string, error) {
			switch v := list[min(int(calls.Add(1))-1, len(list)-1)].(type) {
			case error:
				return "", v
			default:
				return v.(string), nil
			}
		}
	}
	unclear := errors.New("too many open files")
	for name, identify := range map[string][]any{
		"it ends":            {"then", "then", errNoProcess},
		"another has its ID": {"then", "then", "later"},
		"after a while":      {"then", unclear, unclear, "then", errNoProcess},
	} {
		for _, flag := range []int{0, 4711} {
			t.Run(name, func(t *testing.T) {
				c := startWith(t, Options{ClientProcess: flag, identify: identified(identify...), watchPeriod: time.Millisecond})
				if flag == 0 {
					c.begin("initialize", map[string]any{"processId": 4711, "capabilities": map[string]any{}})
				}
				if wait(t, c.done) {
					t.Error("it is an orderly end")
				}
			})
		}
	}
	for name, test := range map[string]struct {
		pid      any
		identify []any
		watched  bool
	}{
		"it lives":               {4711, []any{"then"}, true},
		"nothing is found out":   {4711, []any{"then", unclear}, true},
		"it is not to be seen":   {4711, []any{errNoProcess}, false},
		"it is somebody else's":  {4711, []any{unclear}, false},
		"none":                   {nil, []any{errNoProcess}, false},
		"0":                      {0, []any{errNoProcess}, false},
		"a group":                {-1, []any{errNoProcess}, false},
		"more than a process ID": {1 << 40, []any{errNoProcess}, false},
		"a word":                 {"4711", []any{errNoProcess}, false},
		"a fraction":             {4711.5, []any{errNoProcess}, false},
		"beyond all":             {1e300, []any{errNoProcess}, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := startWith(t, Options{identify: identified(test.identify...), watchPeriod: time.Millisecond})
			if m := c.call("initialize", map[string]any{"processId": test.pid, "capabilities": map[string]any{}}); m.Error != nil {
				t.Errorf("initialize: %+v", *m.Error)
			}
			for test.watched && calls.Load() < 10 {
				time.Sleep(time.Millisecond)
			}
			c.stop()
			if n := calls.Load(); !test.watched && n > 1 {
				t.Errorf("it is looked at %d times", n)
			}
		})
	}
}

// TestIdentify knows this process, and that no other has its ID.
func TestIdentify(t *testing.T) {
	first, err := identify(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if again, err := identify(os.Getpid()); err != nil || again != first {
		t.Errorf("%q, then %q: %v", first, again, err)
	}
	if id, err := identify(math.MaxInt32 - 1); !errors.Is(err, errNoProcess) {
		t.Errorf("%q, %v", id, err)
	}
}
