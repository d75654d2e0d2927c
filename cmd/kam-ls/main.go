// Command kam-ls checks KAM Job workload specs on the command line and serves
// editors as a language server.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	_ "time/tzdata" // zones are needed where the system has none

	"github.com/spf13/cobra"
)

// Exit codes.
const (
	exitOK       = 0
	exitFindings = 1 // findings at or above --fail-on
	exitFailure  = 2 // the run itself failed
)

// exitError ends the process with a code; its message, if any, goes to standard
// error as one line.
type exitError struct {
	code    int
	message string
}

func (e *exitError) Error() string { return e.message }

// These trade some memory, of which text files need little, for fewer collections:
// between a file and the next, and between a key and its answer, where the server
// stays for long.
const (
	checkGCPercent = 400
	serveGCPercent = 300
)

func main() { os.Exit(run()) }

func run() int {
	err := newRoot().Execute()
	if err == nil {
		return exitOK
	}
	var exit *exitError
	if !errors.As(err, &exit) {
		exit = &exitError{exitFailure, err.Error()}
	}
	if exit.message != "" {
		fmt.Fprintln(os.Stderr, "kam-ls: "+strings.ReplaceAll(exit.message, "\n", " "))
	}
	return exit.code
}

func newRoot() *cobra.Command {
	var stdio bool
	var o serveOptions
	root := &cobra.Command{
		Use:   "kam-ls",
		Short: "Language server and linter for KAM Job workload specs",
		Long: `kam-ls checks KAM Job workload specs, in YAML and JSON: on the command line
and in continuous integration with 'kam-ls check', and as you type in any
editor that speaks the Language Server Protocol with 'kam-ls serve'.`,
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if stdio { // what editors pass
				return serve(cmd.Context(), o)
			}
			return cmd.Help()
		},
	}
	root.Flags().BoolVar(&stdio, "stdio", false, "serve an editor on standard input and output")
	o.flags(root.Flags())
	root.AddCommand(newCheck(), newFmt(), newCron(), newRender(), newInit(), newServe(), newReplay(), newSchema(), newExplain(), newVersion())
	return root
}
