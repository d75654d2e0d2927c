package server

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// zombie is SZOMB of sys/proc.h: a process that has ended and only waits for its parent
// to hear of it.
const zombie = 5

// identify returns when a process was started, which tells it from a later one with
// the same ID.
func identify(pid int) (string, error) {
	info, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if errors.Is(err, unix.EIO) || errors.Is(err, unix.ESRCH) || err == nil && info.Proc.P_stat == zombie { // EIO is an empty answer
		return "", errNoProcess
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprint(info.Proc.P_starttime), nil
}
