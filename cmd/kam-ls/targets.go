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
	stdin      bool
	config     *config.Config
}

// targets lists the files to check, each once, in order of their names.
func (c *checker) targets(args []string) ([]target, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	var list []target
	var configErr error
	seen := map[string]bool{}
	add := func(t target) error {
		clean := filepath.Clean(t.path)
		if seen[clean] && !t.stdin {
			return nil
		}
		seen[clean] = true
		cfg, err := c.configFor(filepath.Dir(t.path))
		if err != nil {
			return err
		}
		t.config = c.forFile(cfg, t.path)
		list = append(list, t)
		return nil
	}
	for _, arg := range args {
		if arg == "-" {
			if err := add(target{path: c.options.stdinName, name: c.options.stdinName, stdin: true}); err != nil {
				return nil, err
			}
			continue
		}
		info, err := os.Stat(arg)
		if err != nil || !info.IsDir() {
			// A file that is not there is reported when it is read.
			if err == nil && c.since != nil && !c.since.changed(arg) {
				continue
			}
			if skip, err := c.leftOut(arg); err != nil {
				return nil, err
			} else if skip {
				continue
			}
			if err := add(target{path: arg, name: filepath.ToSlash(filepath.Clean(arg))}); err != nil {
				return nil, err
			}
			continue
		}
		failed := func(err error) {
			if configErr == nil {
				configErr = err
			}
		}
		excluded := files.Globs{Base: arg, Patterns: c.options.exclude}
		walker := files.Walker{
			Include: func(path string) bool { return c.configAround(path, failed).Files.Match(path) },
			Exclude: func(path string) bool {
				return excluded.Match(path) || c.configAround(path, failed).Exclude.Match(path)
			},
		}
		walker.Walk(arg, func(path string) {
			if c.since == nil || c.since.changed(path) {
				if err := add(target{path: path, name: filepath.ToSlash(filepath.Clean(path))}); err != nil {
					failed(err)
				}
			}
		}, c.fail)
		if configErr != nil {
			return nil, configErr
		}
	}
	slices.SortStableFunc(list, func(a, b target) int { return strings.Compare(a.name, b.name) })
	return list, nil
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
	return cfg.Exclude.Match(path) || files.Globs{Base: ".", Patterns: c.options.exclude}.Match(path), nil
}

// fail reports a path that cannot be read; the run goes on without it.
func (c *checker) fail(path string, err error) {
	var pathErr *os.PathError
	if errors.As(err, &pathErr) { // the path is said already
		err = pathErr.Err
	}
	c.failures++
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
