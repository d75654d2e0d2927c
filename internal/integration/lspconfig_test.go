package integration

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestEditorLspconfig enables the entry for nvim-lspconfig in Neovim.
func TestEditorLspconfig(t *testing.T) {
	editor(t)
	m := elsewhere(t, installed(t, "setup-debian", "forky", "neovim", "hx", "kakoune"))
	m.copyAll("rtp", filepath.Join(root(t), "editors", "nvim-lspconfig"))
	m.copy("session.lua", filepath.Join(root(t), "internal", "integration", "lspconfig", "session.lua"))
	m.write("page.lua", strings.Join(blocks(t, "nvim-lspconfig", "lua"), "\n"))
	m.write("w/.git/x", "") // configurations are looked for no further up
	m.write("w/work.kam.yaml", badSpec)
	m.write("w/kam.json", `{"schedule": "* * * *"}`)
	m.write("w/beat.kam.yaml", "schedule: \"* * * * *\"\ncontainers:\n  web:\n    imag: \"nginx:1.27\"\n")
	m.write("w/other.yaml", badSpec)
	out, ok := m.run("w", "nvim", "--headless", "-u", "NONE", "--cmd", "set rtp+=../rtp", "-l", "../session.lua")
	if !ok || !strings.HasSuffix(out, "done\n") {
		t.Errorf("the session:\n%s", out)
	}
}
