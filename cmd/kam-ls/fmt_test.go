package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFmtPanic holds a fault of our own in one file to that file: the others are
// formatted.
func TestFmtPanic(t *testing.T) {
	path := filepath.Join(t.TempDir(), "z.kam.yaml")
	if err := os.WriteFile(path, []byte("a:   1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errOut strings.Builder
	root := newRoot()
	root.SetArgs([]string{"fmt", "--no-config", "--write", "--stdin-filename", "a.kam.yaml", "-", path})
	root.SetIn(panics{})
	root.SetOut(&out)
	root.SetErr(&errOut)
	err := root.Execute()
	if want := "kam-ls: a.kam.yaml: internal error, please report it with the file: a fault\n"; errOut.String() != want || err == nil {
		t.Errorf("%q, %v", errOut.String(), err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "a: 1\n" {
		t.Errorf("%q, %v", text, err)
	}
}

// panics is a reader with a fault.
type panics struct{}

func (panics) Read([]byte) (int, error) { panic("a fault") }
