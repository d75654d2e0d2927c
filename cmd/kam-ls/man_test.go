package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

//go:generate go test -run ^TestManPages$ -update-man .

var updateMan = flag.Bool("update-man", false, "rewrite docs/man")

// TestManPages holds the pages of the manual to the commands and their flags.
func TestManPages(t *testing.T) {
	dir := filepath.Join("..", "..", "docs", "man")
	root := newRoot()
	root.InitDefaultCompletionCmd()
	root.DisableAutoGenTag = true
	pages := map[string][]byte{}
	var add func(cmd *cobra.Command, name string)
	add = func(cmd *cobra.Command, name string) {
		if jobs := cmd.Flags().Lookup("jobs"); jobs != nil {
			jobs.DefValue = "the number of processors"
		}
		var b bytes.Buffer
		// No date: the pages change with the commands, not with the day.
		var never time.Time
		header := &doc.GenManHeader{Section: "1", Source: "kam-ls", Manual: "kam-ls", Date: &never}
		if err := doc.GenMan(cmd, header, &b); err != nil {
			t.Fatal(err)
		}
		pages[name+".1"] = bytes.Replace(b.Bytes(), []byte(never.Format("Jan 2006")), nil, 1)
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() {
				add(sub, name+"-"+sub.Name())
			}
		}
	}
	add(root, "kam-ls")
	if *updateMan {
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range pages {
		path := filepath.Join(dir, name)
		if *updateMan {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("docs/man/%s is not up to date: run 'go generate ./cmd/kam-ls'", name)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != len(pages) {
		t.Errorf("docs/man has %d pages, there are %d commands: run 'go generate ./cmd/kam-ls'", len(entries), len(pages))
	}
}
