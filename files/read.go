package files

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// MaxSize is the largest file that is read, in bytes: no spec comes near.
const MaxSize = 64 << 20

// Read is the content of a file. What is no regular file, such as a pipe that
// nobody writes to, and what is larger than MaxSize, is an error.
func Read(path string) (string, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", err
	case info.IsDir():
		return "", errors.New("is a folder")
	case !info.Mode().IsRegular():
		return "", errors.New("not a regular file")
	case info.Size() > MaxSize:
		return "", errTooLarge
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return ReadFrom(f)
}

// ReadFrom is what a reader yields, up to MaxSize bytes: more are an error.
func ReadFrom(in io.Reader) (string, error) {
	var b strings.Builder
	n, err := io.Copy(&b, io.LimitReader(in, MaxSize+1))
	if err != nil {
		return "", err
	}
	if n > MaxSize {
		return "", errTooLarge
	}
	return b.String(), nil
}

var errTooLarge = fmt.Errorf("larger than %d MiB", MaxSize>>20)
