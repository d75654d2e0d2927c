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

func isTerminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	return ok && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd()))
}

// width is how many columns text is wrapped to: those of a terminal, but no
// more than can be read well.
func width(out io.Writer) int {
	const most = 88
	if f, ok := out.(*os.File); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 20 {
			return min(columns, most)
		}
	}
	return most
}
