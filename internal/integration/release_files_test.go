package integration

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kam-ls/kam-ls/document"
)

// releaseConfig is .goreleaser.yaml.
func releaseConfig(t *testing.T) *document.Node {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(t), ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return document.Parse(string(text), document.YAML).Roots()[0].Node
}

// TestReleaseFiles: what a release is said to have beside the program is there, or
// is written by the script that is to write it. TestRelease looks at more.
func TestReleaseFiles(t *testing.T) {
	need(t, "bash")
	need(t, "git")
	if testing.Short() {
		t.Skip("it builds the program")
	}
	repo, _ := source(t)
	must(t, repo, gitEnv(), "bash", "scripts/release-files")
	if out := must(t, repo, gitEnv(), "git", "status", "--porcelain"); out != "" {
		t.Errorf("goreleaser makes no release where files are not committed:\n%s", out)
	}
	var patterns []string
	config := releaseConfig(t)
	for _, files := range []*document.Node{config.Get("archives").Items[0].Get("files"), config.Get("nfpms").Items[0].Get("contents")} {
		for _, file := range files.Items {
			patterns = append(patterns, file.Get("src").Value)
		}
	}
	for _, file := range config.Get("dockers_v2").Items[0].Get("extra_files").Items {
		patterns = append(patterns, file.Value)
	}
	if len(patterns) < 10 {
		t.Errorf("there are %d of them, expected more", len(patterns))
	}
	for _, pattern := range patterns {
		found, err := filepath.Glob(filepath.Join(repo, pattern))
		if err != nil || len(found) == 0 {
			t.Errorf("%s: there is none (%v)", pattern, err)
		}
		for _, path := range found {
			if info, err := os.Stat(path); err != nil || info.Size() == 0 {
				t.Errorf("%s is empty (%v)", path, err)
			}
		}
	}
}

// unpacked is a file of an archive.
type unpacked struct {
	name     string
	modified time.Time
}

// unpack unpacks an archive of a release into a folder.
func unpack(t *testing.T, path, dir string) (list []unpacked) {
	t.Helper()
	add := func(name string, modified time.Time, mode os.FileMode, from io.Reader) {
		t.Helper()
		if !filepath.IsLocal(name) {
			t.Fatalf("%s: %s is outside of it", path, name)
		}
		data, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		write(t, to, string(data))
		if err := os.Chmod(to, mode.Perm()); err != nil {
			t.Fatal(err)
		}
		list = append(list, unpacked{name, modified.UTC()})
	}
	if strings.HasSuffix(path, ".zip") {
		z, err := zip.OpenReader(path)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		for _, f := range z.File {
			from, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			add(f.Name, f.Modified, f.Mode(), from)
			from.Close()
		}
		return list
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(plain); ; {
		h, err := r.Next()
		if err == io.EOF {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uname != "root" || h.Gname != "root" {
			t.Errorf("%s: %s belongs to %s:%s", path, h.Name, h.Uname, h.Gname)
		}
		add(h.Name, h.ModTime, h.FileInfo().Mode(), r)
	}
}

// timestamp is the commit's.
func (r release) timestamp() time.Time {
	r.t.Helper()
	seconds, err := strconv.ParseInt(must(r.t, r.repo, gitEnv(), "git", "log", "-1", "--format=%ct"), 10, 64)
	if err != nil {
		r.t.Fatal(err)
	}
	return time.Unix(seconds, 0).UTC()
}

// debian is a Debian of its own, into which packages can be installed.
func debian(t *testing.T) (m machine, dir string) {
	t.Helper()
	from := installed(t, "setup-debian", "trixie", "bash-completion", "fish", "man-db", "rpm", "zsh")
	dir = filepath.Join(t.TempDir(), "debian")
	must(t, "", nil, "cp", "-a", from, dir)
	return elsewhere(t, dir), dir
}

// deb installs the package: the program runs, and its manual and its completions
// are where man and the shells look for them.
func (r release) deb() {
	m, _ := debian(r.t)
	m.copy("kam-ls.deb", r.path("kam-ls_"+releaseTag[1:]+"_linux_"+runtime.GOARCH+".deb"))
	m.must("", "dpkg", "--install", "kam-ls.deb")
	if err := os.Remove(filepath.Join(m.dir, "bin", "kam-ls")); err != nil {
		r.t.Fatal(err) // that of the checkout
	}
	r.runs(m.must("", "kam-ls", "version", "--json"))
	m.write("a.kam.yaml", badSpec)
	if out, ok := m.run("", "kam-ls", "check"); ok || !strings.Contains(out, "cron-syntax") {
		r.t.Errorf("it checks nothing: %s", out)
	}
	for what, tc := range map[string]struct{ program, script, want string }{
		"manual": {"sh", "MANPAGER=cat man kam-ls-check", "check - Check specs"},
		"bash":   {"bash", `. /usr/share/bash-completion/bash_completion; _comp_load kam-ls; compopt() { :; }; COMP_WORDS=(kam-ls che) COMP_CWORD=1 COMP_LINE='kam-ls che' COMP_POINT=10; __start_kam-ls; echo "${COMPREPLY[@]}"`, "check"},
		"fish":   {"fish", "complete -C 'kam-ls che'", "check\t"},
		"zsh":    {"zsh", "autoload -Uz compinit; compinit -u -D; echo ${_comps[kam-ls]}", "_kam-ls"},
	} {
		if out := m.must("", tc.program, "-c", tc.script); !strings.Contains(out, tc.want) {
			r.t.Errorf("%s: %q, want %q", what, out, tc.want)
		}
	}
	m.must("", "dpkg", "--remove", "kam-ls")
	if out := m.must("", "find", "/usr", "-name", "*kam-ls*"); out != "" {
		r.t.Errorf("it leaves behind:\n%s", out)
	}
}

// rpm installs the other package.
func (r release) rpm() {
	m, dir := debian(r.t)
	m.copy("kam-ls.rpm", r.path("kam-ls_"+releaseTag[1:]+"_linux_"+runtime.GOARCH+".rpm"))
	m.must("", "rpm", "--checksig", "--nosignature", "kam-ls.rpm")
	if got, want := m.must("", "rpm", "--query", "--package", "--queryformat", "%{NAME} %{VERSION} %{LICENSE} %{BUILDHOST} %{BUILDTIME}", "kam-ls.rpm"),
		"kam-ls "+releaseTag[1:]+" Apache-2.0 localhost "+strconv.FormatInt(r.timestamp().Unix(), 10); got != want {
		r.t.Errorf("the package is %s, want %s", got, want)
	}
	m.must("", "rpm", "--root", "/red", "--install", "--nodeps", m.inside+"/kam-ls.rpm")
	r.runs(m.must("", "/red/usr/bin/kam-ls", "version", "--json"))
	for _, file := range []string{
		"man/man1/kam-ls.1.gz", "man/man1/kam-ls-check.1.gz", "bash-completion/completions/kam-ls", "fish/vendor_completions.d/kam-ls.fish",
		"zsh/site-functions/_kam-ls", "licenses/kam-ls/LICENSE", "licenses/kam-ls/THIRD-PARTY-LICENSES",
	} {
		if _, err := os.Stat(filepath.Join(dir, "red", "usr", "share", file)); err != nil {
			r.t.Error(err)
		}
	}
}
