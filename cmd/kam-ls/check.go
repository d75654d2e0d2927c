package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/files"
	"github.com/kam-ls/kam-ls/report"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// maxFileSize is the largest file that is read, in bytes: no spec comes near.
const maxFileSize = 64 << 20

type checkOptions struct {
	format, failOn, config, stdinName, color string
	baseline, writeBaseline, since           string
	noConfig, quiet, stats, fix, diff        bool
	rules, exclude                           []string
	jobs                                     int
}

func newCheck() *cobra.Command {
	o := checkOptions{}
	cmd := &cobra.Command{
		Use:   "check [PATH…]",
		Short: "Check specs and report what is wrong with them",
		Long: `Check specs: the files named, those in the folders named, or those in the
current folder. '-' reads standard input. In folders, specs are the files
*.kam.yaml, *.kam.yml, *.kam.json, kam.yaml, kam.yml and kam.json, YAML files
whose first comment is '# kam-ls: spec', and what the configuration adds; what
git ignores is left out. A file that is named is always read.

--fix applies the fixes that are safe and reports what is left; the text that
'-' reads is printed then, and the report goes to standard error. --diff prints
what --fix would change and writes nothing.

Exit status: 0 if nothing was found at or above --fail-on, 1 if something was,
or if --diff has printed something, 2 if the run itself failed.`,
		Example: `  kam-ls check
  kam-ls check jobs/ --format json
  kam-ls check --fix
  kam-ls check --since origin/main... --format github
  kam-ls check - --stdin-filename echo.kam.yaml < echo.kam.yaml
  kam-ls check --rule cron-too-often=off --fail-on warning`,
		RunE: func(cmd *cobra.Command, args []string) error {
			c := checker{options: o, in: cmd.InOrStdin(), out: cmd.OutOrStdout(), errOut: cmd.ErrOrStderr()}
			return c.run(cmd.Context(), args)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&o.format, "format", "f", "text", "how to report: "+strings.Join(report.Formats, ", "))
	f.StringVar(&o.failOn, "fail-on", "", "the lowest severity that makes the run fail: error, warning, info, never (default error, or what the configuration says)")
	f.BoolVar(&o.fix, "fix", false, "apply the fixes that are safe")
	f.BoolVar(&o.diff, "diff", false, "print what --fix would change, and write nothing")
	f.StringVar(&o.baseline, "baseline", "", "report only what is not recorded in `FILE`")
	f.StringVar(&o.writeBaseline, "write-baseline", "", "record what is found in `FILE`, and report nothing")
	f.StringVar(&o.since, "since", "", "check only files that differ from a git `REVISION`, or with REVISION... from where the two parted")
	f.StringVar(&o.config, "config", "", "the configuration to use for all files, in place of the nearest "+config.FileName)
	f.BoolVar(&o.noConfig, "no-config", false, "use no configuration")
	f.StringArrayVar(&o.rules, "rule", nil, "set a rule's severity, as `ID=SEVERITY`: off, hint, info, warning, error")
	f.StringArrayVar(&o.exclude, "exclude", nil, "leave out files and folders that match a `GLOB`")
	f.StringVar(&o.stdinName, "stdin-filename", "stdin.kam.yaml", "the name that standard input goes by")
	f.IntVarP(&o.jobs, "jobs", "j", runtime.GOMAXPROCS(0), "how many files to check at once")
	f.StringVar(&o.color, "color", "auto", "colour the text: auto, always, never")
	f.BoolVar(&o.stats, "stats", false, "print the number of files, bytes and the time to standard error")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print no summary")
	return cmd
}

// checker is one run of check.
type checker struct {
	options     checkOptions
	in          io.Reader
	out, errOut io.Writer

	overrides map[string]string // severities from --rule
	failOn    diagnostics.Severity
	configs   map[string]config.Config // by folder
	now       time.Time
	baseline  *baseline.Baseline // nil for none
	recorder  *baseline.Recorder // nil for none
	failures  int
	changed   int // files that --diff has printed
	bytes     int64
}

// outcome is a checked target, or why it could not be checked.
type outcome struct {
	file  report.File
	fixed int    // how many fixes were applied
	old   string // the text before them
	bytes int64
	err   error
}

func (c *checker) run(ctx context.Context, args []string) error {
	start := time.Now()
	c.now = start
	if err := c.prepare(); err != nil {
		return err
	}
	reporter, err := report.New(c.options.format, c.out, report.Options{Color: c.colored(), Quiet: c.options.quiet, Version: versionString()})
	if err != nil {
		return err
	}
	targets, err := c.targets(args)
	if err != nil {
		return err
	}
	summary, err := c.checkAll(ctx, targets, reporter)
	if err != nil {
		return err
	}
	if err := reporter.Close(summary); err != nil {
		return err
	}
	if summary.Files == 0 && c.failures == 0 {
		fmt.Fprintln(c.errOut, "kam-ls: no specs found: they are named *.kam.yaml or *.kam.json, or listed under 'files' in "+config.FileName)
	}
	if c.options.stats {
		fmt.Fprintf(c.errOut, "%d files, %d bytes, %s\n", summary.Files, c.bytes, time.Since(start).Round(time.Millisecond))
	}
	if c.failures > 0 {
		return &exitError{exitFailure, ""}
	}
	for s := c.failOn; s > diagnostics.Off && int(s) < len(summary.Counts); s++ {
		if summary.Counts[s] > 0 {
			return &exitError{exitFindings, ""}
		}
	}
	return nil
}

// prepare checks the flags.
func (c *checker) prepare() error {
	o := c.options
	c.configs = map[string]config.Config{}
	switch o.failOn {
	case "error", "warning", "info":
		c.failOn, _ = diagnostics.ParseSeverity(o.failOn)
	case "never":
	default:
		return fmt.Errorf("unknown severity '%s' for --fail-on: expected error, warning, info, never", o.failOn)
	}
	if !slices.Contains([]string{"auto", "always", "never"}, o.color) {
		return fmt.Errorf("unknown value '%s' for --color: expected auto, always, never", o.color)
	}
	if o.jobs < 1 {
		return fmt.Errorf("--jobs is %d: expected at least 1", o.jobs)
	}
	for _, g := range o.exclude {
		if err := files.CheckGlob(g); err != nil {
			return fmt.Errorf("'%s' is not a glob", g)
		}
	}
	c.overrides = map[string]string{}
	for _, r := range o.rules {
		id, severity, ok := strings.Cut(r, "=")
		if !ok {
			return fmt.Errorf("'%s' is not of the form ID=SEVERITY", r)
		}
		if diagnostics.Lookup(id) == nil {
			return errors.New(diagnostics.UnknownRule(id))
		}
		if _, err := diagnostics.ParseSeverity(severity); err != nil {
			return err
		}
		c.overrides[id] = severity
	}
	return nil
}

func (c *checker) colored() bool {
	switch c.options.color {
	case "always":
		return true
	case "never":
		return false
	}
	f, ok := c.out.(*os.File)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd()))
}

// checkAll checks targets on several goroutines and reports them in order. Few
// more than are being checked are held in memory.
func (c *checker) checkAll(ctx context.Context, targets []target, reporter report.Reporter) (report.Summary, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type slot struct {
		target target
		done   chan outcome
	}
	pending := make(chan slot, 4*c.options.jobs) // in order
	work := make(chan slot)
	var workers sync.WaitGroup
	for range min(c.options.jobs, max(len(targets), 1)) {
		workers.Go(func() {
			for s := range work {
				s.done <- c.check(ctx, s.target)
			}
		})
	}
	go func() {
		defer close(work)
		defer close(pending)
		for _, t := range targets {
			s := slot{t, make(chan outcome, 1)}
			select {
			case pending <- s:
				work <- s
			case <-ctx.Done():
				return
			}
		}
	}()
	var summary report.Summary
	var failed error
	for s := range pending {
		o := <-s.done
		c.bytes += o.bytes
		switch {
		case failed != nil:
		case o.err != nil:
			c.fail(s.target.name, o.err)
		default:
			summary.Add(o.file)
			if failed = reporter.File(o.file); failed != nil {
				cancel()
			}
		}
	}
	workers.Wait()
	return summary, failed
}

// check reads and checks one file. A fault of our own in one file must not cost
// the findings in the others.
func (c *checker) check(ctx context.Context, t target) (o outcome) {
	defer func() {
		if r := recover(); r != nil {
			o = outcome{err: fmt.Errorf("internal error, please report it with the file: %v", r)}
		}
	}()
	text, err := c.read(t)
	if err != nil {
		var pathErr *os.PathError
		if errors.As(err, &pathErr) {
			err = pathErr.Err
		}
		return outcome{err: err}
	}
	doc := document.Parse(text, document.LanguageOf(t.name))
	found := diagnostics.Run(ctx, spec.Read(doc, schema.Default(), t.name), t.config, c.now)
	return outcome{file: report.File{Name: t.name, Doc: doc, Diagnostics: found}, bytes: int64(len(text))}
}

func (c *checker) read(t target) (string, error) {
	in := c.in
	if !t.stdin {
		info, err := os.Stat(t.path)
		switch {
		case err != nil:
			return "", err
		case info.IsDir():
			return "", errors.New("is a folder")
		case !info.Mode().IsRegular():
			return "", errors.New("not a regular file")
		}
		f, err := os.Open(t.path)
		if err != nil {
			return "", err
		}
		defer f.Close()
		in = f
	}
	var b strings.Builder
	n, err := io.Copy(&b, io.LimitReader(in, maxFileSize+1))
	if err != nil {
		return "", err
	}
	if n > maxFileSize {
		return "", fmt.Errorf("larger than %d MiB", maxFileSize>>20)
	}
	return b.String(), nil
}
