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
		Short: "Lay out specs",
		Long: `Lay out specs: two columns for each level, lists below their keys too, one
blank where one is enough. Only white space moves: words, quotes, comments and the
order of everything stay, which is made sure of by reading the result again.

Paths are those of 'kam-ls check'. The layout is printed unless --write puts it
into the files. A file with a syntax error is left as it is.

Exit status: 0, 1 if --check or --diff found a file that is laid out otherwise, 2
if a file could not be laid out.`,
		Example: `  kam-ls fmt --check
  kam-ls fmt --write jobs/
  kam-ls fmt - --stdin-filename echo.kam.yaml < echo.kam.yaml`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd, args)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.check, "check", false, "print the names of the files that are laid out otherwise, and write nothing")
	f.BoolVar(&o.diff, "diff", false, "print what --write would change, and write nothing")
	f.BoolVarP(&o.write, "write", "w", false, "write the layout into the files")
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
		text, err := c.read(t)
		if err != nil {
			c.fail(t.name, err)
			continue
		}
		doc := document.Parse(text, document.LanguageOf(t.name))
		edits, err := format.Text(doc)
		if err != nil {
			c.fail(t.name, located(doc, t.name, err))
			continue
		}
		changed = changed || len(edits) > 0
		if err := o.put(cmd.OutOrStdout(), t, text, format.Apply(text, edits)); err != nil {
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

// put prints or writes the layout of a file.
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
		err = files.Replace(t.path, before, after)
	}
	return err
}

// located is an error in a file with its place, where it has one, and without what it
// tells of secrets.
func located(doc *document.Document, name string, err error) error {
	var syntax document.SyntaxError
	if !errors.As(err, &syntax) {
		return err
	}
	line, column := doc.Lines().OffsetToRune(syntax.Start)
	return fmt.Errorf("line %d, column %d: %s", line+1, column+1, diagnostics.SyntaxMessage(spec.Read(doc, schema.Default(), name), syntax))
}
