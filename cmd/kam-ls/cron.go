package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/cron"
	"github.com/kam-ls/kam-ls/printable"
)

type cronOptions struct {
	zone, from, output, color string
	count                     int
	specs                     bool
}

func newCron() *cobra.Command {
	var o cronOptions
	cmd := &cobra.Command{
		Use:   "cron EXPR | --spec [PATH…]",
		Short: "Read a schedule, and show when it fires",
		Long: `Read a cron expression as Kubernetes does: what it says in English, what
surprises in it, its next runs, and a picture of the week of the next run with the
number of runs in each hour. An expression that Kubernetes refuses is explained,
and the exit status is 1.

With --spec the schedules of all workloads in the files and folders named, or in
the current folder, are shown on one time line: for the next 24 hours or, with
--count, so many runs. What fires together stands in one line.

Schedules count in the zone of --tz, or else in that of the configuration, or in
UTC.`,
		Example: `  kam-ls cron '*/15 9-17 * * 1-5' --tz Europe/Berlin --count 10
  kam-ls cron @daily --output json
  kam-ls cron --spec jobs/`,
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			if o.specs {
				return nil, cobra.ShellCompDirectiveDefault
			}
			return []string{"@hourly", "@daily", "@weekly", "@monthly", "@yearly"}, cobra.ShellCompDirectiveNoFileComp
		},
		Args: func(cmd *cobra.Command, args []string) error {
			if !o.specs && len(args) == 0 {
				return errors.New("a schedule is missing, or --spec for those of specs")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			from, err := o.start(cmd.Flags().Changed("count"))
			if err != nil {
				return err
			}
			if o.specs {
				return o.timeline(cmd, args, from)
			}
			// Five fields without quotes around them are five arguments.
			return o.explain(cmd.OutOrStdout(), strings.Join(args, " "), from)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.zone, "tz", "", "the IANA name of the time zone that schedules count in, such as Europe/Berlin")
	f.IntVarP(&o.count, "count", "n", 0, "how many runs to show (default 5, or with --spec those of 24 hours)")
	f.StringVar(&o.from, "from", "", "the `TIME` to count from, as 2026-01-31T08:00 or, with a zone, 2026-01-31T08:00Z; now, if it is not set")
	f.StringVarP(&o.output, "output", "o", "text", "what to print: text or json")
	f.StringVar(&o.color, "color", "auto", "colour the text: auto, always, never")
	f.BoolVar(&o.specs, "spec", false, "show the schedules of specs on one time line")
	completeFlag(cmd, "output", words("text", "json"))
	completeFlag(cmd, "color", words(colorModes...))
	completeFlag(cmd, "tz", words())
	return cmd
}

const (
	defaultRuns = 5
	maxRuns     = 10000
)

// start checks the flags and returns the time that runs are counted from, in
// the zone that they are shown in. counted says that --count is set.
func (o *cronOptions) start(counted bool) (time.Time, error) {
	if err := checkColor(o.color); err != nil {
		return time.Time{}, err
	}
	if o.output != "text" && o.output != "json" {
		return time.Time{}, fmt.Errorf("unknown output '%s': expected text, json", o.output)
	}
	if counted && o.count < 1 || o.count > maxRuns {
		return time.Time{}, fmt.Errorf("--count is %d: expected 1 to %d", o.count, maxRuns)
	}
	if o.zone == "" {
		zone, err := configuredZone()
		if err != nil {
			return time.Time{}, err
		}
		o.zone = zone
	} else if err := config.CheckTimeZone(o.zone); err != nil {
		return time.Time{}, fmt.Errorf("--tz: %w", err)
	}
	zone, err := time.LoadLocation(o.zone)
	if err != nil {
		return time.Time{}, err
	}
	if o.from == "" {
		return time.Now().In(zone), nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		for _, layout := range []string{layout, strings.Replace(layout, "T", " ", 1)} {
			// RFC 3339 has a year 0, the calendar has none.
			if t, err := time.ParseInLocation(layout, o.from, zone); err == nil && t.Year() > 0 {
				return t.In(zone), nil
			}
		}
	}
	return time.Time{}, fmt.Errorf("--from is '%s': expected a time such as 2026-01-31T08:00, or with a zone 2026-01-31T08:00Z", o.from)
}

// configuredZone is the zone of the configuration that counts here, "UTC" if it
// sets none.
func configuredZone() (string, error) {
	path, err := config.Find(".")
	if err != nil || path == "" {
		return "UTC", err
	}
	cfg, _, err := config.Load(path)
	if err != nil || cfg.Cron.TimeZone == "" {
		return "UTC", err
	}
	return cfg.Cron.TimeZone, nil
}

// cronReport is what --output json prints. Times are in UTC.
type cronReport struct {
	Schedule    string      `json:"schedule"`
	Valid       bool        `json:"valid"`
	Error       string      `json:"error"`
	Description string      `json:"description"`
	Notes       []string    `json:"notes"`
	TimeZone    string      `json:"timeZone"`
	Next        []time.Time `json:"next"`
}

// explain prints about one schedule.
func (o *cronOptions) explain(out io.Writer, expr string, from time.Time) error {
	s, refused := cron.Parse(expr)
	r := cronReport{Schedule: expr, TimeZone: o.zone, Notes: []string{}, Next: []time.Time{}}
	var runs []cron.Run
	if refused != nil {
		r.Error = refused.Message
	} else {
		if o.count == 0 {
			o.count = defaultRuns
		}
		r.Valid, r.Description = true, s.Describe()
		for _, note := range s.Notes() {
			r.Notes = append(r.Notes, note.Message)
		}
		for _, d := range s.Disturbances(from) {
			r.Notes = append(r.Notes, d.Message())
		}
		runs = s.Next(from, o.count)
		for _, run := range runs {
			r.Next = append(r.Next, run.Time.UTC())
		}
	}
	if o.output == "json" {
		if err := printJSON(out, r); err != nil {
			return err
		}
	} else if refused == nil {
		if err := o.print(out, s, r, runs, from); err != nil {
			return err
		}
	}
	if refused == nil {
		return nil
	}
	message := ""
	if o.output == "text" {
		message = fmt.Sprintf("'%s' is not a schedule that Kubernetes takes: %s", expr, refused.Message)
		if refused.Fix != nil {
			message += fmt.Sprintf("; did you mean '%s'?", refused.Fix.Expr)
		}
	}
	return &exitError{exitFindings, message}
}

func printJSON(out io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := out.Write(printable.JSON(b.Bytes()))
	return err
}

// print shows a schedule to people.
func (o *cronOptions) print(out io.Writer, s *cron.Schedule, r cronReport, runs []cron.Run, from time.Time) error {
	p := painter(colored(out, o.color))
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", p.paint(bold, r.Description))
	never := slices.ContainsFunc(s.Notes(), func(n cron.Note) bool { return n.Kind == cron.NeverFires })
	for _, note := range r.Notes {
		if !never { // or the reading has said so
			fmt.Fprintf(&b, "\n%s %s\n", p.paint(yellow, "note:"), wrap(note, width(out)-len("note: ")))
		}
	}
	if len(runs) > 0 {
		fmt.Fprintf(&b, "\n%s\n", p.paint(bold, "Next runs in "+o.zone))
		table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		for _, run := range runs {
			remark := run.Remark()
			if remark != "" {
				remark = "  (" + remark + ")"
			}
			fmt.Fprintf(table, "%s\t%s%s\n", clock(run.Time), cron.Distance(run.Time.Sub(from)), remark)
		}
		if err := table.Flush(); err != nil {
			return err
		}
		if s.Anchored() {
			writeWeek(&b, s, runs[0].Time, p)
		}
	} else if !never {
		fmt.Fprintf(&b, "\n%s\nnone\n", p.paint(bold, "Next runs in "+o.zone))
	}
	_, err := io.WriteString(painted(out, p), b.String())
	return err
}

// clock is a time of its zone and, in a column of its own, in UTC where that is
// another: with its day where that is another too.
func clock(t time.Time) string {
	text := t.Format("Mon 2006-01-02 15:04 MST")
	u := t.UTC()
	switch {
	case t.Location() == time.UTC:
		return text
	case u.Day() != t.Day():
		return text + u.Format("\tMon 15:04 UTC")
	}
	return text + u.Format("\t15:04 UTC")
}

// writeWeek draws the week of a run: a line for each day, a character for each
// hour with the number of runs in it.
func writeWeek(b *strings.Builder, s *cron.Schedule, run time.Time, p painter) {
	monday, week := s.WeekOf(run)
	fmt.Fprintf(b, "\n%s\n     ", p.paint(bold, "Runs by hour in the week of "+monday.Format(time.DateOnly)))
	b.WriteString("00 03 06 09 12 15 18 21\n")
	for day, hours := range week {
		fmt.Fprintf(b, "%s  ", time.Weekday((day + 1) % 7).String()[:3])
		for _, n := range hours {
			switch {
			case n == 0:
				b.WriteString(p.paint(dim, "·"))
			case n < 10:
				b.WriteString(p.paint(green, fmt.Sprint(n)))
			default:
				b.WriteString(p.paint(green, "#"))
			}
		}
		b.WriteString("\n")
	}
	many := false
	for _, hours := range week {
		for _, n := range hours {
			many = many || n >= 10
		}
	}
	if many {
		b.WriteString("     # is 10 or more\n")
	}
}
