package main

import (
	"os"
	"testing"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/internal/survival"
)

// TestPeers reads all valid texts with the peers. They find what this parser finds, so
// that figures about damaged texts compare.
func TestPeers(t *testing.T) {
	if testing.Short() {
		t.Skip("it installs packages")
	}
	t.Chdir("../../..")
	p, err := startPeers()
	if err != nil {
		t.Fatal(err)
	}
	if p == nil {
		const reason = "the peers are not installed"
		if os.Getenv("KAM_LS_REQUIRE_INTEGRATION") != "" {
			t.Fatal(reason)
		}
		t.Skip(reason)
	}
	corpora, err := survival.Corpora(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range corpora {
		for _, text := range c.Texts {
			want, err := survival.KamLS{}.Read(text.String(), text.Language)
			if err != nil {
				t.Fatal(err)
			}
			got, err := p.Read(text.String(), text.Language)
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Errors) > 0 || len(got.Roots) != len(want.Roots) {
				t.Errorf("%s: errors %q, %d roots, want %d", text.Name, got.Errors, len(got.Roots), len(want.Roots))
				continue
			}
			for i, root := range got.Roots {
				compare(t, text.Name, root, want.Roots[i])
			}
		}
	}
	for text, language := range map[string]document.Language{"a: [": document.YAML, `{"a": [`: document.JSON} {
		got, err := p.Read(text, language)
		if err != nil || len(got.Errors) == 0 || len(got.Roots) != 1 || len(got.Roots[0].Entries) != 1 {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	if err := p.stop(); err != nil {
		t.Error(err)
	}
}

func compare(t *testing.T, path string, got, want *survival.Node) {
	t.Helper()
	if got.Scalar != want.Scalar || got.Value != want.Value || len(got.Entries) != len(want.Entries) || len(got.Items) != len(want.Items) {
		t.Errorf("%s: got %+v, want %+v", path, got, want)
		return
	}
	for i, e := range got.Entries {
		w := want.Entries[i]
		if e.Key != w.Key || e.Line != w.Line {
			t.Errorf("%s: key '%s' in line %d, want '%s' in line %d", path, e.Key, e.Line+1, w.Key, w.Line+1)
		}
		compare(t, path+"/"+e.Key, e.Value, w.Value)
	}
	for i, item := range got.Items {
		if item.Line != want.Items[i].Line {
			t.Errorf("%s: item %d in line %d, want %d", path, i, item.Line+1, want.Items[i].Line+1)
		}
		compare(t, path, item, want.Items[i])
	}
}
