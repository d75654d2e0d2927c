package main

import (
	"fmt"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kam-ls": func() { os.Exit(run()) }})
}

// TestScript runs the command line as its users do.
func TestScript(t *testing.T) { runScripts(t, "testdata/script") }

// TestPromiseLinks runs it in repositories that try to have it read and write
// elsewhere.
func TestPromiseLinks(t *testing.T) { runScripts(t, "testdata/promise") }

func runScripts(t *testing.T, dir string) {
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", name)
		},
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			// A repository's root: configurations and .gitignore files further up
			// do not count.
			return os.Mkdir(env.WorkDir+"/.git", 0o755)
		},
	})
}
