package diagnostics_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
)

// TestRulePages runs the examples of the rules' own pages: the bad one gives the
// rule's finding and no other, the good one none.
func TestRulePages(t *testing.T) {
	for _, r := range diagnostics.Rules() {
		if r.Summary() == "" {
			t.Errorf("%s has no summary: run 'go generate ./diagnostics'", r.ID)
		}
		bad, good := r.Examples()
		cfg := config.Default()
		if r.ID == "cron-dst" {
			cfg.Cron.TimeZone = "Europe/Berlin"
		}
		name := "example.kam.yaml"
		if r.ID == "configuration" {
			name = config.FileName
		}
		found := check(name, complete(r.ID, bad), cfg)
		if len(found) != 1 || found[0].Rule != r.ID {
			t.Errorf("%s: the bad example gives %+v", r.ID, found)
		} else if found[0].Severity != r.Severity {
			t.Errorf("%s: severity %s, its default is %s", r.ID, found[0].Severity, r.Severity)
		}
		for _, d := range check(name, complete(r.ID, good), cfg) {
			t.Errorf("%s: the good example gives %s: %s", r.ID, d.Rule, d.Message)
		}
	}
}

// complete adds what an example leaves out for brevity.
func complete(rule, text string) string {
	if rule == "configuration" || rule == "empty-spec" || rule == "unsupported-kind" || rule == "no-containers" {
		return text + "\n"
	}
	if rule == "size-limit" { // nobody would want to read it
		text = strings.Replace(text, "too much", strings.Repeat("too much ", 1<<17), 1)
	}
	if !strings.Contains(text, "schedule:") {
		text += "\nschedule: \"0 3 * * *\""
	}
	if !strings.Contains(text, "containers:") {
		text += "\ncontainers:\n  main:\n    image: \"busybox:1.28\""
	}
	return text + "\n"
}

// TestRulePagesInJSON runs the examples written as JSON: the same finding at the
// same place, where JSON can hold the mistake.
func TestRulePagesInJSON(t *testing.T) {
	notInJSON := map[string]bool{"syntax": true, "empty-spec": true, "unused-ignore": true, "unknown-rule": true, "configuration": true, "duplicate-workload": true}
	for _, r := range diagnostics.Rules() {
		if notInJSON[r.ID] {
			continue
		}
		cfg := config.Default()
		if r.ID == "cron-dst" {
			cfg.Cron.TimeZone = "Europe/Berlin"
		}
		bad, good := r.Examples()
		bad = complete(r.ID, bad)
		var b strings.Builder
		writeJSON(&b, document.Parse(bad, document.YAML).Roots()[0].Node)
		text := b.String()
		yaml, found := check("example.kam.yaml", bad, cfg), check("example.kam.json", text, cfg)
		if len(found) != 1 || found[0].Rule != r.ID || found[0].Message != yaml[0].Message {
			t.Errorf("%s: %s\ngives %+v", r.ID, text, found)
		} else if got, want := strings.Trim(found[0].Span.Of(text), `"`), strings.Trim(yaml[0].Span.Of(bad), `"`); got != want {
			t.Errorf("%s: the finding stands at %q, in YAML at %q", r.ID, got, want)
		}
		b.Reset()
		writeJSON(&b, document.Parse(complete(r.ID, good), document.YAML).Roots()[0].Node)
		for _, d := range check("example.kam.json", b.String(), cfg) {
			t.Errorf("%s: the good example gives %s: %s", r.ID, d.Rule, d.Message)
		}
	}
}

// writeJSON writes a tree as JSON, keys in order and as often as they stand.
func writeJSON(b *strings.Builder, n *document.Node) {
	switch n.Kind {
	case document.Mapping:
		b.WriteString("{")
		for i := range n.Entries {
			if i > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(b, "%q: ", n.Entries[i].Key.Value)
			writeJSON(b, n.Entries[i].Value)
		}
		b.WriteString("}")
	case document.Sequence:
		b.WriteString("[")
		for i, item := range n.Items {
			if i > 0 {
				b.WriteString(", ")
			}
			writeJSON(b, item)
		}
		b.WriteString("]")
	default:
		if n.Tag == "!!str" {
			fmt.Fprintf(b, "%q", n.Value)
		} else {
			b.WriteString(n.Value)
		}
	}
}
