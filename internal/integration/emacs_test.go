package integration

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestEditorEmacs installs kam-ls.el as a package of Emacs and runs a session with
// it: in the Emacs of this machine, which has no mode for YAML and an old Eglot, and
// in a later one with yaml-mode and lsp-mode.
func TestEditorEmacs(t *testing.T) {
	editor(t)
	t.Run("here", func(t *testing.T) {
		emacs(t, here(t, "emacs"))
	})
	t.Run("trixie", func(t *testing.T) {
		emacs(t, elsewhere(t, installed(t, "setup-debian", "trixie", "emacs-nox", "elpa-yaml-mode", "elpa-lsp-mode")))
	})
}

func emacs(t *testing.T, m machine) {
	source := filepath.Join(root(t), "editors", "emacs", "kam-ls.el")
	m.copy("src/kam-ls.el", source)
	m.copy("session-tests.el", filepath.Join(root(t), "internal", "integration", "emacs", "session-tests.el"))
	if out := m.must("src", "emacs", "--batch", "-q", "--no-site-file", "--eval", `(setq byte-compile-error-on-warn t)`, "-f", "batch-byte-compile", "kam-ls.el"); out != "" {
		t.Errorf("byte-compile: %s", out)
	}
	if out := m.must("src", "emacs", "--batch", "-q", "--no-site-file", "--eval", `(progn (require 'checkdoc) (checkdoc-file "kam-ls.el"))`); out != "" {
		t.Errorf("checkdoc: %s", out)
	}
	m.must("src", "emacs", "--batch", "-q", "--no-site-file", "--eval", `(progn (require 'package) (package-install-file "kam-ls.el"))`)

	page := blocks(t, "emacs", "elisp")
	m.write("init.el", page[0])
	m.write("page.el", strings.Join(page, "\n"))
	m.must("", "emacs", "--batch", "-q", "--no-site-file", "page.el", "-f", "check-parens")
	m.writeNames()
	m.write("w/.git/x", "") // configurations are looked for no further up
	out, ok := m.run("w", "emacs", "--batch", "-q", "--no-site-file", "--eval", "(package-activate-all)", "-l", "../init.el", "-l", "../session-tests.el")
	if !ok {
		t.Errorf("the session:\n%s", out)
	}
	if !strings.Contains(out, "session-eglot") {
		t.Errorf("no session ran:\n%s", out)
	}
}
