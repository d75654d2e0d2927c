package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/kam-ls/kam-ls/document"
)

// Find returns the path of the configuration that counts for a folder: that of
// the folder or of its nearest ancestor, not beyond the root of its repository.
// It is "" if there is none.
func Find(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		path := filepath.Join(dir, FileName)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path, nil
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return "", err
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
func Load(path string) (Config, []File, error) {
	text, err := readFile(path)
	if err != nil {
		return Config{}, nil, err
	}
	return LoadText(path, text)
}

// LoadText is [Load] for a file whose text is known, as that of a document in an
// editor is.
func LoadText(path, text string) (Config, []File, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Config{}, nil, err
	}
	var chain []File
	for {
		file := File{Path: path, Doc: document.Parse(text, document.LanguageOf(path))}
		chain = append(chain, file)
		next, ok := extended(file)
		if !ok {
			break
		}
		if text, err = follow(chain, next); err != nil {
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
func follow(chain []File, path string) (string, error) {
	for _, file := range chain {
		if file.Path == path {
			return "", errors.New("it extends this one, which makes a circle")
		}
	}
	if len(chain) >= maxChain {
		return "", fmt.Errorf("expected at most %d configurations that extend each other", maxChain)
	}
	return readFile(path)
}

func readFile(path string) (string, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", cause(err)
	case !info.Mode().IsRegular():
		return "", errors.New("not a regular file")
	case info.Size() > maxSize:
		return "", fmt.Errorf("larger than %d KiB", maxSize>>10)
	}
	data, err := os.ReadFile(path)
	return string(data), cause(err)
}

// cause is an error without the path, which the caller knows.
func cause(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
