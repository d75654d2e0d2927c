package integration

import (
	"os"
	"path/filepath"
	"testing"
)

// strictSpec has something for every method: two containers, secrets and their
// references, an anchor, comments with links, and lines that can be laid out.
const strictSpec = `# see https://example.com/runbook
schedule: "0 3 * * *"
replicas: 007
secrets:
  db:
    type: basic
    data: {username: "", password: ""}
containers:
  web: &web
    image: nginx:1.27   # kam-ls: ignore image-tag
    env:
        HOST: "😀"
        URL: "http://$(HOST)/"
        PASSWORD: secret://db/password
        API_TOKEN: s3cret
    resources: {cpu: 250m-1, memory: 1Gi}
    command: [run]
    livenessProbe:
      probeHandler:
        url: http://localhost:8080/
  b:
    <<: *web
    image: nginx
`

// TestStrictClient runs a session with the client library of VS Code over every
// method that the server offers, with diagnostics that are sent and with those that
// are asked for. All that the server says must compile as what the library's types
// say that it is.
func TestStrictClient(t *testing.T) {
	need(t, "node")
	if testing.Short() {
		t.Skip("it builds the program")
	}
	library := installed(t, "setup-npm", "internal/integration/strictclient")
	dir := t.TempDir()
	program := built(t)
	write(t, filepath.Join(dir, "w", ".git", "x"), "") // configurations are looked for no further up
	write(t, filepath.Join(dir, "w", "a.kam.yaml"), strictSpec)
	for _, name := range []string{"session.mjs", "tsconfig.json"} {
		text, err := os.ReadFile(filepath.Join(root(t), "internal", "integration", "strictclient", name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), string(text))
	}
	write(t, filepath.Join(dir, "package.json"), "{}\n")
	if err := os.Symlink(filepath.Join(library, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	for _, pulls := range []string{"0", "1"} {
		env := append(os.Environ(), "KAM_PULLS="+pulls)
		if out, ok := run(t, dir, env, "node", "session.mjs", program, filepath.Join(dir, "w"), filepath.Join(dir, "session.ts")); !ok {
			t.Fatalf("the session (pulls: %s):\n%s", pulls, out)
		}
		if out, ok := run(t, dir, env, "node", filepath.Join("node_modules", "typescript", "bin", "tsc"), "-p", "."); !ok {
			t.Errorf("what the server says is not what a strict client takes (pulls: %s):\n%.4000s", pulls, out)
		}
	}
}
