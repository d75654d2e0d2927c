package tokens

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

func read(text, name string) *spec.File {
	return spec.Read(document.Parse(text, document.LanguageOf(name)), schema.Default(), name)
}

// TestIn marks the tokens of a text: «word|type», with '!' where it declares.
func TestIn(t *testing.T) {
	for _, want := range []string{
		`# «kam-ls|macro»: «ignore-file|keyword» «image-tag|enumMember», nonsense -- image-tag
«schedule|property»: '«*/|operator»«5|number» «0|number»«-|operator»«9|number» «*|operator» «*|operator» «MON|enumMember»«-|operator»«fri|enumMember»'
«replicas|property»: «3|number»
«secrets|property»:
  «db|namespace!»:
    «type|property»: «basic|enumMember»
    «data|property»:
      «username|property!»: ""
«containers|property»:
  «web|struct!»: &«base|macro!»
    «image|property»: "nginx:1.27"
    unknown: «1|number»
    «env|property»:
      «😀|variable!»: "é «secret://|keyword»«db|namespace»/«username|property»"
      «HOST|variable!»: ${«secret://|keyword»«db|namespace»/«p|property»}
      «URL|variable!»: "http://$(«HOST|variable»)/$$(HOST)"
      «N|variable!»: «5|number»
      «B|variable!»: «true|keyword»
    «args|property»: [--host=$(«HOST|variable»), "5"]
    «resources|property»: {«cpu|property!»: «250m-1|number»}
    «dirs|property»: {«/x|property!»: «secret://|keyword»«db|namespace»}
    «livenessProbe|property»:
      «probeHandler|property»: {«_type|keyword»: «Http|type», «url|property»: "http://x/"}
      «periodSeconds|property»: «10|number»
  «b|struct!»: «*base|macro»
`,
		"«a|class!»:\n  «workload|property»:\n    «schedule|property»: \"«@daily|macro»\"\n    «containers|property»: {}\n",
		"«a|class!»:\n  _type: service.Service\n  containers: {web: {}}\n",
		"«containers|property»:\n  «web|struct!»:\n    «ima|type»\n",
	} {
		var text, got strings.Builder
		for rest := want; rest != ""; {
			before, mark, found := strings.Cut(rest, "«")
			text.WriteString(before)
			if !found {
				break
			}
			mark, rest, _ = strings.Cut(mark, "»")
			word, _, _ := strings.Cut(mark, "|")
			text.WriteString(word)
		}
		if strings.Contains(want, "ima|type") { // half typed: no attribute yet
			want = strings.Replace(want, "«ima|type»", "ima", 1)
		}
		last := 0
		for _, token := range In(read(text.String(), "a.kam.yaml"), document.Span{End: text.Len()}) {
			got.WriteString(text.String()[last:token.Start] + "«" + token.Of(text.String()) + "|" + string(token.Type))
			if token.Declares {
				got.WriteString("!")
			}
			got.WriteString("»")
			last = token.End
		}
		if got.WriteString(text.String()[last:]); got.String() != want {
			t.Errorf("got\n%s\nwant\n%s", got.String(), want)
		}
	}
}

// FuzzIn holds the tokens of any text to what clients take.
func FuzzIn(f *testing.F) {
	err := filepath.WalkDir("../testdata/corpus", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		f.Add(string(text), len(text)/3, len(text)/2, strings.HasSuffix(path, "json"))
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, from, to int, isJSON bool) {
		if from < 0 || to > len(text) || from > to {
			return
		}
		name := "a.kam.yaml"
		if isJSON {
			name = "a.kam.json"
		}
		file := read(text, name)
		all := In(file, document.Span{End: len(text)})
		last := 0
		for _, token := range all {
			if token.Start < last || token.End <= token.Start || token.End > len(text) || strings.ContainsAny(token.Of(text), "\r\n") {
				t.Fatalf("token %+v behind %d in %q", token, last, text)
			}
			last = token.End
		}
		if len(file.Doc.Errors()) > 0 {
			return // what overlaps differs
		}
		within := map[Token]bool{}
		for _, token := range In(file, document.Span{Start: from, End: to}) {
			within[token] = true
		}
		for _, token := range all {
			if token.Start >= from && token.End <= to && !within[token] {
				t.Fatalf("no %+v from %d to %d of %q", token, from, to, text)
			}
		}
	})
}
