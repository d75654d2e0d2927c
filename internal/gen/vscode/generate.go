package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/files"
	"github.com/kam-ls/kam-ls/schema"
)

// Generate returns the generated files by their names in the extension's folder.
// The manifest is one of them: what is written by hand in it stays.
func Generate(manifest []byte) (map[string][]byte, error) {
	configuration, err := settings()
	if err != nil {
		return nil, err
	}
	manifest, err = replace(manifest, map[string]any{
		"languages":      languages(),
		"configuration":  configuration,
		"yamlValidation": validations(".yaml", ".yml"),
		"jsonValidation": validations(".json"),
	})
	if err != nil {
		return nil, err
	}
	code, err := module(configuration)
	if err != nil {
		return nil, err
	}
	markers, err := markerCases()
	return map[string][]byte{"package.json": manifest, "src/generated.ts": code, "test/marker.json": markers}, err
}

// markerCases are texts, and whether the server takes them for specs: the test of
// the extension reads them.
func markerCases() ([]byte, error) {
	type testCase struct {
		Text   string `json:"text"`
		Marked bool   `json:"marked"`
	}
	var cases []testCase
	for _, head := range []string{"", "\ufeff", "\n \r\n", "%YAML 1.2\n---\n", "---\n", "a: 1\n", "# else\n", "--- # x\n"} {
		for _, line := range []string{
			"# kam-ls: spec", "#kam-ls:\tspec, of a job", "##  kam-ls: spec of a job\r", " # kam-ls: spec", "# kam-ls: specs", "# kam-ls:spec", "kam-ls: spec", "# x kam-ls: spec", "#", "",
		} {
			text := head + line + "\nschedule: x\n"
			cases = append(cases, testCase{text, files.HasMarker(text)})
		}
	}
	return indented(cases, "")
}

// language is an entry of contributes.languages.
type language struct {
	ID               string            `json:"id"`
	Aliases          []string          `json:"aliases"`
	Filenames        []string          `json:"filenames"`
	FilenamePatterns []string          `json:"filenamePatterns"`
	FirstLine        string            `json:"firstLine,omitempty"`
	Configuration    string            `json:"configuration"`
	Icon             map[string]string `json:"icon"`
}

// languages are those of specs: other YAML and JSON files keep theirs.
func languages() []language {
	icon := map[string]string{"light": "./images/file.svg", "dark": "./images/file.svg"}
	yaml := language{
		ID: "kam-yaml", Aliases: []string{"KAM Job"}, Configuration: "./language-configuration.json", Icon: icon,
		FirstLine: `^\ufeff?#+\s*kam-ls:\s+spec(\s|$)`, // see files.HasMarker
	}
	json := language{ID: "kam-json", Aliases: []string{"KAM Job (JSON)"}, Configuration: "./language-configuration-json.json", Icon: icon}
	for _, name := range files.Patterns {
		l := &yaml
		if document.LanguageOf(name) == document.JSON {
			l = &json
		}
		if strings.Contains(name, "*") {
			l.FilenamePatterns = append(l.FilenamePatterns, name)
		} else {
			l.Filenames = append(l.Filenames, name)
		}
	}
	return []language{yaml, json}
}

// validation says which schema other extensions validate files with.
type validation struct {
	FileMatch []string `json:"fileMatch"`
	URL       string   `json:"url"`
}

// configurations are the names of configurations, those that others extend too.
var configurations = []string{".kam-ls.yaml", "*.kam-ls.yaml"}

func validations(extensions ...string) []validation {
	matching := func(names []string) []string {
		return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
			return !slices.ContainsFunc(extensions, func(ext string) bool { return strings.HasSuffix(name, ext) })
		})
	}
	list := []validation{{matching(files.Patterns), "./schemas/kam-job.schema.json"}}
	if names := matching(configurations); len(names) > 0 {
		list = append(list, validation{names, "./schemas/kam-ls.schema.json"})
	}
	return list
}

// fileOnly are the attributes of a configuration that make no sense in an editor.
var fileOnly = []string{"extends", "failOn", "overrides"}

// section is contributes.configuration. Its properties stay in order.
type section struct {
	Title      string     `json:"title"`
	Properties properties `json:"properties"`
}

type properties []property

type property struct {
	name   string
	schema map[string]any
}

func (list properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		text, err := encode(p.schema)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q:%s", p.name, text)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// settings are the attributes of a configuration, and what only editors have.
func settings() (section, error) {
	s := section{Title: "KAM"}
	var published struct {
		Defs map[string]struct {
			Properties map[string]map[string]any `json:"properties"`
		} `json:"$defs"`
	}
	configuration := schema.Configuration()
	if err := json.Unmarshal(configuration.JSON(), &published); err != nil {
		return s, err
	}
	add := func(name string, t *schema.Type, a *schema.Attribute) {
		p := published.Defs[t.Name].Properties[a.Name]
		p["markdownDescription"] = a.Doc
		p["scope"] = "window" // the server has one set of settings
		if a.Name == "files" {
			p["markdownDescription"] = "Globs of further spec files, for those that are not named `*.kam.yaml` and the like. They count from the folder of the workspace; one without a slash matches at every depth, and `**` any number of folders."
		}
		delete(p, "description")
		delete(p, "examples")
		if a.Name == "rules" {
			severity := p["additionalProperties"]
			ids := map[string]any{}
			for _, r := range diagnostics.Rules() {
				id := map[string]any{"description": r.Summary()}
				for k, v := range severity.(map[string]any) {
					id[k] = v
				}
				ids[r.ID] = id
			}
			p["properties"], p["additionalProperties"] = ids, false
		}
		s.Properties = append(s.Properties, property{"kam." + name, p})
	}
	for _, a := range configuration.Root().Attributes {
		if slices.Contains(fileOnly, a.Name) {
			continue
		}
		if a.Type.Kind != schema.Ref {
			add(a.Name, configuration.Root(), a)
			continue
		}
		t := configuration.Type(a.Type.Name)
		for _, b := range t.Attributes {
			add(a.Name+"."+b.Name, t, b)
		}
	}
	s.Properties = append(s.Properties,
		property{"kam.inlayHints.schedule", map[string]any{
			"type": "boolean", "default": true, "scope": "window",
			"markdownDescription": "Show behind a schedule what it says.",
		}},
		property{"kam.codeLens.enable", map[string]any{
			"type": "boolean", "default": true, "scope": "window",
			"markdownDescription": "Show above a workload when it runs next.",
		}},
		// A workspace must not say what program is run.
		property{"kam.server.path", map[string]any{
			"type": "string", "default": "", "scope": "machine",
			"markdownDescription": "The `kam-ls` to run, as an absolute path, in place of the one that comes with the extension.",
		}},
		property{"kam.trace.server", map[string]any{
			"type": "string", "enum": []string{"off", "messages", "verbose"}, "default": "off", "scope": "window",
			"markdownDescription": "What the editor and the server tell each other, in the output *KAM*. It is shown while its log level is Trace: *Developer: Set Log Level...*.",
		}},
	)
	return s, nil
}

// module is what the extension's code is to know.
func module(s section) ([]byte, error) {
	type rule struct {
		ID      string `json:"id"`
		Summary string `json:"summary"`
		URL     string `json:"url"`
	}
	var rules []rule
	for _, r := range diagnostics.Rules() {
		rules = append(rules, rule{r.ID, r.Summary(), diagnostics.URL(r.ID)})
	}
	var names []string
	for _, p := range s.Properties {
		name := strings.TrimPrefix(p.name, "kam.")
		if name != "server.path" && name != "trace.server" {
			names = append(names, name)
		}
	}
	var b bytes.Buffer
	b.WriteString("// Made by 'go generate ./internal/gen/vscode'.\n")
	for _, c := range []struct {
		doc, name string
		value     any
	}{
		{"The names of specs, as globs.", "patterns", files.Patterns},
		{"The names of configurations, as globs.", "configurationPatterns", configurations},
		{"The rules whose findings any parser has too.", "syntactic", []string{"syntax", "duplicate-key"}},
		{"The rules whose findings the JSON Schema has too.", "structural", diagnostics.Structural},
		{"The settings that the server asks for, without the section.", "serverSettings", names},
		{"Every rule.", "rules", rules},
	} {
		text, err := indented(c.value, "")
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "\n/** %s */\nexport const %s = %s;\n", c.doc, c.name, text)
	}
	return b.Bytes(), nil
}

// replace puts values in the place of those that contributes has.
func replace(manifest []byte, values map[string]any) ([]byte, error) {
	doc := document.Parse(string(manifest), document.JSON)
	if len(doc.Errors()) > 0 || len(doc.Roots()) != 1 {
		return nil, fmt.Errorf("package.json is not one JSON object")
	}
	contributes := field(doc.Roots()[0].Node, "contributes")
	if contributes == nil {
		return nil, fmt.Errorf("package.json contributes nothing")
	}
	type change struct {
		span document.Span
		text []byte
	}
	var changes []change
	for key, value := range values {
		n := field(contributes, key)
		if n == nil {
			return nil, fmt.Errorf("package.json has no contributes.%s to put in the place of", key)
		}
		text, err := indented(value, "    ")
		if err != nil {
			return nil, err
		}
		changes = append(changes, change{n.Span(), text})
	}
	slices.SortFunc(changes, func(a, b change) int { return b.span.Start - a.span.Start })
	for _, c := range changes {
		manifest = slices.Concat(manifest[:c.span.Start], c.text, manifest[c.span.End:])
	}
	return manifest, nil
}

func field(n *document.Node, key string) *document.Node {
	for _, f := range n.Fields() {
		if f.Key.Value == key {
			return f.Value
		}
	}
	return nil
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

func indented(v any, prefix string) ([]byte, error) {
	text, err := encode(v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = json.Indent(&b, text, prefix, "  ")
	return b.Bytes(), err
}
