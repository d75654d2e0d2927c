package document

import "testing"

// TestIdleTabs puts pieces of YAML together in every order and holds what is said
// about tabs that indent nothing to what yaml.v3 refuses.
func TestIdleTabs(t *testing.T) {
	pieces := []string{
		"a: 1", "a: 1\n", "a: \"x\"\n", "a:\n", "a: [b]\n", "- b\n", "-", "?", "a: |\n  x\n", "b: 2\n", "  b: 2\n", "a: x\n  y\n", "--- \n", "&x a: 1\n", "...\n",
		"\t\n", " \t\n", "  \t\n", "\t# c\n", " \t# c\n", "# c\n", " # c\n", "\n", "\t",
	}
	depth := 3
	if testing.Short() {
		depth = 2
	}
	var extend func(text string, depth int)
	extend = func(text string, depth int) {
		if text != "" {
			compareToOracle(t, text)
		}
		if depth > 0 {
			for _, piece := range pieces {
				extend(text+piece, depth-1)
			}
		}
	}
	extend("", depth)

	pieces = []string{"a", "\n", "\t", " ", ",", "]", "# c"}
	for _, start := range []string{"x: [a", "x:\n  y: [a"} {
		extend(start, depth+1)
	}
}
