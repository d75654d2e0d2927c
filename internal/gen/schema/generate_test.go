package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestUpToDate holds the generated files to the tables.
func TestUpToDate(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "schema")
	files, err := Generate(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || string(got) != string(want) {
			t.Errorf("schema/%s is not up to date: run 'go generate ./schema'", name)
		}
	}
}
