package server

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
)

const twoJobs = "a:\n  schedule: \"*/15 9-17 * * 1-5\"\n  containers: {web: {image: \"a:1\"}}\n" +
	"😀b:\n  schedule: \"0 3 * * 7\"\n  containers: {web: {image: \"a:1\"}}\n" +
	"c:\n  containers: {web: {image: \"a:1\"}}\n  schedule: @daily\n" +
	"d:\n  containers: {web: {image: \"a:1\"}}\n  schedule: \"@daily\"\n"

func inDocument(uri string) map[string]any {
	return map[string]any{"textDocument": map[string]any{"uri": uri}}
}

// TestInlayHints shows behind each schedule its reading, if it has one, in the
// range that is asked for.
func TestInlayHints(t *testing.T) {
	c := start(t)
	c.initialize()
	uri := tempFile(t, "a.kam.yaml", "")
	c.open(uri, twoJobs)
	ask := func(from, to uint32) []inlayHint {
		params := inDocument(uri)
		params["range"] = protocol.Range{Start: protocol.Position{Line: from}, End: protocol.Position{Line: to}}
		var hints []inlayHint
		c.result(methodInlayHint, params, &hints)
		return hints
	}
	hints := ask(0, 20)
	if len(hints) != 3 || hints[0].Label != "every 15 minutes from 09:00 to 17:45, Monday to Friday" || hints[0].Position != (protocol.Position{Line: 1, Character: 31}) || hints[2].Position.Line != 11 {
		t.Errorf("hints: %+v", hints)
	}
	if hints := ask(4, 7); len(hints) != 0 {
		t.Errorf("elsewhere: %+v", hints)
	}
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"kam": map[string]any{"inlayHints": map[string]any{"schedule": false}}}})
	if hints := ask(0, 20); len(hints) != 0 {
		t.Errorf("turned off: %+v", hints)
	}
	c.stop()
}

// TestCodeLenses shows the next run above each workload, and all of them when
// the lens is chosen.
func TestCodeLenses(t *testing.T) {
	c := start(t)
	c.initialize()
	uri := tempFile(t, "a.kam.yaml", "cron: {timeZone: Europe/Berlin}\n")
	c.open(uri, twoJobs)
	var lenses []protocol.CodeLens
	c.result("textDocument/codeLens", inDocument(uri), &lenses)
	if len(lenses) != 3 || lenses[0].Range.Start.Line != 0 || lenses[2].Range.Start.Line != 9 {
		t.Fatalf("lenses: %+v", lenses)
	}
	if want := "every 15 minutes from 09:00 to 17:45, Monday to Friday; next Thu 2026-01-15 13:45 CET, in 10 min"; lenses[0].Command.Title != want {
		t.Errorf("the lens says %q, want %q", lenses[0].Command.Title, want)
	}
	var answer previewAnswer
	c.result("workspace/executeCommand", map[string]any{"command": lenses[2].Command.Command, "arguments": lenses[2].Command.Arguments}, &answer)
	if answer.Workload != "d" || answer.TimeZone != "Europe/Berlin" || len(answer.Next) != 3 || answer.Next[0] != "2026-01-15T23:00:00Z" ||
		len(answer.Runs) != 3 || answer.Runs[0] != "Fri 2026-01-16 00:00 CET, in 10 h 25 min" {
		t.Errorf("the preview is %+v", answer)
	}
	for {
		m := wait(t, c.raw)
		if m.Method != "window/showMessage" {
			continue
		}
		var shown protocol.ShowMessageParams
		if err := json.Unmarshal(m.Params, &shown); err != nil || !strings.HasPrefix(shown.Message, "d: at 00:00 every day\nFri 2026-01-16 00:00 CET, in ") {
			t.Errorf("shown: %s (%v)", m.Params, err)
		}
		break
	}
	var silent previewAnswer
	c.result("workspace/executeCommand", map[string]any{"command": cronPreview, "arguments": []any{uri, 0, map[string]any{"message": false}}}, &silent)
	var all []previewAnswer
	c.result("workspace/executeCommand", map[string]any{"command": schedulesCommand, "arguments": []any{uri}}, &all)
	if len(all) != 3 || !reflect.DeepEqual(all[0], silent) || !reflect.DeepEqual(all[2], answer) {
		t.Errorf("one by one %+v and %+v, all together %+v", silent, answer, all)
	}
	if r := silent.Range; silent.Schedule != "*/15 9-17 * * 1-5" || r.Start != (protocol.Position{Line: 1, Character: 12}) || r.End.Character != 31 {
		t.Errorf("the schedule is %q at %v", silent.Schedule, r)
	}
	if w := silent.Week; w == nil || w.Start != "2026-01-12" || w.Runs[0][8] != 0 || w.Runs[4][17] != 4 || w.Runs[5] != [24]int{} {
		t.Errorf("its week is %+v", w)
	}
	select {
	case m := <-c.raw:
		t.Errorf("a preview as data shows %s %s", m.Method, m.Params)
	default:
	}
	for _, params := range []map[string]any{
		{"command": "kam.nothing"},
		{"command": schedulesCommand},
		{"command": schedulesCommand, "arguments": []any{"file:///none.kam.yaml"}},
		{"command": cronPreview, "arguments": []any{uri, 0, true}},
		{"command": cronPreview},
		{"command": cronPreview, "arguments": []any{uri, 5}},
		{"command": cronPreview, "arguments": []any{5}},
		{"command": cronPreview, "arguments": []any{"file:///none.kam.yaml", 0}},
	} {
		if m := c.call("workspace/executeCommand", params); m.Error == nil {
			t.Errorf("%v is answered with %s", params, m.Result)
		}
	}
	actions := actionsAt(c, uri, 1, "source.kam.cronPreview")
	if got := titles(actions); got != "Show the next runs" {
		t.Errorf("offered: %s", got)
	}
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"kam": map[string]any{"codeLens": map[string]any{"enable": false}}}})
	c.result("textDocument/codeLens", inDocument(uri), &lenses)
	if len(lenses) != 0 {
		t.Errorf("turned off: %+v", lenses)
	}
	c.stop()
}

// TestSignatureHelp names the field that is being typed.
func TestSignatureHelp(t *testing.T) {
	c := start(t)
	c.initialize()
	uri := tempFile(t, "a.kam.yaml", "")
	for i, tc := range []struct {
		value  string
		column uint32
		active int // -1 for no help
	}{
		{`""`, 11, 0}, {`"0 "`, 13, 1}, {`"0 3 * * "`, 19, 4}, {`'*/15 9-17 * * 1-5'`, 17, 1}, {"0 3 1", 15, 2}, {`"@daily"`, 14, -1}, {`"0 0 * * 0 "`, 21, -1},
	} {
		version := i + 1
		text := "schedule: " + tc.value + "\ncontainers: {web: {image: \"a:1\"}}\n"
		if i == 0 {
			c.open(uri, text)
		} else {
			c.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": uri, "version": version}, "contentChanges": []any{map[string]any{"text": text}}})
		}
		params := inDocument(uri)
		params["position"] = protocol.Position{Character: tc.column}
		var help *protocol.SignatureHelp
		c.result("textDocument/signatureHelp", params, &help)
		switch {
		case tc.active < 0 && help == nil:
		case tc.active < 0 || help == nil || len(help.Signatures) != 1 || len(help.Signatures[0].Parameters) != 5 || int(help.ActiveParameter) != tc.active:
			t.Errorf("%s at %d: %+v, want field %d", tc.value, tc.column, help, tc.active)
		case !strings.Contains(help.Signatures[0].Label, help.Signatures[0].Parameters[tc.active].Label):
			t.Errorf("the label %q does not hold its parameters", help.Signatures[0].Label)
		}
	}
	params := inDocument(uri)
	params["position"] = protocol.Position{Line: 1, Character: 20}
	var help *protocol.SignatureHelp
	if c.result("textDocument/signatureHelp", params, &help); help != nil {
		t.Errorf("outside of a schedule: %+v", help)
	}
	c.stop()
}
