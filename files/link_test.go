package files

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestResolve compares with the system: what it finds within the root is what
// Resolve does, and what it finds outside is refused.
func TestResolve(t *testing.T) {
	top, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(top, "root")
	for _, dir := range []string{"a/b", "c"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	put(t, filepath.Join(root, "a", "b", "file"), "", 0o644)
	put(t, filepath.Join(top, "file"), "", 0o644)
	targets := []string{"..", "../..", "a", "b", "file", "../file", "../../file", root, filepath.Join(root, "a", "b"), top, "/", ".", "l0", "l1", "../l2", "a/l3", "/proc/self/root", "a/../c", "nowhere",
		"l0/../file", "l1/..", "../l2/../../file", "a/b/file/../file", filepath.Join(root, "a") + "/l3/../..", root + "/../file", root + "/../root/l4/.."}
	folders := []string{".", "a", "a/b", "c"}
	r := rand.New(rand.NewPCG(5, 6))
	count := map[string]int{}
	for range 300 {
		var links []string
		for i := range 5 {
			path := filepath.Join(root, folders[r.IntN(len(folders))], fmt.Sprintf("l%d", i))
			links = append(links, link(t, targets[r.IntN(len(targets))], path))
		}
		for range 20 {
			path := root
			for range 1 + r.IntN(4) {
				path = filepath.Join(path, []string{"a", "b", "c", "file", "l0", "l1", "l2", "l3", "l4"}[r.IntN(9)])
			}
			got, err := Resolve(path, root)
			want, wantErr := filepath.EvalSymlinks(path)
			inside := false
			if wantErr == nil {
				_, inside = below(root, want)
			}
			switch {
			case err == nil:
				count["inside"]++
				if got != want {
					t.Fatalf("%s: %s, want %s (%v)", path, got, want, wantErr)
				}
			case errors.Is(err, ErrOutside):
				// It may lead back: what is outside may not be asked.
				count["outside"]++
			case errors.Is(err, fs.ErrNotExist) || errors.Is(err, errLinks) || wantErr != nil:
				count["none"]++
				if wantErr == nil {
					t.Fatalf("%s: %v, want %s", path, err, want)
				}
			default:
				t.Fatalf("%s: %v, want %s (%v)", path, err, want, wantErr)
			}
			if wantErr == nil && !inside && !errors.Is(err, ErrOutside) {
				t.Fatalf("%s leads to %s, and that is %q, %v", path, want, got, err)
			}
		}
		for _, path := range links {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, what := range []string{"inside", "outside", "none"} {
		if count[what] < 100 {
			t.Errorf("little was %s: %v", what, count)
		}
	}
}

func TestRepositories(t *testing.T) {
	top := t.TempDir()
	inner := filepath.Join(top, "outer", "a", "inner")
	if err := os.MkdirAll(filepath.Join(inner, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(top, "outer", ".git"), "gitdir: elsewhere", 0o644)
	got, err := Repositories(filepath.Join(inner, "b", "x.yaml"))
	if want := []string{filepath.Join(top, "outer"), inner}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v", got, err)
	}
}

// TestPromiseOtherRepository leads through a link into another repository, which
// must not count as the one that the path is in.
func TestPromiseOtherRepository(t *testing.T) {
	top := t.TempDir()
	for _, dir := range []string{"repo/.git", "home/.git"} {
		if err := os.MkdirAll(filepath.Join(top, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	put(t, filepath.Join(top, "home", "secret"), "", 0o600)
	path := filepath.Join(link(t, "../home", filepath.Join(top, "repo", "jobs")), "secret")
	roots, err := Repositories(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Resolve(path, roots...); !errors.Is(err, ErrOutside) {
		t.Errorf("%q, %v", got, err)
	}
}
