package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/files"
	"github.com/kam-ls/kam-ls/format"
	"github.com/kam-ls/kam-ls/render"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

type fmtOptions struct {
	config, stdinName                          string
	exclude                                    []string
	check, diff, write, noConfig, forceExclude bool
}

func newFmt() *cobra.Command {
	var o fmtOptions
	cmd := &cobra.Command{
		Use:   "fmt [PATH…]",
		Short: "Format specs",
		Long: `Format specs: two columns for each level, lists below their keys too, one
space where one is enough. Only whitespace moves: words, quotes, comments and the
order of everything stay. The result is read again before it is used, and what
cannot move without a change to what the spec says stays as it is.

Paths are those of 'kam-ls check'. The result is printed unless --write puts it
into the files. A file with a syntax error is left as it is.

Exit status: 0, 1 if --check or --diff found a file whose formatting differs, 2 if
a file could not be formatted.`,
		Example: `  kam-ls fmt --check
  kam-ls fmt --write jobs/
  kam-ls fmt - --stdin-filename echo.kam.yaml < echo.kam.yaml`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd, args)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.check, "check", false, "list files whose formatting differs, and write nothing")
	f.BoolVar(&o.diff, "diff", false, "print what --write would change, and write nothing")
	f.BoolVarP(&o.write, "write", "w", false, "write the result into the files")
	f.StringVar(&o.config, "config", "", "the configuration to use for all files, in place of the nearest "+config.FileName)
	f.BoolVar(&o.noConfig, "no-config", false, "use no configuration")
	f.StringArrayVar(&o.exclude, "exclude", nil, "leave out files and folders that match a `GLOB`")
	f.BoolVar(&o.forceExclude, "force-exclude", false, "leave out what is excluded even where it is named")
	f.StringVar(&o.stdinName, "stdin-filename", "stdin.kam.yaml", "the name that standard input goes by")
	return cmd
}

func (o *fmtOptions) run(cmd *cobra.Command, args []string) error {
	if o.write && (o.check || o.diff) {
		return errors.New("--write changes files: expected no --check and no --diff with it")
	}
	c := checker{
		options: checkOptions{jobs: 1, color: "auto", config: o.config, noConfig: o.noConfig, stdinName: o.stdinName, exclude: o.exclude, forceExclude: o.forceExclude},
		in:      cmd.InOrStdin(), errOut: cmd.ErrOrStderr(), configs: map[string]*config.Config{},
	}
	if err := c.options.validate(); err != nil {
		return err
	}
	targets, err := c.targets(args)
	if err != nil {
		return err
	}
	changed := false
	for _, t := range targets {
		before, after, err := c.format(t)
		if err == nil {
			changed = changed || before != after
			err = o.put(cmd.OutOrStdout(), t, before, after)
		}
		if err != nil {
			c.fail(t.name, err)
		}
	}
	switch {
	case c.failures > 0:
		return &exitError{exitFailure, ""}
	case changed && (o.check || o.diff):
		return &exitError{exitFindings, ""}
	}
	return nil
}

// format reads and formats one file.
func (c *checker) format(t target) (before, after string, err error) {
	defer recovered(&err)
	if before, err = c.read(t); err != nil {
		return "", "", err
	}
	doc := document.Parse(before, document.LanguageOf(t.name))
	edits, err := format.Text(doc)
	if err != nil {
		return "", "", located(doc, t.name, err)
	}
	return before, format.Apply(before, edits), nil
}

// put prints or writes a file that is formatted.
func (o *fmtOptions) put(out io.Writer, t target, before, after string) error {
	var err error
	switch {
	case o.diff:
		err = putDiff(out, t.name, before, after)
	case o.check:
		if before != after {
			err = printLine(out, "%s", t.name)
		}
	case !o.write || t.stdin:
		err = putText(out, t.name, after)
	case before != after:
		err = files.Replace(t.file, before, after)
	}
	return err
}

// located is an error in a file with its place, where it has one, and without what it
// tells of secrets.
func located(doc *document.Document, filename string, err error) error {
	offset, message := 0, err.Error()
	var syntax document.SyntaxError
	var name *render.NameError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Start
		message = diagnostics.SyntaxMessage(spec.Read(doc, schema.Default(), filename), syntax)
	case errors.As(err, &name):
		offset = name.Span.Start
	default:
		return err
	}
	line, column := doc.Lines().OffsetToRune(offset)
	return fmt.Errorf("line %d, column %d: %s", line+1, column+1, message)
}
