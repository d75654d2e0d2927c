package marktest

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/kam-ls/kam-ls/completion"
	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/hover"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// Now is the moment that archives are run at.
var Now = time.Date(2026, time.January, 15, 12, 34, 56, 0, time.UTC)

// Library answers by calling the packages themselves.
type Library struct{}

func (Library) read(t *testing.T, s Spec) (*spec.File, config.Config) {
	t.Helper()
	cfg := config.Default().Apply(document.Parse(s.Config, document.YAML), "")
	set := schema.Default()
	if config.IsFile(s.Name) {
		set = schema.Configuration()
	}
	doc := document.Parse(s.Text, document.LanguageOf(s.Name))
	return spec.Read(doc, set, s.Name), cfg.For(s.Name)
}

// Diagnose runs the rules.
func (l Library) Diagnose(t *testing.T, s Spec) []Finding {
	file, cfg := l.read(t, s)
	var found []Finding
	all := diagnostics.Run(context.Background(), file, cfg, Now)
	if file.Schema.IsConfiguration() {
		_, chain, err := config.LoadText(filepath.Join(t.TempDir(), s.Name), s.Text)
		if err != nil {
			t.Fatal(err)
		}
		all = diagnostics.RunConfiguration(context.Background(), chain[0])
	}
	for _, d := range all {
		f := Finding{Span: d.Span, Severity: d.Severity.String(), Rule: d.Rule, Message: d.Message}
		for _, fix := range d.Fixes {
			f.Fixes = append(f.Fixes, Fix{fix.Title, apply(s.Text, fix.Edits)})
		}
		found = append(found, f)
	}
	return found
}

// Complete asks for the proposals at the cursor.
func (l Library) Complete(t *testing.T, s Spec) []Item {
	file, cfg := l.read(t, s)
	var items []Item
	for _, item := range completion.At(file, s.Cursor, completion.Options{Near: func(offset int) []string {
		return diagnostics.RulesNear(file.Doc.Lines(), diagnostics.Run(context.Background(), file, cfg, Now), offset)
	}}) {
		edits := append(slices.Clone(item.Also), document.Edit{Span: item.Span, NewText: item.Snippet})
		items = append(items, Item{item.Label, item.Detail, apply(s.Text, edits)})
	}
	return items
}

// Hover asks for what stands at the cursor.
func (l Library) Hover(t *testing.T, s Spec) string {
	file, cfg := l.read(t, s)
	zone, err := time.LoadLocation(cfg.Cron.TimeZone)
	if err != nil {
		t.Fatal(err)
	}
	h, ok := hover.At(file, s.Cursor, hover.Options{Now: Now.In(zone), Runs: cfg.Cron.PreviewCount})
	if !ok {
		return "nothing"
	}
	return h.Markdown
}

// apply is text after edits, which all count in text and do not overlap.
func apply(text string, edits []document.Edit) string {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b document.Edit) int { return b.Start - a.Start })
	for _, e := range edits {
		text = text[:e.Start] + e.NewText + text[e.End:]
	}
	return text
}
