package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestUpToDate holds the generated files to the comments they are made from.
func TestUpToDate(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	files, err := Generate(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil || string(got) != want {
			t.Errorf("%s is not up to date: run 'go generate ./diagnostics'", name)
		}
	}
	pages, err := filepath.Glob(filepath.Join(root, "docs", "rules", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		if _, ok := files["docs/rules/"+filepath.Base(page)]; !ok {
			t.Errorf("%s is the page of no rule: run 'go generate ./diagnostics'", page)
		}
	}
}

func TestReadComment(t *testing.T) {
	for _, tc := range []struct {
		comment string
		want    rule
		ok      bool
	}{
		{"A fact.\n\nWhy,\nin two lines.\n\nMore.\n\nBad:\n\n\ta: b\n\t  c\n\nGood:\n\n\td: e\n", rule{summary: "A fact.", text: "Why,\nin two lines.\n\nMore.", bad: "a: b\n  c", good: "d: e"}, true},
		{"A fact\nin two lines.\n\nBad:\n\n\ta\n\nGood:\n\n\tb\n", rule{summary: "A fact in two lines.", bad: "a", good: "b"}, true},
		{"A fact.\n\nGood:\n\n\tb\n", rule{}, false},
		{"", rule{}, false},
	} {
		var got rule
		if err := got.readComment(tc.comment); (err == nil) != tc.ok {
			t.Errorf("%q: %v", tc.comment, err)
		} else if tc.ok && got != tc.want {
			t.Errorf("%q: %+v, want %+v", tc.comment, got, tc.want)
		}
	}
}
