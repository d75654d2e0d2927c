package render_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/render"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

var update = flag.Bool("update", false, "rewrite testdata/render with what is rendered")

func read(name, text string) *spec.File {
	return spec.Read(document.Parse(text, document.LanguageOf(name)), schema.Default(), name)
}

func rendered(t *testing.T, file *spec.File, opts render.Options, annotate bool) string {
	t.Helper()
	var all []render.Object
	for _, w := range file.Workloads {
		if w.Kind != "" {
			continue
		}
		objects, err := render.Workload(w, opts)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, objects...)
	}
	text, lines, err := render.YAML(all, annotate)
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != strings.Count(text, "\n") {
		t.Errorf("%d lines are mapped, there are %d", len(lines), strings.Count(text, "\n"))
	}
	return text
}

// TestGolden holds manifests to what was looked at once.
func TestGolden(t *testing.T) {
	dir := filepath.Join("..", "testdata", "render")
	paths, err := filepath.Glob(filepath.Join(dir, "*.kam.yaml"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no specs (%v)", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file := read(path, string(text))
		for _, d := range diagnostics.Run(context.Background(), file, config.Default(), time.Now()) {
			if d.Severity == diagnostics.Error {
				t.Errorf("%s: %s", path, d.Message)
			}
		}
		stem := strings.TrimSuffix(path, ".kam.yaml")
		for golden, got := range map[string]string{
			stem + ".manifest.yaml":  rendered(t, file, render.Options{Namespace: "batch", TimeZone: "Europe/Berlin"}, false),
			stem + ".annotated.yaml": rendered(t, file, render.Options{Once: true, RestartPolicy: "OnFailure"}, true),
		} {
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil || string(want) != got {
				t.Errorf("%s differs (go test ./render -update rewrites it): %v\n%s", golden, err, cmp.Diff(string(want), got))
			}
		}
	}
}

// TestCorpus renders every sound spec; what is written is read back on the way.
func TestCorpus(t *testing.T) {
	count := 0
	err := filepath.WalkDir(filepath.Join("..", "testdata", "corpus", "ok"), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		count++
		rendered(t, read(path, string(text)), render.Options{}, true)
		return nil
	})
	if err != nil || count < 50 {
		t.Errorf("%d specs (%v)", count, err)
	}
}

// TestHostileText renders contents and values that YAML does not keep unless
// they are escaped.
func TestHostileText(t *testing.T) {
	for _, value := range []string{"y", "no", "on", "null", "~", "1", "1e3", "0x1", "0o7", "1_000", "12:30:45", "2026-01-01", "<<", "=", "\n", "\n\n", " a", "a ", "a\n b\n", "\ta\nb", "a\r\nb", "\u0085", "a\u0085b\nc", "\u007f\n\u2028", "\ufeff", "😀\na", "# a", "a: b", "- a", "{", "'", `"`, "\\", "%", "@", "`", "|", ">", "!", "&", "*", "?", "a\nb", "a\nb\n", "a\nb\n\n", "--- a\n---\n", "...\n...", "\x00", "\x1b[0m"} {
		quoted := strings.NewReplacer("\\", "\\\\", "\"", "\\\"", "\n", "\\n", "\r", "\\r", "\t", "\\t", "\u0085", "\\N", "\u2028", "\\L", "\u007f", "\\x7f", "\ufeff", "\\uFEFF", "\x00", "\\0", "\x1b", "\\e").Replace(value)
		text := "schedule: \"0 3 * * *\"\nannotations: {note: \"" + quoted + "\"}\ncontainers:\n  web:\n    image: \"a:1\"\n    args: [\"" + quoted + "\"]\n    env: {A: \"" + quoted + "\"}\n    files: {/a: {content: \"" + quoted + "\"}}\n"
		file := read("a.kam.yaml", text)
		if n := file.Doc.Errors(); len(n) > 0 {
			t.Fatalf("%q: %s", value, n[0].Message)
		}
		rendered(t, file, render.Options{}, true)
	}
}

// BenchmarkRender renders a workload of 21 containers, reading back included.
func BenchmarkRender(b *testing.B) {
	text, err := os.ReadFile(filepath.Join("..", "testdata", "corpus", "ok", "shop-mirror.kam.yaml"))
	if err != nil {
		b.Fatal(err)
	}
	file := read("a.kam.yaml", string(text))
	for b.Loop() {
		objects, err := render.Workload(file.Workloads[0], render.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := render.YAML(objects, false); err != nil {
			b.Fatal(err)
		}
	}
}

// TestOrder shuffles the keys of every mapping whose order means nothing: the
// manifest stays the same.
func TestOrder(t *testing.T) {
	for _, name := range []string{"render/full.kam.yaml", "corpus/ok/shop-mirror.kam.yaml", "corpus/ok/secrets-all-types.kam.yaml"} {
		text, err := os.ReadFile(filepath.Join("..", "testdata", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		doc := document.Parse(string(text), document.YAML)
		random := rand.New(rand.NewSource(1))
		want := rendered(t, read("a.kam.yaml", string(text)), render.Options{}, false)
		for range 20 {
			var b strings.Builder
			shuffled(&b, random, doc.Roots()[0].Node, "")
			if got := rendered(t, read("a.kam.json", b.String()), render.Options{}, false); got != want {
				t.Fatalf("%s: %s", name, cmp.Diff(want, got))
			}
		}
	}
}

// shuffled writes a tree as JSON with the keys of mappings in random order, but
// for those of containers and env; key is what the node is the value of.
func shuffled(b *strings.Builder, random *rand.Rand, n *document.Node, key string) {
	n = n.Resolve()
	switch n.Kind {
	case document.Mapping:
		fields := n.Fields()
		if key != "containers" && key != "env" {
			random.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
		}
		b.WriteString("{")
		for i, f := range fields {
			if i > 0 {
				b.WriteString(",")
			}
			fmt.Fprintf(b, "%s:", quote(f.Key.Value))
			shuffled(b, random, f.Value, f.Key.Value)
		}
		b.WriteString("}")
	case document.Sequence:
		b.WriteString("[")
		for i, item := range n.Items {
			if i > 0 {
				b.WriteString(",")
			}
			shuffled(b, random, item, "")
		}
		b.WriteString("]")
	default:
		if n.Tag == "!!str" {
			b.WriteString(quote(n.Value))
		} else {
			b.WriteString(n.Value)
		}
	}
}

func quote(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(text)
}
