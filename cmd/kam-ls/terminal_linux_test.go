package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"unsafe"
)

// openTerminal opens a pseudo terminal. read returns what it has shown up to a text.
func openTerminal(t *testing.T) (terminal *os.File, read func(until string) string) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no pseudo terminals: ", err)
	}
	t.Cleanup(func() { master.Close() })
	control := func(request uintptr, value *int32) {
		t.Helper()
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, master.Fd(), request, uintptr(unsafe.Pointer(value))); errno != 0 {
			t.Skip("no pseudo terminals: ", errno)
		}
	}
	var number, unlocked int32
	control(syscall.TIOCSPTLCK, &unlocked)
	control(syscall.TIOCGPTN, &number)
	if terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0); err != nil {
		t.Skip("no pseudo terminals: ", err)
	}
	t.Cleanup(func() { terminal.Close() })
	return terminal, func(until string) string {
		var b strings.Builder
		buffer := make([]byte, 4096)
		for !strings.Contains(b.String(), until) {
			n, err := master.Read(buffer)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(buffer[:n])
		}
		return b.String()
	}
}
