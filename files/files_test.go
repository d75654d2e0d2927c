package files

import "testing"

func TestIsSpecName(t *testing.T) {
	for name, want := range map[string]bool{
		"echo.kam.yaml": true, "a/b/echo.kam.yml": true, "echo.kam.json": true, "kam.yaml": true, "kam.yml": true, "x/kam.json": true, `a\echo.kam.yaml`: true,
		"echo.yaml": false, "kam.txt": false, "echo.kam": false, ".kam-ls.yaml": false, "akam.yaml": false, ".#echo.kam.yaml": false, "a/._echo.kam.yaml": false, ".kam.yaml": true,
	} {
		if got := IsSpecName(name); got != want {
			t.Errorf("%s: %t, want %t", name, got, want)
		}
	}
}

func TestHasMarker(t *testing.T) {
	for text, want := range map[string]bool{
		"# kam-ls: spec\na: b\n": true, "\n\n#kam-ls: spec -- why\n": true, "\ufeff# kam-ls: spec\r\n": true, "%YAML 1.2\n---\n# kam-ls: spec\n": true, "## kam-ls: spec": true,
		"": false, "a: b # kam-ls: spec\n": false, "a: b\n# kam-ls: spec\n": false, "# other\n# kam-ls: spec\n": false, "# kam-ls: specs\n": false, "# kam-ls:\n": false,
	} {
		if got := HasMarker(text); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
}
