package integration

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	badSpec  = "schedule: \"0 3 * * 7\"\ncontainers:\n  web:\n    image: \"nginx:1.27\"\n"
	goodSpec = "schedule: \"0 3 * * 0\"\ncontainers:\n  web:\n    image: \"nginx:1.27\"\n"
)

// requireVariable, if it is set, makes what is not installed a failure: where
// everything is meant to be tested.
const requireVariable = "KAM_LS_REQUIRE_INTEGRATION"

// need skips a test for which a program is not installed.
func need(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		lack(t, program+" is not installed: run scripts/setup-integration")
	}
}

// lack skips a test for a reason, or fails it where nothing may be skipped.
func lack(t *testing.T, reason string) {
	t.Helper()
	if os.Getenv(requireVariable) != "" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

// run runs a program in a folder and returns what it prints, and whether it
// succeeded. The program sees nothing of a git or a pre-commit that runs the tests.
func run(t *testing.T, dir string, env []string, program string, args ...string) (string, bool) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "GIT_") || strings.HasPrefix(v, "PRE_COMMIT") || strings.HasPrefix(v, "SKIP=")
	}), env...)
	out, err := cmd.CombinedOutput()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		t.Fatal(err)
	}
	return string(out), err == nil
}

func must(t *testing.T, dir string, env []string, program string, args ...string) string {
	t.Helper()
	out, ok := run(t, dir, env, program, args...)
	if !ok {
		t.Fatalf("%s %s: %s", program, strings.Join(args, " "), out)
	}
	return strings.TrimSpace(out)
}

// root is the checkout that is tested.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// gitEnv keeps git to itself: no configuration of the machine, an author of its
// own.
func gitEnv() []string {
	return []string{
		"GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=x", "GIT_AUTHOR_EMAIL=x@example.com", "GIT_COMMITTER_NAME=x", "GIT_COMMITTER_EMAIL=x@example.com",
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// commit makes a repository of a folder.
func commit(t *testing.T, dir string) (id string) {
	t.Helper()
	must(t, dir, gitEnv(), "git", "init", "-q")
	must(t, dir, gitEnv(), "git", "add", "-A")
	must(t, dir, gitEnv(), "git", "commit", "-q", "-m", "x")
	return must(t, dir, gitEnv(), "git", "rev-parse", "HEAD")
}

// source is a repository with the checkout as it is, changes included.
func source(t *testing.T) (dir, id string) {
	t.Helper()
	dir = t.TempDir()
	files, ok := run(t, root(t), nil, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if !ok {
		lack(t, "this is no checkout that git reads: "+files)
	}
	for name := range strings.SplitSeq(strings.TrimRight(files, "\x00"), "\x00") {
		text, err := os.ReadFile(filepath.Join(root(t), name))
		if os.IsNotExist(err) {
			continue // deleted, but not yet for git
		}
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), string(text))
	}
	return dir, commit(t, dir)
}
