package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
)

// setting is a line of the template that a '#' keeps from being one of YAML.
var setting = regexp.MustCompile(`(?m)^# ( *(- )?[A-Za-z-]+:( |$))`)

// TestConfigurationTemplate: what 'kam-ls init' shows as settings are settings,
// and all that there are.
func TestConfigurationTemplate(t *testing.T) {
	template, err := templates.ReadFile("templates/config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := setting.ReplaceAllString(string(template), "$1")
	path := filepath.Join(t.TempDir(), "project", config.FileName)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(path, "..", "..", ".git"), 0o755); err != nil { // it extends a file of its repository
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(path, "..", "..", "base.kam-ls.yaml"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	_, chain, err := config.LoadText(path, text)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range diagnostics.RunConfiguration(t.Context(), chain[0]) {
		t.Errorf("%s: %s", d.Span.Of(text), d.Message)
	}
	var visit func(n *document.Node, typeName string)
	visit = func(n *document.Node, typeName string) {
		for _, a := range schema.Configuration().Type(typeName).Attributes {
			value := n.Get(a.Name)
			if value == nil {
				t.Errorf("the template does not show '%s' of %s", a.Name, typeName)
				continue
			}
			of := a.Type
			if of.Kind == schema.List {
				of, value = of.Elem, value.Items[0]
			}
			if of.Kind == schema.Ref {
				visit(value, of.Name)
			}
		}
	}
	visit(chain[0].Doc.Roots()[0].Node, schema.Configuration().Root().Name)
}
