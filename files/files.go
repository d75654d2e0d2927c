// Package files tells which files are specs, finds them in folders, and reads and
// writes files in repositories that nobody has looked at. To find specs it reads
// file names, .gitignore files and the head of YAML files.
//
// A walk follows no symbolic link. A link that is named is followed within its
// repository only ([Resolve]), nothing but regular files is read, up to a bound
// ([Read]), and what is written goes to the file that was meant ([Replace],
// [Write], [WriteIn]).
package files

import (
	"path"
	"strings"
)

// Marker is the first comment of a spec whose name does not tell.
const Marker = "# kam-ls: spec"

// Patterns are the base names of specs, as globs.
var Patterns = []string{"*.kam.yaml", "*.kam.yml", "*.kam.json", "kam.yaml", "kam.yml", "kam.json"}

// IsSpecName reports whether a file's name is that of a spec.
func IsSpecName(name string) bool {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if isCompanion(base) {
		return false
	}
	for _, p := range Patterns {
		if ok, _ := path.Match(p, base); ok {
			return true
		}
	}
	return false
}

// isCompanion reports whether a base name is that of a file that programs keep
// beside another one: the locks of Emacs, ".#NAME", which are links to nowhere, and
// what macOS stores of a file on other file systems, "._NAME".
func isCompanion(base string) bool {
	return strings.HasPrefix(base, ".#") || strings.HasPrefix(base, "._")
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
