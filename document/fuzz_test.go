package document

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// FuzzYAML holds the parser to yaml.v3 and its tree to its promises.
func FuzzYAML(f *testing.F) {
	for _, s := range samples {
		f.Add(s)
	}
	paths, _ := filepath.Glob("../testdata/corpus/ok/*.kam.*")
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) { compareToOracle(t, text) })
}

// FuzzJSON holds the JSON mode to encoding/json.
func FuzzJSON(f *testing.F) {
	for _, s := range jsonSamples {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { compareToJSON(t, text) })
}

func compareToJSON(t *testing.T, text string) {
	t.Helper()
	d := Parse(text, JSON)
	checkTree(t, d)
	valid := json.Valid([]byte(text))
	if valid && len(d.Errors()) > 0 && d.Errors()[0].Code != BadCharacter && d.Errors()[0].Code != TooDeep {
		t.Fatalf("error %+v in valid JSON %q", d.Errors()[0], text)
	}
	if !valid && len(d.Errors()) == 0 && len(d.Roots()) > 0 {
		t.Fatalf("no error in invalid JSON %q", text)
	}
}
