package server

import (
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/internal/marktest"
)

const mistaken = "schedule: \"0 3 * * 7\"\ncontainers:\n  wéb😀:\n    image: \"nginx:1.27\"\n    env: {A: 1, B: 2, C: x}\n    comand: a\n"

// actionsAt asks for the actions at a line.
func actionsAt(c *client, uri string, line uint32, only ...string) []codeAction {
	var actions []codeAction
	params := map[string]any{
		"textDocument": map[string]any{"uri": uri},
		"range":        protocol.Range{Start: protocol.Position{Line: line}, End: protocol.Position{Line: line, Character: 1000}},
		"context":      map[string]any{"diagnostics": []any{}, "only": only},
	}
	c.result("textDocument/codeAction", params, &actions)
	return actions
}

func titles(actions []codeAction) string {
	var list []string
	for _, a := range actions {
		list = append(list, a.Title)
	}
	return strings.Join(list, "; ")
}

// TestFixAll applies all safe fixes, and those only that make nothing worse,
// with and without a client that resolves actions.
func TestFixAll(t *testing.T) {
	for _, resolve := range []bool{false, true} {
		c := start(t)
		c.initialize(func(caps map[string]any) {
			if resolve {
				action := caps["textDocument"].(map[string]any)["codeAction"].(map[string]any)
				action["dataSupport"], action["resolveSupport"] = true, map[string]any{"properties": []string{"edit"}}
			}
		})
		uri := tempFile(t, "a.kam.yaml", "")
		c.open(uri, mistaken)
		for _, only := range [][]string{{"source.fixAll"}, {"source"}, {"source.fixAll.kam"}} {
			actions := slices.DeleteFunc(actionsAt(c, uri, 0, only...), func(a codeAction) bool { return a.Kind != fixAll })
			if len(actions) != 1 || actions[0].Kind != fixAll || (actions[0].Edit == nil) != resolve {
				t.Fatalf("%v: %+v", only, actions)
			}
			if resolve {
				c.result(methodCodeActionResolve, actions[0], &actions[0])
			}
			got := driver{"utf-16"}.apply(marktest.Spec{Text: mistaken}, actions[0].Edit.DocumentChanges[0].Edits)
			want := strings.NewReplacer("* 7", "* 0", "A: 1, B: 2", `A: "1", B: "2"`).Replace(mistaken)
			if got != want {
				t.Errorf("all fixes give\n%s", got)
			}
		}
		if actions := actionsAt(c, uri, 3, "source.organizeImports"); len(actions) != 0 {
			t.Errorf("offered: %s", titles(actions))
		}
		if resolve {
			action := actionsAt(c, uri, 0, "source.fixAll")[0]
			c.notify("textDocument/didChange", map[string]any{
				"textDocument":   map[string]any{"uri": uri, "version": 2},
				"contentChanges": []any{map[string]any{"text": mistaken + "\n"}},
			})
			if m := c.call(methodCodeActionResolve, action); m.Error == nil || m.Error.Code != int(codeContentModified) {
				t.Errorf("an action for an older version gives %+v", m)
			}
		}
		c.stop()
	}
}

// TestFixAllOfRule fixes every finding of the rule at the cursor.
func TestFixAllOfRule(t *testing.T) {
	c := start(t)
	c.initialize()
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, mistaken)
	actions := actionsAt(c, uri, 4, "quickfix")
	i := slices.IndexFunc(actions, func(a codeAction) bool { return a.Title == "Fix all 2 of wrong-type" })
	if i < 0 {
		t.Fatalf("offered: %s", titles(actions))
	}
	got := driver{"utf-16"}.apply(marktest.Spec{Text: mistaken}, actions[i].Edit.DocumentChanges[0].Edits)
	if want := strings.Replace(mistaken, "A: 1, B: 2", `A: "1", B: "2"`, 1); got != want {
		t.Errorf("the fixes give\n%s", got)
	}
	if got := titles(actionsAt(c, uri, 0, "quickfix")); strings.Contains(got, "Fix all") {
		t.Errorf("offered for a single finding: %s", got)
	}
	c.stop()
}

// TestUntitled checks a document that has no file, and so no name, yet.
func TestUntitled(t *testing.T) {
	c := start(t)
	c.initialize()
	c.open("untitled:Untitled-1.yaml", "# kam-ls: spec\nschedule: \"0 3 * * *\"\ncontainers: {web: {image: \"a:1\"}}\n")
	if found := c.published("untitled:Untitled-1.yaml", 1).Diagnostics; len(found) != 0 {
		t.Errorf("found: %+v", found)
	}
	c.stop()
}

// TestConfigurationDocument treats .kam-ls.yaml as a document like others, also
// before it is saved.
func TestConfigurationDocument(t *testing.T) {
	c := start(t)
	c.initialize()
	uri := tempFile(t, ".kam-ls.yaml", "")
	c.open(uri, "rules:\n  image-tags: off\nextends: none.yaml\n")
	found := c.published(uri, 1).Diagnostics
	if len(found) != 2 || found[0].Code != "unknown-rule" || found[1].Code != "configuration" {
		t.Errorf("found: %+v", found)
	}
	if got := titles(actionsAt(c, uri, 1)); got != "Change to 'image-tag'" {
		t.Errorf("offered: %s", got)
	}
	c.stop()
}
