// Command vscode writes the parts of the VS Code extension that are made from
// what the server knows: file names, settings and rules.
//
// It is run by 'go generate ./internal/gen/vscode'.
package main

//go:generate go run . ../../../editors/vscode

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	dir := "."
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	if err := run(dir); err != nil {
		fmt.Fprintln(os.Stderr, "vscode:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	manifest, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil {
		return err
	}
	files, err := Generate(manifest)
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
