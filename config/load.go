package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/files"
)

// notRead is a name that configurations do not have, as near as it is.
const notRead = ".kam-ls.yml"

// Find returns the path of the configuration that counts for a folder: that of
// the folder or of its nearest ancestor, not beyond the root of its repository.
// It is "" if there is none. A file that has the name and cannot be read as one is
// an error: without it other findings would come out than were meant.
func Find(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		path := filepath.Join(dir, FileName)
		if _, err := os.Lstat(path); err == nil {
			return path, nil
		} else if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return "", err
		}
		if _, err := os.Lstat(filepath.Join(dir, notRead)); err == nil {
			return "", fmt.Errorf("%s is not read: expected the name %s", filepath.Join(dir, notRead), FileName)
		}
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return "", nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", nil
		}
		dir = parent
	}
}

const (
	maxSize  = 1 << 20 // of a configuration, in bytes
	maxChain = 10      // configurations that extend each other
)

// File is a configuration file that was read.
type File struct {
	Path string
	Doc  *document.Document
	// Extends says why the file that it extends cannot be; "" if it can, or if it
	// extends none.
	Extends string
}

// Load reads a configuration file and those that it extends. It returns the
// files, the given one first. The error is about the given file alone.
//
// What is wrong in a configuration is shown with its text, and whoever may change
// one could have any file shown so, keys and the environment of the process among
// them. So a file that another one names, by extends or by a symbolic link, must be
// in the same repository and have the name of a configuration, or else it is not
// looked at. Where there is no repository, it must be in the folder of the given
// file, or below.
func Load(path string) (Config, []File, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Config{}, nil, err
	}
	t, err := treeOf(path)
	if err != nil {
		return Config{}, nil, err
	}
	text, err := t.read(path, filepath.Base(path))
	if err != nil {
		return Config{}, nil, err
	}
	return t.load(path, text)
}

// LoadText is [Load] for a file whose text is known, as that of a document in an
// editor is.
func LoadText(path, text string) (Config, []File, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Config{}, nil, err
	}
	t, err := treeOf(path)
	if err != nil {
		return Config{}, nil, err
	}
	return t.load(path, text)
}

func (t tree) load(path, text string) (Config, []File, error) {
	var chain []File
	for {
		file := File{Path: path, Doc: document.Parse(text, document.LanguageOf(path))}
		chain = append(chain, file)
		next, ok := extended(file)
		if !ok {
			break
		}
		var err error
		if text, err = t.follow(chain, next); err != nil {
			chain[len(chain)-1].Extends = err.Error()
			break
		}
		path = next
	}
	cfg := Default()
	for i := len(chain) - 1; i >= 0; i-- {
		cfg = cfg.Apply(chain[i].Doc, filepath.Dir(chain[i].Path))
	}
	return cfg, chain, nil
}

// extended is the path of the file that a configuration extends.
func extended(file File) (string, bool) {
	if len(file.Doc.Roots()) == 0 {
		return "", false
	}
	name, ok := str(get(file.Doc.Roots()[0].Node, "extends"))
	if !ok {
		return "", false
	}
	name = filepath.FromSlash(name)
	if !filepath.IsAbs(name) {
		name = filepath.Join(filepath.Dir(file.Path), name)
	}
	return filepath.Clean(name), true
}

// follow reads the file that the last of a chain extends.
func (t tree) follow(chain []File, path string) (string, error) {
	if !IsFile(path) {
		return "", errName
	}
	for _, file := range chain {
		if file.Path == path {
			return "", errors.New("it extends this one, which makes a circle")
		}
	}
	if len(chain) >= maxChain {
		return "", fmt.Errorf("expected at most %d configurations that extend each other", maxChain)
	}
	return t.read(path, "")
}

var (
	errName   = errors.New("expected a name that ends in " + FileName)
	errLinked = errors.New("it leads to a file that is no configuration by its name: expected one that ends in " + FileName)
)

// tree is where the files are that a configuration may name.
type tree struct {
	roots   []string // that they have to be in, all of them
	outside error    // for others
}

// treeOf is the tree of a configuration.
func treeOf(path string) (tree, error) {
	roots, err := files.Repositories(path)
	if len(roots) > 0 || err != nil {
		return tree{roots, errors.New("it is outside of the repository: expected a configuration in it")}, err
	}
	return tree{[]string{filepath.Dir(path)}, errors.New("it is outside of the folder of the configuration, which is in no repository: expected one in that folder")}, nil
}

// read is the text of a file in the tree that has the name of a configuration, or
// the given name.
func (t tree) read(path, name string) (string, error) {
	resolved, err := files.Resolve(path, t.roots...)
	if errors.Is(err, files.ErrOutside) {
		return "", t.outside
	}
	if err != nil {
		if info, lstatErr := os.Lstat(path); lstatErr == nil && info.Mode()&fs.ModeSymlink != 0 {
			return "", fmt.Errorf("it is a symbolic link that leads nowhere: %w", cause(err))
		}
		return "", cause(err)
	}
	if !IsFile(resolved) && filepath.Base(resolved) != name {
		return "", errLinked
	}
	text, err := files.ReadUpTo(resolved, maxSize)
	return text, cause(err)
}

// cause is an error without the path, which the caller knows.
func cause(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
