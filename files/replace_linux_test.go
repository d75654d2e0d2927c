package files

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

func inode(t *testing.T, path string) *syscall.Stat_t {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Sys().(*syscall.Stat_t)
}

// asRoot skips a test that only root can run.
func asRoot(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Skip("not permitted: ", err)
	}
}

// TestKeeps replaces files that have more than a name and a mode.
func TestKeeps(t *testing.T) {
	dir := t.TempDir()
	path := put(t, filepath.Join(dir, "a.yaml"), "old", 0o664)

	t.Run("extended attributes", func(t *testing.T) {
		asRoot(t, unix.Setxattr(path, "user.kam", []byte("value"), 0))
		before := inode(t, path).Ino
		if err := Replace(path, "old", "new"); err != nil {
			t.Fatal(err)
		}
		value := make([]byte, 10)
		n, err := unix.Getxattr(path, "user.kam", value)
		if err != nil || string(value[:n]) != "value" {
			t.Errorf("the attribute is %q (%v)", value[:max(n, 0)], err)
		}
		if inode(t, path).Ino == before {
			t.Error("the file was written over, where another could take its place")
		}
		put(t, path, "old", 0o664)
	})
	t.Run("owner", func(t *testing.T) {
		asRoot(t, os.Chown(path, 1, 2))
		if err := Replace(path, "old", "new"); err != nil {
			t.Fatal(err)
		}
		if stat := inode(t, path); stat.Uid != 1 || stat.Gid != 2 || stat.Mode&0o777 != 0o664 {
			t.Errorf("%d:%d, mode %o", stat.Uid, stat.Gid, stat.Mode)
		}
		put(t, path, "old", 0o664)
	})
	t.Run("hard links", func(t *testing.T) {
		other := filepath.Join(dir, "b.yaml")
		if err := os.Link(path, other); err != nil {
			t.Skip(err)
		}
		if err := Replace(path, "old", "longer than before"); err != nil {
			t.Fatal(err)
		}
		has(t, other, "longer than before")
		if err := Replace(other, "old", "longer than before"); err != nil { // fixed under its first name
			t.Error(err)
		}
	})
	entries(t, dir, 2)
}

// TestMounted replaces files where no other can take their place.
func TestMounted(t *testing.T) {
	dir := t.TempDir()
	source, path := put(t, filepath.Join(dir, "source"), "old", 0o644), put(t, filepath.Join(dir, "a.yaml"), "", 0o644)
	asRoot(t, unix.Mount(source, path, "", unix.MS_BIND, ""))
	defer func() { _ = unix.Unmount(path, 0) }()
	if err := Replace(path, "old", "new content"); err != nil {
		t.Fatal(err)
	}
	has(t, source, "new content")
	has(t, path, "new content")
	entries(t, dir, 2)
}

// TestPromiseFullDisk writes where there is no room, in both ways. The file stays
// what it was.
func TestPromiseFullDisk(t *testing.T) {
	dir := t.TempDir()
	asRoot(t, unix.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"))
	defer func() { _ = unix.Unmount(dir, 0) }()
	old, content := strings.Repeat("old\n", 8<<10), strings.Repeat("new content\n", 8<<10)
	path := put(t, filepath.Join(dir, "a.yaml"), old, 0o644)
	for _, way := range []string{"another file", "the file itself"} {
		if err := Replace(path, old, content); err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Errorf("%s: %v", way, err)
		}
		has(t, path, old)
		if err := os.Link(path, filepath.Join(dir, "b.yaml")); err != nil && !os.IsExist(err) {
			t.Fatal(err)
		}
	}
	entries(t, dir, 2)
}
