package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
)

// runKam runs kam-ls in this process and returns what it prints to both streams.
func runKam(in string, args ...string) (out, errOut string, code int) {
	var stdout, stderr strings.Builder
	code = execute(newRoot(), args, strings.NewReader(in), &stdout, &stderr)
	return stdout.String(), stderr.String(), code
}

// secret is the text that no output may have, nor its beginning; number is one that is
// an int.
const (
	secret = "Zq9hunterX2w"
	number = "48151623421"
)

// secretPlaces are texts with a place for a secret, %s, whatever stands there.
var secretPlaces = []string{
	"schedule: '0 3 * * *'\nsecrets:\n  db:\n    type: opaque\n    data:\n      pin: %s\n      other: ''\ncontainers:\n  web: {image: 'a:1', env: {X: secret://db/pin}}\n",
	"schedule: '0 3 * * *'\nsecrets:\n  db:\n    type: basic\n    data: %s\ncontainers: {web: {image: 'a:1'}}\n",
	"schedule: '0 3 * * *'\nsecrets:\n  db: %s\ncontainers: {web: {image: 'a:1'}}\n",
	"schedule: '0 3 * * *'\nsecrets: %s\ncontainers: {web: {image: 'a:1'}}\n",
	"schedule: '0 3 * * *'\nsecrets: {db: {type: basic, pin: %s, data: {x: 1}}}\ncontainers: {web: {imagee: 'a:1'}}\n",
	"schedule: '0 3 * * *'\nsecrets: {db: {typ: opaque, data: {pin: %s, pin: 2}}}\ncontainers: {web: {image: 'a:1'}}\n",
	"schedule: '0 3 * * *'\nsecretts: {db: {type: basic, data: {pin: %s}}}\ncontainers: {web: {image: 'a:1'}}\n",
	"schedule: '0 3 * * *'\ncontainers:\n  web:\n    image: 'a:1'\n    env:\n      DB_PASSWORD: %s\n      db password: a\n      PORT: 1\n",
	"schedule: '0 3 * * *'\ncontainers: {web: {image: 'a:1', env: {API_TOKEN: %s, PORT: 1, '0=': x}}}\n",
	"schedule: '0 3 * * *'\ncontainers: {web: {image: 'a:1', env: {PW: %s, '0=': x}}}\n",
	"schedule: '0 3 * * *'\ncontainers: {web: {image: 'a:1', env: [{name: API_KEY, value: %s}]}}\n",
	"schedule: '0 3 * * *'\ncontainers:\n  web:\n    image: 'a:1'\n    files: {/etc/db-password.txt: {content: %s, mode: 999, contentFrom: x}}\n",
	"schedule: '0 3 * * *'\ncontainers: {web: {image: 'a:1', password: %s, resources: {cpu: x}}}\n",
	"x: &p %s\nschedule: '0 3 * * *'\ncontainers: {web: {image: 'a:1', env: {PGPASSWORD: *p, A: 1}}}\n",
	"{\"schedule\": \"0 3 * * *\", \"secrets\": {\"db\": {\"type\": \"opaque\", \"data\": {\"pin\": %s, \"b\": 1}}}, \"containers\": {\"web\": {\"imag\": \"a:1\"}}}",
}

// secretForms are ways to write a secret, right and wrong ones.
var secretForms = []string{
	secret, number, "\"" + secret + "\"", "'" + secret + "'", "-" + number, number + ".5", "\"a " + secret + " b\"",
	"[" + secret + "]", "[[" + secret + ", 1]]", "{a: " + secret + "}", "{" + secret + ": 1}", "{" + secret + "}", "- " + secret,
	"!" + secret, "!" + secret + " x", "!!" + secret + " x", "*" + secret, "&" + secret, "&" + secret + " " + number, "&a!" + secret, "@" + secret, "%" + secret, "`" + secret, "? " + secret,
	"\"" + secret, "'" + secret, "[" + secret, "{" + secret, secret + "]", secret + ": x", secret + " : " + secret + ": x", "\"a\" " + secret, "'a'" + secret, "{a: b} " + secret, "[a] " + secret,
	"\"\\q" + secret + "\"", "\"\\x" + secret + "\"", "|\n        " + secret + "\n", ">\n        a\n        " + secret + "\n", "|" + secret, "| " + secret + "\n",
	"a\n" + secret + "\n", "a\n  " + secret + "\n", "\"a\n" + secret + "\"", "\n        " + secret + "\n       " + secret + "\n", "\n\t" + secret + "\n",
	"$(" + secret + ")x", "\"$(A) $" + secret + "\"", "${" + secret, "secret:" + secret, "secret://db/x " + secret, "x" + strings.Repeat(" "+secret, 20), strings.Repeat(secret, 30),
	"yes # " + "a comment", "2026-01-01", "\xff" + secret, "\x01" + secret, "<<<<<<< " + secret, "\n<<<<<<< " + secret + "\n",
	"\"-----BEGIN " + secret + "\n" + secret + "\n-----END\"", "-----BEGIN KEY-----\n" + secret + secret + "\n" + secret + ":" + secret + "\n-----END KEY-----\n",
}

// secretTexts have a secret that can be told from its form, wherever it is.
var secretTexts = []string{
	"schedule: '0 3 * * *'\ncontainers: {web: {image: 'postgres://u:" + secret + "@h/x', env: {A: 'postgres://u:" + secret + "@$(H)/x', B: 1}}}\n",
	"schedule: 'https://u:" + secret + "@h'\ncontainers: {'https://u:" + secret + "@h': {image: a, 'https://u:" + secret + "@h': 1}}\n",
	"schedule: '0 3 * * *'\ncontainers: {web: {image: a, command: ['mysql --password=" + secret + " -h x'], args: ['PGPASSWORD=" + secret + " $HOME $(X)', '--password=" + secret + "$(X)', '--token=$(X)" + secret + "']}}\n",
	"schedule: '0 3 * * *'\ncontainers: {web: {image: a, env: {A: 'jdbc:x://h/d?user=u&password=" + secret + " $(X)', B: 'Server=h;Password=" + secret + "; $(X)', C: 'a: password: " + secret + " $(X)'}}}\n",
	"schedule: '0 3 * * *'\ncontainers: {web: {image: a, env: {'postgres://u:" + secret + "@h': {}, 'API_TOKEN=" + secret + "': x}}}\n",
	"schedule: '0 3 * * *'\ncontainers:\n  web:\n    image: a\n    env:\n      DB_PASSWORD " + secret + "\n      DB_PASSWORD:" + secret + "\n      DB_PASSWORD=" + secret + "\n",
	"schedule: '0 3 * * *'\ncontainers: {web: {image: a, livenessProbe: {probeHandler: {url: 'http://u:" + secret + "@localhost/'}}, files: {/a: {content: 'TOKEN=" + secret + "', content: 2}}}}\n",
	"schedule: '0 3 * * *'\ncontainers: {web: {image: a, files: {/a: {mode: 1, content: \"-----BEGIN PRIVATE KEY-----\\n" + secret + "\\n\"}}}}\n",
}

// isKey are forms in which the secret is a key, isNamed places in which that is a name,
// and isOther forms in which it is a key beside the value.
var (
	isKey   = regexp.MustCompile(secret + `["']?[ \t]*:([ \n]|$)|[?] ` + secret + `|: x`)
	isOther = regexp.MustCompile(`(\n *|, |[[{])` + secret + `["']? ?:`)
	isNamed = regexp.MustCompile(`\n(secrets|  db|    data): %s`)
)

// TestPromiseSecrets checks specs with a secret in every place and form, and with random
// mistakes in it: no report, message, title or baseline has it. render is for its values,
// and a difference shows the changed lines.
func TestPromiseSecrets(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir(".git", 0o755); err != nil {
		t.Fatal(err)
	}
	texts := secretTexts
	for _, place := range secretPlaces {
		for _, form := range secretForms {
			if isKey.MatchString(form) && isNamed.MatchString(place) {
				continue // the names of secrets and of their keys are told
			}
			texts = append(texts, fmt.Sprintf(place, form))
		}
	}
	r := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		form := secretForms[r.IntN(len(secretForms))]
		form = strings.Replace(form, secret, mistaken(r, secret), 1)
		if place := secretPlaces[r.IntN(len(secretPlaces))]; !isOther.MatchString(form) && !(isKey.MatchString(form) && isNamed.MatchString(place)) {
			texts = append(texts, fmt.Sprintf(place, form))
		}
	}
	findings := 0
	for i, text := range texts {
		name := "a.kam.yaml"
		if strings.HasPrefix(text, "{") {
			name = "a.kam.json"
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		commands := [][]string{{"check", "--color", "always"}, {"check", "-f", "json"}, {"check", "--write-baseline", "baseline.json"}, {"fmt", "--check"}}
		if i%7 == 0 { // the others print the same messages
			for _, format := range []string{"compact", "sarif", "github", "junit"} {
				commands = append(commands, []string{"check", "-f", format})
			}
			commands = append(commands, []string{"cron", "--spec"})
		}
		for _, args := range commands {
			out, errOut, code := runKam("", args...)
			if code == 1 {
				findings++
			}
			told(t, args, text, out+errOut)
		}
		if _, errOut, code := runKam("", "render", name); code == 1 {
			told(t, []string{"render"}, text, errOut)
		}
		data, err := os.ReadFile("baseline.json")
		if err != nil {
			t.Fatal(err)
		}
		told(t, []string{"the baseline"}, text, string(data))
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	if findings < len(texts) {
		t.Errorf("%d texts, and only %d runs with findings", len(texts), findings)
	}
}

// mistaken is a text with something put into its middle.
func mistaken(r *rand.Rand, s string) string {
	bits := []string{"'", "\"", ": ", ":", " #", "\n", "\n  ", "\n        ", ", ", "]", "}", "{", "[", "&", "*", "!", "\\", "- ", "\t", "%", "@", "|", "? "}
	return s + bits[r.IntN(len(bits))] + s + bits[r.IntN(len(bits))]
}

// told reports a part of the secret in an output.
func told(t *testing.T, args []string, text, output string) {
	t.Helper()
	for _, part := range []string{secret[:5], secret[len(secret)-5:], number[:5]} {
		if i := strings.Index(output, part); i >= 0 {
			from := max(strings.LastIndexByte(output[:max(i-200, 0)], '\n'), max(i-400, 0))
			t.Errorf("%v tells a secret of\n%s\nin …%s…", args, text, output[from:min(i+100, len(output))])
			return
		}
	}
}
