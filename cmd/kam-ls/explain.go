package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/diagnostics"
)

// chapters are the titles of the catalogue, by the rule that each begins with.
var chapters = map[string]string{
	"syntax":          "Structure",
	"cron-syntax":     "Schedule",
	"workload-name":   "Names and metadata",
	"image-reference": "Containers",
	"probe-url":       "Probes and lifecycle",
	"secret-keys":     "Secrets",
	"unused-ignore":   "The linting itself",
}

func newExplain() *cobra.Command {
	var color string
	cmd := &cobra.Command{
		Use:   "explain [RULE]",
		Short: "Explain a rule, or list all rules",
		Long: `Explain a rule: what it reports and why, with a bad and a good example. Without
a name, list all rules with their severities.`,
		Example: `  kam-ls explain
  kam-ls explain cron-day-or`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeRuleID,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkColor(color); err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			p := painter(colored(out, color))
			if len(args) == 0 {
				return listRules(painted(out, p), p)
			}
			rule := diagnostics.Lookup(args[0])
			if rule == nil {
				return errors.New(diagnostics.UnknownRule(args[0]))
			}
			page := rule.Page()
			if bool(p) || isTerminal(out) {
				page = renderRule(rule, width(out), p)
			}
			_, err := io.WriteString(painted(out, p), page)
			return err
		},
	}
	cmd.Flags().StringVar(&color, "color", "auto", "colour the text: auto, always, never")
	completeFlag(cmd, "color", words(colorModes...))
	return cmd
}

// listRules writes a line for each rule, under the titles of their chapters.
func listRules(out io.Writer, p painter) error {
	idWidth, severityWidth := 0, len(diagnostics.Warning.String())
	for _, id := range diagnostics.IDs() {
		idWidth = max(idWidth, len(id))
	}
	var b strings.Builder
	for i, r := range diagnostics.Rules() {
		if title, ok := chapters[r.ID]; ok {
			if i > 0 {
				b.WriteByte('\n')
			}
			fmt.Fprintf(&b, "%s\n", p.paint(bold, title))
		}
		severity := r.Severity.String()
		margin := strings.Repeat(" ", severityWidth-len(severity))
		fmt.Fprintf(&b, "%-*s  %s%s  %s\n", idWidth, r.ID, p.severity(r.Severity), margin, r.Summary())
	}
	_, err := io.WriteString(out, b.String())
	return err
}
