package format

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/document"
)

func formatted(t *testing.T, text string, language document.Language) string {
	t.Helper()
	edits, err := Text(document.Parse(text, language))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return Apply(text, edits)
}

// TestText are texts and what they become. A text stays as it is where nothing is
// given.
func TestText(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"nothing":       {"", ""},
		"as it is":      {"a: 1\n\n# c\nb:\n  - x # why\n  - y: 1\n    z: 2\n", ""},
		"indentation":   {"a:\n    b:\n        c: 1\n    d:\n    - x\n    -   y: 1\n        z: 2\n", "a:\n  b:\n    c: 1\n  d:\n    - x\n    - y: 1\n      z: 2\n"},
		"lists below":   {"a:\n- b\n- - c\n  - d\n-\n  e\n- f:\n  - g\n", "a:\n  - b\n  - - c\n    - d\n  -\n    e\n  - f:\n      - g\n"},
		"gaps":          {"a :   1\nb:\t{ x : 1 ,y: [ 1,2 , 3 ] }\nc:  &a   !!str   x\nd: *a\n", "a: 1\nb: {x: 1, y: [1, 2, 3]}\nc: &a !!str x\nd: *a\n"},
		"trailing":      {"a: 1  \n  \n\n\nb: 2\t\n\n\n", "a: 1\n\nb: 2\n"},
		"no line break": {"a: 1", "a: 1\n"},
		"leading lines": {"\n\n\na: 1\n", "a: 1\n"},
		"comments": {"# top\na:\n    # in a\n    b: 1 # end\n    # last of a\n# of c\nc:\n      # deep\n      - 1\n      # deeper\n# of d\nd: 1\n# end\n",
			"# top\na:\n  # in a\n  b: 1 # end\n  # last of a\n# of c\nc:\n  # deep\n  - 1\n  # deeper\n# of d\nd: 1\n# end\n"},
		"comments after":      {"a: 1    # aligned\nbb: 2   # too\n", ""},
		"block scalars":       {"a:\n    b: |\n          x\n            y\n\n          z  \n    c: >-\n      t\n", "a:\n  b: |\n    x\n      y\n\n    z  \n  c: >-\n    t\n"},
		"with an indent":      {"a:\n    b: |2\n         x\n        y\n", "a:\n  b: |2\n       x\n      y\n"},
		"block at the end":    {"a: |+\n  x\n\n\n", ""},
		"block, no break":     {"a: |\n  x", ""},
		"empty block":         {"a:\n    b: |\n    c: 1\n", "a:\n  b: |\n  c: 1\n"},
		"in a list":           {"a:\n- |\n  x\n- b: |\n    y\n", "a:\n  - |\n    x\n  - b: |\n      y\n"},
		"quoted lines":        {"a:\n    b: \"x\n      y  \n\n      z\"\n    c: p\n      q\n", "a:\n  b: \"x\n    y  \n\n    z\"\n  c: p\n    q\n"},
		"flow lines":          {"a: [\n      x,   y,\n  {b: 1,\n   c: 2}\n      ]\n", "a: [\n  x, y,\n  {b: 1,\n    c: 2}\n]\n"},
		"documents":           {"---\na:\n    b: 1\n...\n---   # second\nc:   1\n", "---\na:\n  b: 1\n...\n---   # second\nc: 1\n"},
		"crlf":                {"a:\r\n    b: 1  \r\n\r\n\r\nc: 2", "a:\r\n  b: 1\r\n\r\nc: 2\r\n"},
		"bom":                 {"\ufeffa:\n    b: 1\n", "\ufeffa:\n  b: 1\n"},
		"explicit keys":       {"a:\n    ?   x\n    :   y\n    b:   1\n", "a:\n  ? x\n  : y\n  b: 1\n"},
		"next line":           {"a:\n      x\nb: &c\n    d: 1\n", "a:\n  x\nb: &c\n  d: 1\n"},
		"merge":               {"a: &x\n    b: 1\nc:\n    <<: *x\n", "a: &x\n  b: 1\nc:\n  <<: *x\n"},
		"emoji":               {"a:\n    \"😀\" :   é\n", "a:\n  \"😀\": é\n"},
		"empty values":        {"a:   \nb: [ ]\nc: {  }\nd: [a, ]\n", "a:\nb: []\nc: {}\nd: [a,]\n"},
		"root list":           {"  - a\n  - b:\n    - c\n", "- a\n- b:\n    - c\n"},
		"only comments":       {"  # a\n\n\n# b", "# a\n\n# b\n"},
		"commented out":       {"x:\n    a: {}\n        # b:\n        #   c: 1\n    d: |\n        t\n      # e\n    # f\n#    g: 1\n    h: 1\n", "x:\n  a: {}\n      # b:\n      #   c: 1\n  d: |\n    t\n   # e\n  # f\n  #    g: 1\n  h: 1\n"},
		"in a list, or not":   {"a:\n- b\n# c\n\n# d\ne: 1\n", "a:\n  - b\n  # c\n\n# d\ne: 1\n"},
		"blank in a block":    {"a: |\n    x\n    \n     \n    y\n", "a: |\n  x\n\n   \n  y\n"},
		"block at the root":   {"--- |\n     a\n      b\n", "--- |\n  a\n   b\n"},
		"empty in brackets":   {"a: {b:   , c: !!str  , d : }\nb: [\"c\"  :  ]\n", "a: {b: , c: !!str , d: }\nb: [\"c\": ]\n"},
		"pairs of brackets":   {"a: [[b] :   c, {d : e} : f]\n", "a: [[b]: c, {d: e}: f]\n"},
		"aliases as keys":     {"a: &x  b\n*x : c\nd: {*x  : e}\n", "a: &x b\n*x : c\nd: {*x : e}\n"},
		"not a marker":        {"  a\n   --- b\n---\n   \"...   b\n   ...\"\n", "a\n --- b\n---\n\"...   b\n...\"\n"},
		"a tab and a comment": {"a: 1\n  \t# c\n\t\nb: 2\n", "a: 1\n   # c\n\nb: 2\n"},
		"line breaks":         {"\r\ns:\ne:", "s:\ne:\n"},
		"nothing but one":     {"\n", ""},
		"next line breaks":    {"a:\u0085    b:   1\u2028    c: 2\u2029", "a:\u0085  b: 1\u2028  c: 2\u2029"},
		"single pairs":        {"a: [b : 1, \"c\":2]\n", "a: [b: 1, \"c\": 2]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.want == "" && !strings.HasPrefix(name, "nothing") {
				tc.want = tc.text
			}
			got := formatted(t, tc.text, document.YAML)
			if got != tc.want {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
			if again := formatted(t, got, document.YAML); again != got {
				t.Errorf("a second time:\n%s", again)
			}
		})
	}
}

func TestJSON(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":1,"b":[1,2,{"c":"x, y"}],"d":{}}`:         "{\n  \"a\": 1,\n  \"b\": [1, 2, {\"c\": \"x, y\"}],\n  \"d\": {}\n}\n",
		"{\"a\": [\n1 ]}":                               "{\n  \"a\": [\n    1\n  ]\n}\n",
		"{\"a\":[\"" + strings.Repeat("x", 80) + "\"]}": "{\n  \"a\": [\n    \"" + strings.Repeat("x", 80) + "\"\n  ]\n}\n",
		"{\r\n\"a\":1}\r\n":                             "{\r\n  \"a\": 1\r\n}\r\n",
		"[]":                                            "[]\n",
		"\ufeff{}":                                      "\ufeff{}\n",
	} {
		got := formatted(t, text, document.JSON)
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		if again := formatted(t, got, document.JSON); again != got {
			t.Errorf("%q a second time: %q", got, again)
		}
	}
}

func TestIndent(t *testing.T) {
	for text, want := range map[string]int{
		"a:\n│": 2, "a: # why\n│": 2, "a:\n  b: 1\n  │": 2, "a:\n  - b: 1\n  │": 4, "a:\n  - b:\n  │": 6, "a:\n  -\n│": 4,
		"a: |\n│": 2, "  a: |4-\n│": 6, "a: >+\r\n│\r\n": 2, "a:\r\n│": 2, "a: x|y\n│": 0, "é: 1\r\n│": 0, "a:\n  b: >-\n│": 4, "a: |\n  x:\n│": -1, "a: [\n│": -1, "a: [1,\n│]": -1, "a: \"x:\n│\"": -1,
		"│": -1, "# a:\n│": -1, "a: 1\n\n│": -1, "- - a: 1\n│": 4, "a: \"b:\"\n│": 0,
	} {
		offset := strings.Index(text, "│")
		got, ok := Indent(document.Parse(strings.Replace(text, "│", "", 1), document.YAML), offset)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func TestBroken(t *testing.T) {
	edits, err := Text(document.Parse("a: [1\nb: 2\n", document.YAML))
	var syntax document.SyntaxError
	if edits != nil || !errors.As(err, &syntax) || syntax.Code != document.UnclosedFlow {
		t.Errorf("%v, %v", edits, err)
	}
}

// TestRange are texts with the selection between two bars, and what it becomes.
func TestRange(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"a:   1\n│b│:   2\nc:   3\n", "a:   1\nb: 2\nc:   3\n"},
		{"a:   1\n│b:   2\n│c:   3\n", "a:   1\nb: 2\nc:   3\n"},
		{"a:\n    b:   1\n│    c:   2\n│", "a:\n    b:   1\n    c: 2\n"},
		{"│a:\n    b:   1\n    c:│   2\n", "a:\n  b: 1\n  c: 2\n"},
		{"a:\n│    b:   1\n    c:│   2\n", "a:\n  b: 1\n  c: 2\n"},
		{"a:\n- b\n│-   c│\nd: 1\n", "a:\n- b\n- c\nd: 1\n"},
		{"a:\n│- b\n-   c│\nd: 1\n", "a:\n  - b\n  - c\nd: 1\n"},
		{"a:\n    b:\n│        c:\n            d: 1\n            e: 2│\n        f: 3\n", "a:\n    b:\n        c:\n          d: 1\n          e: 2\n        f: 3\n"},
		{"a: [\n│x ,  y│,\n  z]\n", "a: [\nx, y,\n  z]\n"},
		{"a: 1\n│\n\n│\n\nb:   2\n\n", "a: 1\n\n\n\nb:   2\n\n"},
		{"a: 1\n│  \n│", "a: 1\n"},
		{"a: |\n    x\n│    y  \n│    z\n", "a: |\n    x\n    y  \n    z\n"},
	} {
		text := strings.ReplaceAll(tc.text, "│", "")
		start := strings.Index(tc.text, "│")
		span := document.Span{Start: start, End: strings.LastIndex(tc.text, "│") - len("│")}
		edits, err := Range(document.Parse(text, document.YAML), span)
		if got := Apply(text, edits); err != nil || got != tc.want {
			t.Errorf("%s\nbecomes\n%s\n%v", tc.text, got, err)
		}
	}
}

// samples are the texts of the corpus and of the archives.
func samples(tb testing.TB, visit func(path, text string)) {
	err := filepath.WalkDir("../testdata", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		visit(path, string(text))
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// TestCorpus formats every valid spec, which nothing may refuse.
func TestCorpus(t *testing.T) {
	count := 0
	samples(t, func(path, text string) {
		language := document.LanguageOf(path)
		doc := document.Parse(text, language)
		if !strings.Contains(path, "corpus") || len(doc.Errors()) > 0 {
			return
		}
		count++
		edits, err := Text(doc)
		if err != nil {
			t.Errorf("%s: %v\n%s", path, err, text)
			return
		}
		got := Apply(text, edits)
		if again := formatted(t, got, language); again != got {
			t.Errorf("%s a second time:\n%s\nthe first:\n%s", path, again, got)
		}
	})
	if count < 60 {
		t.Errorf("only %d specs", count)
	}
}

// FuzzText holds what becomes of any text to what formatting promises.
func FuzzText(f *testing.F) {
	samples(f, func(path, text string) { f.Add(text, strings.HasSuffix(path, ".json")) })
	for _, text := range shapes {
		f.Add(text, false)
	}
	for _, text := range jsonShapes {
		f.Add(text, true)
	}
	f.Fuzz(func(t *testing.T, text string, isJSON bool) {
		language := document.YAML
		if isJSON {
			language = document.JSON
		}
		hold(t, text, language)
	})
}
