package integration

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestSetup runs scripts/setup-integration where programs are missing, with an
// apt-get that notes what it is asked for, or fails. The tests go on in any case.
func TestSetup(t *testing.T) {
	need(t, "bash")
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal(err)
	}
	const (
		rootID = "#!/bin/sh\necho 0\n"
		userID = "#!/bin/sh\necho 1000\n"
		notes  = "#!/bin/sh\necho \"$@\" > \"${0%/*}/asked\"\n"
		fails  = "#!/bin/sh\nexit 100\n"
	)
	for name, tc := range map[string]struct {
		programs    map[string]string
		says, asked string
	}{
		"nothing to do": {map[string]string{"git": "", "pre-commit": "", "node": "", "npm": "", "id": rootID, "apt-get": notes}, "", ""},
		"installs":      {map[string]string{"git": "", "pre-commit": "", "npm": "", "id": rootID, "apt-get": notes}, "setup-integration: installing nodejs\n", "nodejs"},
		"no root":       {map[string]string{"git": "", "node": "", "npm": "", "id": userID, "apt-get": notes}, "setup-integration: pre-commit not installed: only root can\n", ""},
		"no apt-get":    {map[string]string{"id": rootID}, "setup-integration: git pre-commit nodejs npm not installed: there is no apt-get\n", ""},
		"no network":    {map[string]string{"git": "", "node": "", "npm": "", "id": rootID, "apt-get": fails}, "setup-integration: installing pre-commit\nsetup-integration: pre-commit not installed: apt-get failed\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			bin := t.TempDir()
			for program, script := range tc.programs {
				write(t, filepath.Join(bin, program), script)
				if err := os.Chmod(filepath.Join(bin, program), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			out, ok := run(t, bin, []string{"PATH=" + bin}, bash, filepath.Join(root(t), "scripts", "setup-integration"))
			if !ok || out != tc.says {
				t.Errorf("succeeded: %t, says %q, want %q", ok, out, tc.says)
			}
			asked, _ := os.ReadFile(filepath.Join(bin, "asked"))
			if words := strings.Fields(string(asked)); tc.asked == "" && len(words) > 0 || tc.asked != "" && words[len(words)-1] != tc.asked {
				t.Errorf("apt-get is asked for %q, want %q", words, tc.asked)
			}
		})
	}
}
