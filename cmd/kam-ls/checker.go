package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"github.com/kam-ls/kam-ls/baseline"
	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/files"
	"github.com/kam-ls/kam-ls/report"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// checker is one run of check.
type checker struct {
	options     checkOptions
	in          io.Reader
	out, errOut io.Writer
	report      io.Writer // where findings go

	severities map[string]string         // from --rule
	configs    map[string]*config.Config // by folder
	configured []config.File             // the configurations that were read, once each
	now        time.Time
	since      *revision          // nil for none
	baseline   *baseline.Baseline // nil for none
	recorder   *baseline.Recorder // nil for none

	failures int  // paths that could not be checked
	failed   bool // something was found at or above --fail-on
	changed  int  // files that --diff has printed
	bytes    int64
}

// outcome is a checked target, or why it could not be checked.
type outcome struct {
	file  report.File
	old   string // the text, before fixes where they were applied
	fixed int
	err   error
}

func (c *checker) run(ctx context.Context, args []string) (err error) {
	start := time.Now()
	debug.SetGCPercent(checkGCPercent)
	c.now, c.report, c.configs = start, c.out, map[string]*config.Config{}
	if err := c.options.validate(); err != nil {
		return err
	}
	if c.severities, err = c.options.severities(); err != nil {
		return err
	}
	if err := c.openBaseline(); err != nil {
		return err
	}
	if c.options.since != "" {
		if c.since, err = newRevision(ctx, c.options.since); err != nil {
			return err
		}
	}
	for _, arg := range args {
		if arg == "-" && c.options.fix && !c.options.diff {
			c.report = c.errOut // the text itself goes to standard output
		}
	}
	var reporter report.Reporter
	if c.options.diff || c.recorder != nil {
		reporter = silent{}
	} else if reporter, err = c.reporter(); err != nil {
		return err
	}
	targets, err := c.targets(args)
	if err != nil {
		return err
	}
	if mistakes, err := c.checkConfigurations(ctx, reporter); err != nil || mistakes != nil {
		return errors.Join(err, mistakes)
	}
	summary, err := c.checkAll(ctx, targets, reporter)
	if err != nil {
		return err
	}
	if err := reporter.Close(summary); err != nil {
		return err
	}
	if err := c.closeBaseline(); err != nil {
		return err
	}
	if summary.Files == 0 && c.failures == 0 && c.since == nil && !c.options.forceExclude {
		note(c.errOut, "no specs found: they are named *.kam.yaml or *.kam.json, or listed under 'files' in %s", config.FileName)
	}
	if c.options.stats {
		fmt.Fprintf(c.errOut, "%d files, %d bytes, %s\n", summary.Files, c.bytes, time.Since(start).Round(time.Millisecond))
	}
	switch {
	case c.failures > 0:
		return &exitError{exitFailure, ""}
	case c.recorder != nil:
		return nil
	case c.options.diff && c.options.failOn != "never" && c.changed > 0, !c.options.diff && c.failed:
		return &exitError{exitFindings, ""}
	}
	return nil
}

func (c *checker) reporter() (report.Reporter, error) {
	p := painter(colored(c.report, c.options.color))
	out := painted(c.report, p)
	if c.options.format == "github" {
		out = stream(c.report) // its commands are its own, and have nothing raw in them
	}
	return report.New(c.options.format, out, report.Options{Color: bool(p), Quiet: c.options.quiet, Version: versionString()})
}

// silent reports nothing.
type silent struct{}

func (silent) File(report.File) error     { return nil }
func (silent) Close(report.Summary) error { return nil }

// checkConfigurations reports what is wrong with the configurations. mistakes
// ends the run: under a configuration that cannot be read as it was meant,
// findings mean little.
func (c *checker) checkConfigurations(ctx context.Context, reporter report.Reporter) (mistakes, err error) {
	var summary report.Summary
	for _, f := range c.configured {
		file := configurationReport(ctx, shownName(f.Path), f)
		if len(file.Diagnostics) == 0 {
			continue
		}
		errorsBefore := summary.Counts[diagnostics.Error]
		summary.Add(file)
		if count := summary.Counts[diagnostics.Error] - errorsBefore; count > 0 && mistakes == nil {
			mistakes = &exitError{exitFailure, fmt.Sprintf("%s: the configuration has mistakes", file.Name)}
		}
		c.judge(file, config.Default().FailOn)
		if err := reporter.File(file); err != nil {
			return nil, err
		}
	}
	if mistakes != nil {
		return mistakes, reporter.Close(summary)
	}
	return nil, nil
}

// shownName is a path as findings show it: from the current folder, if that is
// shorter.
func shownName(path string) string {
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, path); err == nil && len(rel) < len(path) {
			path = rel
		}
	}
	return filepath.ToSlash(path)
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
	progress := newProgress(c.errOut, len(targets))
	defer progress.clear()
	for s := range pending {
		o := <-s.done
		progress.step()
		switch {
		case failed != nil:
		case o.err != nil:
			progress.clear()
			c.fail(s.target.name, o.err)
		default:
			if failed = c.take(s.target, o, &summary, reporter); failed != nil {
				cancel()
			}
		}
	}
	workers.Wait()
	return summary, failed
}

// take reports a checked file.
func (c *checker) take(t target, o outcome, summary *report.Summary, reporter report.Reporter) error {
	c.bytes += int64(len(o.old))
	text := o.file.Doc.Text()
	switch {
	case c.options.diff:
		summary.Files++
		if text != o.old {
			c.changed++
			return putDiff(c.out, t.name, o.old, text)
		}
		return nil
	case c.options.fix && t.stdin:
		if err := putText(c.out, t.name, text); err != nil {
			return err
		}
	case c.options.fix && text != o.old:
		if err := files.Replace(t.file, o.old, text); err != nil {
			c.fail(t.name, err)
			return nil
		}
	}
	if c.recorder != nil {
		c.recorder.Add(o.file)
	}
	if c.baseline != nil {
		o.file = c.baseline.New(o.file)
	}
	summary.Add(o.file)
	summary.Fixed += o.fixed
	c.judge(o.file, t.config.FailOn)
	return reporter.File(o.file)
}

// judge notes whether a file's findings make the run fail.
func (c *checker) judge(f report.File, failOn string) {
	if c.options.failOn != "" {
		failOn = c.options.failOn
	}
	if severity, err := diagnostics.ParseSeverity(failOn); err == nil { // or never
		for _, d := range f.Diagnostics {
			c.failed = c.failed || d.Severity >= severity
		}
	}
}

// recovered, deferred, makes a panic the error of one file: a fault of our own there
// must not cost the others theirs.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("internal error, please report it with the file: %v", r)
	}
}

// check reads and checks one file.
func (c *checker) check(ctx context.Context, t target) (o outcome) {
	defer recovered(&o.err)
	text, err := c.read(t)
	if err != nil {
		return outcome{err: err}
	}
	if config.IsFile(t.path) { // named on the command line
		_, chain, err := config.LoadText(t.path, text)
		if err != nil {
			return outcome{err: err}
		}
		f := chain[0]
		return outcome{file: configurationReport(ctx, t.name, f), old: text}
	}
	file := spec.Read(document.Parse(text, document.LanguageOf(t.name)), schema.Default(), t.name)
	check := diagnostics.Check
	if c.options.fix || c.options.diff {
		check = diagnostics.Repair
	}
	checked := check(ctx, file, *t.config, c.now)
	return outcome{file: newReport(t.name, checked.File, checked.Found), old: text, fixed: checked.Fixed}
}

// newReport is what was found in a file, for a reporter. What none of them shows is only
// looked for where there is something to report.
func newReport(name string, file *spec.File, found []diagnostics.Diagnostic) report.File {
	f := report.File{Name: name, Doc: file.Doc, Diagnostics: found}
	if len(found) > 0 {
		f.Secrets = diagnostics.SecretValues(file)
	}
	return f
}

// configurationReport is what is found in a configuration, for a reporter.
func configurationReport(ctx context.Context, name string, f config.File) report.File {
	return newReport(name, spec.Read(f.Doc, schema.Configuration(), f.Path), diagnostics.RunConfiguration(ctx, f))
}

func (c *checker) read(t target) (string, error) {
	if t.stdin {
		return files.ReadFrom(c.in)
	}
	return files.Read(t.file)
}
