package integration

import (
	"fmt"
	"strings"

	"github.com/kam-ls/kam-ls/files"
)

// writeNames writes files of every name that an editor has to tell: those that are
// specs, or configurations, into w/specs, and others into w/others.
func (m machine) writeNames() {
	m.t.Helper()
	folder := map[bool]string{true: "specs", false: "others"}
	for i, text := range markerTexts {
		m.write(fmt.Sprintf("w/%s/marked%d.yaml", folder[files.HasMarker(text)], i), text)
		m.write(fmt.Sprintf("w/others/marked%d.json", i), text)
	}
	for name, spec := range namesToTell() {
		m.write("w/"+folder[spec]+"/"+name, "")
	}
}

// markerTexts begin with the marker of specs, or nearly so.
var markerTexts = []string{
	files.Marker + "\na: b\n", "\n\n#kam-ls: spec -- why\n", "%YAML 1.2\n---\n# kam-ls: spec\n", "  ## kam-ls:  spec", files.Marker + "\r\na: b\r\n",
	"a: b # kam-ls: spec\n", "a: b\n# kam-ls: spec\n", "# other\n# kam-ls: spec\n", "# kam-ls: specs\n", "# kam-ls:\n", "#kam-ls:spec\n", "--- # kam-ls: spec\n", "",
}

// namesToTell are names of files, and whether they are those of specs or of
// configurations, which editors hand to the server as well.
func namesToTell() map[string]bool {
	names := map[string]bool{".kam-ls.yaml": true, "base.kam-ls.yaml": true}
	for _, pattern := range files.Patterns {
		names[strings.ReplaceAll(pattern, "*", "a.b")] = true
		names["a"+strings.TrimLeft(pattern, "*.")] = false
		names[strings.ReplaceAll(pattern, "*", "a")+".txt.yaml"] = false
	}
	return names
}
