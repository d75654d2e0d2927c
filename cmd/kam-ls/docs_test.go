package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// command is a call of kam-ls in an example, quoted arguments included, up to
// where the shell or a string around it goes on.
var command = regexp.MustCompile(`\bkam-ls(?:@[\w.]+)? ([a-z-](?: '[^'\n]*'|[^'"` + "`" + `|<>#&;)\n])*)`)

// splitWords splits a call as a shell does.
func splitWords(call string) []string {
	var list []string
	for i, part := range strings.Split(call, "'") {
		if i%2 == 1 {
			list = append(list, part)
		} else {
			list = append(list, strings.Fields(part)...)
		}
	}
	return list
}

// TestDocumentedCommands: every call that the pages show is one of a command
// that there is, with flags that it has and as many arguments as it takes.
func TestDocumentedCommands(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join("..", "..", "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, page := range append(pages, filepath.Join("..", "..", "README.md"), filepath.Join("..", "..", "editors", "README.md")) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for i, block := range strings.Split(string(text), "```") {
			if i%2 == 0 { // between two blocks
				continue
			}
			for _, match := range command.FindAllStringSubmatch(block, -1) {
				count++
				cmd, args, err := newRoot().Find(splitWords(match[1]))
				if err == nil {
					err = cmd.ParseFlags(args)
				}
				if err == nil {
					err = cmd.ValidateArgs(cmd.Flags().Args())
				}
				if err != nil {
					t.Errorf("%s: 'kam-ls %s': %v", filepath.Base(page), match[1], err)
				}
			}
		}
	}
	if count < 15 {
		t.Errorf("%d calls, expected more", count)
	}
}
