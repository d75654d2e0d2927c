package integration

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestEditorVim installs editors/vim as a package of Vim and runs a session with ALE,
// the one client for Vim that Debian has.
func TestEditorVim(t *testing.T) {
	editor(t)
	m := elsewhere(t, installed(t, "setup-debian", "trixie", "vim", "vim-ale"))
	m.copyAll("home/.vim/pack/kam/start/kam-ls", filepath.Join(root(t), "editors", "vim"))
	m.copy("session.vim", filepath.Join(root(t), "internal", "integration", "vim", "session.vim"))
	m.write("page.vim", strings.Join(blocks(t, "vim", "vim"), "\n"))
	m.writeNames()
	m.write("w/.git/x", "") // configurations are looked for no further up
	m.write("w/work.kam.yaml", badSpec)
	m.write("w/kam.json", `{"schedule": "* * * *"}`)
	m.write("w/beat.kam.yaml", "schedule: \"* * * * *\"\ncontainers:\n  web:\n    image: \"nginx:1.27\"\n")
	m.run("w", "vim", "--not-a-term", "-u", "../session.vim")
	if wrong := m.read("w/wrong"); wrong != "done\n" {
		t.Errorf("the session:\n%s", wrong)
	}
}
