package files

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func walk(t *testing.T, root string) (found []string, failed map[string]error) {
	t.Helper()
	failed = map[string]error{}
	no := func(string) bool { return false }
	Walker{Include: no, Exclude: no}.Walk(root, func(path string) { found = append(found, path) }, func(path string, err error) { failed[path] = err })
	return found, failed
}

// TestPromiseWalk has a walk meet links to what it may not read. None is followed.
func TestPromiseWalk(t *testing.T) {
	top := t.TempDir()
	root := filepath.Join(top, "root")
	for _, dir := range []string{"root/sub", "outside"} {
		if err := os.MkdirAll(filepath.Join(top, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	put(t, filepath.Join(top, "outside", "secret.kam.yaml"), "", 0o600)
	want := []string{put(t, filepath.Join(root, "a.kam.yaml"), "", 0o644), put(t, filepath.Join(root, "sub", "b.kam.yaml"), "", 0o644)}
	links := map[string]string{
		"file.kam.yaml": "../outside/secret.kam.yaml", "near.kam.yaml": "a.kam.yaml", "folder.kam.yaml": "sub", "nowhere.kam.yaml": "nowhere", "loop.kam.yaml": "loop.kam.yaml",
		"device.kam.yaml": "/dev/zero", "environ.kam.yaml": "/proc/self/environ", "up": "..", "down": "sub", "secrets": "../outside",
		".gitignore": "/dev/zero", "sub/.gitignore": "../../outside/secret.kam.yaml", ".#a.kam.yaml": "user@host.1:2",
	}
	for name, target := range links {
		link(t, target, filepath.Join(root, name))
	}
	put(t, filepath.Join(root, "._a.kam.yaml"), "\x00", 0o644)
	found, failed := walk(t, root)
	if !slices.Equal(found, want) {
		t.Errorf("found %q", found)
	}
	for path, err := range failed {
		if _, ok := links[filepath.Base(path)]; !ok || !errors.Is(err, ErrLink) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if len(failed) != 7 {
		t.Errorf("%d links are spoken of: %v", len(failed), failed)
	}
	// A link that is named is followed.
	if found, _ := walk(t, filepath.Join(root, "down")); !slices.Equal(found, []string{filepath.Join(root, "down", "b.kam.yaml")}) {
		t.Errorf("found %q", found)
	}
}
