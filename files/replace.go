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
func Replace(path, old, content string) (err error) {
	path, err = filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
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
	if err := f.Chmod(info.Mode().Perm()); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	keepOwner(f, info)
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if now, err := os.ReadFile(path); err != nil || string(now) != old {
		if err == nil {
			err = &fs.PathError{Op: "replace", Path: path, Err: errors.New("has changed meanwhile")}
		}
		return err
	}
	return os.Rename(f.Name(), path)
}
