package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.uber.org/zap"

	"github.com/kam-ls/kam-ls/printable"
)

// outsideCI takes away what tells that the test runs in a CI job.
func outsideCI(t *testing.T) {
	for _, name := range runners {
		t.Setenv(name, "")
	}
}

// TestPatchName: git takes the difference of files of all names, and changes those.
func TestPatchName(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("no git")
	}
	outsideCI(t)
	for _, text := range append(hostile, "a b", "é漢😀", "plain") {
		t.Chdir(t.TempDir())
		name := text + ".kam.yaml"
		before, after := "a:  1\nb: 2\n", "a: 1\nb: 2\n"
		if err := os.WriteFile(name, []byte(before), 0o644); err != nil {
			t.Skip("the file system has no such names: ", err)
		}
		var patch bytes.Buffer
		if err := putDiff(printable.NewWriter(&patch), name, before, after); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(git, "apply", "-p0", "-")
		cmd.Stdin = &patch
		text := patch.String()
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%q: %v: %s\n%s", name, err, out, text)
		}
		if got, err := os.ReadFile(name); err != nil || string(got) != after {
			t.Errorf("%q has %q (%v)", name, got, err)
		}
	}
}

const (
	commandText = "args:  ['\n  ::add-mask::x\n  ##[group]']\nb: 2\n"
	escapeText  = "a:  \x1b[31m\nb: 2\n"
)

// TestPromiseExact: texts and patches are exact for programs, and no commands for the
// runners of CI systems.
func TestPromiseExact(t *testing.T) {
	outsideCI(t)
	diff := func(out *bytes.Buffer, text string) error {
		return putDiff(printable.NewWriter(out), "a.kam.yaml", text, strings.Replace(text, ":  ", ": ", 1))
	}
	for _, text := range []string{commandText, escapeText, "a:  1\r\nb: \u202e\n"} {
		var out bytes.Buffer
		if err := putText(printable.NewWriter(&out), "a.kam.yaml", text); err != nil || out.String() != text {
			t.Errorf("%q is printed as %q (%v)", text, out.String(), err)
		}
		out.Reset()
		if err := diff(&out, text); err != nil || !strings.Contains(out.String(), strings.SplitAfter(text, "\n")[0]) {
			t.Errorf("the difference of %q is %q (%v)", text, out.String(), err)
		}
	}
	for _, runner := range runners {
		t.Setenv(runner, "true")
		for _, text := range []string{commandText, escapeText} {
			var out bytes.Buffer
			if err := putText(printable.NewWriter(&out), "a.kam.yaml", text); err == nil || out.Len() > 0 {
				t.Errorf("%s: %q is printed as %q", runner, text, out.String())
			}
			f, err := os.Create(filepath.Join(t.TempDir(), "out"))
			if err != nil {
				t.Fatal(err)
			}
			if err := putText(printable.NewWriter(f), "a.kam.yaml", text); err != nil {
				t.Errorf("%s: %q is not written to a file: %v", runner, text, err)
			}
			f.Close()
			if err := diff(&out, text); (err == nil) != (runner == "GITHUB_ACTIONS" && text == commandText) {
				t.Errorf("%s: the difference of %q is printed as %q (%v)", runner, text, out.String(), err)
			}
		}
		if err := putText(printable.NewWriter(&bytes.Buffer{}), "a.kam.yaml", "a: b::c # x\n"); err != nil {
			t.Errorf("%s: %v", runner, err)
		}
		t.Setenv(runner, "")
	}
	t.Setenv("GITHUB_ACTIONS", "true")
	var out bytes.Buffer
	if err := diff(&out, commandText); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	token := regexp.MustCompile(`^::stop-commands::([A-Z2-7]{26})$`).FindStringSubmatch(lines[0])
	if token == nil || lines[len(lines)-1] != "::"+token[1]+"::" || strings.Count(out.String(), token[1]) != 2 {
		t.Errorf("printed is\n%s", out.String())
	}
}

// TestPromiseTerminal prints a hostile text on a terminal.
func TestPromiseTerminal(t *testing.T) {
	terminal, read := openTerminal(t)
	out := printable.NewWriter(terminal)
	if err := putText(out, "a.kam.yaml", escapeText+commandText); err != nil {
		t.Fatal(err)
	}
	if err := putDiff(out, "\x1b[2J.kam.yaml", escapeText, commandText); err != nil {
		t.Fatal(err)
	}
	note(out, "the %s", "end")
	shown := read("kam-ls: the end")
	if bad := raw(strings.ReplaceAll(shown, "\r\n", "\n")); bad != "" || !strings.Contains(shown, "\ufffd[31m") || !strings.Contains(shown, "+b: 2") && !strings.Contains(shown, " b: 2") {
		t.Errorf("%s: %q", bad, shown)
	}
}

// TestLog logs hostile texts: a line each, and nothing that a terminal acts on.
func TestLog(t *testing.T) {
	for _, text := range hostile {
		path := filepath.Join(t.TempDir(), "log")
		log, end, err := newLogger(serveOptions{logFile: path, logLevel: "debug"})
		if err != nil {
			t.Fatal(err)
		}
		log.Warn(text, zap.String("at", text), zap.Error(fmt.Errorf("no %s", text)))
		log.With(zap.String("uri", text)).Info(text)
		end()
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if bad := raw(string(data)); bad != "" || strings.Count(string(data), "\n") != 2 {
			t.Errorf("%s:\n%s", bad, data)
		}
	}
}

// TestNote prints each note as one line, whatever is in it.
func TestNote(t *testing.T) {
	for _, text := range hostile {
		var b bytes.Buffer
		note(&b, "%s: %v", text, text)
		if bad := raw(b.String()); bad != "" || strings.Count(b.String(), "\n") != 1 || !strings.HasPrefix(b.String(), "kam-ls: ") {
			t.Errorf("%s: %q", bad, b.String())
		}
	}
}

// TestGitReason finds the line that says why git has failed.
func TestGitReason(t *testing.T) {
	for messages, want := range map[string]string{
		"fatal: bad revision 'x'\n": "bad revision 'x'",
		"warning: lazy fetching disabled; some objects may not be available\nfatal: could not fetch x\n": "could not fetch x",
		"error: no such remote\nhint: add one\n":                                                         "no such remote",
		"":                                                                                               "",
	} {
		if got := gitReason(messages); got != want {
			t.Errorf("of %q the reason is %q", messages, got)
		}
	}
}
