package integration

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEditorHelix follows editors/helix in two releases of Helix: it finds the
// server for the languages of specs, and a session with it shows findings,
// explains, completes and mends.
func TestEditorHelix(t *testing.T) {
	editor(t)
	t.Run("25.01", func(t *testing.T) {
		helix(t, elsewhere(t, installed(t, "setup-debian", "trixie", "neovim", "hx")))
	})
	t.Run("25.07", func(t *testing.T) {
		helix(t, elsewhere(t, installed(t, "setup-debian", "forky", "neovim", "hx", "kakoune")))
	})
}

func helix(t *testing.T, m machine) {
	m.copyAll("home/.config/helix", filepath.Join(root(t), "editors", "helix"))
	for _, language := range []string{"kam", "kam-json"} {
		health := m.must("", "hx", "--health", language)
		for _, line := range strings.Split(health, "\n") {
			switch {
			case strings.Contains(line, "kam-ls"), strings.Contains(line, "Highlight"), strings.Contains(line, "Textobject"), strings.Contains(line, "Indent"):
				if !strings.Contains(line, "✓") {
					t.Errorf("%s: %s", language, line)
				}
			}
		}
		if !strings.Contains(health, filepath.Join(m.inside, "bin", "kam-ls")) {
			t.Errorf("%s: the server is not found:\n%s", language, health)
		}
	}

	m.write("w/.git/x", "") // configurations are looked for no further up
	m.write("w/a.kam.yaml", badSpec)
	m.write("w/kam.json", `{"schedule": "* * * *"}`)
	m.write("w/.kam-ls.yaml", "rules: {cron-sintax: off}\n")
	m.write("home/.config/helix/config.toml", `editor.statusline = {right = ["diagnostics", "file-type"]}`)

	s := m.screen("w", "hx", "a.kam.yaml")
	s.wait("● 1 ") // of one finding
	s.press("]", "d")
	s.wait("7 is not a day of week")
	s.press("Space", "k")
	s.wait("takes 0 to 6")
	s.escape("takes 0 to 6")
	s.press("Space", "a")
	s.wait("Apply all safe fixes")
	s.press("Enter") // the first
	s.wait(`"0 3 \* \* 0"`)
	s.press("g", "g", "o")
	s.wait(" INS ")
	s.text("rep")
	s.wait("replicas +property")
	s.press("Tab", "Enter")
	s.wait("replicas: *\n")
	s.text("   2")
	s.escape(" INS ")
	s.enter(":format")
	s.wait("replicas: 2")
	s.enter(":write")
	s.wait("'a.kam.yaml' written")
	if text, want := m.read("w/a.kam.yaml"), strings.Replace(goodSpec, "\n", "\nreplicas: 2\n", 1); text != want {
		t.Errorf("written: %q, want %q", text, want)
	}
	s.press("Space", "a")
	s.wait("Render to Kubernetes manifest")
	s.escape("Render")

	s.enter(":open kam.json")
	s.wait("● 2 ")
	s.press("]", "d")
	s.wait("missing attribute 'containers'")
	s.enter(":open .kam-ls.yaml")
	s.wait("● 1 ")
	s.press("]", "d")
	s.wait("did you mean 'cron-syntax'")
	for name, spec := range namesToTell() {
		language := map[string]string{".yaml": "yaml", ".yml": "yaml", ".json": "json"}[filepath.Ext(name)]
		switch {
		case spec && language == "json":
			language = "kam-json"
		case spec:
			language = "kam"
		}
		s.enter(":open " + name)
		s.wait("(?m) " + regexp.QuoteMeta(name) + " .* " + language + "$")
	}
	s.enter(":quit-all!")
}
