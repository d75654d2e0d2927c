package integration

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/files"
)

// TestHook: the hook is for the files whose names make them specs.
func TestHook(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root(t), ".pre-commit-hooks.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	pattern, err := regexp.Compile(document.Parse(string(text), document.YAML).Roots()[0].Node.Items[0].Get("files").Value)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"a.kam.yaml", "a.b.kam.yml", "a.kam.json", "kam.yaml", "kam.yml", "kam.json", "a b.kam.yaml", "é.kam.yaml",
		".kam.yaml", ".kam-ls.yaml", "akam.yaml", "a.kam.yaml.bak", "a.kam.yamlx", "kam.yaml.j2", "a.kam-yaml", "a.yaml", "kam", "A.KAM.YAML", "kam.yaml/x",
	} {
		for _, path := range []string{name, "jobs/" + name} {
			if got, want := pattern.MatchString(path), files.IsSpecName(filepath.Base(path)); got != want {
				t.Errorf("%s: the hook takes it: %t, it is a spec: %t", path, got, want)
			}
		}
	}
}

// TestPreCommit installs the hook from this checkout, as pre-commit does for
// every user: it builds the program, finds a mistake and lets its mending pass.
func TestPreCommit(t *testing.T) {
	need(t, "git")
	need(t, "pre-commit")
	if testing.Short() {
		t.Skip("it builds the program")
	}
	repo, id := source(t)
	dir := t.TempDir()
	env := append(gitEnv(),
		"PRE_COMMIT_HOME="+t.TempDir(),
		"GOMODCACHE="+must(t, root(t), nil, "go", "env", "GOMODCACHE"), // nothing is fetched twice
		"GOFLAGS=-modcacherw",
	)
	write(t, filepath.Join(dir, ".pre-commit-config.yaml"), fmt.Sprintf("repos:\n  - repo: file://%s\n    rev: %s\n    hooks:\n      - id: kam-ls-check\n        language_version: system\n        args: [--fail-on, warning]\n", repo, id))
	write(t, filepath.Join(dir, "jobs", "a.kam.yaml"), badSpec)
	write(t, filepath.Join(dir, "other.yaml"), badSpec)
	flag := filepath.Join(t.TempDir(), "written.kam.yaml") // a path in the repository that is a flag
	write(t, filepath.Join(dir, "--write-baseline="+flag), badSpec)
	commit(t, dir)
	out, ok := run(t, dir, env, "pre-commit", "run", "--all-files", "--color", "never")
	if ok || !strings.Contains(out, "jobs/a.kam.yaml:1:11") || !strings.Contains(out, "cron-syntax") || strings.Contains(out, "other.yaml") {
		t.Errorf("with a mistake: %t\n%s", ok, out)
	}
	if _, err := os.Stat(flag); err == nil {
		t.Error("a name was taken for a flag")
	}
	write(t, filepath.Join(dir, "jobs", "a.kam.yaml"), goodSpec)
	if out, ok := run(t, dir, env, "pre-commit", "run", "--all-files", "--color", "never"); !ok {
		t.Errorf("without:\n%s", out)
	}
}
