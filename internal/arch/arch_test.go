// Package arch holds the import graph to the design.
package arch

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/kam-ls/kam-ls/"

// layers says which packages of the project each package may import.
var layers = map[string][]string{
	"document":              {},
	"schema":                {},
	"cron":                  {},
	"files":                 {},
	"kube":                  {},
	"printable":             {},
	"edit":                  {"document"},
	"config":                {"document", "files"},
	"spec":                  {"document", "kube", "schema"},
	"format":                {"document", "edit"},
	"refactor":              {"diagnostics", "document", "edit", "references", "schema", "spec"},
	"references":            {"document", "edit", "kube", "spec"},
	"diagnostics":           {"config", "cron", "document", "edit", "files", "kube", "references", "schema", "spec"},
	"outline":               {"diagnostics", "document", "kube", "schema", "spec"},
	"tokens":                {"diagnostics", "document", "kube", "schema", "spec"},
	"hover":                 {"cron", "diagnostics", "document", "kube", "references", "schema", "spec"},
	"completion":            {"cron", "diagnostics", "document", "hover", "kube", "schema", "spec"},
	"render":                {"document", "kube", "printable", "spec"},
	"report":                {"diagnostics", "document", "printable"},
	"baseline":              {"printable", "report"},
	"blocks":                {"config", "diagnostics", "document", "schema", "spec"},
	"server":                {"blocks", "completion", "config", "diagnostics", "document", "files", "format", "hover", "outline", "refactor", "references", "render", "schema", "spec", "tokens"},
	"cmd/kam-ls":            {"baseline", "config", "cron", "diagnostics", "document", "files", "format", "kube", "printable", "render", "report", "schema", "server", "spec"},
	"internal/arch":         {},
	"internal/integration":  {},
	"internal/marktest":     {"completion", "config", "diagnostics", "document", "hover", "schema", "spec"},
	"internal/gen/rules":    {},
	"internal/gen/schema":   {"document", "schema"},
	"internal/gen/vscode":   {"diagnostics", "document", "files", "schema"},
	"internal/largespec":    {},
	"internal/survival":     {"document", "files", "internal/largespec"},
	"internal/survival/cmd": {"document", "internal/survival"},
}

// owners says which package alone imports a library.
var owners = map[string][]string{
	"gopkg.in/yaml.v3":                         {"document", "internal/survival"},
	"github.com/santhosh-tekuri/jsonschema/v5": {"schema"},
	"github.com/robfig/cron/v3":                {"cron"},
	"go.lsp.dev/protocol":                      {"server"},
	"go.lsp.dev/jsonrpc2":                      {"server"},
	"go.uber.org/zap":                          {"cmd/kam-ls", "server"},
	"github.com/go-git/go-git/v5":              {"files"},
	"golang.org/x/sys":                         {"files", "server"},
	"github.com/agnivade/levenshtein":          {"spec"},
	"github.com/spf13/cobra":                   {"cmd/kam-ls"},
	"github.com/aymanbagabas/go-udiff":         {"cmd/kam-ls", "server"},
	"k8s.io/api":                               {"render"},
	"sigs.k8s.io/yaml":                         {"render"},
	"k8s.io/apimachinery":                      {"kube", "render"},
	"github.com/distribution/reference":        {"kube"},
	"github.com/mattn/go-runewidth":            {"report"},
}

// TestStreams: what is printed goes through the writers that execute puts before the
// streams; the language server's protocol is on the streams themselves.
func TestStreams(t *testing.T) {
	root := filepath.Join("..", "..")
	allowed := map[string]bool{"cmd/kam-ls/main.go": true, "cmd/kam-ls/serve.go": true, "internal": true}
	used := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if d.IsDir() {
			if allowed[name] || d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && name != "." {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, use := range []string{"os.Stdout", "os.Stderr", "fmt.Print"} {
			if !strings.Contains(string(text), use) {
				continue
			}
			used++
			if !allowed[name] {
				t.Errorf("%s uses %s: expected the streams of the command", name, use)
			}
		}
		return nil
	})
	if err != nil || used == 0 {
		t.Error("nothing is looked at: ", err)
	}
}

// promiseTest is the name of a test that SECURITY.md can name.
var promiseTest = regexp.MustCompile(`\bTest[A-Z]\w*`)

// TestPromises: every test that SECURITY.md names is there, and it names every one that
// is called a promise.
func TestPromises(t *testing.T) {
	root := filepath.Join("..", "..")
	page, err := os.ReadFile(filepath.Join(root, "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, name := range promiseTest.FindAllString(string(page), -1) {
		named[name] = true
	}
	out, err := exec.Command("git", "-C", root, "grep", "-hoE", "--untracked", `^func Test[A-Z]\w*\(`, "--", "*_test.go").Output()
	if err != nil {
		t.Skip("no checkout: ", err)
	}
	there := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		there[promiseTest.FindString(line)] = true
	}
	if len(named) == 0 || len(there) < len(named) {
		t.Fatalf("%d tests are named, %d are there", len(named), len(there))
	}
	for name := range named {
		if !there[name] {
			t.Errorf("SECURITY.md names %s, which is not there", name)
		}
	}
	for name := range there {
		if strings.HasPrefix(name, "TestPromise") && name != "TestPromises" && !named[name] {
			t.Errorf("%s is a promise that SECURITY.md does not name", name)
		}
	}
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
			if name != "cmd/kam-ls" && name != "internal/survival/cmd" && (imported == "net" || imported == "net/http" || imported == "os/exec") {
				t.Errorf("%s imports %s: specs come from anywhere, nothing may reach the network or run", name, imported)
			}
		}
	}
	if count != len(layers) {
		t.Errorf("%d packages, the picture has %d", count, len(layers))
	}
}
