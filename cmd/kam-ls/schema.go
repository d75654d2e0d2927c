package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/schema"
)

func newSchema() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of workload specs",
		Long: `Print the JSON Schema (draft 2020-12) of workload specs, which any YAML editor
can use, or with --output tables the reference that it is made from.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch output {
			case "json":
				_, err := cmd.OutOrStdout().Write(schema.Default().JSON())
				return err
			case "tables":
				_, err := fmt.Fprint(cmd.OutOrStdout(), schema.Default().Tables())
				return err
			}
			return fmt.Errorf("unknown output '%s': expected json, tables", output)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "json", "what to print: json or tables")
	return cmd
}
