package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/files"
)

// target is one file to check.
type target struct {
	path, name string // name is how it is shown
	stdin      bool
	config     config.Config
}

// targets lists the files to check, each once, in order of their names.
func (c *checker) targets(args []string) ([]target, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	var list []target
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
		t.config = cfg
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
			if err := add(target{path: arg, name: filepath.ToSlash(filepath.Clean(arg))}); err != nil {
				return nil, err
			}
			continue
		}
		cfg, err := c.configFor(arg)
		if err != nil {
			return nil, err
		}
		var configErr error
		walker := files.Walker{
			Include: []files.Globs{{Base: cfg.Base, Patterns: cfg.Files}},
			Exclude: []files.Globs{{Base: cfg.Base, Patterns: cfg.Exclude}, {Base: arg, Patterns: c.options.exclude}},
		}
		walker.Walk(arg, func(path string) {
			if err := add(target{path: path, name: filepath.ToSlash(filepath.Clean(path))}); err != nil && configErr == nil {
				configErr = err
			}
		}, c.fail)
		if configErr != nil {
			return nil, configErr
		}
	}
	slices.SortStableFunc(list, func(a, b target) int { return strings.Compare(a.name, b.name) })
	return list, nil
}

// fail reports a path that cannot be read; the run goes on without it.
func (c *checker) fail(path string, err error) {
	c.failures++
	fmt.Fprintf(c.errOut, "kam-ls: %s: %v\n", path, err)
}

// configFor returns the configuration of a folder, with the flags' severities.
func (c *checker) configFor(dir string) (config.Config, error) {
	if cfg, ok := c.configs[dir]; ok {
		return cfg, nil
	}
	path := c.options.config
	if path == "" && !c.options.noConfig {
		found, err := config.Find(dir)
		if err != nil {
			return config.Config{}, err
		}
		path = found
	}
	cfg := config.Default()
	if path != "" {
		loaded, err := config.Load(path)
		if err != nil {
			return config.Config{}, err
		}
		cfg = loaded
		for _, id := range sortedKeys(cfg.Rules) {
			if diagnostics.Lookup(id) == nil {
				return config.Config{}, fmt.Errorf("%s: %s", path, diagnostics.UnknownRule(id))
			}
		}
	}
	if len(c.overrides) > 0 {
		rules := map[string]string{}
		for id, s := range cfg.Rules {
			rules[id] = s
		}
		for id, s := range c.overrides {
			rules[id] = s
		}
		cfg.Rules = rules
	}
	c.configs[dir] = cfg
	return cfg, nil
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
