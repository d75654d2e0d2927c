package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/kam-ls/kam-ls/baseline"
	"github.com/kam-ls/kam-ls/files"
)

// openBaseline reads the baseline that findings are compared with, or prepares
// one that they are recorded in.
func (c *checker) openBaseline() error {
	if name := c.options.writeBaseline; name != "" {
		if err := checkFolder(filepath.Dir(name)); err != nil {
			return fmt.Errorf("--write-baseline %s: %w", name, err)
		}
		c.recorder = baseline.NewRecorder(filepath.Dir(name))
		return nil
	}
	name := c.options.baseline
	if name == "" {
		return nil
	}
	resolved, err := files.ResolveNamed(name)
	if errors.Is(err, files.ErrOutside) {
		return fmt.Errorf("--baseline %s: %w", name, errOutside)
	}
	var f *os.File
	if err == nil {
		f, _, err = files.Open(resolved)
	}
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no baseline %s: '--write-baseline %s' records one", name, name)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if c.baseline, err = baseline.Read(f, filepath.Dir(name)); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// closeBaseline writes what was recorded, and says what of a baseline is out of
// date.
func (c *checker) closeBaseline() error {
	if c.recorder != nil && c.failures == 0 {
		var b bytes.Buffer
		if err := c.recorder.Write(&b); err != nil {
			return err
		}
		if err := files.Write(c.options.writeBaseline, b.String()); err != nil {
			return err
		}
		if !c.options.quiet {
			note(c.errOut, "recorded in %s", c.options.writeBaseline)
		}
	}
	if c.baseline != nil && !c.options.quiet {
		if gone, _ := c.baseline.Gone(); gone > 0 {
			note(c.errOut, "%s: %d of the recorded findings are no more: '--write-baseline' records what is left", c.options.baseline, gone)
		}
	}
	return nil
}
