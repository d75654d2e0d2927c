package diagnostics_test

import (
	"context"
	"fmt"
	"math/rand"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

func repair(name, text string) diagnostics.Checked {
	doc := document.Parse(text, document.LanguageOf(name))
	return diagnostics.Repair(context.Background(), spec.Read(doc, schema.Default(), name), config.Default(), now)
}

// TestRepair shows what safe fixes do, and what they leave alone.
func TestRepair(t *testing.T) {
	const head = "schedule: \"0 3 * * *\"\ncontainers:\n  web:\n    image: \"nginx:1.27\"\n"
	for _, tc := range []struct {
		name, text, want string
		fixed            int
	}{
		{"nothing", head, head, 0},
		{"quote", head + "    env: {PORT: 8080, ON: yes}\n", head + "    env: {PORT: \"8080\", ON: \"yes\"}\n", 2},
		{"rename", head + "    comand: [a]\n", head + "    command: [a]\n", 1},
		{"sunday", strings.Replace(head, "0 3 * * *", "0 3 * * 7", 1), strings.Replace(head, "0 3 * * *", "0 3 * * 0", 1), 1},
		{"two rounds", head + "    # kam-ls: ignore env-name\n    env: {A: 1}\n", head + "    env: {A: \"1\"}\n", 2},
		{"crlf and bom", "\ufeff" + strings.ReplaceAll(head+"    env: {A: 1}\n", "\n", "\r\n"), "\ufeff" + strings.ReplaceAll(head+"    env: {A: \"1\"}\n", "\n", "\r\n"), 1},
		{"would show another mistake", head + "    comand: a\n", head + "    comand: a\n", 0},
		{"would be in clear", head + "    env: {DB_PASSWORD: 12345678}\n", head + "    env: {DB_PASSWORD: 12345678}\n", 0},
		{"an alias elsewhere", head + "    livenessProbe: {probeHandler: {command: [a]}, failureThreshold: &n 3, successThreshold: *n}\n", head + "    livenessProbe: {probeHandler: {command: [a]}, failureThreshold: &n 3, successThreshold: *n}\n", 0},
		{"the first Monday", strings.Replace(head, "0 3 * * *", "0 3 * * mon#1", 1), strings.Replace(head, "0 3 * * *", "0 3 * * mon#1", 1), 0},
		{"good beside bad", head + "    comand: a\n    env: {A: 1}\n", head + "    comand: a\n    env: {A: \"1\"}\n", 1},
	} {
		c := repair("a.kam.yaml", tc.text)
		if got := c.File.Doc.Text(); got != tc.want || c.Fixed != tc.fixed {
			t.Errorf("%s: %d fixed:\n%s\nwant %d:\n%s", tc.name, c.Fixed, got, tc.fixed, tc.want)
		}
		for _, d := range c.Found {
			for _, fix := range d.Fixes {
				if fix.Safe {
					t.Errorf("%s: %s still has the safe fix %q", tc.name, d.Rule, fix.Title)
				}
			}
		}
	}
}

// mistakes are planted into sound specs. Each rewrites one line, or returns it
// as it is where it cannot.
var mistakes = []func(r *rand.Rand, line string) string{
	func(_ *rand.Rand, line string) string { return strings.Replace(line, "command:", "comand:", 1) },
	func(_ *rand.Rand, line string) string { return strings.Replace(line, "schedule:", "shedule:", 1) },
	func(_ *rand.Rand, line string) string { return strings.Replace(line, "image:", "imgae:", 1) },
	func(_ *rand.Rand, line string) string { return strings.Replace(line, `image: "`, `image: " `, 1) },
	func(_ *rand.Rand, line string) string { return strings.Replace(line, "replicas: ", "replicas: -", 1) },
	func(_ *rand.Rand, line string) string { return strings.Replace(line, " * * *\"", " * * 7\"", 1) },
	func(_ *rand.Rand, line string) string { return strings.Replace(line, "Mi", "MB", 1) },
	func(r *rand.Rand, line string) string {
		if key, _, ok := strings.Cut(line, ": "); ok && strings.ToUpper(key) == key && strings.HasPrefix(key, "  ") {
			return fmt.Sprintf("%s: %d", key, r.Intn(10000))
		}
		return line
	},
	func(_ *rand.Rand, line string) string {
		if strings.HasSuffix(line, ":") && strings.HasPrefix(line, "  ") {
			return line + " # kam-ls: ignore cron-syntax"
		}
		return line
	},
	func(_ *rand.Rand, line string) string {
		return strings.Replace(line, "periodSeconds:", "successThreshold: 3 #", 1)
	},
	func(_ *rand.Rand, line string) string { return line + "\t" },
	func(r *rand.Rand, line string) string { return line[:r.Intn(len(line)+1)] },
}

// TestRepairPlanted repairs a thousand specs with planted mistakes: no finding is
// new, no safe fix is left, a second repair does nothing, and what the fixes did
// not touch says what it said.
func TestRepairPlanted(t *testing.T) {
	var sound []struct{ path, text string }
	for path, text := range specs(t, "corpus/ok") {
		sound = append(sound, struct{ path, text string }{filepath.Base(path), text})
	}
	random := rand.New(rand.NewSource(3))
	fixed, files := 0, 0
	for i := range 1000 {
		spec := sound[i%len(sound)]
		lines := strings.Split(spec.text, "\n")
		for range 1 + random.Intn(6) {
			mistake := mistakes[random.Intn(len(mistakes))]
			for range 50 { // it does not fit into every line
				at := random.Intn(len(lines))
				if line := mistake(random, lines[at]); line != lines[at] {
					lines[at] = line
					break
				}
			}
		}
		text := strings.Join(lines, "\n")
		before := check(spec.path, text, config.Default())
		c := repair(spec.path, text)
		after := c.File.Doc.Text()
		fixed += c.Fixed
		if after != text {
			files++
		}
		if !subset(c.Found, before) || c.Fixed > 0 && len(c.Found) >= len(before) {
			t.Fatalf("%s: findings that were not there before:\n%s\nbecame\n%s", spec.path, text, after)
		}
		again := repair(spec.path, after)
		if again.Fixed > 0 || again.File.Doc.Text() != after {
			t.Fatalf("%s: a second repair changes\n%s", spec.path, after)
		}
		for _, d := range again.Found {
			for _, fix := range d.Fixes {
				if fix.Safe {
					t.Fatalf("%s: the safe fix %q of %s is left:\n%s", spec.path, fix.Title, d.Rule, after)
				}
			}
		}
		if strings.Count(after, "\r") != strings.Count(text, "\r") || strings.HasPrefix(after, "\ufeff") != strings.HasPrefix(text, "\ufeff") {
			t.Fatalf("%s: line ends or the byte order mark have changed", spec.path)
		}
		sameElsewhere(t, spec.path, text, after, before)
	}
	if fixed < 500 || files < 300 {
		t.Errorf("%d fixes in %d files, expected more", fixed, files)
	}
}

// subset reports whether each of the findings is one of all.
func subset(found, all []diagnostics.Diagnostic) bool {
	count := map[string]int{}
	for _, d := range all {
		count[d.Rule+d.Message]++
	}
	for _, d := range found {
		if count[d.Rule+d.Message]--; count[d.Rule+d.Message] < 0 {
			return false
		}
	}
	return true
}

// sameElsewhere holds the scalars that no finding was about to the values that
// they had, in order.
func sameElsewhere(t *testing.T, name, before, after string, found []diagnostics.Diagnostic) {
	t.Helper()
	touched := func(s document.Span) bool {
		for _, d := range found {
			if d.Span.Start <= s.End && s.Start <= d.Span.End {
				return true
			}
		}
		return false
	}
	was, is := scalars(before, name), scalars(after, name)
	i := 0
	for _, n := range was {
		if touched(n.Span()) {
			continue
		}
		for i < len(is) && (is[i].Value != n.Value || is[i].Tag != n.Tag) {
			i++
		}
		if i == len(is) {
			t.Fatalf("%s: %q at %v was not touched, but is gone:\n%s\nbecame\n%s", name, n.Value, n.Span(), before, after)
		}
		i++
	}
}

func scalars(text, name string) []*document.Node {
	var list []*document.Node
	var walk func(n *document.Node)
	walk = func(n *document.Node) {
		if n.Kind == document.Scalar {
			list = append(list, n)
		}
		for i := range n.Entries {
			walk(n.Entries[i].Key)
			walk(n.Entries[i].Value)
		}
		for _, item := range n.Items {
			walk(item)
		}
	}
	for _, root := range document.Parse(text, document.LanguageOf(name)).Roots() {
		walk(root.Node)
	}
	return list
}

// TestRepairEnds repairs a file with very many safe fixes that lead to other
// findings: the number of trials is bounded.
func TestRepairEnds(t *testing.T) {
	var b strings.Builder
	b.WriteString("schedule: \"0 3 * * *\"\ncontainers:\n")
	for i := range 3000 {
		fmt.Fprintf(&b, "  c%d:\n    image: a:1\n    comand: a%d\n    env: {A: 1}\n", i, i)
	}
	c := repair("a.kam.yaml", b.String())
	if len(c.Found) == 0 {
		t.Error("nothing is found")
	}
}

// FuzzRepair repairs whatever text: findings only go, a second repair does
// nothing, and the first keeps line ends.
func FuzzRepair(f *testing.F) {
	for path, text := range specs(f, "") {
		if strings.HasSuffix(path, ".txtar") {
			text = archiveSpec(text)
		}
		f.Add(text, strings.Contains(path, "json"))
	}
	f.Fuzz(func(t *testing.T, text string, isJSON bool) {
		if len(text) > 4096 {
			return // it is checked many times
		}
		name := "a.kam.yaml"
		if isJSON {
			name = "a.kam.json"
		}
		before := check(name, text, config.Default())
		c := repair(name, text)
		after := c.File.Doc.Text()
		if !subset(c.Found, before) || c.Fixed > 0 && len(c.Found) >= len(before) || (c.Fixed > 0) != (after != text) {
			t.Fatalf("%d fixes of\n%q\ngive\n%q\nwith %+v", c.Fixed, text, after, c.Found)
		}
		if again := repair(name, after); again.Fixed > 0 {
			t.Fatalf("%q can be repaired again, to\n%q", after, again.File.Doc.Text())
		}
		if strings.Count(after, "\r\n") < strings.Count(text, "\r\n")-c.Fixed {
			t.Fatalf("%q lost line ends: %q", text, after)
		}
	})
}
