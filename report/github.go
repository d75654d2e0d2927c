package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/printable"
)

// githubReporter writes workflow commands of GitHub Actions, which become
// annotations of the changed files, and the summary below them:
//
//	::error file=echo.kam.yaml,line=4,endLine=4,col=13,endColumn=21,title=cron-syntax::message
type githubReporter struct {
	w    io.Writer
	opts Options
}

var githubCommands = [...]string{
	diagnostics.Hint:    "notice",
	diagnostics.Info:    "notice",
	diagnostics.Warning: "warning",
	diagnostics.Error:   "error",
}

// What would end a command, or a property in one.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func (r *githubReporter) File(f File) error {
	out := bufio.NewWriter(r.w)
	name := printable.Line(githubProperty.Replace(f.Name))
	for _, d := range f.Diagnostics {
		at := positionOf(f.Doc, d.Span)
		fmt.Fprintf(out, "::%s file=%s,line=%d,endLine=%d", githubCommands[d.Severity], name, at.line, at.endLine)
		if at.line == at.endLine { // GitHub takes columns within one line only, and the last one instead of the end
			fmt.Fprintf(out, ",col=%d,endColumn=%d", at.column, max(at.endColumn-1, at.column))
		}
		fmt.Fprintf(out, ",title=%s::%s\n", githubProperty.Replace(d.Rule), printable.Line(githubData.Replace(d.Message)))
	}
	return out.Flush()
}

func (r *githubReporter) Close(s Summary) error {
	if r.opts.Quiet {
		return nil
	}
	_, err := fmt.Fprintln(r.w, s)
	return err
}
