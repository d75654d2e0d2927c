package integration

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// editorsVariable, if it is set, has the tests in editors run: 'make test-editors'
// sets it.
const editorsVariable = "KAM_LS_EDITORS"

// editor is for the tests that run in an editor. They are named TestEditor….
func editor(t *testing.T) {
	t.Helper()
	if os.Getenv(editorsVariable) == "" {
		t.Skip("run 'make test-editors'")
	}
}

// installed runs a script that installs something outside of the checkout, and
// returns its folder.
func installed(t *testing.T, script string, args ...string) string {
	t.Helper()
	setup := exec.Command(filepath.Join(root(t), "scripts", script), args...)
	setup.Dir = root(t)
	setup.Stderr = os.Stderr
	out, err := setup.Output()
	if err != nil {
		t.Fatal(err)
	}
	folder := strings.TrimSpace(string(out))
	if folder == "" {
		lack(t, script+" "+strings.Join(args, " ")+" installed nothing, and has said why")
	}
	return folder
}

// built is the program of this checkout.
func built(t *testing.T) string {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

var buildDir string

// build builds the program once, so that it runs in other Debians, too, whose
// library of C may be another one. Its version is "(devel)" wherever it is built. The
// folder is removed behind the last test.
var build = sync.OnceValues(func() (string, error) {
	program := filepath.Join(buildDir, "kam-ls")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-o", program, "./cmd/kam-ls")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	return program, cmd.Run()
})

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "kam-ls")
	if err != nil {
		panic(err)
	}
	buildDir = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}
