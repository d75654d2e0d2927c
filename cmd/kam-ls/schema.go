package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/schema"
)

func newSchema() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "schema [spec|config]",
		Short: "Print the JSON Schema of workload specs, or of the configuration",
		Long: `Print the JSON Schema (draft 2020-12) of workload specs, or of ` + config.FileName + `,
which any YAML editor can use, or with --output tables the reference that it is
made from.`,
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"spec", "config"},
		RunE: func(cmd *cobra.Command, args []string) error {
			s := schema.Default()
			if len(args) > 0 && args[0] == "config" {
				s = schema.Configuration()
			}
			switch output {
			case "json":
				_, err := cmd.OutOrStdout().Write(s.JSON())
				return err
			case "tables":
				_, err := fmt.Fprint(cmd.OutOrStdout(), s.Tables())
				return err
			}
			return fmt.Errorf("unknown output '%s': expected json, tables", output)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "json", "what to print: json or tables")
	completeFlag(cmd, "output", words("json", "tables"))
	return cmd
}
