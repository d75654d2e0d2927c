package integration

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// versionOf runs 'kam-ls version --json', without what is the same for all.
func versionOf(t *testing.T, program string) string {
	t.Helper()
	var got map[string]any
	if err := json.Unmarshal([]byte(must(t, t.TempDir(), nil, program, "version", "--json")), &got); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH} {
		if got[name] != want {
			t.Errorf("%s: %s is %v, want %s", program, name, got[name], want)
		}
		delete(got, name)
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// program is the name of the program's file.
func program(os string) string {
	if os == "windows" {
		return "kam-ls.exe"
	}
	return "kam-ls"
}

// TestInstall installs a version from a repository with its tag, as
// 'go install …@latest' does for everybody: the Go command packs the module, looks
// whether it may, and builds it with the versions that its go.mod asks for.
func TestInstall(t *testing.T) {
	need(t, "git")
	if testing.Short() {
		t.Skip("it builds the program")
	}
	repo, _ := source(t)
	must(t, repo, gitEnv(), "git", "tag", "v0.1.0")

	// What is fetched from GitHub comes from there, all else from what building the
	// program has brought here.
	built(t)
	config := filepath.Join(t.TempDir(), "gitconfig")
	write(t, config, "[url \"file://"+filepath.ToSlash(repo)+"\"]\n\tinsteadOf = https://github.com/kam-ls/kam-ls\n")
	here := must(t, root(t), nil, "go", "env", "GOMODCACHE")
	bin := t.TempDir()
	env := append(gitEnv(),
		"GIT_CONFIG_GLOBAL="+config,
		"GOBIN="+bin,
		"GOMODCACHE="+t.TempDir(),
		"GOPROXY=file://"+filepath.ToSlash(here)+"/cache/download,direct",
		"GOSUMDB=off", "GOPRIVATE=", "GONOPROXY=", "GOVCS=*:git", "GOWORK=off",
		"GOFLAGS=-modcacherw -trimpath", // with paths that do not differ, what is compiled already is not again
	)
	must(t, t.TempDir(), env, "go", "install", "github.com/kam-ls/kam-ls/cmd/kam-ls@latest")
	if got, want := versionOf(t, filepath.Join(bin, program(runtime.GOOS))), `{"version":"v0.1.0"}`; got != want {
		t.Errorf("installed is %s, want %s", got, want)
	}
}

// TestVersion: a program that was built in a checkout knows its commit, and whether
// that is all of it; others do not make one up.
func TestVersion(t *testing.T) {
	need(t, "git")
	if testing.Short() {
		t.Skip("it builds the program")
	}
	repo, id := source(t)
	env := append(gitEnv(), "TZ=UTC")
	date := must(t, repo, env, "git", "log", "-1", "--date=format-local:%Y-%m-%dT%H:%M:%SZ", "--format=%cd")
	build := func(flags ...string) string {
		out := filepath.Join(t.TempDir(), program(runtime.GOOS))
		must(t, repo, env, "go", append(append([]string{"build", "-trimpath", "-o", out}, flags...), "./cmd/kam-ls")...)
		return versionOf(t, out)
	}
	expect := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	// known is what is known in the checkout of a version.
	known := func(modified, version string) string {
		return `{"commit":"` + id + `","date":"` + date + `","modified":` + modified + `,"version":"` + version + `"}`
	}
	expect("without the commit", build("-buildvcs=false"), `{"version":"(devel)"}`)
	expect("with a version of its own", build("-buildvcs=false", "-ldflags=-X main.version=v1.2.3"), `{"version":"v1.2.3"}`)
	must(t, repo, env, "git", "tag", "v0.1.0")
	expect("at a tag", build("-buildvcs=true"), known("false", "v0.1.0"))
	flags := []string{"-ldflags=" + strings.ReplaceAll(releaseConfig(t).Get("builds").Items[0].Get("ldflags").Value, "{{ .Version }}", "0.1.0-rc.1")}
	for _, flag := range releaseConfig(t).Get("builds").Items[0].Get("flags").Items {
		flags = append(flags, flag.Value)
	}
	expect("a release", build(flags...), known("false", "v0.1.0-rc.1"))
	write(t, filepath.Join(repo, "more.go"), "package more\n")
	expect("with changes", build("-buildvcs=true"), known("true", "v0.1.0+dirty"))
}

// TestReproducible: a program does not say in which folder it was built, nor differ
// by it. TestRelease compares those of all platforms, and compiles them again.
func TestReproducible(t *testing.T) {
	need(t, "git")
	if testing.Short() {
		t.Skip("it builds the program")
	}
	var programs [2][]byte
	for i := range programs {
		repo, _ := source(t)
		must(t, repo, gitEnv(), "go", "build", "-trimpath", "-buildvcs=false", "-o", "kam-ls", "./cmd/kam-ls")
		data, err := os.ReadFile(filepath.Join(repo, "kam-ls"))
		if err != nil {
			t.Fatal(err)
		}
		if programs[i] = data; bytes.Contains(data, []byte(repo)) {
			t.Errorf("the program names %s", repo)
		}
	}
	if !bytes.Equal(programs[0], programs[1]) {
		t.Error("two folders give two programs")
	}
}
