package files

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

var (
	errChanged  = errors.New("has changed meanwhile")
	errReadOnly = errors.New("is read-only")
	errDone     = errors.New("has the content that is to be written")
)

// Replace gives a file another content. Of a symbolic link, the file that it leads
// to is replaced. It fails if the file no longer has the content old; where it has
// the new one already, because another run was faster, there is nothing to do. See
// [WriteIn] for how it is written.
func Replace(path, old, content string) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	return inFolder(path, func(dir *os.Root, name string) error {
		return replace(dir, name, content, func(now string) error {
			switch now {
			case content:
				return errDone
			case old:
				return nil
			}
			return errChanged
		})
	})
}

// Write writes a file, in the place of one that exists. It follows no link: what
// is replaced is a regular file of that name. See [WriteIn] for how it is written.
func Write(path, content string) error {
	return inFolder(path, func(dir *os.Root, name string) error { return WriteIn(dir, name, content) })
}

func inFolder(path string, do func(dir *os.Root, name string) error) error {
	dir, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	return do(dir, filepath.Base(path))
}

// WriteIn writes a file of a folder, and none outside of it, whatever name says
// and whatever links the folder has.
//
// All of the content is written or none: readers never see a part, and a full disk
// or the end of the process leave the file as it was. For that another file takes
// its place, with the permissions, the owner and the extended attributes of the
// first. Where that cannot be (the file has several names, or is mounted by itself,
// or its folder cannot be written) the file itself is written over.
func WriteIn(dir *os.Root, name, content string) error {
	if name == "." || name == ".." || filepath.Base(name) != name {
		return &fs.PathError{Op: "write", Path: name, Err: errors.New("expected the name of a file")}
	}
	switch info, err := dir.Lstat(name); {
	case errors.Is(err, fs.ErrNotExist):
		return create(dir, name, content)
	case err != nil:
		return err
	case !info.Mode().IsRegular(): // a link, above all
		return &fs.PathError{Op: "write", Path: filepath.Join(dir.Name(), name), Err: errNotRegular}
	}
	return replace(dir, name, content, func(string) error { return nil })
}

// create writes a file that does not exist.
func create(dir *os.Root, name, content string) (err error) {
	f, err := createTemp(dir, 0o666)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			discard(dir, f)
		}
	}()
	if err := fill(f, content); err != nil {
		return err
	}
	return dir.Rename(filepath.Base(f.Name()), name)
}

// replace writes a file that exists, if check agrees with its content.
func replace(dir *os.Root, name, content string, check func(now string) error) error {
	file, info, err := openIn(dir, name)
	if err != nil {
		return err
	}
	defer file.Close()
	if info.Mode().Perm()&0o222 == 0 { // whatever root may do
		return errReadOnly
	}
	now, err := ReadFrom(file)
	if err != nil {
		return err
	}
	if err := check(now); err != nil {
		if errors.Is(err, errDone) {
			return nil
		}
		return err
	}
	if swapped, err := swap(dir, name, file, info, now, content); swapped || err != nil {
		return err
	}
	return overwrite(dir, name, now, content)
}

// openIn opens a regular file of a folder to read and to write it.
func openIn(dir *os.Root, name string) (*os.File, fs.FileInfo, error) {
	f, err := dir.OpenFile(name, os.O_RDWR|nonBlocking, 0)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil {
		err = checkRegular(info)
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

// swap puts another file in the place of one. It reports false if nothing came of
// it and the file has to be written itself.
func swap(dir *os.Root, name string, file *os.File, info fs.FileInfo, old, content string) (swapped bool, err error) {
	if hasOtherNames(info) {
		return false, nil
	}
	temp, err := createTemp(dir, 0o600)
	if err != nil {
		return false, nil // the folder cannot be written; the file can
	}
	defer func() {
		if !swapped {
			discard(dir, temp)
		}
	}()
	if !keepOwner(temp, info) || !keepAttributes(temp, file) {
		return false, nil
	}
	if err := temp.Chmod(info.Mode().Perm()); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return false, nil
	}
	if err := fill(temp, content); err != nil {
		return false, err
	}
	if now, err := contentOf(dir, name); err != nil {
		return false, err
	} else if now != old && now != content { // writing took its time
		return false, errChanged
	}
	if closesBeforeRename {
		file.Close()
	}
	if err := dir.Rename(filepath.Base(temp.Name()), name); err != nil {
		return false, nil // it is mounted, say
	}
	return true, nil
}

func contentOf(dir *os.Root, name string) (string, error) {
	f, _, err := openIn(dir, name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return ReadFrom(f)
}

// overwrite writes over a file. What does not fit on the disk is found out before
// anything is lost: the file is made longer first.
func overwrite(dir *os.Root, name, old, content string) error {
	f, _, err := openIn(dir, name)
	if err != nil {
		return err
	}
	defer f.Close()
	common := min(len(old), len(content))
	_, err = f.WriteAt([]byte(content[common:]), int64(common))
	if err == nil {
		err = f.Sync() // some file systems look for room only now
	}
	if err == nil {
		_, err = f.WriteAt([]byte(content[:common]), 0)
	}
	if err != nil {
		_, undone := f.WriteAt([]byte(old[:common]), 0)
		return errors.Join(err, undone, f.Truncate(int64(len(old))))
	}
	if err := f.Truncate(int64(len(content))); err != nil {
		return err
	}
	return f.Sync()
}

func fill(f *os.File, content string) error {
	if _, err := f.WriteString(content); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// Files that are to take the place of others have names that tell them from all
// others, so that those of a run that was killed can be removed.
const (
	tempPrefix = ".kam-ls-"
	tempSuffix = ".tmp"
	tempAge    = time.Hour // of one that nobody writes any more
)

func createTemp(dir *os.Root, perm fs.FileMode) (*os.File, error) {
	sweep(dir)
	for range 10 {
		f, err := dir.OpenFile(fmt.Sprintf("%s%016x%s", tempPrefix, rand.Uint64(), tempSuffix), os.O_CREATE|os.O_EXCL|os.O_RDWR, perm)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
	return nil, fs.ErrExist
}

func discard(dir *os.Root, f *os.File) {
	_ = f.Close() // it may be closed already
	_ = dir.Remove(filepath.Base(f.Name()))
}

var swept sync.Map // folders

// sweep removes the files that runs have left that were killed, once for each
// folder. What cannot be removed stays: it is in nobody's way.
func sweep(dir *os.Root) {
	if _, done := swept.LoadOrStore(dir.Name(), true); done {
		return
	}
	entries, err := fs.ReadDir(dir.FS(), ".")
	if err != nil {
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), tempPrefix) || !strings.HasSuffix(e.Name(), tempSuffix) || !e.Type().IsRegular() {
			continue
		}
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > tempAge {
			_ = dir.Remove(e.Name())
		}
	}
}
