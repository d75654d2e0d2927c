package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// MaxSize is the largest file that is read, in bytes: no spec comes near.
const MaxSize = 64 << 20

var errNotRegular = errors.New("not a regular file")

// Open opens a regular file to read it. Any other is an error: a device has no
// end, and a pipe that nobody writes to would be waited for.
func Open(path string) (*os.File, fs.FileInfo, error) {
	// Some devices do something when they are opened.
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if err := checkRegular(info); err != nil {
		return nil, nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	f, err := os.OpenFile(path, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, nil, err
	}
	if info, err = f.Stat(); err == nil {
		err = checkRegular(info) // it may be another one now
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

func checkRegular(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return errors.New("is a folder")
	case !info.Mode().IsRegular():
		return errNotRegular
	}
	return nil
}

// Read is the content of a regular file of up to MaxSize bytes.
func Read(path string) (string, error) { return ReadUpTo(path, MaxSize) }

// ReadUpTo is the content of a regular file of up to max bytes, some MiB.
func ReadUpTo(path string, max int64) (string, error) {
	f, info, err := Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	if info.Size() > max {
		return "", tooLarge(max)
	}
	return readFrom(f, max)
}

// ReadFrom is what a reader yields, up to MaxSize bytes: more are an error.
func ReadFrom(in io.Reader) (string, error) { return readFrom(in, MaxSize) }

// readFrom does not believe a size: that of a file in /proc is 0.
func readFrom(in io.Reader, max int64) (string, error) {
	var b strings.Builder
	n, err := io.Copy(&b, io.LimitReader(in, max+1))
	if err != nil {
		return "", err
	}
	if n > max {
		return "", tooLarge(max)
	}
	return b.String(), nil
}

func tooLarge(max int64) error { return fmt.Errorf("larger than %d MiB", max>>20) }
