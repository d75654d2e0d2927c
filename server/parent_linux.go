package server

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// identify returns when a process was started, which tells it from a later one with
// the same ID. One that has ended and only waits for its parent to hear of it does not
// run any more, although kill finds it.
func identify(pid int) (string, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ESRCH) {
		return "", errNoProcess
	}
	if err != nil {
		return "", err
	}
	// The second field, the name, may hold anything, so that the others count from
	// its end: see proc_pid_stat(5).
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	const state, threads, start = 0, 17, 19 // which are 3, 20 and 22 there
	if len(fields) <= start {
		return "", fmt.Errorf("/proc/%d/stat is malformed: %q", pid, stat)
	}
	// A process whose first thread alone has ended runs.
	if ended := fields[state] == "Z" || fields[state] == "X"; ended && fields[threads] <= "1" {
		return "", errNoProcess
	}
	return fields[start], nil
}
