package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/files"
)

// target is one file to check.
type target struct {
	path, name string // name is how it is shown
	file       string // what is read and written: the path without symbolic links
	stdin      bool
	config     *config.Config
}

// targets lists the files to check, each once, in order of their names.
func (c *checker) targets(args []string) ([]target, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	l := lister{checker: c, seen: map[string]bool{}}
	for _, arg := range args {
		if err := l.add(arg); err != nil {
			return nil, err
		}
	}
	for _, link := range l.links {
		if !l.checks(link) {
			c.fail(link.path, files.ErrLink)
		}
	}
	slices.SortStableFunc(l.list, func(a, b target) int { return strings.Compare(a.name, b.name) })
	return l.list, nil
}

// lister makes the list of the files to check.
type lister struct {
	*checker
	list  []target
	seen  map[string]bool // by path without symbolic links
	links []link          // that walks have not followed
}

// link is a symbolic link that a walk of a folder found.
type link struct{ path, folder string }

// checks reports whether a link leads to a file in the list.
func (l *lister) checks(link link) bool {
	roots, err := files.Repositories(link.path)
	if err == nil && len(roots) == 0 {
		var root string
		root, err = filepath.Abs(link.folder)
		roots = []string{root}
	}
	if err != nil {
		return false
	}
	file, err := files.Resolve(link.path, roots...)
	return err == nil && l.seen[file]
}

var errOutside = errors.New("leads out of the repository: name what it leads to")

// add adds what an argument names.
func (l *lister) add(arg string) error {
	if arg == "-" {
		return l.append(target{path: l.options.stdinName, name: l.options.stdinName, stdin: true})
	}
	if arg == "" {
		l.fail("''", errors.New("expected a path"))
		return nil
	}
	arg = filepath.Clean(arg)
	// Whoever may change the repository may put a link in the place of what is named.
	resolved, err := files.ResolveNamed(arg)
	if errors.Is(err, files.ErrOutside) {
		l.fail(arg, errOutside)
		return nil
	}
	if info, statErr := os.Stat(resolved); err == nil && statErr == nil && info.IsDir() {
		return l.walk(arg, resolved)
	}
	if err != nil { // it is reported when the file is read
		resolved = arg
	} else if l.since != nil && !l.since.changed(arg) {
		return nil
	}
	if skip, err := l.leftOut(arg); err != nil || skip {
		return err
	}
	return l.file(arg, resolved)
}

// walk adds the specs of a folder, whose path without symbolic links is resolved.
func (l *lister) walk(dir, resolved string) error {
	var failure error
	failed := func(err error) {
		if failure == nil {
			failure = err
		}
	}
	excluded := files.NewGlobs(dir, l.options.exclude)
	walker := files.Walker{
		Include: func(path string) bool { return l.configAround(path, failed).Files.Match(path) },
		Exclude: func(path string) bool {
			return excluded.Match(path) || l.configAround(path, failed).Exclude.Match(path)
		},
	}
	walker.Walk(dir, func(path string) {
		if l.since != nil && !l.since.changed(path) {
			return
		}
		rel, err := filepath.Rel(dir, path)
		if err == nil {
			err = l.file(path, filepath.Join(resolved, rel))
		}
		if err != nil {
			failed(err)
		}
	}, func(path string, err error) {
		if errors.Is(err, files.ErrLink) {
			l.links = append(l.links, link{path, dir})
			return
		}
		l.fail(path, err)
	})
	return failure
}

// file adds a file, unless the list has it under another name.
func (l *lister) file(path, resolved string) error {
	if l.seen[resolved] {
		return nil
	}
	l.seen[resolved] = true
	return l.append(target{path: path, name: filepath.ToSlash(filepath.Clean(path)), file: resolved})
}

func (l *lister) append(t target) error {
	cfg, err := l.configFor(filepath.Dir(t.path))
	if err != nil {
		return err
	}
	t.config = l.forFile(cfg, t.path)
	l.list = append(l.list, t)
	return nil
}

// leftOut reports whether a file that is named is to be left out all the same.
func (c *checker) leftOut(path string) (bool, error) {
	if !c.options.forceExclude {
		return false, nil
	}
	cfg, err := c.configFor(filepath.Dir(path))
	if err != nil {
		return false, err
	}
	return cfg.Exclude.Match(path) || files.NewGlobs(".", c.options.exclude).Match(path), nil
}

// fail reports a path that cannot be read, or is left out; the run goes on without
// it.
func (c *checker) fail(path string, err error) {
	var pathErr *os.PathError
	if errors.As(err, &pathErr) { // the path is said already
		err = pathErr.Err
	}
	if !errors.As(err, new(files.Skipped)) {
		c.failures++
	}
	note(c.errOut, "%s: %v", path, err)
}

// forFile is a folder's configuration as it is for one file. Most files share
// one.
func (c *checker) forFile(cfg *config.Config, path string) *config.Config {
	if len(cfg.Overrides) == 0 && len(c.severities) == 0 {
		return cfg
	}
	own := cfg.For(path).With(c.severities)
	return &own
}

// configAround is the configuration of the folder that a path is in; the default
// where that cannot be read, which failed is told.
func (c *checker) configAround(path string, failed func(error)) *config.Config {
	cfg, err := c.configFor(filepath.Dir(path))
	if err != nil {
		failed(err)
		return &config.Config{}
	}
	return cfg
}

// configFor returns the configuration of a folder.
func (c *checker) configFor(dir string) (*config.Config, error) {
	if cfg, ok := c.configs[dir]; ok {
		return cfg, nil
	}
	path := c.options.config
	if path == "" && !c.options.noConfig {
		found, err := config.Find(dir)
		if err != nil {
			return nil, err
		}
		path = found
	}
	cfg := config.Default()
	if path != "" {
		loaded, chain, err := config.Load(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", shownName(path), err)
		}
		cfg = loaded
		for _, f := range chain {
			if !slices.ContainsFunc(c.configured, func(other config.File) bool { return other.Path == f.Path }) {
				c.configured = append(c.configured, f)
			}
		}
	}
	c.configs[dir] = &cfg
	return &cfg, nil
}
