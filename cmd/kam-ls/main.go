// Command kam-ls checks KAM Job workload specs on the command line and serves
// editors as a language server.
package main

import (
	"errors"
	"io"
	"os"
	"strings"
	_ "time/tzdata" // zones are needed where the system has none

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/printable"
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

func run() int { return execute(newRoot(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr) }

// execute runs a command and returns its exit code. Nothing that the command prints
// reaches the streams raw: see [printable.Writer].
func execute(root *cobra.Command, args []string, in io.Reader, stdout, stderr io.Writer) int {
	out, errOut := printable.NewWriter(stdout), printable.NewWriter(stderr)
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	err := root.Execute()
	if err = errors.Join(err, out.Flush(), errOut.Flush()); err == nil {
		return exitOK
	}
	var exit *exitError
	if !errors.As(err, &exit) {
		exit = &exitError{exitFailure, err.Error()}
	}
	if exit.message != "" {
		note(errOut, "%s", strings.Join(strings.Fields(exit.message), " "))
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
