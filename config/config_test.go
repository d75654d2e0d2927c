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

// repository is a folder that is the root of one.
func repository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestExtends builds one configuration on another: globs count from the file
// that they are in.
func TestExtends(t *testing.T) {
	dir := repository(t)
	base := write(t, filepath.Join(dir, "shared", "base.kam-ls.yaml"), "files: [base]\nrules: {a: error, b: error}\noverrides: [{files: [x], rules: {a: off}}]\n")
	path := write(t, filepath.Join(dir, "p", FileName), "extends: ../shared/base.kam-ls.yaml\nexclude: [y]\nrules: {b: hint, c: info}\noverrides: [{files: [z], rules: {a: info}}]\n")
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
		write(t, filepath.Join(dir, fmt.Sprintf("%d.kam-ls.yaml", i)), fmt.Sprintf("extends: %d.kam-ls.yaml\nrules: {a%d: error}\n", i+1, i))
	}
	write(t, filepath.Join(dir, "large.kam-ls.yaml"), strings.Repeat("# large\n", maxSize/8+1))
	if err := os.Mkdir(filepath.Join(dir, "folder.kam-ls.yaml"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"nowhere.kam-ls.yaml": "no such file or directory", "folder.kam-ls.yaml": "is a folder", "large.kam-ls.yaml": "larger than 1 MiB", FileName: "it extends this one, which makes a circle",
		".": errName.Error(), "base.yaml": errName.Error(), "/dev/null": errName.Error(),
	} {
		path := write(t, filepath.Join(dir, FileName), "extends: "+name+"\nrules: {a: error}\n")
		cfg, chain, err := Load(path)
		if err != nil || chain[0].Extends != want || cfg.Rules["a"] != "error" {
			t.Errorf("%s: %+v, %v, want %s", name, chain, err, want)
		}
	}
	cfg, chain, err := Load(filepath.Join(dir, "0.kam-ls.yaml"))
	if err != nil || len(chain) != maxChain || chain[maxChain-1].Extends == "" || cfg.Rules["a9"] != "error" {
		t.Errorf("%d in the chain, %v", len(chain), err)
	}
	if _, _, err := Load(dir); err == nil {
		t.Error("a folder is read")
	}
}

// TestPromiseExtends has configurations name what they may not read: all of it is
// refused for its name and its place, whether it exists or not.
func TestPromiseExtends(t *testing.T) {
	top := t.TempDir()
	repo, bare := filepath.Join(top, "repo"), filepath.Join(top, "bare")
	for _, dir := range []string{filepath.Join(repo, ".git"), filepath.Join(repo, "sub"), filepath.Join(bare, "sub")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	secret := write(t, filepath.Join(top, "secret.kam-ls.yaml"), "rules: {a: off}\n")
	write(t, filepath.Join(repo, ".git", "config"), "rules: {a: off}\n")
	write(t, filepath.Join(repo, "sub", "good.kam-ls.yaml"), "rules: {a: info}\n")
	link := func(path, target string) {
		t.Helper()
		if err := os.Symlink(target, path); err != nil {
			t.Skip(err)
		}
	}
	for _, dir := range []string{repo, bare} {
		link(filepath.Join(dir, "far.kam-ls.yaml"), "../secret.kam-ls.yaml")
		link(filepath.Join(dir, "absolute.kam-ls.yaml"), secret)
		link(filepath.Join(dir, "environment.kam-ls.yaml"), "/proc/self/environ")
		link(filepath.Join(dir, "none.kam-ls.yaml"), "../none.kam-ls.yaml")
		link(filepath.Join(dir, "host.kam-ls.yaml"), "//host/share/x.kam-ls.yaml")
		link(filepath.Join(dir, "up"), "sub/../..")
		link(filepath.Join(dir, "chain.kam-ls.yaml"), "up/secret.kam-ls.yaml")
	}
	link(filepath.Join(repo, "credentials.kam-ls.yaml"), ".git/config")
	link(filepath.Join(repo, "near.kam-ls.yaml"), "sub/../sub/good.kam-ls.yaml")
	link(filepath.Join(repo, "here.kam-ls.yaml"), filepath.Join(repo, "sub", "good.kam-ls.yaml"))

	load := func(dir, name string) string {
		t.Helper()
		path := write(t, filepath.Join(dir, "sub", FileName), fmt.Sprintf("extends: '%s'\nrules: {b: error}\n", name))
		for _, load := range []func() (Config, []File, error){
			func() (Config, []File, error) { return Load(path) },
			func() (Config, []File, error) {
				text, _ := os.ReadFile(path)
				return LoadText(path, string(text))
			},
		} {
			cfg, chain, err := load()
			if err != nil || cfg.Rules["b"] != "error" || cfg.Rules["a"] == "off" || len(chain) > 1 && strings.Contains(chain[1].Doc.Text(), "off") {
				t.Errorf("%s: %+v, %v", name, cfg, err)
			}
			if len(chain) == 1 {
				if strings.Contains(chain[0].Extends, top) || chain[0].Extends == "" {
					t.Errorf("%s: %q", name, chain[0].Extends)
				}
				name = chain[0].Extends
			} else {
				name = ""
			}
		}
		return name
	}
	outside, inNone := "it is outside of the repository: expected a configuration in it", "it is outside of the folder of the configuration, which is in no repository: expected one in that folder"
	for name, want := range map[string]string{
		"/proc/self/environ": errName.Error(), "../../netrc": errName.Error(), "../.git/config": errName.Error(),
		secret: outside, "../../secret.kam-ls.yaml": outside, "../../none.kam-ls.yaml": outside, "//host/share/x.kam-ls.yaml": outside,
		"../far.kam-ls.yaml": outside, "../absolute.kam-ls.yaml": outside, "../environment.kam-ls.yaml": outside, "../none.kam-ls.yaml": outside, "../host.kam-ls.yaml": outside,
		"../chain.kam-ls.yaml": outside, "../up/secret.kam-ls.yaml": outside,
		"../credentials.kam-ls.yaml": errLinked.Error(),
		"../near.kam-ls.yaml":        "", "../here.kam-ls.yaml": "", "good.kam-ls.yaml": "",
	} {
		if got := load(repo, name); got != want {
			t.Errorf("%s in a repository: %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"../far.kam-ls.yaml", "../../secret.kam-ls.yaml", secret} {
		if got := load(bare, name); got != inNone {
			t.Errorf("%s in no repository: %q, want %q", name, got, inNone)
		}
	}
}

// TestPromiseConfigurationFile puts something else in the place of a configuration.
// It is neither read nor passed over.
func TestPromiseConfigurationFile(t *testing.T) {
	top := t.TempDir()
	repo := filepath.Join(top, "repo")
	if err := os.MkdirAll(filepath.Join(repo, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(top, FileName), "rules: {a: off}\n")
	write(t, filepath.Join(repo, ".git", "config"), "rules: {a: off}\n")
	write(t, filepath.Join(repo, "shared.kam-ls.yaml"), "rules: {a: info}\n")
	path := filepath.Join(repo, FileName)
	for target, want := range map[string]string{
		"/proc/self/environ": "outside of the repository", "/dev/zero": "outside of the repository", "../" + FileName: "outside of the repository", "//host/share": "outside of the repository",
		".git/config": "no configuration by its name", "nowhere": "a symbolic link that leads nowhere", FileName: "a symbolic link that leads nowhere", ".git": "no configuration by its name",
		"shared.kam-ls.yaml": "",
	} {
		if err := os.Symlink(target, path); err != nil {
			t.Skip(err)
		}
		found, err := Find(repo)
		if found != path || err != nil {
			t.Errorf("%s: found %q, %v", target, found, err)
		}
		cfg, _, err := Load(found)
		if want == "" && (err != nil || cfg.Rules["a"] != "info") || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", target, err, want)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Load(path); err == nil || err.Error() != "is a folder" {
		t.Errorf("a folder: %v", err)
	}
}

// TestOtherSuffix speaks of a configuration that is named otherwise.
func TestOtherSuffix(t *testing.T) {
	dir := repository(t)
	write(t, filepath.Join(dir, ".kam-ls.yml"), "")
	if _, err := Find(dir); err == nil || !strings.HasSuffix(err.Error(), ".kam-ls.yml is not read: expected the name .kam-ls.yaml") {
		t.Errorf("%v", err)
	}
	write(t, filepath.Join(dir, FileName), "")
	if path, err := Find(dir); err != nil || path != filepath.Join(dir, FileName) {
		t.Errorf("%q, %v", path, err)
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
