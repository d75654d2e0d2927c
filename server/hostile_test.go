package server

import (
	"fmt"
	"strings"
	"testing"
)

// TestHostile calls every method on texts that are made to break it: each is
// answered, and the server stays.
func TestHostile(t *testing.T) {
	bomb := "a0: &a0 [x, x]\n"
	for i := 1; i < 40; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	stairs := ""
	for i := range 1500 {
		stairs += strings.Repeat(" ", i) + "containers:\n"
	}
	texts := map[string]string{
		"brackets":  "containers: " + strings.Repeat("[", 20_000),
		"stairs":    stairs,
		"bomb":      bomb + "containers:\n  a: *a39\n  b:\n    env: *a39\n    <<: *a38\n",
		"self":      "containers: &a\n  web: *a\n  <<: *a\n",
		"NUL":       "containers:\n  a\x00:\n    image: \x00\n",
		"bytes":     "containers:\n  \xff\xfe:\n    image: \"\xed\xa0\x80\"\n",
		"conflict":  "<<<<<<< a\ncontainers:\n  a: {image: x}\n=======\ncontainers:\n  b: {image: x}\n>>>>>>> b\n",
		"one line":  "{containers: {" + strings.Repeat("a: {image: x}, ", 5_000) + "}}",
		"many":      "containers:\n" + strings.Repeat("  a:\n    image: x\n", 10_000),
		"blanks":    "schedule: x" + strings.Repeat(" ", 100_000) + "\ncontainers:\n",
		"quote":     "containers:\n  a:\n    image: \"" + strings.Repeat("x\n", 20_000),
		"documents": strings.Repeat("---\ncontainers: {}\n", 3_000),
		"tabs":      "containers:\n\tweb:\n\t\timage: x\n",
		"empty":     "",
		"BOM":       "\ufeff",
		"CR":        "containers:\r  a:\r    image: x\r",
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			c.initialize(everything)
			uri := tempFile(t, "a.kam.yaml", "")
			c.open(uri, text)
			c.published(uri, 1)
			lines := strings.Count(text, "\n")
			for _, line := range []int{0, 1, lines / 2, lines} {
				params := position(uri, line, 4)
				params["range"] = map[string]any{"start": params["position"], "end": params["position"]}
				params["positions"] = []any{params["position"]}
				params["context"] = map[string]any{"diagnostics": []any{}, "includeDeclaration": true}
				params["newName"], params["ch"], params["query"] = "name", "\n", "a"
				params["options"] = map[string]any{"tabSize": 2, "insertSpaces": true}
				for method := range requests {
					if strings.HasPrefix(method, "textDocument/") || method == "workspace/symbol" {
						c.call(method, params)
					}
				}
			}
			c.notify("textDocument/didChange", change(uri, 2, at(lines/2, 0, lines/2, 1, "😀")))
			c.published(uri, 2)
			c.stop()
		})
	}
}
