package main

import (
	"fmt"
	"io"
	"os"
	"slices"

	"golang.org/x/term"
)

// colorModes are the values of --color.
var colorModes = []string{"auto", "always", "never"}

func checkColor(mode string) error {
	if !slices.Contains(colorModes, mode) {
		return fmt.Errorf("unknown value '%s' for --color: expected auto, always, never", mode)
	}
	return nil
}

// colored reports whether what is written to out is coloured.
func colored(out io.Writer, mode string) bool {
	switch mode {
	case "always":
		return true
	case "never":
		return false
	}
	return os.Getenv("NO_COLOR") == "" && isTerminal(out)
}

// isTerminal reports whether a command's output ends in a terminal that can do more
// than print.
func isTerminal(out io.Writer) bool { return os.Getenv("TERM") != "dumb" && onTerminal(stream(out)) }

// onTerminal reports whether a stream is a terminal.
func onTerminal(stream io.Writer) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// width is how many columns text is wrapped to: those of a terminal, but no
// more than can be read well.
func width(out io.Writer) int {
	const most = 88
	if f, ok := stream(out).(*os.File); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 20 {
			return min(columns, most)
		}
	}
	return most
}
