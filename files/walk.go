package files

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// headSize is how much of a YAML file is read to look for the [Marker].
const headSize = 4096

// maxIgnoreSize is the largest .gitignore that is read, in bytes.
const maxIgnoreSize = 1 << 20

// Walker finds the specs below a folder.
type Walker struct {
	Include func(path string) bool // specs whose names do not tell
	Exclude func(path string) bool // files and folders to leave out
}

// Skipped is the error for what has the name of a spec and is none that a walk
// reads. A run does not fail for it.
type Skipped string

func (s Skipped) Error() string { return "left out: " + string(s) }

const (
	// ErrLink is for links. Whoever may add one to a repository would have any file
	// read, printed and fixed.
	ErrLink    = Skipped("a symbolic link, which is followed only where it is named")
	errSpecial = Skipped("not a regular file")
)

// Walk calls found for every spec below root, in lexical order, with paths that
// start with root. What cannot be read goes to failed, and the walk goes on.
// Files that git ignores are left out. Links are not followed, but for root.
func (w Walker) Walk(root string, found func(path string), failed func(path string, err error)) {
	ignored := newIgnores(root)
	if info, err := os.Lstat(root); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		root += string(filepath.Separator) // where it leads to
	}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			failed(path, cause(err))
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		isDir := entry.IsDir()
		if path != root && (isDir && entry.Name() == ".git" || ignored.match(path, isDir) || w.Exclude(path)) {
			if isDir {
				return fs.SkipDir
			}
			return nil
		}
		switch {
		case isDir:
			if err := ignored.read(path); err != nil {
				failed(filepath.Join(path, ".gitignore"), cause(err))
			}
		case !w.isSpec(path, entry):
		case entry.Type().IsRegular():
			found(path)
		case entry.Type()&fs.ModeSymlink != 0:
			failed(path, ErrLink)
		default:
			failed(path, errSpecial)
		}
		return nil
	})
	if err != nil {
		failed(root, cause(err))
	}
}

func (w Walker) isSpec(path string, entry fs.DirEntry) bool {
	if isCompanion(entry.Name()) {
		return false
	}
	if IsSpecName(path) || w.Include(path) {
		return true
	}
	return IsYAMLName(path) && entry.Type().IsRegular() && fileHasMarker(path)
}

func fileHasMarker(path string) bool {
	f, _, err := Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, headSize)
	n, _ := io.ReadFull(f, head)
	return HasMarker(string(head[:n]))
}

// cause strips the operation and the path from an error: the caller knows them.
func cause(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// ignores are the .gitignore files that count for a folder: those of its
// repository from the top down, or its own and those below where it is in none.
type ignores struct {
	top      string // the folder that paths are matched from, absolute
	patterns []gitignore.Pattern
	matcher  gitignore.Matcher
}

func newIgnores(root string) *ignores {
	abs, err := filepath.Abs(root)
	if err != nil {
		return &ignores{}
	}
	ig := &ignores{top: repository(abs)}
	if ig.top == "" {
		ig.top = abs
		return ig
	}
	_ = ig.readFile(filepath.Join(ig.top, ".git", "info", "exclude"), nil)
	for _, dir := range ancestors(ig.top, abs) {
		_ = ig.read(dir) // one that cannot be read is reported when it is walked, or is not of this walk
	}
	return ig
}

// repository is the nearest ancestor of dir, or dir, that holds ".git"; "" if
// there is none.
func repository(dir string) string {
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// ancestors are the folders from top down to dir, dir not included.
func ancestors(top, dir string) []string {
	var dirs []string
	for dir != top {
		dir = filepath.Dir(dir)
		dirs = append([]string{dir}, dirs...)
	}
	return dirs
}

// read adds the .gitignore of a folder, if it has one.
func (ig *ignores) read(dir string) error {
	segments, ok := ig.segments(dir)
	if !ok {
		return nil
	}
	return ig.readFile(filepath.Join(dir, ".gitignore"), segments)
}

func (ig *ignores) readFile(path string, domain []string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return nil // git reads none through a link either
	}
	if err != nil {
		return err
	}
	text, err := ReadUpTo(path, maxIgnoreSize)
	if err != nil {
		return err
	}
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#") {
			ig.patterns = append(ig.patterns, gitignore.ParsePattern(line, domain))
			ig.matcher = nil
		}
	}
	return nil
}

func (ig *ignores) match(path string, isDir bool) bool {
	if len(ig.patterns) == 0 {
		return false
	}
	if ig.matcher == nil {
		ig.matcher = gitignore.NewMatcher(ig.patterns)
	}
	segments, ok := ig.segments(path)
	return ok && ig.matcher.Match(segments, isDir)
}

// segments are the names on the way from the top to a path.
func (ig *ignores) segments(path string) ([]string, bool) {
	abs, err := filepath.Abs(path)
	if err != nil || ig.top == "" {
		return nil, false
	}
	rel, err := filepath.Rel(ig.top, abs)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return nil, false
	}
	if rel == "." {
		return nil, true
	}
	return strings.Split(rel, string(filepath.Separator)), true
}
