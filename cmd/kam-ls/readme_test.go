package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadme holds the first screen of the README to what the program prints.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	const command = "$ kam-ls check testdata/readme/nightly.kam.yaml\n"
	_, shown, ok := strings.Cut(string(readme), command)
	if !ok {
		t.Fatalf("the README does not show %q", command)
	}
	shown, _, _ = strings.Cut(shown, "```")
	t.Chdir(filepath.Join("..", ".."))
	root := newRoot()
	var out strings.Builder
	root.SetOut(&out)
	root.SetArgs([]string{"check", "testdata/readme/nightly.kam.yaml"})
	if err := root.Execute(); err == nil {
		t.Error("the README's spec has no findings")
	}
	if out.String() != shown {
		t.Errorf("the README shows\n%s\nbut the program prints\n%s", shown, out.String())
	}
}
