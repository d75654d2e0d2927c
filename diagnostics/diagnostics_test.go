package diagnostics_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

var now = time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)

func check(name, text string, cfg config.Config) []diagnostics.Diagnostic {
	doc := document.Parse(text, document.LanguageOf(name))
	if filepath.Base(name) == config.FileName {
		return diagnostics.RunConfiguration(context.Background(), config.File{Path: name, Doc: doc})
	}
	return diagnostics.Run(context.Background(), spec.Read(doc, schema.Default(), name), cfg, now)
}

// specs returns the files below a folder of testdata by their paths, in order.
func specs(t testing.TB, dir string) iter.Seq2[string, string] {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(filepath.Join("..", "testdata", dir), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		files[path] = string(text)
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("no specs in %s (%v)", dir, err)
	}
	return func(yield func(path, text string) bool) {
		for _, path := range slices.Sorted(maps.Keys(files)) {
			if !yield(path, files[path]) {
				return
			}
		}
	}
}

// TestCorpus holds the sound specs to silence.
func TestCorpus(t *testing.T) {
	count := 0
	for path, text := range specs(t, "corpus/ok") {
		count++
		for _, d := range check(path, text, config.Default()) {
			if d.Severity >= diagnostics.Warning {
				t.Errorf("%s: %s: %s", path, d.Rule, d.Message)
			}
		}
	}
	if count < 40 {
		t.Errorf("%d specs, expected at least 40", count)
	}
}

// TestSeed holds the examples of the reference to what can be said of them: the
// slip in the Probe's, an image that is not pinned, a secret that stands alone.
func TestSeed(t *testing.T) {
	want := map[string]string{
		"probe-slip": "unknown-attribute",
		"container":  "image-tag",
		"secret":     "unused-secret",
	}
	for path, text := range specs(t, "seed") {
		stem, _, _ := strings.Cut(filepath.Base(path), ".")
		rule := want[stem]
		found := check(path, text, config.Default())
		if rule == "" && len(found) == 0 || len(found) == 1 && found[0].Rule == rule {
			continue
		}
		t.Errorf("%s: %+v, expected %q", path, found, rule)
	}
}

// TestFixes applies every fix of every finding in the archives' specs: none
// makes a syntax error, and none leaves its finding where it was.
func TestFixes(t *testing.T) {
	fixes := 0
	for path, text := range specs(t, "") {
		if !strings.HasSuffix(path, ".txtar") {
			continue
		}
		name := "a.kam.yaml"
		if strings.Contains(path, ".json.") {
			name = "a.kam.json"
		}
		text = archiveSpec(text)
		before := check(name, text, config.Default())
		for _, d := range before {
			for _, fix := range d.Fixes {
				fixes++
				fixed := apply(text, fix.Edits)
				after := check(name, fixed, config.Default())
				if count(after, "syntax", "") > count(before, "syntax", "") {
					t.Errorf("%s: %q makes a syntax error:\n%s", path, fix.Title, fixed)
				}
				if count(after, d.Rule, d.Message) >= count(before, d.Rule, d.Message) {
					t.Errorf("%s: %q does not help against %q:\n%s", path, fix.Title, d.Message, fixed)
				}
			}
		}
	}
	if fixes < 50 {
		t.Errorf("%d fixes, expected more", fixes)
	}
}

func count(found []diagnostics.Diagnostic, rule, message string) int {
	n := 0
	for _, d := range found {
		if d.Rule == rule && (message == "" || d.Message == message) {
			n++
		}
	}
	return n
}

// archiveSpec is the first file of a marker archive, roughly: without its
// caret lines and its cursor.
func archiveSpec(text string) string {
	_, text, _ = strings.Cut(text, " --\n")
	if i := strings.Index(text, "\n-- "); i >= 0 {
		text = text[:i+1]
	}
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if trimmed := strings.TrimLeft(line, " \t"); !strings.HasPrefix(trimmed, "^") && !strings.HasPrefix(trimmed, "| ") {
			lines = append(lines, strings.Replace(line, "$0", "", 1))
		}
	}
	return strings.Join(lines, "\n")
}

func apply(text string, edits []document.Edit) string {
	for i := len(edits) - 1; i >= 0; i-- {
		text = text[:edits[i].Start] + edits[i].NewText + text[edits[i].End:]
	}
	return text
}

// TestAgreesWithPublishedSchema breaks the corpus at random and holds the rules
// of structure to the JSON Schema that is published: what one accepts the other
// does.
func TestAgreesWithPublishedSchema(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("kam.json", strings.NewReader(string(schema.Default().JSON()))); err != nil {
		t.Fatal(err)
	}
	published, err := compiler.Compile("kam.json")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewSource(5))
	accepted, refused := 0, 0
	for path, text := range specs(t, "corpus/ok") {
		if strings.Contains(text, "ignore") {
			continue
		}
		doc := document.Parse(text, document.LanguageOf(path))
		for _, root := range doc.Roots() {
			if root.Node.Resolve().Kind != document.Mapping {
				continue
			}
			for range 30 {
				value := plain(root.Node)
				for range random.Intn(2) {
					value = mutate(random, value)
				}
				data, err := json.Marshal(value)
				if err != nil {
					t.Fatal(err)
				}
				var decoded any
				if err := json.Unmarshal(data, &decoded); err != nil {
					t.Fatal(err)
				}
				valid := published.Validate(decoded) == nil
				bad := ""
				for _, d := range check("a.kam.json", string(data), config.Default()) {
					if slices.Contains(diagnostics.Structural, d.Rule) {
						bad = d.Rule + ": " + d.Message
					} else if d.Rule == "empty-spec" || d.Rule == "type-tag" || d.Rule == "unsupported-kind" {
						bad = "skip"
						break
					}
				}
				if bad == "skip" {
					continue
				}
				if valid == (bad != "") {
					t.Errorf("%s: the published schema accepts: %t; the rules say %q: %s", path, valid, bad, data)
				}
				if valid {
					accepted++
				} else {
					refused++
				}
			}
		}
	}
	if accepted < 300 || refused < 300 {
		t.Errorf("%d accepted and %d refused, expected more of both", accepted, refused)
	}
}

// plain is a node as encoding/json has values.
func plain(n *document.Node) any {
	n = n.Resolve()
	switch n.Kind {
	case document.Mapping:
		m := map[string]any{}
		for _, f := range n.Fields() {
			m[f.Key.Value] = plain(f.Value)
		}
		return m
	case document.Sequence:
		list := []any{}
		for _, item := range n.Items {
			list = append(list, plain(item))
		}
		return list
	}
	if v, ok := n.Int(); ok {
		return v
	}
	if v, ok := n.Bool(); ok {
		return v
	}
	if n.Null() {
		return nil
	}
	return n.Value
}

// mutate breaks one thing somewhere in a value.
func mutate(random *rand.Rand, value any) any {
	switch v := value.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(v)) // map order is random; the choice must not be
		if len(keys) == 0 {
			return v
		}
		key := keys[random.Intn(len(keys))]
		switch random.Intn(6) {
		case 0:
			delete(v, key)
		case 1:
			v[key+"x"] = v[key]
		case 2:
			v[key] = []any{1, "x", true, nil, []any{}, map[string]any{}, map[string]any{"url": "x"}, -5}[random.Intn(8)]
		default:
			v[key] = mutate(random, v[key])
		}
	case []any:
		if len(v) > 0 {
			i := random.Intn(len(v))
			v[i] = mutate(random, v[i])
		}
	default:
		return []any{1, "x", true, nil, []any{}, map[string]any{}}[random.Intn(6)]
	}
	return value
}

// TestManyFindings holds files with very many mistakes to an end in reasonable
// time: the work must not be the product of mistakes and of what they are
// compared with.
func TestManyFindings(t *testing.T) {
	var secrets, refs, unknown, missing, broken, names, mounts strings.Builder
	for i := range 10000 {
		fmt.Fprintf(&secrets, "  s%d: {type: opaque, data: {k: \"\"}}\n", i)
		fmt.Fprintf(&refs, "      E%d: secret://t%d/k\n", i, i)
		fmt.Fprintf(&unknown, "    attribute%d: 1\n", i)
		fmt.Fprintf(&missing, "  c%d: {}\n", i)
		fmt.Fprintf(&broken, "    x%d \"\n", i)
		fmt.Fprintf(&names, "  S_%d: {type: opaque}\n", i)
		fmt.Fprintf(&mounts, "      %s/f%d: {content: x}\n", strings.Repeat("/d", i%200), i)
	}
	for name, text := range map[string]string{
		"secrets": "secrets:\n" + secrets.String() + "containers:\n  web:\n    image: a:1\n    env:\n" + refs.String(),
		"unknown": "containers:\n  web:\n    image: a:1\n" + unknown.String(),
		"missing": "containers:\n" + missing.String() + "  web:\n    image: a:1\n" + broken.String(),
		"entries": strings.ReplaceAll(missing.String(), "  c", "c"),
		"names":   "secrets:\n" + names.String() + "containers:\n  Web: {image: a:1}\n",
		"mounts":  "containers:\n  web:\n    image: a:1\n    files:\n      /d: {content: x}\n" + mounts.String(),
		"ignores": strings.Repeat("# kam-ls: ignore wrong-type\n", 10000),
	} {
		if found := check("a.kam.yaml", text, config.Default()); len(found) < 1000 && name != "entries" {
			t.Errorf("%s: %d findings, expected more", name, len(found))
		}
	}
}

// FuzzRun checks whatever text: it ends, and findings and fixes stay inside of
// the text.
func FuzzRun(f *testing.F) {
	for path, text := range specs(f, "") {
		if strings.HasSuffix(path, ".txtar") {
			text = archiveSpec(text)
		}
		f.Add(text, strings.Contains(path, "json"))
	}
	f.Add("replicas: .inf\ncontainers: {web: {image: .nan, env: {\"\": 3}}}\n", false)
	f.Fuzz(func(t *testing.T, text string, isJSON bool) {
		name := "a.kam.yaml"
		if isJSON {
			name = "a.kam.json"
		}
		cfg := config.Default()
		cfg.Cron.TimeZone = "Europe/Berlin"
		inside := func(s document.Span) {
			if s.Start < 0 || s.End < s.Start || s.End > len(text) {
				t.Fatalf("span %v in %q", s, text)
			}
		}
		for _, d := range check(name, text, cfg) {
			inside(d.Span)
			if d.Message == "" || strings.ContainsAny(d.Message, "\n\r") || diagnostics.Lookup(d.Rule) == nil {
				t.Fatalf("finding %+v in %q", d, text)
			}
			for _, r := range d.Related {
				inside(r.Span)
			}
			for _, fix := range d.Fixes {
				last := 0
				for _, e := range fix.Edits {
					inside(e.Span)
					if e.Start < last {
						t.Fatalf("edits of %q overlap in %q", fix.Title, text)
					}
					last = e.End
				}
			}
		}
	})
}
