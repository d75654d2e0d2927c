package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/report"
)

// describedRules are the IDs of all rules as shells show them, each with what it
// is about.
func describedRules() []string {
	list := make([]string, 0, len(diagnostics.Rules()))
	for _, r := range diagnostics.Rules() {
		list = append(list, r.ID+"\t"+r.Summary())
	}
	return list
}

// completeFlags says what a shell proposes behind the flags of check.
func completeFlags(cmd *cobra.Command) {
	words := func(list ...string) cobra.CompletionFunc {
		return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return list, cobra.ShellCompDirectiveNoFileComp
		}
	}
	for flag, complete := range map[string]cobra.CompletionFunc{
		"format":  words(report.Formats...),
		"fail-on": words("error", "warning", "info", "never"),
		"color":   words(colorModes...),
		"since":   words(),
		"jobs":    words(),
		"rule":    completeRule,
	} {
		if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
			panic(err) // there is no such flag
		}
	}
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
