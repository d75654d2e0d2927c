package main

import (
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/diagnostics"
)

func newExplain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [RULE]",
		Short: "Explain a rule, or list all rules",
		Args:  cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return diagnostics.IDs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			out := cmd.OutOrStdout()
			if len(args) == 0 {
				table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
				for _, r := range diagnostics.Rules() {
					fmt.Fprintf(table, "%s\t%s\t%s\n", r.ID, r.Severity, r.Summary())
				}
				return table.Flush()
			}
			rule := diagnostics.Lookup(args[0])
			if rule == nil {
				return errors.New(diagnostics.UnknownRule(args[0]))
			}
			_, err := fmt.Fprint(out, rule.Page())
			return err
		},
	}
}
