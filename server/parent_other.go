//go:build !linux && !darwin && !windows

package server

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// identify finds out whether a process runs; nothing tells it from a later one with the
// same ID.
func identify(pid int) (string, error) {
	process, err := os.FindProcess(pid)
	if err != nil {
		return "", err
	}
	// A process of another user is there but takes no signal.
	if err := process.Signal(syscall.Signal(0)); err != nil && !errors.Is(err, fs.ErrPermission) {
		return "", errNoProcess
	}
	return "", nil
}
