package document

import "testing"

var samples = []string{
	"", "\n", "# only a comment\n", "---\n", "---\n---\n", "a", "a: b", "a: b\n", "a:\n  b: c\n", "a:\n- b\n- c\n", "- a\n- b\n",
	"- - a\n  - b\n- c", "- a: b\n  c: d\n", "a: [b, c, {d: e}]\n", "{a: b, c: [d]}", "[a, b: c, ? d : e]", "{? a : b, c}",
	"a: \"x\\ny\\x41\\u00e9\"\n", "a: 'it''s'\n", "a: |\n  x\n   y\n\n  z\n", "a: >-\n  x\n  y\n\n  z\n", "a: |+\n  x\n\n\nb: c\n",
	"a: |2\n    x\n", "a: &x b\nc: *x\n", "a: &x\n  b: c\nd:\n  <<: *x\n  e: f\n", "&a b: &c d\n", "&a\nb: c\n", "!!str 12", "a: !!str 12\n",
	"a: !foo bar\n", "%YAML 1.2\n---\na: b\n", "%TAG !e! tag:e.com,2000:\n---\na: !e!x b\n", "a: b\n...\n---\nc: d\n", "--- a\n--- b\n", "--- |\n x\n",
	"a: x\n  y\n  z\n", "a: x\n\n  y\n", "a: \"x\n  y\"\n", "a: 'x\n\n  y'\n", "? a\n: b\n", "? - a\n  - b\n: - c\n", "? a\n", ": a\n", "a: # c\n  b: c # d\n# e\n",
	"a:\n  - b\n  -\n  - c\n", "a:\n-\n- b\n", "a: ~\nb: null\nc: true\nd: 12\ne: 0x1f\nf: 1.5\ng: 2001-01-01\nh: .inf\ni: 0644\nj: 0o17\nk: 1_000\n", "a: yes\n",
	"a: http://x.y:80/z?q\n", "a: [http://x.y]\n", "a: b#c\n", "a: -1\nb: -\n", "- ? a\n  : b\n", "a: *b\n", "a: [&b c, *b]\n", "a: {b: &c {d: e}}\n", "{a: , b: }\n", "[a, ]\n", "[]", "{}",
	"a: ''\nb: \"\"\n", "\"a b\": c\n", "'a': 'b'\n", "\ufeffa: b\n", "a: b\r\nc:\r\n  - d\r\n", "a: \"\\\n  x\"\n", "a: |\n\n\n  x\n", "a: >\n  x\n   y\n  z\n", "a: >\n\n  x\n\n\n  y\n\n",
	"a: b\n c: d\n", "a\nb: c\n", "a: b: c\n", "a: \"b\nc: d\n", "a: [b\nc: d\n", "a: ]\n", "\ta: b\n", "a:\n\tb: c\n", "a: @b\n", "<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> x\n", "a: b\nc\n",
	"a:\n    b: c\n  d: e\n", "- a\nb: c\n", "a: |x\n  b\n", "a: \"\\q\"\n", "a: \x00\n", "a: \xff\n", "*a", "&a", "&a *a", "a: &a *a", "a: &a [*a]\n", "[a b: c]", "[a\n b: c]", "{a\n: b}", "key: [a, b]]\n", "a: \u2028b\n", "a: x\u2028  y\n",
	"---\na: b\n---\n- c\n...\n", "a: - b\n", "--- a: b\n", "- a: b\n   c: d\n", "a: 'b' c\n", "a: \"b\" # c\n", "a: \"b\"# c\n", "a: !<tag:yaml.org,2002:str> b\n", "a: !\n", "a: ! 12\n", "a:   \n  \n  b\n", "a: b\n\n\n# c\n", "a: \"\\ud83d\"\n", "? |\n  a\n: |\n  b\n", "a: |\n x\n\ty\n", "a: |\n\tx\n", "a: >-\n   x\n  y\n",
	"a:\n  # c\n  b: d\n", "a:\n# c\n  b: d\n", "a: &x\nb: *x\n", "a: !!map\n  b: c\n", "a: !!seq\n- b\n", "a: &x\n- b\n", "a: &x\n  &y b: c\n", "- &x\n  a: b\n", "- &x a: b\n- *x : c\n", "*a : b\n", "a: {\n}\n", "a: [\n]\n", "a: {\nb: c\n}\n", "a: 'b\nc'\n", "a: >2\n    x\n", "a: |1-\n  x\n",
	"a: b\n--- # c\nd: e\n", "a: b\n... # c\n", "# c\n---\n# d\na: b\n", "a: \"x\\\ty\"\n", "a: 'x\ty'\n", "a: x\ty\n", "a:\tb\n", "-\ta\n", "a: b\t# c\n", "a : b\n", "a :\n  b : c\n", "{a : b}", "{\"a\":b}", "{'a':b}", "{[a]:b}", "{a:b}", "[a:b]", "[a: b, c: d]", "[? a]", "[: a]", "{: a}", "{a: {b: c}: d}",
	"a:\n  b: &x\n    c: d\ne\n    <<: *x\n  f: g\n", "a:\n  b: &x\n    c: d\ne\n    f: *x\n  g: *x\n", "a: b\n- - &x c\n  - d\n  e: f\ng: *x\n", "a: |\n  b\nc\n  d\n", "a: |\n    b\n  c\n", "a: |\nb\n  c\n", "a: |\n  b\n? c\n    d\n", "a: |\n# b\n?\n  d\n", "a:\n  b: |\n    c\n # d\n  ? e\n    f\n", "a: {\nb: c,\nd: e\n}\n", "a: {\nb: [\n}\n",
}

var jsonSamples = []string{
	`{}`, `[]`, `""`, `1`, `-0.5e+3`, `true`, `null`, `{"a": 1, "b": [true, null, {"c": "d"}]}`, `{"a":"\u00e9\ud83d\ude00\/\n"}`, "{\"a\"\n:\n1\n}", "{\n\t\"a\": 1\n}\n", `{"a": 1,}`, `[1,]`, `[,1]`,
	`{'a': 1}`, `{a: 1}`, `{"a": b}`, `{"a" 1}`, `{"a": 1 "b": 2}`, `[1 2]`, `{"a": }`, `{"a"}`, `{"a": 1`, `[1`, `{"a": "b`, "{\"a\": \"b\nc\"}", `{"a": 01}`, `{"a": +1}`, `{"a": .5}`, `{"a": 1} x`, `# c`, `{"a": 1} # c`, "--- {}", `{"a": "\x41"}`, `{"a": "\q"}`, `[1: 2]`, `{"a": &b 1}`, `{"a": *b}`, `["a": 1]`, `{"a": [1, 2}`, `{"a": {"b": 1]}`, "a: b\n", "- a\n", `{"a": 1}{"b": 2}`, `"\u12"`, `{"a": "\ud83d"}`, `{1: 2}`, `{{}: 1}`, `[?]`, `[-]`, "[1,\n2]", `{"a":1,"a":2}`, "\"a\u2028b\u0085c\"", "[\u0085]", "\"\\\u2028\"",
}

func TestSamples(t *testing.T) {
	for _, s := range samples {
		t.Run("", func(t *testing.T) { compareToOracle(t, s) })
	}
	for _, s := range jsonSamples {
		t.Run("json", func(t *testing.T) { compareToJSON(t, s) })
	}
}
