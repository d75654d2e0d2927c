package server

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/internal/marktest"
)

// TestArchives runs the marker archives over JSON-RPC, so that the editor and
// the command line cannot drift apart.
func TestArchives(t *testing.T) {
	for _, unit := range []string{"utf-8", "utf-16"} {
		t.Run(unit, func(t *testing.T) { marktest.Run(t, "../testdata/*/*.txtar", driver{unit}) })
	}
}

// driver answers for a spec by asking a server.
type driver struct{ encoding string }

// session opens the spec in a server of its own.
func (d driver) session(t *testing.T, s marktest.Spec) (*client, string) {
	t.Helper()
	c := start(t)
	c.initialize(func(caps map[string]any) {
		caps["general"] = map[string]any{"positionEncodings": []string{d.encoding}}
	})
	uri := tempFile(t, s.Name, s.Config)
	c.open(uri, s.Text)
	return c, uri
}

func (d driver) unit() encoding {
	if d.encoding == "utf-8" {
		return utf8
	}
	return utf16
}

func (d driver) span(s marktest.Spec, r protocol.Range) document.Span {
	lines := document.NewLines(s.Text)
	return document.Span{Start: d.unit().offset(lines, r.Start), End: d.unit().offset(lines, r.End)}
}

func (d driver) position(s marktest.Spec, uri string) map[string]any {
	return map[string]any{
		"textDocument": map[string]any{"uri": uri},
		"position":     d.unit().position(document.NewLines(s.Text), s.Cursor),
	}
}

var severityNames = map[protocol.DiagnosticSeverity]string{1: "error", 2: "warning", 3: "info", 4: "hint"}

func (d driver) Diagnose(t *testing.T, s marktest.Spec) []marktest.Finding {
	c, uri := d.session(t, s)
	defer c.stop()
	var found []marktest.Finding
	byKey := map[string]int{}
	key := func(d protocol.Diagnostic) string {
		data, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	for _, p := range c.published(uri, 1).Diagnostics {
		byKey[key(p)] = len(found)
		found = append(found, marktest.Finding{Span: d.span(s, p.Range), Severity: severityNames[p.Severity], Rule: p.Code.(string), Message: p.Message})
	}
	var actions []codeAction
	c.result("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": uri},
		"range":        map[string]any{"start": map[string]any{"line": 0, "character": 0}, "end": map[string]any{"line": 1 << 20, "character": 0}},
		"context":      map[string]any{"diagnostics": []any{}},
	}, &actions)
	for _, a := range actions {
		if len(a.Diagnostics) == 0 || strings.HasPrefix(a.Title, "Ignore ") {
			continue // it is for several, or for none
		}
		i, ok := byKey[key(a.Diagnostics[0])]
		if !ok || len(a.Edit.DocumentChanges) != 1 || a.Edit.DocumentChanges[0].TextDocument.Version != 1 {
			t.Fatalf("action %+v belongs to no published diagnostic or version", a)
		}
		found[i].Fixes = append(found[i].Fixes, marktest.Fix{Title: a.Title, Result: d.apply(s, a.Edit.DocumentChanges[0].Edits)})
	}
	return found
}

func (d driver) Complete(t *testing.T, s marktest.Spec) []marktest.Item {
	c, uri := d.session(t, s)
	defer c.stop()
	var list struct {
		Items []struct {
			Label               string
			Detail              string
			SortText            string
			TextEdit            insertReplaceEdit
			AdditionalTextEdits []protocol.TextEdit
		}
	}
	c.result("textDocument/completion", d.position(s, uri), &list)
	var items []marktest.Item
	last := ""
	for _, item := range list.Items {
		if item.SortText <= last {
			t.Errorf("%s sorts before the item above it", item.Label)
		}
		last = item.SortText
		edits := append(slices.Clone(item.AdditionalTextEdits), protocol.TextEdit{Range: item.TextEdit.Replace, NewText: item.TextEdit.NewText})
		items = append(items, marktest.Item{Label: item.Label, Detail: item.Detail, Result: d.apply(s, edits)})
	}
	return items
}

func (d driver) Hover(t *testing.T, s marktest.Spec) string {
	c, uri := d.session(t, s)
	defer c.stop()
	var h *protocol.Hover
	c.result("textDocument/hover", d.position(s, uri), &h)
	if h == nil {
		return "nothing"
	}
	return h.Contents.Value
}

func (d driver) apply(s marktest.Spec, edits []protocol.TextEdit) string {
	type edit struct {
		document.Span
		text string
	}
	var list []edit
	for _, e := range edits {
		list = append(list, edit{d.span(s, e.Range), e.NewText})
	}
	slices.SortStableFunc(list, func(a, b edit) int { return b.Start - a.Start })
	text := s.Text
	for _, e := range list {
		text = text[:e.Start] + e.text + text[e.End:]
	}
	return text
}
