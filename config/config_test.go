package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/document"
)

func parse(text string) Config {
	return Default().Apply(document.Parse(text, document.YAML), "/p")
}

// TestApply takes what can be read and leaves the rest as it was.
func TestApply(t *testing.T) {
	cfg := parse("files: [a/**, '*.job.yaml']\nexclude:\n  - vendor\nrules: {wrong-type: off, x: error}\nfailOn: warning\n" +
		"cron: {timeZone: Europe/Berlin, previewCount: 5}\nrender: {namespace: batch, restartPolicy: OnFailure}\n" +
		"overrides:\n  - files: [a]\n    rules: {x: off}\n  - files: ['*.yaml']\n    rules: {y: hint}\n")
	if len(cfg.Files.Patterns) != 2 || cfg.Files.Base != "/p" || cfg.Exclude.Patterns[0] != "vendor" || cfg.Rules["wrong-type"] != "off" || cfg.FailOn != "warning" ||
		cfg.Cron != (Cron{"Europe/Berlin", 5}) || cfg.Render != (Render{"batch", "OnFailure"}) {
		t.Errorf("%+v", cfg)
	}
	for path, want := range map[string]string{"/p/a/b.kam.json": "off ", "/p/b.yaml": "error hint", "/p/a/b.yaml": "off hint", "/q/a/b.yaml": "error "} {
		if r := cfg.For(path).Rules; r["x"]+" "+r["y"] != want {
			t.Errorf("%s: %v, want %s", path, r, want)
		}
	}
	if cfg.Rules["x"] != "error" {
		t.Error("an override changed the configuration itself")
	}
	for _, text := range []string{"", "# nothing\n", "---\n", "files:\nrules: ~\n", "- a\n", "files: x\nexclude: {}\n", "rules: {a: loud, b: [c]}\nfailOn: 3\n", "cron: {timeZone: Mars/Base, previewCount: 101}\n",
		"cron: {timeZone: ../../etc/passwd}\n", "cron: {timeZone: Local}\n", "render: {restartPolicy: Always}\n", "overrides: [5, {files: [a]}]\n", "a: [\n"} {
		if got, want := fmt.Sprint(parse(text)), fmt.Sprint(Default()); strings.ReplaceAll(got, "/p", "") != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestExtends builds one configuration on another: globs count from the file
// that they stand in.
func TestExtends(t *testing.T) {
	dir := t.TempDir()
	base := write(t, filepath.Join(dir, "shared", "base.yaml"), "files: [base]\nrules: {a: error, b: error}\noverrides: [{files: [x], rules: {a: off}}]\n")
	path := write(t, filepath.Join(dir, "p", FileName), "extends: ../shared/base.yaml\nexclude: [y]\nrules: {b: hint, c: info}\noverrides: [{files: [z], rules: {a: info}}]\n")
	cfg, chain, err := Load(path)
	if err != nil || len(chain) != 2 || chain[0].Path != path || chain[1].Path != base || chain[0].Extends != "" {
		t.Fatalf("%+v, %v", chain, err)
	}
	if cfg.Files.Base != filepath.Dir(base) || cfg.Exclude.Base != filepath.Dir(path) || fmt.Sprint(cfg.Rules) != "map[a:error b:hint c:info]" || len(cfg.Overrides) != 2 {
		t.Errorf("%+v", cfg)
	}
}

func TestExtendsFaults(t *testing.T) {
	dir := t.TempDir()
	for i := range 12 {
		write(t, filepath.Join(dir, fmt.Sprintf("%d.yaml", i)), fmt.Sprintf("extends: %d.yaml\nrules: {a%d: error}\n", i+1, i))
	}
	write(t, filepath.Join(dir, "large.yaml"), strings.Repeat("# large\n", maxSize/8+1))
	for name, want := range map[string]string{
		"nowhere.yaml": "no such file or directory", ".": "not a regular file", "large.yaml": "larger than 1024 KiB", FileName: "it extends this one, which makes a circle", "/dev/null": "not a regular file",
	} {
		path := write(t, filepath.Join(dir, FileName), "extends: "+name+"\nrules: {a: error}\n")
		cfg, chain, err := Load(path)
		if err != nil || chain[0].Extends != want || cfg.Rules["a"] != "error" {
			t.Errorf("%s: %+v, %v, want %s", name, chain, err, want)
		}
	}
	cfg, chain, err := Load(filepath.Join(dir, "0.yaml"))
	if err != nil || len(chain) != maxChain || chain[maxChain-1].Extends == "" || cfg.Rules["a9"] != "error" {
		t.Errorf("%d in the chain, %v", len(chain), err)
	}
	if _, _, err := Load(dir); err == nil {
		t.Error("a folder is read")
	}
}

// TestFind looks upwards, and not beyond the root of the repository.
func TestFind(t *testing.T) {
	top := t.TempDir()
	inner := filepath.Join(top, "repo", "a", "b")
	for _, dir := range []string{inner, filepath.Join(top, "repo", ".git")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write := func(dir string) string { return write(t, filepath.Join(dir, FileName), "") }
	find := func(want string) {
		t.Helper()
		if got, err := Find(inner); err != nil || got != want {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
	write(top)
	find("")
	root := write(filepath.Join(top, "repo"))
	find(root)
	nearest := write(filepath.Join(top, "repo", "a"))
	find(nearest)
}
