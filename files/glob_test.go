package files

import (
	"math/rand/v2"
	"path"
	"path/filepath"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"

	"github.com/bmatcuk/doublestar/v4"
)

func match(glob, rel string) bool { return NewGlobs("/p", []string{glob}).Match("/p/" + rel) }

func TestGlobs(t *testing.T) {
	for _, tc := range []struct {
		glob, path string
		want       bool
	}{
		{"*.job.yaml", "a/b/x.job.yaml", true},
		{"vendor", "a/vendor/b/x.yaml", true},
		{"vendor/", "vendor/x.yaml", true},
		{"/vendor", "vendor/x.yaml", true},
		{"vendor", "vendors/x.yaml", false},
		{"jobs/*.yaml", "jobs/x.yaml", true},
		{"jobs/*.yaml", "a/jobs/x.yaml", false},
		{"jobs/*.yaml", "jobs/a/x.yaml", false},
		{"jobs/**/*.yaml", "jobs/a/b/x.yaml", true},
		{"jobs/**/*.yaml", "jobs/x.yaml", true},
		{"jobs/**", "jobs", true},
		{"jobs/**", "jobs2", false},
		{"**", "a/b", true},
		{"a**b", "a/b", false},
		{"a**b", "axb", true},
		{"./jobs/*.{yaml,yml}", "jobs/x.yml", true},
		{"{jobs,**/cron}/*.yaml", "a/b/cron/x.yaml", true},
		{"{jobs,**/cron}/*.yaml", "cron/x.yaml", true},
		{"{jobs/**,cron}", "jobs", true},
		{"{jobs/**,cron}", "jobs/a/b", true},
		{"{a,b{c,d}}.yaml", "bd.yaml", true},
		{"{a,b{c,d}}.yaml", "b.yaml", false},
		{"a?c", "a/c", false},
		{"a[!b]c", "a/c", false},
		{"a[^b]c", "adc", true},
		{`\!a`, "!a", true},
		{`\{a\}[\]x]`, "{a}]", true},
		{"a+(b)|c$.", "a+(b)|c$.", true},
		{"ä?", "äö", true},
		{"[", "x", false},
		{"x", "y", false},
		{"a.yaml", "a\nyaml", false},
	} {
		if got := match(tc.glob, tc.path); got != tc.want {
			t.Errorf("%s on %s: %t, want %t", tc.glob, tc.path, got, tc.want)
		}
	}
	if g := NewGlobs("/p/q", []string{"**"}); g.Match("/p/x") || g.Match("/p/q") || !g.Match("/p/q/..x") {
		t.Error("globs match outside of their folder")
	}
	if (Globs{}).Match("/p") {
		t.Error("no globs match")
	}
	many := slices.Repeat([]string{"x"}, 3*maxCompiled)
	if g := NewGlobs("/", append(many, "y")); !g.Match("/y") || g.Match("/z") {
		t.Error("the last of many globs is lost")
	}
}

func TestCheckGlob(t *testing.T) {
	for glob, want := range map[string]string{
		"[": "is not a glob", "{a": "is not a glob", "a}": "is not a glob", "[]": "is not a glob", "[z-a]": "is not a glob", `a\`: "is not a glob", "\xff": "is not a glob", "[!]": "is not a glob",
		"!vendor": "has no effect: globs cannot be negated", "../x": "has no effect: it leads out", "..": "has no effect: it leads out",
		"a/../b": "has no effect: no path", "a//b": "has no effect: no path", "a/./b": "has no effect: no path", "//host/share": "has no effect: no path",
		strings.Repeat("a", maxGlob+1): "is longer than 1000 bytes", strings.Repeat("{", 11) + strings.Repeat("}", 11): "has more than 10 braces in each other",
		"**/*.yaml": "", "./a": "", "/a/": "", `\!a`: "", "a..b": "", "{a,b}": "", "a,b": "", "[a-]": "", "[--/]": "", strings.Repeat("{", 10) + strings.Repeat("}", 10): "",
	} {
		err := CheckGlob(glob)
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%.30q: %v, want %q", glob, err, want)
		}
	}
}

// differs matches the globs that doublestar takes otherwise: at the end of a path
// "a**", "*{,a}" and "a*/**" do not match nothing there, and "**" after braces is
// what the text around makes of it.
var differs = regexp.MustCompile(`[^/]\*\*|\*\{,|[^*]\*/\*\*`)

// TestGlobsAgree compares with doublestar: globs mean what they mean in other
// tools. All classes that are tried name the slash, if they are negated: there they
// match one that they do not name.
func TestGlobsAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "b", "ab", "*", "?", "[ab]", "[^a/]", "[!b/]", "[a-c]", "/", "/", "/**/", "**/", "{a,b}", "{a/b,ab}", "{,a}", "{a,*{a,b}}", `\*`, `\a`, "a.", "*b*", "/*/", ","}
	names := []string{"a", "b", "ab", "*", "a.b", "abab", "c", ",", "*b"}
	agreed := map[bool]int{}
	for range 20_000 {
		var glob strings.Builder
		for range 1 + r.IntN(7) {
			glob.WriteString(pieces[r.IntN(len(pieces))])
		}
		var rel []string
		for range 1 + r.IntN(4) {
			rel = append(rel, names[r.IntN(len(names))])
		}
		g, name := glob.String(), strings.Join(rel, "/")
		if differs.MatchString(g) {
			continue
		}
		if CheckGlob(g) != nil {
			if edges := "/" + g + "/"; doublestar.ValidatePattern(g) && !strings.Contains(edges, "//") && !strings.Contains(edges, "/./") {
				t.Fatalf("%s is refused: %v", g, CheckGlob(g))
			}
			continue
		}
		want := judged(g, name)
		if got := match(g, name); got != want {
			t.Fatalf("%s on %s: %t, want %t", g, name, got, want)
		}
		agreed[want]++
	}
	if agreed[true] < 1_000 || agreed[false] < 3_000 {
		t.Errorf("little was compared: %v", agreed)
	}
}

// judged is what doublestar says of a path and of the folders above it.
func judged(glob, rel string) bool {
	glob = strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/")
	if !strings.Contains(glob, "/") {
		glob = "**/" + glob
	}
	glob = strings.TrimPrefix(glob, "/")
	for p := rel; p != "."; p = path.Dir(p) {
		if ok, _ := doublestar.Match(glob, p); ok {
			return true
		}
	}
	return false
}

// hostileGlobs take exponential or high polynomial time with matchers that try one
// way after the other.
var hostileGlobs = []string{
	strings.Repeat("{a,aa}", 160) + "c",
	strings.Repeat("{a,{a,{a,aa}}}", 70) + "c",
	strings.Repeat("{,a}", 240) + "c",
	strings.Repeat("*a", 490) + "c",
	strings.Repeat("**/", 330) + "c",
	strings.Repeat("**/{*,?}/", 110) + "c",
	strings.Repeat("a*{a,*}/", 120) + "c",
	strings.Repeat("[a-z]*", 160) + "0",
}

// TestPromiseGlobs tries globs that would take longer than the universe has, and
// counts what the time of others depends on: the states of the machine that
// matches them, each of which package regexp visits once for a byte of a path.
func TestPromiseGlobs(t *testing.T) {
	names := []string{strings.Repeat("a", 255), strings.Repeat("a/", 1000) + "a", strings.Repeat(strings.Repeat("a", 200)+"/", 10) + "b"}
	for _, glob := range hostileGlobs {
		if err := CheckGlob(glob); err != nil {
			t.Errorf("%.30s: %v", glob, err)
		}
		for _, name := range names {
			if match(glob, name) {
				t.Errorf("%.30s matches", glob)
			}
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	pieces := []string{"a", "*", "**/", "?", "{", "}", ",", "[a-z]", "/", "{a,aa}", "[^a]", "/**", "ä"}
	sizes := slices.Clone(hostileGlobs)
	for range 20_000 {
		var glob strings.Builder
		for range r.IntN(200) {
			glob.WriteString(pieces[r.IntN(len(pieces))])
		}
		sizes = append(sizes, glob.String())
	}
	checked := 0
	for _, glob := range sizes {
		expr, err := expression(glob)
		if err != nil {
			continue
		}
		parsed, err := syntax.Parse("(?s)"+expr, syntax.Perl)
		if err != nil {
			t.Fatalf("%s becomes %s: %v", glob, expr, err)
		}
		prog, err := syntax.Compile(parsed.Simplify())
		if err != nil {
			t.Fatalf("%s: %v", glob, err)
		}
		if states := len(prog.Inst); states > 5*len(glob)+20 {
			t.Fatalf("%s has %d states", glob, states)
		}
		checked++
	}
	if checked < 500 {
		t.Errorf("only %d globs were checked", checked)
	}
	largest := slices.Repeat([]string{strings.Repeat("**/", 330) + "{a,b}"}, maxCompiled)
	if g := NewGlobs("/", largest); !g.Match("/a") { // compiled without a panic
		t.Error("many large globs match nothing")
	}
}

func FuzzGlob(f *testing.F) {
	for _, glob := range append(hostileGlobs, "**/*.{yaml,yml}", "[!a-z]", `\{`) {
		f.Add(glob, "a/b/c")
	}
	f.Fuzz(func(t *testing.T, glob, name string) {
		expr, err := expression(glob)
		if err != nil {
			return
		}
		if _, err := regexp.Compile(expr); err != nil {
			t.Fatalf("%q becomes %q: %v", glob, expr, err)
		}
		NewGlobs("/", []string{glob}).Match(filepath.Join("/", name))
	})
}
