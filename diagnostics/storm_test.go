package diagnostics_test

import (
	"context"
	"flag"
	"maps"
	"math/rand"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/kam-ls/kam-ls/completion"
	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/hover"
	"github.com/kam-ls/kam-ls/outline"
	"github.com/kam-ls/kam-ls/refactor"
	"github.com/kam-ls/kam-ls/references"
	"github.com/kam-ls/kam-ls/render"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
	"github.com/kam-ls/kam-ls/tokens"
)

var (
	rounds    = flag.Int("rounds", 300, "how many damaged specs everything is run on")
	firstSeed = flag.Int64("seed", 0, "the number of the first of them")
)

// fullSpec has every attribute of a Job. In "<kind=value>" a value of another kind
// can stand, or one near the edge of what is right.
const fullSpec = `labels: {<label=team>: data, <label=app.example.com/tier>: <word=back>}
annotations: {owner: "<word=data-platform>"}
replicas: <number=1>
schedule: "<schedule=0 3 * * 1-5>"
secrets:
  <name=db>: {type: <word=basic>, immutable: <bool=true>, data: {username: <word=app>, password: "<word=change-me>"}}
  tls: {type: tls, data: {tls.crt: <word=YQ==>, tls.key: YQ==}}
containers:
  <name=step-1>:
    image: "<image=registry.example.com:5000/etl/step:1.4.2>"
    command: [<word=/bin/sh>, "-c", "<word=echo $(STEP) && run-step>"]
    args: [<word=--batch>, "1", '<word=$HOME>']
    env: {LOG_LEVEL: <word=info>, <word=STEP>: "1", DB_PASSWORD: <reference=secret://db/password>}
    workingDir: <path=/srv/app>
    resources: {cpu: <quantity=250m-1>, <resource=memory>: <quantity=256Mi-1Gi>, <resource=hugepages-2Mi>: <quantity=4Mi>, <resource=nvidia.com/gpu>: "<quantity=1>"}
    files:
      <path=/etc/app/config.ini>: {content: "[app]\nbatch = true\n", mode: <mode="0644">}
      /etc/app/tls.crt: {contentFrom: <reference=secret://tls/tls.crt>}
    dirs: {<path=/mnt/creds>: <reference=secret://db>, /mnt/cm: <reference=configmap://settings>}
    livenessProbe: {probeHandler: {command: ["<word=check.sh>"]}, initialDelaySeconds: <number=10>, periodSeconds: <number=30>, failureThreshold: <number=3>, terminationGracePeriodSeconds: <number=5>}
    readinessProbe: {probeHandler: {url: "<url=http://localhost:8080/healthz>", headers: {<label=X-Probe>: <word=ready>}}}
    startupProbe: {probeHandler: {url: "<url=tcp://localhost:8080>"}, timeoutSeconds: <number=1>, successThreshold: <number=1>}
    lifecycle: {preStop: {command: ["<word=drain.sh>"]}, postStart: {url: "<url=http://localhost:8080/started>"}}
  step-2: &second
    image: busybox:1.28
  step-3: {<<: *second, image: "x:1"}
`

var slot = regexp.MustCompile(`<(\w+)=([^>]*)>`)

// odd are values near the edge of what is right, by what they stand for. A '_' is
// a space.
var odd = func() map[string][]string {
	pools := map[string][]string{}
	for kind, values := range map[string]string{
		"resource":  `hugepages- hugepages-x hugepages-x/y hugepages-2Mi/x hugepages-0 hugepages-0/a hugepages-1 hugepages-16Ei hugepages-18446744073709551616 hugepages-1e99 hugepages-9E hugepages-1.5 hugepages--1 hugepages-1m requests.cpu example.com/gpu hugepages.com/a kubernetes.io/x a/hugepages-2Mi a/b/c / a/ /a cpu`,
		"quantity":  `0 -0 +0 1m 1n 1u 0.1m 1Ki 1KiB 1-2 2-1 1- -1 1-2-3 1e3 1e-3 1e-3-1e3 1e999 8Ei 16E 1E-1E 0-0 1.5Gi-1 9223372036854775807 9223372036854775808 99999999999999999999999 ٣ ½ m . - 1_Gi`,
		"number":    `0 -1 -0 +1 00 0x0 0o7 0b1 1_000 1e3 1e999 1.5 .inf -.inf .nan 2147483647 2147483648 -2147483648 9223372036854775807 -9223372036854775808 9223372036854775808 18446744073709551616 null "1"`,
		"bool":      `true false yes no on y Yes TRUE null 1 "true" ~`,
		"url":       `http:// http://: http://:0 http://x:99999 http://x:-1 http://[::1]:80/ http://[::1 tcp:// tcp://x tcp://:1 ftp://x http://user:p@h:1/a?b#c //x http:///a http://%zz http://h:1/%zz :// x http://h:1/\x00`,
		"mode":      `0644 "0644" 644 0o644 0888 "777777" -1 "" 4294967296 u+x "0" 0x1ff`,
		"schedule":  `@every @every_1s @every_0s @every_-1h @every_9999999h */0_*_*_*_* *_*_*_*_* 0_0_31_2_* TZ=_* TZ=UTC CRON_TZ=x_*_*_*_*_* 59_23_31_12_6 1-,_*_*_*_* ,_,_,_,_, */99999999999999999999_*_*_*_* 0/1/1_*_*_*_* 30_2_*_*_* 0_9_24_4_* 0_0_*_*_0 @weekly @ @yearly_ 0_0_*_*_7 22-2_*_*_*_* - / * ?_?_?_?_? *-9_+5_1,,2_*_*`,
		"reference": `secret:// secret://db secret://db/ secret:///x secret://db/a/b secret://tls/tls.crt configmap:// configmap://x configmap://x/y/z secret:/db SECRET://a/b secret://$(A)/b`,
		"image":     `: :1 a:b:c a@sha256: a@sha256:0 @ a@b A:1 registry:5000 registry:5000/ a//b x:latest x: / a/ /a [::1]/a:1 [::1]:5000/a ${X}`,
		"path":      `/ // . .. /.. /a/.. /a:b a C:\a /etc/app /etc/app/config.ini /etc/app/config.ini/x ~ $HOME /a//b`,
		"label":     `a/b/c / a/ /a - . a_b -a a- app.kubernetes.io/name kubernetes.io/x 0`,
		"name":      `- . a.b A a_b -a a- 0 step-2 second aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`,
		"word":      `$( $() $$ $ ${ $(a)$(b $((x)) $(date_+%F) && || | > _ a=b -- --- ... # #_kam-ls:_ignore [] {} [[]] {a:_1} &x *x *second <<: !!str !!binary !!int_x !x null ~ "" ''`,
	} {
		for _, value := range strings.Fields(values) {
			pools[kind] = append(pools[kind], strings.ReplaceAll(value, "_", " "))
		}
	}
	return pools
}()

// kinds are those of odd values, in order.
var kinds = slices.Sorted(maps.Keys(odd))

// filled is the full spec with a few odd values.
func filled(random *rand.Rand) string {
	return slot.ReplaceAllStringFunc(fullSpec, func(text string) string {
		m := slot.FindStringSubmatch(text)
		if random.Intn(12) > 0 {
			return m[2]
		}
		kind := m[1]
		if random.Intn(6) == 0 {
			kind = kinds[random.Intn(len(kinds))]
		}
		value := odd[kind][random.Intn(len(odd[kind]))]
		if random.Intn(6) == 0 {
			value = m[2] + value
		}
		return value
	})
}

var oddRunes = []rune("\x00\t\r\n:{}[]\"'#&*!|>-?%@`,~\u00a0\u2028\ufeff\U0001f600é")

// token is a word of a spec, roughly.
var token = regexp.MustCompile(`"[^"\n]*"|'[^'\n]*'|[^\s,\[\]{}:]+`)

// damaged is a text after a few accidents: characters, words and lines that are
// lost, doubled, swapped or pasted into another place, and values that are others.
func damaged(random *rand.Rand, text string) string {
	for range 1 + random.Intn(4) {
		if text == "" {
			text = "a"
		}
		from := random.Intn(len(text))
		to := min(len(text), from+1+random.Intn(12))
		switch random.Intn(9) {
		case 0: // characters are lost
			text = text[:from] + text[to:]
		case 1: // a slipped paste
			at := random.Intn(len(text))
			text = text[:at] + text[from:to] + text[at:]
		case 2: // a line is lost, doubled, or of another indentation
			lines := strings.SplitAfter(text, "\n")
			i := random.Intn(len(lines))
			lines[i] = []string{"", lines[i] + lines[i], strings.TrimLeft(lines[i], " "), " " + lines[i], "\t" + lines[i], lines[random.Intn(len(lines))]}[random.Intn(6)]
			text = strings.Join(lines, "")
		case 3: // an odd character
			text = text[:from] + string(oddRunes[random.Intn(len(oddRunes))]) + text[from:]
		case 4: // cut off
			text = text[:from]
		default: // a word becomes another of the text, or an odd value
			words := token.FindAllStringIndex(text, -1)
			if len(words) == 0 {
				continue
			}
			w, other := words[random.Intn(len(words))], words[random.Intn(len(words))]
			with := text[other[0]:other[1]]
			if pool := odd[kinds[random.Intn(len(kinds))]]; random.Intn(3) > 0 {
				with = pool[random.Intn(len(pool))]
			}
			if random.Intn(4) == 0 {
				with = text[w[0]:w[1]] + with
			}
			text = text[:w[0]] + with + text[w[1]:]
		}
	}
	return text
}

// everything runs what an editor and a pipeline run on a spec.
func everything(t *testing.T, random *rand.Rand, name, text string) {
	t.Helper()
	defer func() {
		if fault := recover(); fault != nil {
			t.Fatalf("%v in %s:\n%q\n%s", fault, name, text, debug.Stack())
		}
	}()
	cfg := config.Default()
	cfg.Cron.TimeZone = []string{"", "Europe/Berlin", "Africa/Cairo"}[random.Intn(3)]
	doc := document.Parse(text, document.LanguageOf(name))
	file := spec.Read(doc, schema.Default(), name)
	for _, d := range diagnostics.Run(context.Background(), file, cfg, now) {
		for _, fix := range d.Fixes {
			check(name, apply(text, fix.Edits), cfg)
		}
	}
	if len(text) < 4096 {
		diagnostics.Repair(context.Background(), file, cfg, now)
	}
	opts := hover.Options{Now: now, Runs: 2}
	for offset := random.Intn(7); offset <= len(text); offset += 1 + random.Intn(60) {
		hover.At(file, offset, opts)
		hover.SignatureAt(file, offset)
		outline.Selections(doc, offset)
		refactor.At(file, document.Span{Start: offset, End: offset})
		if symbol, ok := references.At(file, offset); ok && symbol.Name == "" {
			continue
		}
	}
	for range 2 {
		completion.At(file, random.Intn(len(text)+1), completion.Options{})
	}
	for _, r := range hover.Schedules(file, opts) {
		_, _ = r.Summary(opts), r.Preview(opts)
	}
	outline.Folds(doc)
	outline.Links(file)
	outline.Symbols(file, 100)
	tokens.In(file, document.Span{Start: 0, End: len(text)})
	for _, w := range file.Workloads {
		objects, err := render.Workload(w, render.Options{Namespace: "a", TimeZone: cfg.Cron.TimeZone, RestartPolicy: "Never"})
		if err != nil {
			continue // it is no Job
		}
		if _, _, err := render.YAML(objects, true); err != nil && utf8.ValidString(text) {
			t.Fatalf("%v in %q", err, text)
		}
	}
}

// sources are the specs that are damaged, by their names.
func sources(t testing.TB) (names, texts []string) {
	add := func(name, text string) {
		names, texts = append(names, name), append(texts, text)
	}
	for path, text := range specs(t, "") {
		name := "a.kam.yaml"
		if strings.Contains(path, "json") {
			name = "a.kam.json"
		}
		if strings.HasSuffix(path, ".txtar") {
			text = archiveSpec(text)
		}
		add(name, text)
	}
	return names, texts
}

// TestStorm runs everything on specs after random accidents: whatever a file looks
// like, nothing panics.
func TestStorm(t *testing.T) {
	names, texts := sources(t)
	start := time.Now()
	for seed := range *rounds {
		random := rand.New(rand.NewSource(int64(seed) + *firstSeed))
		i := random.Intn(len(texts))
		name, text := names[i], texts[i]
		if random.Intn(3) > 0 {
			name, text = "full.kam.yaml", filled(random)
		}
		if random.Intn(3) > 0 {
			text = damaged(random, text)
		}
		everything(t, random, name, text)
	}
	t.Logf("%d specs in %v", *rounds, time.Since(start).Round(time.Second))
}

// FuzzStorm is the same for texts that a fuzzer comes to.
func FuzzStorm(f *testing.F) {
	names, texts := sources(f)
	names, texts = append(names, "full.kam.yaml"), append(texts, slot.ReplaceAllString(fullSpec, "$2"))
	for i, text := range texts {
		f.Add(text, int64(i), strings.HasSuffix(names[i], "json"))
	}
	f.Fuzz(func(t *testing.T, text string, seed int64, isJSON bool) {
		if len(text) > 8192 {
			return
		}
		name := "a.kam.yaml"
		if isJSON {
			name = "a.kam.json"
		}
		random := rand.New(rand.NewSource(seed))
		everything(t, random, name, damaged(random, text))
	})
}
