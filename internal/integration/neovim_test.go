package integration

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// neovims are the Debians whose Neovim the plugin is tried in: 0.10, and 0.12 or
// what has come after it. The packages are those that other editors' tests ask for,
// too.
var neovims = []struct {
	name   string
	minor  int // of the version, at least
	debian []string
}{
	{"0.10", 10, []string{"trixie", "neovim", "hx"}},
	{"0.12", 12, []string{"forky", "neovim", "hx", "kakoune"}},
}

// neovimPlugin is where the plugin is in the checkout.
var neovimPlugin = filepath.Join("editors", "neovim")

// TestEditorNeovim types into Neovim and looks at what it shows. The tests are
// neovim/*.lua; harness.lua runs them.
func TestEditorNeovim(t *testing.T) {
	editor(t)
	for _, neovim := range neovims {
		t.Run(neovim.name, func(t *testing.T) {
			debian := installed(t, "setup-debian", neovim.debian...)
			home, inside := neovimHome(t, debian)
			nvim := func(t *testing.T, args ...string) string {
				args = append([]string{debian, "env", "-i", "-C", inside, "HOME=" + inside, "TMPDIR=" + inside, "PATH=" + inside + "/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TERM=xterm", "nvim"}, args...)
				return must(t, root(t), nil, "chroot", args...)
			}
			out := nvim(t, "--version")
			minor := 0
			if _, err := fmt.Sscanf(out, "NVIM v0.%d.", &minor); err == nil && minor < neovim.minor {
				t.Fatalf("expected Neovim %s or newer: %s", neovim.name, out)
			}
			tests, err := filepath.Glob(filepath.Join(home, "tests", "*.lua"))
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range tests {
				name := filepath.Base(path)
				if name == "harness.lua" {
					continue
				}
				t.Run(strings.TrimSuffix(name, ".lua"), func(t *testing.T) {
					t.Log(nvim(t, "--clean", "-l", "tests/harness.lua", "tests/"+name))
				})
			}
		})
	}
}

// neovimHome makes a home in another Debian with the plugin, installed as a package
// is, the program and the tests. It returns the folder as it is called here and there.
func neovimHome(t *testing.T, debian string) (home, inside string) {
	t.Helper()
	home, err := os.MkdirTemp(filepath.Join(debian, "tmp"), "kam-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(home); err != nil {
			t.Error(err)
		}
	})
	for to, from := range map[string]string{
		filepath.Join(".local", "share", "nvim", "site", "pack", "kam", "start", "kam"): neovimPlugin,
		"tests": filepath.Join("internal", "integration", "neovim"),
	} {
		if err := os.CopyFS(filepath.Join(home, to), os.DirFS(filepath.Join(root(t), from))); err != nil {
			t.Fatal(err)
		}
	}
	program, err := os.ReadFile(built(t))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(home, "bin", "kam-ls"), string(program))
	if err := os.Chmod(filepath.Join(home, "bin", "kam-ls"), 0o755); err != nil {
		t.Fatal(err)
	}
	return home, "/tmp/" + filepath.Base(home)
}

// TestEditorNeovimTooOld opens a spec in Neovim before 0.8, as Debian bookworm has it:
// the plugin says once that it does not work there, and does nothing.
func TestEditorNeovimTooOld(t *testing.T) {
	editor(t)
	if _, err := exec.LookPath("nvim"); err != nil {
		lack(t, "nvim is not installed: run scripts/setup-editors")
	}
	version, _, _ := strings.Cut(must(t, root(t), nil, "nvim", "--version"), "\n")
	if version >= "NVIM v0.8" || !strings.HasPrefix(version, "NVIM v0.") {
		t.Skip("this machine has " + version)
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "data", "nvim", "site", "pack", "kam", "start", "kam"), os.DirFS(filepath.Join(root(t), neovimPlugin))); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "init.lua"), "require('kam').setup({ no_such_option = true })\n")
	write(t, filepath.Join(dir, "a.kam.yaml"), goodSpec)
	env := []string{"HOME=" + dir, "XDG_DATA_HOME=" + filepath.Join(dir, "data"), "XDG_CONFIG_HOME=" + dir, "XDG_CACHE_HOME=" + dir, "XDG_STATE_HOME=" + dir}
	nvim := func(args ...string) string {
		return must(t, dir, env, "nvim", append([]string{"--headless", "-i", "NONE", "-n", "-u", "init.lua"}, args...)...)
	}
	const says = "kam: needs Neovim 0.8 or newer, this is 0.7"
	out := nvim("a.kam.yaml", "-c", "echo [&filetype, exists(':KamRender')]", "-c", "qall!")
	if strings.Count(out, says) != 1 || !strings.Contains(out, "['yaml', 0]") || strings.Contains(out, "Error") || strings.Contains(out, "traceback") {
		t.Errorf("it says: %s", out)
	}
	out = nvim("-c", "checkhealth kam", "-c", "%print", "-c", "qall!")
	if !strings.Contains(out, "ERROR: "+says) || strings.Contains(out, "traceback") || strings.Contains(out, "Failed to run") {
		t.Errorf("its health: %s", out)
	}
}
