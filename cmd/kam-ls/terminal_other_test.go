//go:build !linux

package main

import (
	"os"
	"testing"
)

func openTerminal(t *testing.T) (terminal *os.File, read func(until string) string) {
	t.Skip("pseudo terminals are opened on Linux alone")
	return nil, nil
}
