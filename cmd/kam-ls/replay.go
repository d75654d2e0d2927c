package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/server"
)

// maxShown is how much of an answer is printed, in bytes.
const maxShown = 400

func newReplay() *cobra.Command {
	return &cobra.Command{
		Use:   "replay FILE",
		Short: "Run a recorded editor session again",
		Long: `Run a session again that 'kam-ls serve --trace FILE' has recorded: a new server
gets what the editor sent, at the time that it was then, and its answers are
compared with those of the record. Nothing is sent to an editor, and no document is
written. Configurations and other specs of the folders are those on the disk now.

Exit status: 0 if all answers are the same, 1 if some differ, 2 if the record
cannot be run.`,
		Example: `  kam-ls serve --trace session.jsonl
  kam-ls replay session.jsonl`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := os.Open(args[0])
			if err != nil {
				return err
			}
			defer f.Close()
			log, closeLog, err := newLogger(serveOptions{})
			if err != nil {
				return err
			}
			defer closeLog()
			differences, compared, err := server.Replay(cmd.Context(), f, server.Options{Version: versionString(), Log: log})
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			out := cmd.OutOrStdout()
			for _, d := range differences {
				err := errors.Join(
					printLine(out, "%s:%d: %s", args[0], d.Line, d.Method),
					printLine(out, "  recorded: %s", shown(d.Want)),
					printLine(out, "  now:      %s", shown(d.Got)),
				)
				if err != nil {
					return err
				}
			}
			if err := printLine(out, "%d answers compared, %d differ", compared, len(differences)); err != nil {
				return err
			}
			if len(differences) > 0 {
				return &exitError{exitFindings, ""}
			}
			return nil
		},
	}
}

func shown(s string) string {
	if len(s) > maxShown {
		return s[:maxShown] + "…"
	}
	return s
}
