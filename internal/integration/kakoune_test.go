package integration

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestEditorKakoune looks which files Kakoune hands to kam-ls. There is no
// kakoune-lsp in Debian: its options are declared in its place.
func TestEditorKakoune(t *testing.T) {
	editor(t)
	m := elsewhere(t, installed(t, "setup-debian", "forky", "neovim", "hx", "kakoune"))
	m.copy("kam-ls.kak", filepath.Join(root(t), "editors", "kakoune", "kam-ls.kak"))
	m.writeNames()
	script := "declare-option str lsp_language_id ''; declare-option str lsp_servers ''; source ../kam-ls.kak;"
	for _, folder := range []string{"specs", "others"} {
		for _, name := range m.names("w/" + folder) {
			script += " edit '" + folder + "/" + name + "'; echo -to-file out/" + folder + "." + name + " %opt{lsp_language_id} %opt{filetype} %opt{lsp_servers};"
		}
	}
	m.write("w/out/.x", "")
	if out, ok := m.run("w", "kak", "-ui", "dummy", "-e", script+" kill!"); !ok || out != "" {
		t.Fatalf("kak: %s", out)
	}
	for _, name := range m.names("w/out") {
		if name == ".x" {
			continue
		}
		language := strings.ReplaceAll(strings.TrimPrefix(filepath.Ext(name), "."), "yml", "yaml")
		want := language + " "
		if strings.HasPrefix(name, "specs.") {
			want = "kam-" + language + " " + language + " "
		}
		out := m.read("w/out/" + name)
		if !strings.HasPrefix(out, want) || strings.Contains(out, `command = "kam-ls"`) != strings.HasPrefix(name, "specs.") {
			t.Errorf("%s: %q, want %q", name, out, want)
		}
	}
}
