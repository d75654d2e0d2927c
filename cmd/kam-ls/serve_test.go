package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// process starts kam-ls with its input open until the test ends.
func process(t *testing.T, args ...string) (*exec.Cmd, io.Writer, *bufio.Reader) {
	t.Helper()
	cmd := exec.Command("kam-ls", args...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // most have ended
		_ = in.Close()
		_ = cmd.Wait()
	})
	return cmd, in, bufio.NewReader(out)
}

// initializeMessage begins a session; pid is JSON.
func initializeMessage(pid string) string {
	body := `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":` + pid + `,"capabilities":{}}}`
	return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body)
}

// TestPromiseEndsWithParent kills the process that a server serves, while the server's
// input stays open: the server ends. The killed process stays a zombie, as where an
// editor's own parent does not wait for it.
func TestPromiseEndsWithParent(t *testing.T) {
	for name, test := range map[string]struct {
		args func(pid string) []string
		pid  func(pid string) string // in initialize
	}{
		"serve --clientProcessId=PID":    {func(pid string) []string { return []string{"serve", "--clientProcessId=" + pid} }, none},
		"--stdio --clientProcessId PID":  {func(pid string) []string { return []string{"--stdio", "--clientProcessId", pid} }, none},
		"initialize":                     {func(string) []string { return []string{"serve"} }, same},
		"serve --stdio, and initialize":  {func(pid string) []string { return []string{"serve", "--stdio", "--clientProcessId=" + pid} }, same},
		"initialize, of two processes":   {func(string) []string { return []string{"serve", fmt.Sprint("--clientProcessId=", os.Getpid())} }, same},
		"the flag, of two that it names": {func(pid string) []string { return []string{"serve", "--clientProcessId=" + pid} }, func(string) string { return fmt.Sprint(os.Getpid()) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			editor, _, _ := process(t, "serve")
			pid := fmt.Sprint(editor.Process.Pid)
			server, in, out := process(t, test.args(pid)...)
			if _, err := io.WriteString(in, initializeMessage(test.pid(pid))); err != nil {
				t.Fatal(err)
			}
			if line, err := out.ReadString('\n'); err != nil || !strings.HasPrefix(line, "Content-Length") {
				t.Fatalf("the server answers %q: %v", line, err)
			}
			if err := editor.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() {
				_, err := server.Process.Wait()
				ended <- err
			}()
			select {
			case err := <-ended:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(time.Minute):
				t.Error("the server still runs")
			}
		})
	}
}

func none(string) string     { return "null" }
func same(pid string) string { return pid }

// TestServesWhomItCannotSee goes on where the process of the client is not to be seen,
// as with an editor outside of the container.
func TestServesWhomItCannotSee(t *testing.T) {
	for _, pid := range []string{"null", "0", "-1", "2147483646", "99999999999", "1e99", `"x"`} {
		args := []string{"serve"}
		if !strings.ContainsAny(pid, `ex"`) && pid != "null" {
			args = append(args, "--clientProcessId="+pid)
		}
		cmd, in, _ := process(t, args...)
		shutdown, exit := `{"jsonrpc":"2.0","id":2,"method":"shutdown"}`, `{"jsonrpc":"2.0","method":"exit"}`
		if _, err := fmt.Fprintf(in, "%sContent-Length: %d\r\n\r\n%sContent-Length: %d\r\n\r\n%s", initializeMessage(pid), len(shutdown), shutdown, len(exit), exit); err != nil {
			t.Fatal(err)
		}
		if state, err := cmd.Process.Wait(); err != nil || !state.Success() {
			t.Errorf("with %s: %v %v", pid, state, err)
		}
	}
}

// serveOnce runs a server that is told to exit at once.
func serveOnce(t *testing.T, args ...string) (stderr string, err error) {
	t.Helper()
	cmd := exec.Command("kam-ls", append([]string{"serve"}, args...)...)
	shutdown, exit := `{"jsonrpc":"2.0","id":2,"method":"shutdown"}`, `{"jsonrpc":"2.0","method":"exit"}`
	cmd.Stdin = strings.NewReader(fmt.Sprintf("%sContent-Length: %d\r\n\r\n%sContent-Length: %d\r\n\r\n%s", initializeMessage("null"), len(shutdown), shutdown, len(exit), exit))
	var errors strings.Builder
	cmd.Stderr = &errors
	err = cmd.Run()
	return errors.String(), err
}

// TestPromiseTraceIsPrivate and TestPromiseLogIsPrivate hold what a session writes to
// files that its user alone can read.
func TestPromiseTraceIsPrivate(t *testing.T) { testPrivate(t, "--trace", false) }

func TestPromiseLogIsPrivate(t *testing.T) { testPrivate(t, "--log-file", true) }

func testPrivate(t *testing.T, flag string, appends bool) {
	if runtime.GOOS == "windows" {
		t.Skip("who may read a file is what its directory says there")
	}
	const before = "what was there before\n"
	for name, mode := range map[string]os.FileMode{"new": 0, "wide": 0o666, "shared": 0o640, "own": 0o600} {
		path := filepath.Join(t.TempDir(), name)
		if mode != 0 {
			if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, mode); err != nil { // whatever the umask
				t.Fatal(err)
			}
		}
		if stderr, err := serveOnce(t, flag, path, "--log-level", "debug"); err != nil {
			t.Errorf("%s: %v: %s", name, err, stderr)
		}
		info, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 || info.Size() == 0 {
			t.Errorf("%s: the mode is %v, the size %d", name, info.Mode(), info.Size())
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if kept := strings.HasPrefix(string(text), before); kept != (appends && mode != 0) || len(text) <= len(before) {
			t.Errorf("%s: the file has %q", name, text)
		}
	}
	dir := t.TempDir()
	target := filepath.Join(dir, "target")
	if err := os.WriteFile(target, []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	link, dangling, pipe := filepath.Join(dir, "link"), filepath.Join(dir, "dangling"), filepath.Join(dir, "pipe")
	for path, to := range map[string]string{link: target, dangling: filepath.Join(dir, "nothing")} {
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("mkfifo", pipe).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for path, want := range map[string]string{
		link: "a symbolic link", dangling: "a symbolic link", dir: "a directory", pipe: "a pipe", os.DevNull: "a device",
	} {
		stderr, err := serveOnce(t, flag, path)
		if expected := "kam-ls: '" + path + "' is " + want + ": expected a file\n"; err == nil || stderr != expected {
			t.Errorf("%s: %q, want %q", path, stderr, expected)
		}
	}
	if text, err := os.ReadFile(target); err != nil || string(text) != before {
		t.Errorf("what the link leads to has %q (%v)", text, err)
	}
	if _, err := os.Lstat(filepath.Join(dir, "nothing")); err == nil {
		t.Error("what the dangling link leads to was made")
	}
}
