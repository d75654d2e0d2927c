//go:build linux || darwin

package files

import (
	"bytes"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// systemAttribute is one that macOS sets itself, and lets nobody set.
const systemAttribute = "com.apple.provenance"

// keepAttributes gives a file the extended attributes of another, access control
// lists among them, and reports whether it has them.
func keepAttributes(to, from *os.File) bool {
	names, err := attribute(func(buf []byte) (int, error) { return unix.Flistxattr(int(from.Fd()), buf) })
	if err != nil {
		return err == unix.ENOTSUP
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(names), "\x00"), "\x00") {
		if name == "" || name == systemAttribute {
			continue
		}
		value, err := attribute(func(buf []byte) (int, error) { return unix.Fgetxattr(int(from.Fd()), name, buf) })
		if err != nil {
			return false
		}
		has, err := attribute(func(buf []byte) (int, error) { return unix.Fgetxattr(int(to.Fd()), name, buf) })
		if err == nil && bytes.Equal(has, value) {
			continue // the system has given it to both
		}
		if unix.Fsetxattr(int(to.Fd()), name, value, 0) != nil {
			return false
		}
	}
	return true
}

// attribute is what a call yields that says how large a buffer it needs.
func attribute(get func(buf []byte) (int, error)) ([]byte, error) {
	size, err := get(nil)
	if err != nil || size == 0 {
		return nil, err
	}
	buf := make([]byte, size)
	if size, err = get(buf); err != nil {
		return nil, err
	}
	return buf[:size], nil
}
