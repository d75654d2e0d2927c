// Package marktest runs marker archives: specs whose findings are written below
// the lines they are about, with what completion, hover and fixes give.
//
// An archive is a txtar file. Its first file is the spec:
//
//	-- echo.kam.yaml --
//	schedule: "* * *"
//	          ^^^^^^^ error[cron-syntax]: expected 5 fields, found 3
//	repli$0
//	-- completion --
//	replicas: int
//
// A line of carets is no part of the spec: it marks a finding in the line above
// it, rune by rune. "|" marks an empty span, and "…LINE:COLUMN" behind the carets
// the end, counted from 1, of a span of several lines. "$0" is the cursor. All
// findings must be marked, in every archive.
//
// Further files say what is expected of the spec, or belong to it:
//
//	-- completion --      the proposals at the cursor, "label: detail"
//	-- accept LABEL --    the spec after a proposal is accepted, with its tab stops
//	-- hover --           the Markdown at the cursor
//	-- fix TITLE --       the spec after a fix
//	-- .kam-ls.yaml --    the configuration
//
// An archive is rendered anew from what a driver answers and compared with
// itself, so that -update can write it.
package marktest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/document"
)

var update = flag.Bool("update", false, "rewrite marker archives with what is found")

// Spec is a spec without its markers.
type Spec struct {
	Name   string
	Text   string
	Cursor int // offset, -1 where there is none
	Config string
}

// Finding is a diagnostic as an archive writes it.
type Finding struct {
	Span     document.Span
	Severity string
	Rule     string
	Message  string
	Fixes    []Fix
}

// Fix is a fix and the text that it leads to.
type Fix struct{ Title, Result string }

// Item is a proposal and the text that accepting it leads to.
type Item struct{ Label, Detail, Result string }

// Driver answers for a spec: the library, or a server over JSON-RPC.
type Driver interface {
	Diagnose(t *testing.T, s Spec) []Finding
	Complete(t *testing.T, s Spec) []Item
	Hover(t *testing.T, s Spec) string
}

// Run runs every archive that matches pattern, a file glob, and at least one.
func Run(t *testing.T, pattern string, d Driver) {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives match %s (%v)", pattern, err)
	}
	for _, path := range paths {
		name := filepath.Base(filepath.Dir(path)) + "/" + strings.TrimSuffix(filepath.Base(path), ".txtar")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			archive := txtar.Parse(data)
			got := string(txtar.Format(Render(t, archive, d)))
			if got == string(data) {
				return
			}
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Errorf("%s differs (run with -update to rewrite it):\n%s", path, diff(string(data), got))
		})
	}
}

// Render is the archive with what the driver answers in the place of what it
// expects.
func Render(t *testing.T, a *txtar.Archive, d Driver) *txtar.Archive {
	t.Helper()
	if len(a.Files) == 0 {
		t.Fatal("an archive without a spec")
	}
	s := Read(a)
	out := &txtar.Archive{Comment: a.Comment}
	found := d.Diagnose(t, s)
	for i, f := range a.Files {
		text := string(f.Data)
		verb, argument, _ := strings.Cut(f.Name, " ")
		switch {
		case i == 0:
			text = mark(s, found)
		case verb == "completion":
			text = ""
			for _, item := range d.Complete(t, s) {
				text += strings.TrimSuffix(item.Label+": "+item.Detail, ": ") + "\n"
			}
		case verb == "accept":
			text = "no such proposal\n"
			for _, item := range d.Complete(t, s) {
				if item.Label == argument {
					text = item.Result
				}
			}
		case verb == "hover":
			text = d.Hover(t, s) + "\n"
		case verb == "fix":
			text = "no such fix\n"
			for _, finding := range found {
				for _, fix := range finding.Fixes {
					if fix.Title == argument {
						text = fix.Result
					}
				}
			}
		case f.Name == config.FileName:
		default:
			t.Fatalf("unknown file %q", f.Name)
		}
		out.Files = append(out.Files, txtar.File{Name: f.Name, Data: []byte(text)})
	}
	return out
}

// cursorMark stands where the cursor is.
const cursorMark = "$0"

// markLine is a line that marks a finding.
var markLine = regexp.MustCompile(`^\s*(\^+(…\d+:\d+)?|\|) (error|warning|info|hint)\[[a-z-]+\]: `)

// Read takes the spec out of an archive, without its markers.
func Read(a *txtar.Archive) Spec {
	s := Spec{Name: a.Files[0].Name, Cursor: -1}
	var b strings.Builder
	for _, line := range strings.SplitAfter(string(a.Files[0].Data), "\n") {
		if markLine.MatchString(line) {
			continue
		}
		if i := strings.Index(line, cursorMark); i >= 0 && s.Cursor < 0 {
			s.Cursor = b.Len() + i
			line = line[:i] + line[i+len(cursorMark):]
		}
		b.WriteString(line)
	}
	s.Text = b.String()
	for _, f := range a.Files[1:] {
		if f.Name == config.FileName {
			s.Config = string(f.Data)
		}
	}
	return s
}

// mark writes findings below the lines of a spec.
func mark(s Spec, found []Finding) string {
	lines := document.NewLines(s.Text)
	byLine := map[int][]string{}
	sort.SliceStable(found, func(i, j int) bool { return found[i].Span.Start < found[j].Span.Start })
	for _, f := range found {
		line, column := lines.OffsetToRune(f.Span.Start)
		endLine, endColumn := lines.OffsetToRune(f.Span.End)
		carets := strings.Repeat("^", max(endColumn-column, 0))
		switch {
		case endLine > line:
			rest := utf8.RuneCountInString(lines.Line(line)) - column
			carets = strings.Repeat("^", max(rest, 1)) + fmt.Sprintf("…%d:%d", endLine+1, endColumn+1)
		case carets == "":
			carets = "|"
		}
		byLine[line] = append(byLine[line], fmt.Sprintf("%s%s %s[%s]: %s\n", pad(lines.Line(line), column), carets, f.Severity, f.Rule, f.Message))
	}
	var b strings.Builder
	for i := range lines.Count() {
		span := lines.Span(i)
		text := span.Of(s.Text)
		if s.Cursor >= span.Start && s.Cursor <= span.End {
			at := s.Cursor - span.Start
			text = text[:at] + cursorMark + text[at:]
		}
		b.WriteString(text)
		if i+1 < lines.Count() {
			b.WriteString(s.Text[span.End:lines.Span(i+1).Start])
		} else if len(byLine[i]) > 0 && text != "" {
			b.WriteString("\n")
		}
		for _, m := range byLine[i] {
			b.WriteString(m)
		}
	}
	return b.String()
}

// pad is the blanks that bring a caret below a column; tabs stay tabs.
func pad(line string, column int) string {
	var b strings.Builder
	for _, r := range line {
		if column == 0 {
			break
		}
		column--
		if r == '\t' {
			b.WriteRune('\t')
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// diff shows the lines that differ, with a few around them.
func diff(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	head := 0
	for head < min(len(w), len(g)) && w[head] == g[head] {
		head++
	}
	tail := 0
	for tail < min(len(w), len(g))-head && w[len(w)-1-tail] == g[len(g)-1-tail] {
		tail++
	}
	var b strings.Builder
	for _, line := range w[max(head-3, 0):head] {
		b.WriteString("  " + line + "\n")
	}
	for _, line := range w[head : len(w)-tail] {
		b.WriteString("- " + line + "\n")
	}
	for _, line := range g[head : len(g)-tail] {
		b.WriteString("+ " + line + "\n")
	}
	return b.String()
}
