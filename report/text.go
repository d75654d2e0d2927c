package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/printable"
)

// textReporter writes each finding as a code frame, for people:
//
//	error[cron-syntax]: expected 5 fields, found 3
//	  --> echo.kam.yaml:1:11
//	  |
//	1 | schedule: "* * *"
//	  |           ^^^^^^^
//	  = fix: …
type textReporter struct {
	w    io.Writer
	opts Options
}

// maxFrame is the widest piece of a line that a frame shows, in columns.
const maxFrame = 120

const tabWidth = 4

func (r *textReporter) File(f File) error {
	out := bufio.NewWriter(r.w)
	for _, d := range f.Diagnostics {
		r.finding(out, f, d)
	}
	return out.Flush()
}

func (r *textReporter) finding(out io.Writer, f File, d diagnostics.Diagnostic) {
	at := positionOf(f.Doc, d.Span)
	number := fmt.Sprint(at.line)
	margin := strings.Repeat(" ", len(number))
	bar := r.paint(blue, "|")
	fmt.Fprintf(out, "%s%s\n", r.paint(severityColor[d.Severity], fmt.Sprintf("%s[%s]", d.Severity, d.Rule)), r.paint(bold, ": "+printable.Line(d.Message)))
	fmt.Fprintf(out, "%s%s %s:%d:%d\n", margin, r.paint(blue, "-->"), printable.Line(f.Name), at.line, at.column)

	text, caret := frame(f, d.Span)
	fmt.Fprintf(out, "%s %s\n", margin, bar)
	fmt.Fprintf(out, "%s\n", strings.TrimRight(fmt.Sprintf("%s %s %s", r.paint(blue, number), bar, text), " "))
	fmt.Fprintf(out, "%s %s %s\n", margin, bar, r.paint(severityColor[d.Severity], caret))
	for _, rel := range d.Related {
		at := positionOf(f.Doc, rel.Span)
		fmt.Fprintf(out, "%s %s note: %s at %d:%d\n", margin, r.paint(blue, "="), printable.Line(rel.Message), at.line, at.column)
	}
	for _, fix := range d.Fixes {
		fmt.Fprintf(out, "%s %s fix: %s\n", margin, r.paint(blue, "="), printable.Line(fix.Title))
	}
	fmt.Fprintln(out)
}

// frame returns the line that a span starts in, shortened to what fits, and the
// carets under the part of the span that is on it. At least one caret is shown. It looks
// no further along the line than a frame can need: all of a file can be one line.
func frame(f File, span document.Span) (text, caret string) {
	lines := f.Doc.Lines()
	line := lines.Span(lines.LineOf(span.Start))
	span = f.around(span)
	start := max(span.Start, line.Start)
	end := max(min(span.End, line.End), start)
	from, to := f.runeStart(max(line.Start, start-far)), f.runeStart(min(line.End, end+far))
	before := display(f.masked(document.Span{Start: from, End: start}))
	marked := display(f.masked(document.Span{Start: start, End: f.runeStart(min(end, start+far))}))
	after := display(f.masked(document.Span{Start: end, End: to}))

	if w := runewidth.StringWidth(before); from > line.Start || w > maxFrame/2 {
		before = "…" + runewidth.TruncateLeft(before, max(w-maxFrame/2+1, 0), "")
	}
	marked = runewidth.Truncate(marked, maxFrame, "…")
	after = runewidth.Truncate(after, max(maxFrame-runewidth.StringWidth(before+marked), 1), "…")
	if to < line.End && !strings.HasSuffix(after, "…") {
		after += "…"
	}
	return before + marked + after, strings.Repeat(" ", runewidth.StringWidth(before)) + strings.Repeat("^", max(runewidth.StringWidth(marked), 1))
}

// far is how many bytes of a line a frame can need to one side: those of characters that
// take four each, and of as many that take no column.
const far = 8 * maxFrame

// runeStart moves an offset back to where a character starts.
func (f File) runeStart(offset int) int {
	text := f.Doc.Text()
	for i := offset; i > max(offset-utf8.UTFMax, 0) && offset < len(text); i-- {
		if utf8.RuneStart(text[i]) {
			return i
		}
	}
	return offset
}

// display is a piece of a line as a terminal can show it.
func display(s string) string {
	return printable.Line(strings.ReplaceAll(s, "\t", strings.Repeat(" ", tabWidth)))
}

func (r *textReporter) Close(s Summary) error {
	if r.opts.Quiet {
		return nil
	}
	_, err := fmt.Fprintln(r.w, s.line(func(severity diagnostics.Severity, text string) string {
		return r.paint(severityColor[severity], text)
	}))
	return err
}

// ANSI codes of the colours.
const (
	bold   = "1"
	red    = "1;31"
	yellow = "1;33"
	blue   = "34"
	cyan   = "36"
)

var severityColor = [...]string{diagnostics.Hint: cyan, diagnostics.Info: cyan, diagnostics.Warning: yellow, diagnostics.Error: red}

func (r *textReporter) paint(code, s string) string {
	if !r.opts.Color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}
