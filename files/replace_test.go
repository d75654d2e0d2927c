package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func put(t *testing.T, path, text string, mode fs.FileMode) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func link(t *testing.T, target, path string) string {
	t.Helper()
	if err := os.Symlink(target, path); err != nil {
		t.Skip(err)
	}
	return path
}

func has(t *testing.T, path, want string) {
	t.Helper()
	if text, err := os.ReadFile(path); err != nil || string(text) != want {
		t.Errorf("%s has %q (%v), want %q", filepath.Base(path), text, err, want)
	}
}

func entries(t *testing.T, dir string, want int) {
	t.Helper()
	if list, err := os.ReadDir(dir); err != nil || len(list) != want {
		t.Errorf("%v is in the folder (%v), want %d", list, err, want)
	}
}

func TestReplace(t *testing.T) {
	dir := t.TempDir()
	path := put(t, filepath.Join(dir, "a.yaml"), "old", 0o640)
	link := link(t, "a.yaml", filepath.Join(dir, "link.yaml"))
	if err := Replace(link, "old", "new"); err != nil {
		t.Fatal(err)
	}
	has(t, path, "new")
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is one no more (%v)", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode is %v (%v)", info.Mode(), err)
	}
	if err := Replace(path, "old", "newer"); !errors.Is(err, errChanged) {
		t.Errorf("a file that has changed: %v", err)
	}
	if err := Replace(path, "old", "new"); err != nil { // another run was faster
		t.Errorf("a file that has the content: %v", err)
	}
	if err := Replace(filepath.Join(dir, "none"), "", "x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that does not exist: %v", err)
	}
	if err := Replace(dir, "", "x"); err == nil {
		t.Error("a folder is replaced")
	}
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	if err := Replace(path, "new", "newer"); err == nil {
		t.Error("a file that is read-only is replaced")
	}
	has(t, path, "new")
	entries(t, dir, 2)
}

// TestOverwrite writes files themselves: all lengths, before and after.
func TestOverwrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.yaml")
	dir, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	for _, old := range []string{"", "a", "abc"} {
		for _, content := range []string{"", "x", "xyz", "uvwxyz"} {
			put(t, path, old, 0o644)
			if err := overwrite(dir, "a.yaml", old, content); err != nil {
				t.Fatal(err)
			}
			has(t, path, content)
		}
	}
}

// TestStale removes what runs have left that were killed, and nothing else.
func TestStale(t *testing.T) {
	dir := t.TempDir()
	path := put(t, filepath.Join(dir, "a.yaml"), "old", 0o644)
	long := time.Now().Add(-2 * tempAge)
	for name, age := range map[string]time.Time{
		tempPrefix + "1" + tempSuffix: long, tempPrefix + "2" + tempSuffix: time.Now(), ".kam-ls.yaml": long, "x.tmp": long,
	} {
		if err := os.Chtimes(put(t, filepath.Join(dir, name), "", 0o600), age, age); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, tempPrefix+"3"+tempSuffix), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Replace(path, "old", "new"); err != nil {
		t.Fatal(err)
	}
	entries(t, dir, 5)
	if _, err := os.Stat(filepath.Join(dir, tempPrefix+"1"+tempSuffix)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what was left is there: %v", err)
	}
}

// TestPromiseWrite tries to have files written elsewhere, by names and by links.
func TestPromiseWrite(t *testing.T) {
	top := t.TempDir()
	victim := put(t, filepath.Join(top, "victim"), "precious", 0o644)
	folder := filepath.Join(top, "out")
	if err := os.MkdirAll(filepath.Join(folder, "sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	link(t, "../victim", filepath.Join(folder, "link.yaml"))
	link(t, victim, filepath.Join(folder, "absolute.yaml"))
	link(t, "../new", filepath.Join(folder, "dangling.yaml"))
	link(t, "..", filepath.Join(folder, "up"))
	kept := put(t, filepath.Join(folder, "kept.yaml"), "precious", 0o644)
	link(t, "kept.yaml", filepath.Join(folder, "near.yaml"))
	dir, err := os.OpenRoot(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	for _, name := range []string{"../victim", "../new", victim, "up/victim", "up/new", "sub/../../new", "link.yaml", "absolute.yaml", "dangling.yaml", "near.yaml", "up", "sub", ".", "..", "", "sub/x"} {
		if err := WriteIn(dir, name, "evil"); err == nil {
			t.Errorf("%s is written", name)
		}
	}
	for _, name := range []string{"link.yaml", "absolute.yaml", "dangling.yaml", "up"} {
		if err := Write(filepath.Join(folder, name), "evil"); err == nil {
			t.Errorf("%s is written", name)
		}
	}
	has(t, victim, "precious")
	has(t, kept, "precious")
	entries(t, top, 2)
	entries(t, folder, 7)
	entries(t, filepath.Join(folder, "sub"), 0)
	for _, content := range []string{"first", "second"} {
		if err := WriteIn(dir, "a.yaml", content); err != nil {
			t.Fatal(err)
		}
		has(t, filepath.Join(folder, "a.yaml"), content)
	}
	if long := strings.Repeat("x", 255); WriteIn(dir, long, "content") != nil {
		t.Error("a file with a long name is not written")
	}
}
