package server

import (
	"errors"
	"strconv"

	"golang.org/x/sys/windows"
)

// identify returns when a process was started, which tells it from a later one with
// the same ID.
func identify(pid int) (string, error) {
	process, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION|windows.SYNCHRONIZE, false, uint32(pid))
	if errors.Is(err, windows.ERROR_INVALID_PARAMETER) {
		return "", errNoProcess
	}
	if err != nil {
		return "", err
	}
	defer func() { _ = windows.CloseHandle(process) }() // nothing depends on it
	event, err := windows.WaitForSingleObject(process, 0)
	if err != nil {
		return "", err
	}
	if event == windows.WAIT_OBJECT_0 {
		return "", errNoProcess // it has ended, and somebody still has a handle of it
	}
	var created, exited, kernel, user windows.Filetime
	if err := windows.GetProcessTimes(process, &created, &exited, &kernel, &user); err != nil {
		return "", err
	}
	return strconv.FormatInt(created.Nanoseconds(), 10), nil
}
