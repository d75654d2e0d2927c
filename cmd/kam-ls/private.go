package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// privateMode lets a file's owner alone read it.
const privateMode = 0o600

// openPrivate opens a file to write to, with what an editor session tells of its
// user: flag is os.O_APPEND or os.O_TRUNC. A new file is the owner's alone, and one
// that exists becomes so. Anything else at the path was put there by somebody who may
// have another aim: a link leads elsewhere, and a pipe or a device is read by others.
func openPrivate(path string, flag int) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY|flag, privateMode) // follows no link
	if !errors.Is(err, fs.ErrExist) {
		return f, err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("'%s' is %s: expected a file", path, kindOf(info.Mode()))
	}
	// Without O_TRUNC, and without waiting for a reader: what is opened may no longer be
	// what was looked at.
	f, err = os.OpenFile(path, os.O_WRONLY|flag&^os.O_TRUNC|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if err := claim(f, info, flag); err != nil {
		_ = f.Close() // nothing was written
		return nil, fmt.Errorf("'%s': %w", path, err)
	}
	return f, nil
}

// claim makes an open file its owner's alone, if it is the one that info is of, before
// anything is written to it.
func claim(f *os.File, info fs.FileInfo, flag int) error {
	opened, err := f.Stat()
	if err != nil {
		return err
	}
	if !os.SameFile(info, opened) {
		return errors.New("the file was replaced meanwhile")
	}
	if err := f.Chmod(privateMode); err != nil {
		return err
	}
	if flag&os.O_TRUNC != 0 {
		return f.Truncate(0)
	}
	return nil
}

// kindOf names what is no regular file.
func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}
