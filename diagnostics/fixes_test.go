package diagnostics_test

import (
	"math/rand"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/config"
)

// slips turn a piece of a sound spec into a mistake.
var slips = [][2]string{
	{"image: ", "image: X"}, {"cpu: ", "cpu: 5-"}, {"memory: ", "memory: x"}, {"Mi", "mb"},
	{"http://", ""}, {"tcp://", "http://"}, {"localhost", "example.com"},
	{"secret://", "secret:/"}, {"secret://", "secret://x"}, {"configmap://", "map://"},
	{"mode: \"0", "mode: 0"}, {"mode: \"", "mode: \"9"}, {"/etc", "etc"}, {"/", "//"},
	{"content:", "contentFrom: configmap://a/b\n        content:"},
	{"type: basic", "type: token"}, {"type: opaque", "type: basic"}, {"username", "usrname"},
	{"replicas: ", "replicas: -"}, {"containers:", "Containers:"}, {"command:", "args: []\n    command:"},
	{"periodSeconds: ", "timeoutSeconds: 9"}, {"periodSeconds", "terminationGracePeriod"},
	{"livenessProbe", "readinessProbe"}, {"startupProbe", "livenessProbe"},
	{"[", "[\"a b && c\", "}, {"env:", "env:\n      DB_PASSWORD: x"}, {"{", "{DB_TOKEN: abcdef, "}, {"{", "{\"x\": 1, "},
	{"schedule: \"", "schedule: \"TZ=UTC "}, {"* * *", "* * 7"}, {"0 ", "0-59 "},
	{"labels:", "labels:\n  bad key: bad value"}, {"_", "-"}, {"-", "_"}, {"a", "A"}, {"e", "é"},
	{"  ", "   "}, {": ", ":"}, {"\"", ""}, {"\"", "'"}, {",", ",,"}, {"]", ""}, {"}", ""},
}

// TestFixesOfSlips applies every fix of every finding in specs with slips: none
// makes a syntax error, and the finding goes, but for those that an alias
// repeats elsewhere.
func TestFixesOfSlips(t *testing.T) {
	random := rand.New(rand.NewSource(12))
	var sound []struct{ path, text string }
	for path, text := range specs(t, "corpus/ok") {
		sound = append(sound, struct{ path, text string }{filepath.Base(path), text})
	}
	fixes, stay := 0, 0
	for i := range 4000 {
		s := sound[i%len(sound)]
		text := s.text
		for range 1 + random.Intn(3) {
			slip := slips[random.Intn(len(slips))]
			if n := strings.Count(text, slip[0]); n > 0 {
				at := random.Intn(n)
				parts := strings.SplitN(text, slip[0], at+2)
				text = strings.Join(parts[:at+1], slip[0]) + slip[1] + parts[at+1]
			}
		}
		before := check(s.path, text, config.Default())
		for _, d := range before {
			for _, fix := range d.Fixes {
				fixes++
				fixed := apply(text, fix.Edits)
				after := check(s.path, fixed, config.Default())
				if count(after, "syntax", "") > count(before, "syntax", "") {
					t.Fatalf("%s: %q makes a syntax error of\n%s\nwhich becomes\n%s", s.path, fix.Title, text, fixed)
				}
				if count(after, d.Rule, d.Message) >= count(before, d.Rule, d.Message) {
					stay++
				}
			}
		}
	}
	if fixes < 1000 || stay > fixes/200 {
		t.Errorf("%d fixes, %d of them without effect", fixes, stay)
	}
}
