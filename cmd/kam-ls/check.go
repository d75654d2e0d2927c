package main

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/files"
	"github.com/kam-ls/kam-ls/report"
)

type checkOptions struct {
	format, failOn, config, stdinName, color string
	baseline, writeBaseline, since           string
	noConfig, quiet, stats, fix, diff        bool
	forceExclude                             bool
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
git ignores is left out. A file that is named is always read. A symbolic link is
followed only where it is named, and only within its repository.

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
	f.BoolVar(&o.forceExclude, "force-exclude", false, "leave out what is excluded even where it is named")
	f.StringVar(&o.stdinName, "stdin-filename", "stdin.kam.yaml", "the name that standard input goes by")
	f.IntVarP(&o.jobs, "jobs", "j", runtime.GOMAXPROCS(0), "how many files to check at once")
	f.StringVar(&o.color, "color", "auto", "colour the text: auto, always, never")
	f.BoolVar(&o.stats, "stats", false, "print the number of files, bytes and the time to standard error")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "print no summary")
	completeFlags(cmd)
	return cmd
}

// validate checks the flags.
func (o checkOptions) validate() error {
	if o.failOn != "" && !slices.Contains([]string{"error", "warning", "info", "never"}, o.failOn) {
		return fmt.Errorf("unknown severity '%s' for --fail-on: expected error, warning, info, never", o.failOn)
	}
	if err := checkColor(o.color); err != nil {
		return err
	}
	if o.jobs < 1 {
		return fmt.Errorf("--jobs is %d: expected at least 1", o.jobs)
	}
	if o.writeBaseline != "" && (o.fix || o.diff || o.baseline != "") {
		return errors.New("--write-baseline records what is found: expected no --fix, --diff or --baseline with it")
	}
	for _, g := range o.exclude {
		if err := files.CheckGlob(g); err != nil {
			return fmt.Errorf("'%s' %w", g, err)
		}
	}
	return nil
}

// severities are what --rule sets, by rule.
func (o checkOptions) severities() (map[string]string, error) {
	rules := map[string]string{}
	for _, r := range o.rules {
		id, severity, ok := strings.Cut(r, "=")
		if !ok {
			return nil, fmt.Errorf("'%s' is not of the form ID=SEVERITY", r)
		}
		if diagnostics.Lookup(id) == nil {
			return nil, errors.New(diagnostics.UnknownRule(id))
		}
		if _, err := diagnostics.ParseSeverity(severity); err != nil {
			return nil, err
		}
		rules[id] = severity
	}
	return rules, nil
}
