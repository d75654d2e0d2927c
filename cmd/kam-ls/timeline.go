package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/cron"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/printable"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// scheduled is a workload on a time line.
type scheduled struct {
	File     string `json:"file"`
	Name     string `json:"name"`
	Schedule string `json:"schedule"`
}

// timelineReport is what --spec --output json prints. Times are in UTC.
type timelineReport struct {
	TimeZone  string        `json:"timeZone"`
	Workloads []scheduled   `json:"workloads"`
	Runs      []timelineRun `json:"runs"`
}

type timelineRun struct {
	Time      time.Time `json:"time"`
	Workloads []int     `json:"workloads"` // indices
}

// timeline prints when the workloads of specs run.
func (o *cronOptions) timeline(cmd *cobra.Command, args []string, from time.Time) error {
	out, errOut := cmd.OutOrStdout(), cmd.ErrOrStderr()
	c := checker{options: checkOptions{jobs: 1}, in: cmd.InOrStdin(), errOut: errOut, configs: map[string]*config.Config{}}
	targets, err := c.targets(args)
	if err != nil {
		return err
	}
	r := timelineReport{TimeZone: o.zone, Workloads: []scheduled{}, Runs: []timelineRun{}}
	var schedules []cron.Zoned
	refused := 0
	for _, t := range targets {
		text, err := c.read(t)
		if err != nil {
			c.fail(t.name, err)
			continue
		}
		zone := from.Location()
		if name := t.config.Cron.TimeZone; name != "" && !cmd.Flags().Changed("tz") {
			if zone, err = time.LoadLocation(name); err != nil {
				return err
			}
		}
		file := spec.Read(document.Parse(text, document.LanguageOf(t.name)), schema.Default(), t.name)
		for _, w := range file.Workloads {
			expr, ok := w.Schedule()
			if !ok {
				continue
			}
			s, fault := cron.Parse(expr)
			if fault != nil {
				refused++
				if reason := fmt.Sprintf("'%s': %s", expr, fault.Message); diagnostics.HasSecret(reason) {
					note(errOut, "%s: %s: the schedule is none, and has a secret in it", t.name, w.Name)
				} else {
					note(errOut, "%s: %s: %s", t.name, w.Name, reason)
				}
				continue
			}
			schedules = append(schedules, cron.Zoned{Schedule: s, Zone: zone})
			r.Workloads = append(r.Workloads, scheduled{t.name, w.Name, expr})
		}
	}
	until := time.Time{}
	if o.count == 0 {
		until = from.Add(24 * time.Hour)
	}
	for _, at := range cron.Timeline(schedules, from, until, o.count) {
		r.Runs = append(r.Runs, timelineRun{at.Time.UTC(), at.Which})
	}
	if o.output == "json" {
		err = printJSON(out, r)
	} else {
		err = o.printTimeline(out, r, from)
	}
	switch {
	case err != nil:
		return err
	case c.failures > 0:
		return &exitError{exitFailure, ""}
	case refused > 0:
		return &exitError{exitFindings, ""}
	}
	return nil
}

func (o *cronOptions) printTimeline(out io.Writer, r timelineReport, from time.Time) error {
	p := painter(colored(out, o.color))
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", p.paint(bold, "Runs in "+o.zone))
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, run := range r.Runs {
		local := run.Time.In(from.Location())
		var names []string
		for _, i := range run.Workloads {
			w := r.Workloads[i]
			names = append(names, printable.Line(fmt.Sprintf("%s (%s)", w.Name, w.File)))
		}
		remark := ""
		if len(names) > 1 {
			remark = fmt.Sprintf("%d together: ", len(names))
		}
		fmt.Fprintf(table, "%s\t%s\t%s%s\n", clock(local), cron.Distance(local.Sub(from)), remark, strings.Join(names, ", "))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if len(r.Runs) == 0 {
		b.WriteString("none\n")
	}
	_, err := io.WriteString(painted(out, p), b.String())
	return err
}
