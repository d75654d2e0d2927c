package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/kam-ls/kam-ls/printable"
)

// What a command writes passes a [printable.Writer], which [execute] puts before both
// streams. This file has the exceptions: colours, and texts that are exact.

// printLine prints one line. The arguments can come from anywhere.
func printLine(out io.Writer, format string, args ...any) error {
	_, err := fmt.Fprintln(out, printable.Line(fmt.Sprintf(format, args...)))
	return err
}

// note prints a line about the run to standard error. A note that cannot be written has
// no other place to go.
func note(errOut io.Writer, format string, args ...any) {
	_ = printLine(errOut, "kam-ls: "+format, args...)
}

// stream is what a command's output ends in.
func stream(out io.Writer) io.Writer {
	if w, ok := out.(*printable.Writer); ok {
		return w.Unwrap()
	}
	return out
}

// painted lets the colours of text pass that is painted, if it is.
func painted(out io.Writer, p painter) io.Writer {
	if w, ok := out.(*printable.Writer); ok && bool(p) {
		return w.Colored()
	}
	return out
}

// runners are the variables by which the runners of CI systems are known.
var runners = []string{"CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION", "JENKINS_URL"}

// runnerReads reports whether the runner of a CI system may read a stream. A program can be
// at the other end of a pipe as well; a file cannot be taken for commands.
func runnerReads(out io.Writer) bool {
	if f, ok := out.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			return false
		}
	}
	for _, name := range runners {
		if os.Getenv(name) != "" {
			return true
		}
	}
	return false
}

// putText prints the text of a file as it is, but for what a terminal would act on. For
// the runner of a CI system nothing can be replaced in it, since a program may read it.
func putText(out io.Writer, name, text string) error {
	raw := stream(out)
	switch {
	case onTerminal(raw):
		raw = out
	case runnerReads(raw) && (printable.HasCommands(text) || printable.HasControls(text)):
		return fmt.Errorf("%s: %w", name, errRunner)
	}
	_, err := io.WriteString(raw, text)
	return err
}

var errRunner = errors.New("the text has control characters, or a line that a CI runner takes for a command: expected standard output to be a file")

// putDiff prints the difference of two texts of a file as a patch: as it is, but for what
// a terminal would act on. GitHub's runner is told to take no line of it for a command;
// what is before the first header and after the last hunk is no part of a patch.
func putDiff(out io.Writer, name, before, after string) error {
	if before == after {
		return nil
	}
	header := patchName(name)
	patch := udiff.Unified(header, header, before, after)
	if raw := stream(out); os.Getenv("GITHUB_ACTIONS") != "" && runnerReads(raw) && !printable.HasControls(patch) && printable.HasCommands(patch) {
		token := rand.Text()
		_, err := fmt.Fprintf(raw, "::stop-commands::%s\n%s::%s::\n", token, patch, token)
		return err
	}
	return putText(out, name, patch)
}

// patchName is a name as git writes it into the header of a patch: in quotes, with
// escapes, where it has something that would not stay on its line or cannot be shown.
func patchName(name string) string {
	var b strings.Builder
	quoted := strings.ContainsAny(name, `"\`)
	for i, r := range name {
		size := len(string(r))
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == 0xfffd && !strings.HasPrefix(name[i:], "\ufffd"):
			size = 1
			fallthrough
		case !printable.Is(r):
			quoted = true
			for _, c := range []byte(name[i : i+size]) {
				fmt.Fprintf(&b, `\%03o`, c)
			}
		default:
			b.WriteRune(r)
		}
	}
	if quoted {
		return `"` + b.String() + `"`
	}
	return name
}
