// Package arch holds the import graph to the design.
package arch

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/kam-ls/kam-ls/"

// layers says which packages of the project each package may import.
var layers = map[string][]string{
	"document":             {},
	"schema":               {},
	"cron":                 {},
	"files":                {},
	"kube":                 {},
	"edit":                 {"document"},
	"config":               {"document", "files"},
	"spec":                 {"document", "kube", "schema"},
	"format":               {"document", "edit"},
	"refactor":             {"diagnostics", "document", "edit", "references", "schema", "spec"},
	"references":           {"document", "edit", "kube", "spec"},
	"diagnostics":          {"config", "cron", "document", "edit", "files", "kube", "references", "schema", "spec"},
	"outline":              {"diagnostics", "document", "kube", "schema", "spec"},
	"tokens":               {"diagnostics", "document", "kube", "schema", "spec"},
	"hover":                {"cron", "diagnostics", "document", "kube", "references", "schema", "spec"},
	"completion":           {"cron", "diagnostics", "document", "hover", "kube", "schema", "spec"},
	"render":               {"document", "kube", "spec"},
	"report":               {"diagnostics", "document"},
	"baseline":             {"report"},
	"blocks":               {"config", "diagnostics", "document", "schema", "spec"},
	"server":               {"blocks", "completion", "config", "diagnostics", "document", "files", "format", "hover", "outline", "refactor", "references", "render", "schema", "spec", "tokens"},
	"cmd/kam-ls":           {"baseline", "config", "cron", "diagnostics", "document", "files", "format", "kube", "render", "report", "schema", "server", "spec"},
	"internal/arch":        {},
	"internal/integration": {},
	"internal/marktest":    {"completion", "config", "diagnostics", "document", "hover", "schema", "spec"},
	"internal/gen/rules":   {},
	"internal/gen/schema":  {"document", "schema"},
	"internal/gen/vscode":  {"diagnostics", "document", "files", "schema"},
}

// owners says which package alone imports a library.
var owners = map[string][]string{
	"gopkg.in/yaml.v3":                         {"document"},
	"github.com/santhosh-tekuri/jsonschema/v5": {"schema"},
	"github.com/robfig/cron/v3":                {"cron"},
	"go.lsp.dev/protocol":                      {"server"},
	"go.lsp.dev/jsonrpc2":                      {"server"},
	"go.uber.org/zap":                          {"cmd/kam-ls", "server"},
	"github.com/go-git/go-git/v5":              {"files"},
	"github.com/bmatcuk/doublestar/v4":         {"files"},
	"github.com/agnivade/levenshtein":          {"spec"},
	"github.com/spf13/cobra":                   {"cmd/kam-ls"},
	"github.com/aymanbagabas/go-udiff":         {"cmd/kam-ls", "server"},
	"k8s.io/api":                               {"render"},
	"sigs.k8s.io/yaml":                         {"render"},
	"k8s.io/apimachinery":                      {"kube", "render"},
	"github.com/distribution/reference":        {"kube"},
	"github.com/mattn/go-runewidth":            {"report"},
	"golang.org/x/sys":                         {"server"},
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(strings.NewReader(string(out)))
	count := 0
	for dec.More() {
		var p pkg
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		count++
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, known := layers[name]
		if !known {
			t.Errorf("%s is not in the picture: add it to layers and to ARCHITECTURE.md", name)
			continue
		}
		for _, imported := range p.Imports {
			if ours, ok := strings.CutPrefix(imported, module); ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s, which the design does not allow", name, ours)
			}
			for library, owner := range owners {
				if (imported == library || strings.HasPrefix(imported, library+"/")) && !slices.Contains(owner, name) {
					t.Errorf("%s imports %s, which is for %s alone", name, library, strings.Join(owner, " and "))
				}
			}
			if name != "cmd/kam-ls" && (imported == "net" || imported == "net/http" || imported == "os/exec") {
				t.Errorf("%s imports %s: specs come from anywhere, nothing may reach the network or run", name, imported)
			}
		}
	}
	if count != len(layers) {
		t.Errorf("%d packages, the picture has %d", count, len(layers))
	}
}
