package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Replace gives a file another content, all of it or none: readers never see a
// part. Permissions stay, and of a symbolic link the file that it leads to is
// replaced. It fails if the file no longer has the content old.
func Replace(path, old, content string) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return write(path, content, info, func() error {
		now, err := os.ReadFile(path)
		if err == nil && string(now) != old {
			err = errors.New("has changed meanwhile")
		}
		return err
	})
}

// Write writes a file, all of it or none, in the place of one that is there.
func Write(path, content string) error {
	info, err := os.Stat(path)
	if err == nil {
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return &fs.PathError{Op: "write", Path: path, Err: errors.New("not a regular file")}
		}
	}
	return write(path, content, info, func() error { return nil })
}

// write puts a file into place that is written already, if check agrees. info is
// of the file that it replaces, nil if there is none.
func write(path, content string, info fs.FileInfo, check func() error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if _, err := f.WriteString(content); err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if info != nil {
		mode = info.Mode().Perm()
		keepOwner(f, info)
	}
	if err := f.Chmod(mode); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := check(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
