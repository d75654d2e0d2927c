package integration

import (
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/document"
)

// releaseVariable, if it is set, has TestRelease run: 'make release-check' sets it.
const releaseVariable = "KAM_LS_RELEASE"

// platforms is what a release is made for.
var platforms = []string{"darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64", "windows_amd64", "windows_arm64"}

// releaseTag is the one that is released in the tests.
const releaseTag = "v0.1.0"

// release is one that was made and not published.
type release struct {
	t    *testing.T
	repo string
	id   string // of the commit
}

// tagged is a checkout of what is to be released.
func tagged(t *testing.T) (repo string) {
	t.Helper()
	repo, _ = source(t)
	must(t, repo, gitEnv(), "git", "tag", releaseTag)
	return repo
}

// made makes a release with goreleaser.
func made(t *testing.T, repo string, args ...string) release {
	t.Helper()
	// The extension is built before: it is in no commit.
	write(t, filepath.Join(repo, "editors", "vscode", "dist", "kam-ls-linux-x64.vsix"), "the extension")
	must(t, repo, gitEnv(), "goreleaser", "check")
	must(t, repo, gitEnv(), "goreleaser", append([]string{"release", "--clean"}, args...)...)
	return release{t, repo, must(t, repo, gitEnv(), "git", "rev-parse", "HEAD")}
}

// clone is another checkout of the same commit, in a folder of another name. Where
// it is from does not matter to a release, but it must be from somewhere.
func clone(t *testing.T, repo string) (to string) {
	t.Helper()
	to = filepath.Join(t.TempDir(), "clone")
	must(t, "", gitEnv(), "git", "clone", "-q", "--branch", releaseTag, "file://"+repo, to)
	return to
}

func (r release) path(name string) string { return filepath.Join(r.repo, "dist", name) }

func (r release) read(name string) []byte {
	r.t.Helper()
	data, err := os.ReadFile(r.path(name))
	if err != nil {
		r.t.Fatal(err)
	}
	return data
}

// archive is the name of a platform's archive.
func archive(platform string) string {
	name := "kam-ls_" + releaseTag[1:] + "_" + platform
	if strings.HasPrefix(platform, "windows") {
		return name + ".zip"
	}
	return name + ".tar.gz"
}

// TestRelease makes a release as the workflow does, up to where it would be
// published, and looks at all that would be.
func TestRelease(t *testing.T) {
	if os.Getenv(releaseVariable) == "" {
		t.Skip("run 'make release-check'")
	}
	need(t, "git")
	onPathFirst(t, filepath.Join(installed(t, "setup-goreleaser"), "bin"))
	r := made(t, clone(t, tagged(t)), "--skip=publish")
	t.Run("checksums", func(t *testing.T) { r.in(t).checksums() })
	for _, platform := range platforms {
		t.Run(platform, func(t *testing.T) { r.in(t).archive(platform) })
	}
	t.Run("cask", func(t *testing.T) { r.in(t).cask() })
	t.Run("mason", func(t *testing.T) { r.in(t).mason() })
	t.Run("deb", func(t *testing.T) { r.in(t).deb() })
	t.Run("rpm", func(t *testing.T) { r.in(t).rpm() })
	t.Run("published", func(t *testing.T) { r.in(t).published() })
	t.Run("by hand", func(t *testing.T) { r.in(t).byHand() })
	t.Run("image", image)
}

// onPathFirst has programs of a folder run before others of their name.
func onPathFirst(t *testing.T, dir string) {
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

func (r release) in(t *testing.T) release { return release{t, r.repo, r.id} }

// checksums: what is published is what the checksums are of, and they are right.
func (r release) checksums() {
	published := []string{"kam-ls-linux-x64.vsix"}
	for _, platform := range platforms {
		published = append(published, archive(platform), archive(platform)+".sbom.json")
	}
	for _, arch := range []string{"amd64", "arm64"} {
		for _, format := range []string{"deb", "rpm"} {
			published = append(published, fmt.Sprintf("kam-ls_%s_linux_%s.%s", releaseTag[1:], arch, format))
		}
	}
	var names []string
	for line := range strings.Lines(string(r.read("checksums.txt"))) {
		want, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		names = append(names, name)
		path := r.path(name)
		if strings.HasSuffix(name, ".vsix") {
			path = filepath.Join(r.repo, "editors", "vscode", "dist", name)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			r.t.Fatal(err)
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != want {
			r.t.Errorf("%s has another checksum", name)
		}
	}
	slices.Sort(names)
	slices.Sort(published)
	if !slices.Equal(names, published) {
		r.t.Errorf("there are checksums of\n%q, want\n%q", names, published)
	}
}

// archive: it holds what it should, the program is of its platform and its commit,
// and all modules in it have their license there and stand in the list of modules.
func (r release) archive(platform string) {
	os_, arch, _ := strings.Cut(platform, "_")
	dir := r.t.TempDir()
	date := r.timestamp()
	var names []string
	for _, f := range unpack(r.t, r.path(archive(platform)), dir) {
		names = append(names, f.name)
		if !f.modified.Equal(date) {
			r.t.Errorf("%s is of %s, want the time of the commit, %s", f.name, f.modified, date)
		}
	}
	want := []string{program(os_), "LICENSE", "README.md", "THIRD-PARTY-LICENSES"}
	for _, shell := range []string{"bash", "fish", "ps1", "zsh"} {
		want = append(want, "completions/kam-ls."+shell)
	}
	pages, err := filepath.Glob(filepath.Join(r.repo, "docs", "man", "*.1"))
	if err != nil || len(pages) == 0 {
		r.t.Fatal("there are no pages of the manual")
	}
	for _, page := range pages {
		want = append(want, "man/"+filepath.Base(page))
	}
	slices.Sort(names)
	slices.Sort(want)
	if !slices.Equal(names, want) {
		r.t.Errorf("it holds\n%q, want\n%q", names, want)
	}

	info, err := buildinfo.ReadFile(filepath.Join(dir, program(os_)))
	if err != nil {
		r.t.Fatal(err)
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	for key, want := range map[string]string{"GOOS": os_, "GOARCH": arch, "CGO_ENABLED": "0", "-trimpath": "true", "vcs.revision": r.id, "vcs.modified": "false"} {
		if settings[key] != want {
			r.t.Errorf("%s of the program is %q, want %q", key, settings[key], want)
		}
	}
	licenses, err := os.ReadFile(filepath.Join(dir, "THIRD-PARTY-LICENSES"))
	if err != nil {
		r.t.Fatal(err)
	}
	modules := r.modules(archive(platform) + ".sbom.json")
	if !modules["github.com/kam-ls/kam-ls "+releaseTag] || !modules["stdlib "+strings.Fields(info.GoVersion)[0]] {
		r.t.Error("the list of modules has no kam-ls, or no Go")
	}
	for _, m := range info.Deps {
		if !modules[m.Path+" "+m.Version] {
			r.t.Errorf("the list of modules has no %s %s", m.Path, m.Version)
		}
		if !bytes.Contains(licenses, []byte("\n==== "+m.Path+" "+m.Version+"\n")) {
			r.t.Errorf("there is no license of %s %s", m.Path, m.Version)
		}
	}
	if os_ == runtime.GOOS && arch == runtime.GOARCH {
		r.runs(must(r.t, dir, nil, filepath.Join(dir, program(os_)), "version", "--json"))
	}
}

// runs looks at what the program says of itself.
func (r release) runs(version string) {
	r.t.Helper()
	for _, want := range []string{`"version":"` + releaseTag + `"`, `"commit":"` + r.id + `"`, `"modified":false`} {
		if !strings.Contains(version, want) {
			r.t.Errorf("the program says %s, want %s", version, want)
		}
	}
}

// modules reads a list in SPDX.
func (r release) modules(name string) map[string]bool {
	r.t.Helper()
	var list struct {
		Packages []struct{ Name, VersionInfo, LicenseConcluded string }
	}
	if err := json.Unmarshal(r.read(name), &list); err != nil {
		r.t.Fatal(err)
	}
	found := map[string]bool{}
	for _, p := range list.Packages {
		found[p.Name+" "+p.VersionInfo] = true
	}
	return found
}

// cask: Homebrew is told the checksum of each archive, where it is, and what it
// finds in it.
func (r release) cask() {
	text := string(r.read("homebrew/Casks/kam-ls.rb"))
	for _, platform := range platforms {
		if strings.HasPrefix(platform, "windows") {
			continue
		}
		sum := sha256.Sum256(r.read(archive(platform)))
		url := "https://github.com/kam-ls/kam-ls/releases/download/" + releaseTag + "/" + archive(platform)
		want := fmt.Sprintf("sha256 \"%x\"\n      url \"%s\"\n", sum, strings.ReplaceAll(url, releaseTag[1:], "#{version}"))
		if !strings.Contains(text, want) {
			r.t.Errorf("the cask lacks\n%s", want)
		}
	}
	dir := r.t.TempDir()
	unpack(r.t, r.path(archive("darwin_arm64")), dir)
	said := regexp.MustCompile(`(?m)^  (?:binary|manpage|\w+_completion) "(.*)"$`).FindAllStringSubmatch(text, -1)
	if len(said) < 10 {
		r.t.Errorf("the cask installs %d files, expected more:\n%s", len(said), text)
	}
	for _, file := range said {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(file[1]))); err != nil {
			r.t.Error(err)
		}
	}
}

// mason: what Mason would fetch is there, and has the program in it.
func (r release) mason() {
	text, err := os.ReadFile(filepath.Join(r.repo, "editors", "mason", "package.yaml"))
	if err != nil {
		r.t.Fatal(err)
	}
	assets := document.Parse(string(text), document.YAML).Roots()[0].Node.Get("source").Get("asset").Items
	if len(assets) != len(platforms) {
		r.t.Errorf("it knows %d platforms, want %d", len(assets), len(platforms))
	}
	for _, asset := range assets {
		dir := r.t.TempDir()
		unpack(r.t, r.path(strings.ReplaceAll(asset.Get("file").Value, `{{ version | strip_prefix "v" }}`, releaseTag[1:])), dir)
		if _, err := os.Stat(filepath.Join(dir, asset.Get("bin").Value)); err != nil {
			r.t.Error(err)
		}
	}
}

// byHand: docs/install.md says how a program of the release is built again. That
// needs nothing but Go, and gives the same bytes, with nothing kept from before.
func (r release) byHand() {
	page, err := os.ReadFile(filepath.Join(r.repo, "docs", "install.md"))
	if err != nil {
		r.t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^CGO_ENABLED=0 GOOS=linux GOARCH=amd64 go build .*$`).FindString(string(page))
	if line == "" {
		r.t.Fatal("docs/install.md says no more how a program is built")
	}
	cache := r.t.TempDir()
	for _, platform := range []string{runtime.GOOS + "_" + runtime.GOARCH, "windows_arm64"} {
		os_, arch, _ := strings.Cut(platform, "_")
		repo := clone(r.t, r.repo)
		command := strings.NewReplacer("GOOS=linux", "GOOS="+os_, "GOARCH=amd64", "GOARCH="+arch).Replace(line)
		must(r.t, repo, append(gitEnv(), "GOCACHE="+cache), "sh", "-c", command)
		dir := r.t.TempDir()
		unpack(r.t, r.path(archive(platform)), dir)
		var programs [2][]byte
		for i, from := range []string{repo, dir} {
			if programs[i], err = os.ReadFile(filepath.Join(from, program(os_))); err != nil {
				r.t.Fatal(err)
			}
		}
		if !bytes.Equal(programs[0], programs[1]) {
			r.t.Errorf("%s: '%s' builds another program", platform, command)
		}
	}
}
