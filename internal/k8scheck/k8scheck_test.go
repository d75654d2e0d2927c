package k8scheck

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/render"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

const root = "../.."

// rendered is the manifest of a spec, or the first error that a rule finds.
func rendered(t *testing.T, name, text string, opts render.Options) (manifest, refused string) {
	t.Helper()
	file := spec.Read(document.Parse(text, document.LanguageOf(name)), schema.Default(), name)
	for _, d := range diagnostics.Run(context.Background(), file, config.Default(), time.Now()) {
		if d.Severity == diagnostics.Error {
			return "", d.Rule + ": " + d.Message
		}
	}
	var all []render.Object
	for _, w := range file.Workloads {
		if w.Kind != "" {
			continue
		}
		objects, err := render.Workload(w, opts)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all = append(all, objects...)
	}
	manifest, _, err := render.YAML(all, true)
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, text)
	}
	return manifest, ""
}

// accept fails unless an API server takes the manifest of a sound spec, as a
// CronJob and as a Job that runs at once.
func accept(t *testing.T, name, text string) (refused string) {
	t.Helper()
	for _, opts := range []render.Options{{}, {Once: true, Namespace: "batch", RestartPolicy: "OnFailure"}, {TimeZone: "Europe/Berlin"}} {
		manifest, refused := rendered(t, name, text, opts)
		if refused != "" {
			return refused
		}
		if err := Manifest(manifest); err != nil {
			t.Fatalf("%s: no rule refuses\n%s\nbut an API server refuses\n%s\n%v", name, text, manifest, err)
		}
	}
	return ""
}

// TestCorpus renders every sound spec.
func TestCorpus(t *testing.T) {
	count := 0
	err := filepath.WalkDir(filepath.Join(root, "testdata", "corpus", "ok"), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		count++
		if refused := accept(t, filepath.ToSlash(path), string(text)); refused != "" {
			t.Errorf("%s: %s", path, refused)
		}
		return nil
	})
	if err != nil || count < 50 {
		t.Errorf("%d specs (%v)", count, err)
	}
}

// TestGoldens checks the manifests that the renderer's own tests hold on to.
func TestGoldens(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(root, "testdata", "render", "*.*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, path := range paths {
		if strings.HasSuffix(path, ".kam.yaml") {
			continue
		}
		count++
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := Manifest(string(text)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if count == 0 {
		t.Error("no manifests")
	}
}

// TestRefuses shows that the check is one.
func TestRefuses(t *testing.T) {
	const good = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedule: \"0 3 * * *\"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          containers: [{name: web, image: a}]\n"
	if err := Manifest(good); err != nil {
		t.Error(err)
	}
	for _, change := range [][2]string{{"name: web", "name: Web"}, {"image: a", "image: \"\""}, {"image: a", "image: \" a\""}, {"0 3", "0 25"}, {"Never", "Always"}, {"schedule", "shedule"}, {"{name: a}", "{name: A}"}, {"image: a}", "image: a, image: b}"}} {
		if text := strings.Replace(good, change[0], change[1], 1); Manifest(text) == nil {
			t.Errorf("%q in the place of %q is taken", change[1], change[0])
		}
	}
}

// generator writes random specs from the attribute tables. Most values are
// sound, some are nearly so.
type generator struct {
	*rand.Rand
	odd     float64 // how often a value is from the odd ones
	secrets []string
}

// strange are texts that are wrong in most places.
var strange = []string{"", " ", "a b", "A", "-a", "a-", "a_b", ".", "..", "..a", "a..b", "/", "//", "/a/", "a/b", "a/b/c", "é", "😀", "0", "1.5", "1Gi", "-1", "true", "null", "a\nb", "a\tb", "x:y", "a=b", "$(A)", "${A}", "secret://", "secret://db", "secret://db/", "secret://db/k/l", "configmap://c", "http://", "tcp://x", "localhost:0", strings.Repeat("a", 53), strings.Repeat("a", 64), strings.Repeat("a", 254), strings.Repeat("a/", 30)}

func (g *generator) pick(sound ...string) string {
	if g.Float64() < g.odd {
		return strange[g.Intn(len(strange))]
	}
	return sound[g.Intn(len(sound))]
}

// texts are sound values of the attributes that are strings, or lists or maps of
// them; of a map, "key" says what its keys are.
func (g *generator) text(t *schema.Type, attribute, part string) string {
	name := t.Name + "." + attribute
	switch name + part {
	case "Job.schedule":
		return g.pick("0 3 * * *", "*/15 9-17 * * 1-5", "@daily", "@every 90m", "0 0 1,15 * 1", "5-59/7 * * jan sun", "0 0 29 2 *")
	case "Job.labels key", "Job.annotations key":
		return g.pick("team", "example.com/tier", "A_b.c-1", "a")
	case "Job.labels":
		return g.pick("", "data", "A.b_c-1", strings.Repeat("v", 63))
	case "Job.annotations", "Secret.params", "Container.args", "FileSpec.content", "Secret.data", "Http.headers":
		return g.pick("", "yes", "a: b # c", "one\ntwo\n", " x ", "é😀", "{}", "$(date)", "\\\"'", "<<", "1e3", "a\u0085b", "\u2028", "tab\there\n\tand there")
	case "Secret.params key", "Secret.data key":
		return g.pick("username", "password", "token", "tls.crt", "tls.key", "k", "A-b_c.d", ".hidden")
	case "Job.containers key":
		return g.pick("web", "a", "step-1", "0x", strings.Repeat("c", 63))
	case "Job.secrets key":
		return g.pick("db", "api.v1", "tls", "x-1", strings.Repeat("s", 253))
	case "Container.image":
		return g.pick("nginx:1.27", "registry.example.com:5000/a/b:c", "a@sha256:"+strings.Repeat("0a", 32), "nginx", "a__b/c")
	case "Container.command", "Exec.command":
		return g.pick("/bin/sh", "-c", "run", "echo $HOME", "--flag=$(A)", "é")
	case "Container.env key":
		return g.pick("A", "LOG_LEVEL", "a.b-c", "_", "PASSWORD")
	case "Container.env":
		return g.pick("", "info", "8080", "yes", "$(A)-x", "line\nbreak", "secret://db/k", "${secret://db/username}", "secret://api.v1/token", "secret://elsewhere/key")
	case "Container.workingDir":
		return g.pick("/", "/srv/app", "/a b", "/é")
	case "Container.resources key":
		return g.pick("cpu", "memory", "ephemeral-storage", "nvidia.com/gpu", "hugepages-2Mi", "example.com/a_b", "kubernetes.io/x")
	case "Container.resources":
		return g.pick("1", "2-4", "250m-1", "1Gi", "256Mi-1Gi", "0", "4Mi", "1e3", "0.5", "2Mi-2Mi", "100m", ".5", "1E", "+1")
	case "Container.files key":
		return g.pick("/etc/app/a.ini", "/etc/app.a.ini", "/a", "/b c", "/é/x", "/..x/y", "/deep/er/and/deep/er", "/"+strings.Repeat("p/", 150)+"f")
	case "Container.dirs key":
		return g.pick("/mnt/a", "/mnt/b/", "/var/x y", "/srv")
	case "Container.dirs":
		return g.pick("secret://db", "configmap://app", "configmap://a.b", "secret://"+strings.Repeat("s", 253), "configmap://"+strings.Repeat("c", 253))
	case "FileSpec.contentFrom":
		return g.pick("secret://db/k", "secret://db/username", "configmap://app/a.ini", "configmap://app/.x", "configmap://c/"+strings.Repeat("k", 253))
	case "FileSpec.mode":
		return g.pick("0644", "644", "0", "0777", "7", "0400")
	case "Http.url":
		return g.pick("http://localhost", "http://localhost:8080/a?b=c&d", "https://127.0.0.1/%20", "http://[::1]:1/", "HTTP://0.0.0.0:65535?x", "http://example.com:80/a//b")
	case "Tcp.url":
		return g.pick("tcp://localhost:80", "localhost:65535", "[::1]:9", "tcp://db.example.com:5432")
	case "Http.headers key":
		return g.pick("X-Probe", "Accept", "x", "1")
	}
	panic("no value for " + name + part + ": a new attribute needs one here")
}

// object is a random object of a type, required attributes always in it.
func (g *generator) object(s *schema.Schema, t *schema.Type, depth int) map[string]any {
	o := map[string]any{}
	for _, a := range t.Attributes {
		if !a.Required && g.Float64() < 0.5 {
			continue
		}
		o[a.Name] = g.value(s, t, a, a.Type, depth)
	}
	return o
}

func (g *generator) value(s *schema.Schema, t *schema.Type, a *schema.Attribute, e *schema.TypeExpr, depth int) any {
	switch e.Kind {
	case schema.Str:
		return g.text(t, a.Name, "")
	case schema.Int:
		if g.Float64() < g.odd {
			return []int{-1, 0, 2147483647, 2147483648}[g.Intn(4)]
		}
		return 1 + g.Intn(30)
	case schema.Bool:
		return g.Intn(2) == 0
	case schema.Enum:
		return e.Values[g.Intn(len(e.Values))]
	case schema.List:
		items := []any{}
		for range g.Intn(4) {
			items = append(items, g.value(s, t, a, e.Elem, depth))
		}
		return items
	case schema.Map:
		m := map[string]any{}
		for range 1 + g.Intn(3) {
			m[g.text(t, a.Name, " key")] = g.value(s, t, a, e.Elem, depth+1)
		}
		return m
	case schema.Ref:
		return g.object(s, s.Type(e.Name), depth+1)
	}
	return g.object(s, s.Type(e.Refs[g.Intn(len(e.Refs))]), depth+1)
}

// TestGenerated renders random specs: what no rule refuses an API server takes.
func TestGenerated(t *testing.T) {
	accepted := 0
	refused := map[string]int{}
	g := &generator{Rand: rand.New(rand.NewSource(7))}
	s := schema.Default()
	names := []string{"a", "nightly-load", "a.b", strings.Repeat("n", 52), "x-1"}
	for i := 0; accepted < 2000; i++ {
		if i == 100000 {
			t.Fatalf("%d sound specs of %d, expected more: %v", accepted, i, refused)
		}
		g.odd = []float64{0, 0, 0.01, 0.05}[g.Intn(4)]
		job := g.object(s, s.Root(), 0)
		text, err := json.Marshal(map[string]any{names[g.Intn(len(names))]: job})
		if err != nil {
			t.Fatal(err)
		}
		if rule := accept(t, fmt.Sprintf("generated-%d.kam.json", i), string(text)); rule != "" {
			id, _, _ := strings.Cut(rule, ":")
			refused[id]++
		} else {
			accepted++
		}
	}
	rules := make([]string, 0, len(refused))
	for rule := range refused {
		rules = append(rules, rule)
	}
	slices.Sort(rules)
	t.Logf("%d taken; refused first by %v", accepted, rules)
}
