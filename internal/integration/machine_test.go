package integration

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// machine is where an editor runs: here or in another Debian, in both cases in a
// folder of its own, in which it has its home.
type machine struct {
	t      *testing.T
	dir    string   // as this process sees it
	inside string   // as the editor sees it
	prefix []string // of every command
}

// here is this machine, if a program is installed on it.
func here(t *testing.T, program string) machine {
	onPath(t, program)
	dir := t.TempDir()
	m := machine{t, dir, dir, nil}
	m.setUp()
	return m
}

// elsewhere is the Debian in a folder. It sees its own processes' files in /proc,
// which some editors need, and nobody else sees that.
func elsewhere(t *testing.T, debian string) machine {
	onPath(t, "unshare")
	dir, err := os.MkdirTemp(filepath.Join(debian, "tmp"), "kam-ls")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	const enter = `mount -t proc proc "$0/proc" && exec chroot "$0" "$@"`
	m := machine{t, dir, strings.TrimPrefix(dir, debian), []string{"unshare", "--mount", "sh", "-c", enter, debian}}
	m.setUp()
	if out, ok := m.run("", "true"); !ok {
		lack(t, "programs of another Debian do not run here: "+out)
	}
	return m
}

func onPath(t *testing.T, program string) {
	if _, err := exec.LookPath(program); err != nil {
		lack(t, program+" is not installed: run scripts/setup-editors")
	}
}

func (m machine) setUp() {
	m.copy("bin/kam-ls", built(m.t))
	m.write("home/.x", "")
}

func (m machine) write(name, text string) {
	m.t.Helper()
	write(m.t, filepath.Join(m.dir, name), text)
}

func (m machine) copy(name, from string) {
	m.t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		m.t.Fatal(err)
	}
	to := filepath.Join(m.dir, name)
	write(m.t, to, "")
	if err := os.WriteFile(to, data, 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.Chmod(to, 0o755); err != nil {
		m.t.Fatal(err)
	}
}

func (m machine) read(name string) string {
	m.t.Helper()
	text, err := os.ReadFile(filepath.Join(m.dir, name))
	if err != nil {
		m.t.Fatal(err)
	}
	return string(text)
}

// names are what is in a folder.
func (m machine) names(folder string) []string {
	m.t.Helper()
	entries, err := os.ReadDir(filepath.Join(m.dir, folder))
	if err != nil {
		m.t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// copyAll copies what a folder holds into one of the machine.
func (m machine) copyAll(name, from string) {
	m.t.Helper()
	if err := os.CopyFS(filepath.Join(m.dir, name), os.DirFS(from)); err != nil {
		m.t.Fatal(err)
	}
}

// command is what runs a program in a folder of the machine.
func (m machine) command(folder, program string, args ...string) []string {
	in := filepath.Join(m.inside, folder)
	return append(m.prefix, append([]string{
		"env", "-i", "HOME=" + filepath.Join(m.inside, "home"), "PATH=" + filepath.Join(m.inside, "bin") + ":/usr/bin:/bin:/usr/sbin:/sbin",
		"LANG=C.UTF-8", "TERM=xterm-256color", "sh", "-c", `cd "$0" && exec "$@"`, in, program,
	}, args...)...)
}

func (m machine) run(folder, program string, args ...string) (string, bool) {
	m.t.Helper()
	command := m.command(folder, program, args...)
	return run(m.t, m.dir, nil, command[0], command[1:]...)
}

func (m machine) must(folder, program string, args ...string) string {
	m.t.Helper()
	out, ok := m.run(folder, program, args...)
	if !ok {
		m.t.Fatalf("%s %s: %s", program, strings.Join(args, " "), out)
	}
	return strings.TrimSpace(out)
}

// screen is a program in a terminal, which tmux emulates.
type screen struct {
	t   *testing.T
	env []string
}

func (m machine) screen(folder, program string, args ...string) screen {
	m.t.Helper()
	onPath(m.t, "tmux")
	s := screen{m.t, []string{"TMUX=", "TMUX_TMPDIR=" + m.t.TempDir()}}
	s.tmux(append([]string{"-f", os.DevNull, "new-session", "-d", "-x", "120", "-y", "40"}, m.command(folder, program, args...)...)...)
	m.t.Cleanup(func() { run(m.t, "", s.env, "tmux", "kill-server") }) // it has ended, if the program has
	return s
}

func (s screen) tmux(args ...string) string {
	s.t.Helper()
	return must(s.t, "", s.env, "tmux", args...)
}

// press presses keys, by their names in tmux.
func (s screen) press(keys ...string) {
	s.t.Helper()
	s.tmux(append([]string{"send-keys"}, keys...)...)
}

// text types something as it is.
func (s screen) text(text string) {
	s.t.Helper()
	s.tmux("send-keys", "-l", text)
}

// enter types a line.
func (s screen) enter(line string) {
	s.t.Helper()
	s.text(line)
	s.press("Enter")
}

// wait waits until the screen shows something.
func (s screen) wait(shown string) {
	s.t.Helper()
	s.until(shown, true)
}

// escape presses Escape and waits until the screen no longer shows something. Keys
// that follow too soon would be taken with Alt.
func (s screen) escape(from string) {
	s.t.Helper()
	s.press("Escape")
	s.until(from, false)
}

func (s screen) until(shown string, want bool) {
	s.t.Helper()
	re := regexp.MustCompile(shown)
	text := ""
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if text = s.tmux("capture-pane", "-p"); re.MatchString(text) == want {
			return
		}
	}
	s.t.Fatalf("the screen still shows this, and shall show %q: %t\n%s", shown, want, text)
}
