// Package files tells which files are specs and finds them in folders. It
// reads file names, .gitignore files and, of YAML files, the head; it follows no
// link to a folder.
package files

import (
	"path"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Marker is the first comment of a spec whose name does not tell.
const Marker = "# kam-ls: spec"

// Patterns are the base names of specs, as globs.
var Patterns = []string{"*.kam.yaml", "*.kam.yml", "*.kam.json", "kam.yaml", "kam.yml", "kam.json"}

// IsSpecName reports whether a file's name is that of a spec.
func IsSpecName(name string) bool {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	for _, p := range Patterns {
		if ok, _ := path.Match(p, base); ok {
			return true
		}
	}
	return false
}

// IsYAMLName reports whether a file's name is that of a YAML file, which may
// carry the [Marker].
func IsYAMLName(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

// HasMarker reports whether the first comment line of a YAML text is the
// [Marker]. Only blank lines, directives and a document marker may stand before
// it.
func HasMarker(text string) bool {
	text = strings.TrimPrefix(text, "\ufeff")
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '%' || line == "---":
		case line[0] == '#':
			words := strings.Fields(strings.TrimLeft(line, "#"))
			return len(words) >= 2 && words[0] == "kam-ls:" && words[1] == "spec"
		default:
			return false
		}
	}
	return false
}

// MatchAny reports whether a slash-separated path, relative to the folder that
// the globs count from, matches one of them. A glob without a slash matches at
// every depth, and a glob that matches a folder matches all that is in it.
func MatchAny(globs []string, rel string) bool {
	for _, g := range globs {
		if matchGlob(g, rel) {
			return true
		}
	}
	return false
}

func matchGlob(glob, rel string) bool {
	glob = strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/")
	if !strings.Contains(glob, "/") {
		glob = "**/" + glob
	}
	glob = strings.TrimPrefix(glob, "/")
	for p := rel; p != "." && p != "/" && p != ""; p = path.Dir(p) {
		if ok, _ := doublestar.Match(glob, p); ok {
			return true
		}
	}
	return false
}

// CheckGlob returns an error for a glob that can match nothing because it is
// malformed.
func CheckGlob(glob string) error {
	if !doublestar.ValidatePattern(glob) {
		return doublestar.ErrBadPattern
	}
	return nil
}
