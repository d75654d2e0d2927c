package integration

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/files"
)

// configurations are the names of configurations, as a glob: editors hand them to
// the server as they do specs.
const configurations = "*" + config.FileName

// TestReadyFiles reads the ready files for editors, and what the pages about them
// show: all of it parses, and settings in it are settings that there are.
func TestReadyFiles(t *testing.T) {
	folder := filepath.Join(root(t), "editors")
	pages := []string{"emacs", "helix", "jetbrains", "kakoune", "mason", "nvim-lspconfig", "sublime", "vim", "zed"}
	for _, page := range pages {
		text, err := os.ReadFile(filepath.Join(folder, page, "README.md"))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, block := range fenced.FindAllStringSubmatch(string(text), -1) {
			parses(t, page+"/README.md", "."+block[1], block[2])
		}
		err = filepath.WalkDir(filepath.Join(folder, page), func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			parses(t, page+"/"+entry.Name(), filepath.Ext(path), string(text))
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

var fenced = regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")

// blocks are what the page of an editor shows in a language.
func blocks(t *testing.T, page, language string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(t), "editors", page, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, block := range fenced.FindAllStringSubmatch(string(text), -1) {
		if block[1] == language {
			found = append(found, block[2])
		}
	}
	if len(found) == 0 {
		t.Fatalf("the page of %s shows no %s", page, language)
	}
	return found
}

// parses parses a text by what it is, where that is something that is parsed here,
// and checks the settings that are in it.
func parses(t *testing.T, name, extension, text string) {
	t.Helper()
	switch extension {
	case ".json", ".sublime-settings":
		var data any
		if err := json.Unmarshal([]byte(text), &data); err != nil {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
		checkSettings(t, name, data)
	case ".toml":
		checkSettings(t, name, toml(t, name, text))
	case ".yaml", ".sublime-syntax":
		for _, e := range document.Parse(text, document.YAML).Broken() {
			t.Errorf("%s: %s\n%s", name, e.Message, text)
		}
	}
}

// toml is what a text says in TOML, which Python reads.
func toml(t *testing.T, name, text string) any {
	t.Helper()
	need(t, "python3")
	cmd := exec.Command("python3", "-c", "import tomllib, json, sys; json.dump(tomllib.load(sys.stdin.buffer), sys.stdout)")
	cmd.Stdin = strings.NewReader(text)
	out, err := cmd.CombinedOutput()
	var data any
	if err != nil || json.Unmarshal(out, &data) != nil {
		t.Errorf("%s: %v\n%s\n%s", name, err, out, text)
	}
	return data
}

// checkSettings looks for sections "kam" at any depth.
func checkSettings(t *testing.T, name string, data any) {
	t.Helper()
	switch data := data.(type) {
	case []any:
		for _, item := range data {
			checkSettings(t, name, item)
		}
	case map[string]any:
		for key, value := range data {
			section, ok := value.(map[string]any)
			if key != "kam" || !ok {
				checkSettings(t, name, value)
				continue
			}
			section = maps.Clone(section)
			delete(section, "inlayHints") // the editor's alone
			delete(section, "codeLens")
			text, err := json.Marshal(section)
			if err != nil {
				t.Error(err)
			}
			file := config.File{Path: "kam", Doc: document.Parse(string(text), document.JSON)}
			for _, d := range diagnostics.RunConfiguration(context.Background(), file) {
				t.Errorf("%s: the setting at %s: %s", name, d.Path, d.Message)
			}
		}
	}
}

// TestReadyPatterns holds the names of specs in the ready files to those that the
// server goes by, and YAML apart from JSON.
func TestReadyPatterns(t *testing.T) {
	want := map[string][]string{"yaml": {configurations}}
	for _, pattern := range files.Patterns {
		language := "yaml"
		if filepath.Ext(pattern) == ".json" {
			language = "json"
		}
		want[language] = append(want[language], pattern)
	}
	read := func(path string) string {
		text, err := os.ReadFile(filepath.Join(root(t), "editors", path))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for name, have := range map[string]map[string][]string{
		"helix":     helixPatterns(t, read("helix/languages.toml")),
		"jetbrains": jetbrainsPatterns(t, read("jetbrains/kam-ls/template.json")),
		"vim":       linePatterns(read("vim/ftdetect/kam.vim"), `autocmd BufRead,BufNewFile (\S+) set filetype=(\w+)\.kam`, ","),
		"kakoune":   linePatterns(read("kakoune/kam-ls.kak"), `\n +(\*.+)\) echo kam-ls-use kam-(\w+)`, " | "),
		"zed": {
			"yaml": suffixes(read("zed/languages/kam/config.toml"), `path_suffixes = \[(.*)\]`),
			"json": suffixes(read("zed/languages/kam-json/config.toml"), `path_suffixes = \[(.*)\]`),
		},
		"sublime": {
			"yaml": suffixes(read("sublime/KAM Job.sublime-syntax"), `file_extensions: \[(.*)\]`),
			"json": suffixes(read("sublime/KAM Job (JSON).sublime-syntax"), `file_extensions: \[(.*)\]`),
		},
	} {
		for language, patterns := range want {
			slices.Sort(have[language])
			slices.Sort(patterns)
			if !slices.Equal(have[language], patterns) {
				t.Errorf("%s: %s: %q, want %q", name, language, have[language], patterns)
			}
		}
	}
}

func helixPatterns(t *testing.T, text string) map[string][]string {
	var languages struct {
		Language []struct {
			Grammar   string
			FileTypes []struct{ Glob string } `json:"file-types"`
		}
	}
	data, err := json.Marshal(toml(t, "languages.toml", text))
	if err == nil {
		err = json.Unmarshal(data, &languages)
	}
	if err != nil {
		t.Fatal(err)
	}
	patterns := map[string][]string{}
	for _, language := range languages.Language {
		for _, fileType := range language.FileTypes {
			patterns[language.Grammar] = append(patterns[language.Grammar], fileType.Glob)
		}
	}
	return patterns
}

func jetbrainsPatterns(t *testing.T, text string) map[string][]string {
	var template struct {
		FileTypeMappings []struct {
			FileType   struct{ Patterns []string }
			LanguageID string
		}
	}
	if err := json.Unmarshal([]byte(text), &template); err != nil {
		t.Fatal(err)
	}
	patterns := map[string][]string{}
	for _, mapping := range template.FileTypeMappings {
		patterns[strings.TrimPrefix(mapping.LanguageID, "kam-")] = mapping.FileType.Patterns
	}
	return patterns
}

// linePatterns are those that lines of a script list, each for a language. A script
// that matches whole paths has a slash before a name.
func linePatterns(text, line, separator string) map[string][]string {
	patterns := map[string][]string{}
	for _, match := range regexp.MustCompile(line).FindAllStringSubmatch(text, -1) {
		for pattern := range strings.SplitSeq(match[1], separator) {
			patterns[match[2]] = append(patterns[match[2]], strings.TrimPrefix(pattern, "*/"))
		}
	}
	return patterns
}

// suffixes are the patterns that a list of suffixes stands for. A suffix is a whole
// name, or what follows a dot in it; with a dot in front, it can be the former only,
// of the configuration of a project.
func suffixes(text, list string) []string {
	var patterns []string
	for suffix := range strings.SplitSeq(regexp.MustCompile(list).FindStringSubmatch(text)[1], ", ") {
		switch suffix = strings.Trim(suffix, `"`); suffix {
		case config.FileName:
			patterns = append(patterns, configurations)
		default:
			patterns = append(patterns, suffix, "*."+suffix)
		}
	}
	return patterns
}
