package diagnostics

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// maxPath is the longest path that Linux takes, in bytes.
const maxPath = 4095

// pathFault says what is wrong with the path of a file or, in dirs, of a
// folder; "" if nothing is.
func pathFault(s string, folder bool) string {
	switch {
	case s == "":
		return "it is empty, expected an absolute path"
	case !strings.HasPrefix(s, "/"):
		return "expected an absolute path, from '/' on"
	case strings.ContainsRune(s, 0):
		return "expected no NUL"
	case len(s) > maxPath:
		return fmt.Sprintf("it has %d bytes, expected at most %d", len(s), maxPath)
	case slices.Contains(strings.Split(s, "/"), ".."):
		return "expected a path without '..'"
	case path.Clean(s) == "/":
		if folder {
			return "expected a folder below '/'"
		}
		return "expected the name of a file"
	case !folder && (strings.HasSuffix(s, "/") || strings.HasSuffix(s, "/.")):
		return "expected the name of a file behind the last '/'"
	}
	return ""
}
