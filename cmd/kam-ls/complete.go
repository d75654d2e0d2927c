package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/report"
)

// completeFlags says what a shell proposes behind the flags of check.
func completeFlags(cmd *cobra.Command) {
	completeFlag(cmd, "format", words(report.Formats...))
	completeFlag(cmd, "fail-on", words("error", "warning", "info", "never"))
	completeFlag(cmd, "color", words(colorModes...))
	completeFlag(cmd, "since", words())
	completeFlag(cmd, "jobs", words())
	completeFlag(cmd, "rule", completeRule)
}

func completeFlag(cmd *cobra.Command, flag string, complete cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic(err) // there is no such flag
	}
}

// words proposes words, and no files.
func words(list ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(list, cobra.ShellCompDirectiveNoFileComp)
}

// completeRuleID proposes the one rule that explain takes.
func completeRuleID(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var list []string
	if len(args) == 0 {
		for _, r := range diagnostics.Rules() {
			list = append(list, r.ID+"\t"+r.Summary())
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// completeRule proposes rules and, behind the '=', severities.
func completeRule(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	id, _, ok := strings.Cut(typed, "=")
	if ok {
		var list []string
		for s := diagnostics.Off; s <= diagnostics.Error; s++ {
			list = append(list, id+"="+s.String())
		}
		return list, cobra.ShellCompDirectiveNoFileComp
	}
	var list []string
	for _, r := range diagnostics.Rules() {
		list = append(list, r.ID+"=\t"+r.Summary())
	}
	return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
