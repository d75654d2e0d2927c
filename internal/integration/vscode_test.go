package integration

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestEditorVSCode installs the packaged extension into VS Code's own workbench,
// which code-server shows to a browser, and has a browser do what a person does.
// The session is codeserver/session.mjs.
func TestEditorVSCode(t *testing.T) {
	editor(t)
	need(t, "chromium")
	node := installed(t, "setup-node")
	codeServer := installed(t, "setup-npm", "internal/integration/codeserver", "--build")
	env := []string{
		"PATH=" + node + string(os.PathListSeparator) + os.Getenv("PATH"),
		"HOME=" + t.TempDir(),   // nothing of this machine's user
		"EXTENSIONS_GALLERY={}", // and no gallery, which would be asked for news
	}
	vsix := filepath.Join(root(t), lastLine(must(t, root(t), nil, filepath.Join("scripts", "build-vsix"))))

	grammars := filepath.Join(codeServer, "node_modules", "code-server", "lib", "vscode", "extensions")
	if out, ok := run(t, filepath.Join(root(t), "editors", "vscode"), append(env, "KAM_GRAMMARS="+grammars), "npm", "test"); !ok {
		t.Errorf("what needs no editor:\n%s", out)
	}

	dir := t.TempDir()
	profile, extensions := filepath.Join(dir, "profile"), filepath.Join(dir, "extensions")
	write(t, filepath.Join(profile, "User", "settings.json"), vscodeSettings)
	entry := filepath.Join(codeServer, "node_modules", "code-server", "out", "node", "entry.js")
	command := []string{filepath.Join(node, "node"), entry, "--user-data-dir", profile, "--extensions-dir", extensions}
	base := serveVSCode(t, dir, env, append(command, "--auth", "none", "--bind-addr", "127.0.0.1:0", "--disable-telemetry", "--disable-update-check"))

	yaml := yamlExtension(t, env)

	session := filepath.Join(dir, "session")
	copyFolder(t, filepath.Join(root(t), "internal", "integration", "codeserver"), session)
	if err := os.Symlink(filepath.Join(codeServer, "node_modules"), filepath.Join(session, "node_modules")); err != nil {
		t.Fatal(err)
	}
	pictures := os.Getenv("KAM_LS_PICTURES")
	if pictures != "" {
		pictures = filepath.Join(root(t), pictures)
	}
	install := strings.Join(append(command, "--force", "--install-extension"), "\n")
	out, ok := run(t, session, append(env,
		"KAM_BASE="+base, "KAM_EXTENSIONS="+extensions, "KAM_PROFILE="+profile, "KAM_INSTALL="+install, "KAM_VSIX="+vsix, "KAM_YAML_VSIX="+yaml, "KAM_PICTURES="+pictures,
		"KAM_FAILED="+filepath.Join(os.TempDir(), "kam-ls-vscode.png"),
	), filepath.Join(node, "node"), "session.mjs")
	t.Logf("\n%s", out)
	if !ok {
		t.Fail()
	}
}

// yamlExtension packages an extension that does with YAML what people have another
// one for.
func yamlExtension(t *testing.T, env []string) string {
	t.Helper()
	server := filepath.Join(installed(t, "setup-npm", "internal/integration/yamlserver"), "node_modules", "yaml-language-server", "bin", "yaml-language-server")
	dir := t.TempDir()
	from := filepath.Join(root(t), "internal", "integration", "yamlextension")
	manifest, err := os.ReadFile(filepath.Join(from, "package.json"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "package.json"), string(manifest))
	write(t, filepath.Join(dir, "README.md"), "For tests.\n")
	tools := filepath.Join(root(t), "editors", "vscode")
	must(t, tools, append(env, "NODE_PATH="+filepath.Join(tools, "node_modules")), "npx", "--no-install", "esbuild", filepath.Join(from, "extension.js"), "--bundle", "--platform=node", "--external:vscode",
		"--log-level=error", "--define:SERVER="+strconv.Quote(server), "--outfile="+filepath.Join(dir, "out.js"))
	must(t, dir, env, filepath.Join(tools, "node_modules", ".bin", "vsce"), "package", "--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", "yaml.vsix")
	return filepath.Join(dir, "yaml.vsix")
}

// vscodeSettings leave nothing in the way: no welcome, no questions.
const vscodeSettings = `{
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.colorTheme": "Default Dark Modern",
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "editor.cursorBlinking": "solid",
  "files.hotExit": "off",
  "extensions.ignoreRecommendations": true,
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.banner": "never"
}
`

var listening = regexp.MustCompile(`listening on (http://127\.0\.0\.1:\d+)`)

// serveVSCode starts a server on a port of its own and returns its address. It is
// stopped when the test ends.
func serveVSCode(t *testing.T, dir string, env, command []string) string {
	t.Helper()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	address := make(chan string, 1)
	done := make(chan struct{})
	var printed strings.Builder
	go func() {
		defer close(done)
		lines := bufio.NewScanner(io.TeeReader(stdout, &printed))
		for lines.Scan() {
			if m := listening.FindStringSubmatch(lines.Text()); m != nil {
				select {
				case address <- m[1]:
				default:
				}
			}
		}
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			_ = cmd.Process.Kill()
		}
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("the server printed\n%s", printed.String())
		}
	})
	select {
	case a := <-address:
		return a
	case <-done:
		t.Fatal("the server has ended")
	case <-time.After(time.Minute):
		t.Fatal("the server does not listen")
	}
	panic("not reached")
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// copyFolder copies the files of a folder, but for those of npm.
func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), "package") {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("copying: %w", err)
		}
		write(t, filepath.Join(to, rel), string(text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
