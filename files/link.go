package files

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// ErrOutside is the error for a path that leads out of its root.
var ErrOutside = errors.New("leads out of its root")

// errLinks is what the system says of a circle of links.
var errLinks = errors.New("too many levels of symbolic links")

// maxLinks is how many links a path may have, as many as Linux takes.
const maxLinks = 40

// Repositories returns the repositories that a file is in: the directories above
// it that hold ".git", the outermost first.
func Repositories(path string) ([]string, error) {
	abs, err := absolute(path)
	if err != nil {
		return nil, err
	}
	var roots []string
	for dir := abs; dir != filepath.Dir(dir); {
		dir = filepath.Dir(dir)
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			roots = append(roots, dir)
		}
	}
	slices.Reverse(roots)
	return roots, nil
}

// ResolveNamed is [Resolve] for a path that is named: it may lead where it likes
// within the repositories that it is in.
func ResolveNamed(path string) (string, error) {
	roots, err := Repositories(path)
	if err != nil {
		return "", err
	}
	return Resolve(path, roots...)
}

// Resolve returns the path without symbolic links of what a path leads to. If it
// leads out of one of the roots the error is [ErrOutside], and nothing outside has
// been looked at: on Windows a look at a path of another host tells that host who
// the user is. Without roots links lead anywhere.
func Resolve(path string, roots ...string) (string, error) {
	abs, err := absolute(path)
	if err != nil {
		return "", err
	}
	if len(roots) == 0 {
		return filepath.EvalSymlinks(abs)
	}
	var resolved string
	for _, root := range roots {
		if resolved, err = resolve(abs, root); err != nil {
			return "", err
		}
	}
	return resolved, nil
}

// resolve resolves an [absolute] path.
func resolve(path, named string) (string, error) {
	root, err := absolute(named)
	if err != nil {
		return "", err
	}
	rest, ok := below(root, path)
	if !ok {
		return "", ErrOutside
	}
	realRoot, err := filepath.EvalSymlinks(root)
	if err != nil {
		return "", err
	}
	const separator = string(filepath.Separator)
	done := "." // of the path, from the root and without links
	for links := 0; rest != ""; {
		name := ""
		name, rest, _ = strings.Cut(rest, separator)
		next := filepath.Join(done, name) // done has no links, so that ".." is its parent
		if !filepath.IsLocal(next) {
			return "", ErrOutside
		}
		full := filepath.Join(realRoot, next)
		info, err := os.Lstat(full)
		if err != nil {
			return "", err
		}
		if info.Mode()&os.ModeSymlink == 0 {
			if !info.IsDir() && strings.Trim(rest, separator) != "" {
				return "", &os.PathError{Op: "open", Path: path, Err: syscall.ENOTDIR}
			}
			done = next
			continue
		}
		if links++; links > maxLinks {
			return "", &os.PathError{Op: "open", Path: path, Err: errLinks}
		}
		target, err := os.Readlink(full)
		if err != nil {
			return "", err
		}
		// The target stays as it is: "a/.." is another directory where a is a link.
		target = filepath.FromSlash(target)
		if filepath.IsAbs(target) || filepath.VolumeName(target) != "" {
			if target, ok = after(target, named, root, realRoot); !ok {
				return "", ErrOutside
			}
			done = "."
		}
		rest = target + separator + rest
	}
	return filepath.Join(realRoot, done), nil
}

// after is what an absolute target of a link has after one of the names of a root.
func after(target string, names ...string) (string, bool) {
	goesUp := slices.Contains(strings.Split(target, string(filepath.Separator)), "..")
	if abs, err := absolute(target); err == nil && !goesUp {
		target = abs
	}
	for _, root := range names {
		if rel, ok := below(root, target); ok && !goesUp {
			return rel, true
		}
		if rest, ok := strings.CutPrefix(target, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator)); ok {
			return rest, true
		}
	}
	return "", false
}

// absolute is an absolute path of the same file. The links that lead to the current
// folder are gone from it: whoever works there has gone through them, and they are
// none of a repository around the folder that they are in.
func absolute(path string) (string, error) {
	here, err := os.Getwd() // with links, where PWD has them
	if err != nil {
		return filepath.Abs(path)
	}
	realHere, err := filepath.EvalSymlinks(here)
	if err != nil {
		return "", err
	}
	if !filepath.IsAbs(path) {
		return filepath.Join(realHere, path), nil
	}
	path = filepath.Clean(path)
	for dir := here; dir != realHere; {
		if rel, ok := below(dir, path); ok {
			realDir, err := filepath.EvalSymlinks(dir)
			return filepath.Join(realDir, rel), err
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			break
		}
		dir = parent
	}
	return path, nil
}

// below is a path as it counts from a root that holds it.
func below(root, path string) (string, bool) {
	rel, err := filepath.Rel(root, path)
	return rel, err == nil && filepath.IsLocal(rel)
}
