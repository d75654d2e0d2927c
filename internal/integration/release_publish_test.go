package integration

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// github stands for GitHub, and takes what is published.
type github struct {
	mu      sync.Mutex
	release map[string]any    // as it was asked for
	assets  map[string][]byte // of the release
	files   map[string]string // written into other repositories
}

func (g *github) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	status, answer := http.StatusOK, any(map[string]any{"id": 1, "default_branch": "main"})
	switch name := path.Base(r.URL.Path); {
	case err != nil:
		status = http.StatusBadRequest
	case name == "rate_limit":
		answer = map[string]any{"resources": map[string]any{"core": map[string]any{"limit": 5000, "remaining": 5000}}}
	case name == "assets":
		g.assets[r.URL.Query().Get("name")] = body
		status = http.StatusCreated
	case name == "releases" && r.Method == http.MethodPost:
		err = json.Unmarshal(body, &g.release)
		status = http.StatusCreated
	case name == "releases":
		answer = []any{}
	case strings.Contains(r.URL.Path, "/contents/") && r.Method == http.MethodPut:
		var file struct{ Content []byte }
		err = json.Unmarshal(body, &file)
		g.files[r.URL.Path] = string(file.Content)
		status = http.StatusCreated
	case strings.Contains(r.URL.Path, "/releases/tags/"), strings.Contains(r.URL.Path, "/contents/"):
		status = http.StatusNotFound
	}
	if err != nil {
		status = http.StatusBadRequest
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(answer)
}

// published makes the release again, elsewhere, and publishes it. It is a draft with
// the same files as before, byte for byte.
func (r release) published() {
	g := &github{assets: map[string][]byte{}, files: map[string]string{}}
	server := httptest.NewServer(g)
	defer server.Close()
	images := docker(r.t)
	repo := clone(r.t, r.repo)
	text, err := os.ReadFile(filepath.Join(repo, ".goreleaser.yaml"))
	if err != nil {
		r.t.Fatal(err)
	}
	config := filepath.Join(r.t.TempDir(), "config.yaml")
	write(r.t, config, string(text)+"\ngithub_urls:\n  api: "+server.URL+"/\n  upload: "+server.URL+"/\n  download: https://github.com\n")
	r.t.Setenv("GITHUB_TOKEN", "x")
	r.t.Setenv("HOMEBREW_TAP_TOKEN", "y")
	again := made(r.t, repo, "--skip=sbom", "--config", config) // which has the time in it when it was made

	want := []string{"checksums.txt"}
	for line := range strings.Lines(string(again.read("checksums.txt"))) {
		if !bytes.Contains(r.read("checksums.txt"), []byte(line)) {
			r.t.Errorf("this differs when it is made again: %s", line)
		}
		want = append(want, strings.Fields(line)[1])
	}
	var got []string
	for name := range g.assets {
		got = append(got, name)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		r.t.Errorf("uploaded were\n%q, want\n%q", got, want)
	}
	if g.release["draft"] != true || g.release["prerelease"] != false || g.release["tag_name"] != releaseTag {
		r.t.Errorf("the release is %v, want a draft of %s", g.release, releaseTag)
	}
	if notes, _ := g.release["body"].(string); !strings.Contains(notes, "built from "+r.id) || !strings.Contains(notes, "gh attestation verify "+archive("linux_amd64")+" ") {
		r.t.Errorf("the notes do not say how to verify:\n%s", notes)
	}
	if cask := g.files["/api/v3/repos/kam-ls/homebrew-tap/contents/Casks/kam-ls.rb"]; cask != string(r.read("homebrew/Casks/kam-ls.rb")) {
		r.t.Errorf("the tap has got\n%s\nof %v", cask, g.files)
	}
	digests := string(again.read("digests.txt"))
	for _, tag := range []string{"0.1", "0.1.0", "latest"} {
		if !strings.Contains(digests, "  ghcr.io/kam-ls/kam-ls:"+tag+"\n") {
			r.t.Errorf("there is no image %s to be attested:\n%s", tag, digests)
		}
	}
	if _, err := os.Stat(filepath.Join(images, "linux", "amd64,linux", "arm64", "Dockerfile")); err != nil {
		r.t.Errorf("the image is not of both platforms: %v", err)
	}
}

// builder stands for Docker, which need not run here: it keeps what an image would
// be built of, for each platform.
const builder = `#!/bin/sh
set -eu
[ "$1" != info ] || exit 0
[ "$1 $2" != "buildx inspect" ] || { echo "Driver: docker-container"; exit 0; }
[ "$1 $2 $3" = "buildx build --platform" ]
mkdir -p "$KAM_LS_IMAGES/$4"
cp -R . "$KAM_LS_IMAGES/$4"
printf sha256:0 > id.txt
`

// docker has builder run in its place, and returns where it keeps things.
func docker(t *testing.T) (images string) {
	t.Helper()
	bin, images := t.TempDir(), t.TempDir()
	write(t, filepath.Join(bin, "docker"), builder)
	if err := os.Chmod(filepath.Join(bin, "docker"), 0o755); err != nil {
		t.Fatal(err)
	}
	onPathFirst(t, bin)
	t.Setenv("KAM_LS_IMAGES", images)
	return images
}

// image has the images' contexts laid out by a snapshot, without a tag and without a
// remote, builds the images as the Dockerfile says, and runs the one of this platform.
func image(t *testing.T) {
	images := docker(t)
	repo, _ := source(t)
	made(t, repo, "--snapshot", "--skip=archive,nfpm,sbom,homebrew")
	for _, arch := range []string{"amd64", "arm64"} {
		root := t.TempDir()
		if err := os.Chmod(root, 0o755); err != nil {
			t.Fatal(err)
		}
		user, entry := buildImage(t, filepath.Join(images, "linux", arch), "linux/"+arch, root)
		if id, _, _ := strings.Cut(user, ":"); id == "" || strings.Trim(id, "0123456789") != "" || strings.Trim(id, "0") == "" {
			t.Errorf("the image runs as %q, want the number of a user without rights", user)
		}
		if arch != runtime.GOARCH {
			continue
		}
		if os.Geteuid() != 0 {
			lack(t, "only root can run the image")
		}
		chroot, err := exec.LookPath("chroot")
		if err != nil {
			t.Fatal(err)
		}
		inImage := func(args ...string) (string, bool) {
			return run(t, "", nil, "env", append(append([]string{"-i", chroot, "--userspec=" + user, root}, entry...), args...)...)
		}
		write(t, filepath.Join(root, "work", "a.kam.yaml"), badSpec)
		if out, ok := inImage("check", "/work"); ok || !strings.Contains(out, "a.kam.yaml:1:11") {
			t.Errorf("the image finds nothing: %s", out)
		}
		if out, ok := inImage("cron", "0 3 * * *", "--tz", "Europe/Berlin"); !ok {
			t.Errorf("it knows no zone: %s", out)
		}
		if out, ok := inImage("check", "--fix", "/work"); ok || !strings.Contains(out, "permission denied") {
			t.Errorf("it writes what is not its own: %s", out)
		}
	}
}

// buildImage follows a Dockerfile that copies and says what to run.
func buildImage(t *testing.T, context, platform, root string) (user string, entry []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(context, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(strings.ReplaceAll(line, "$TARGETPLATFORM", platform))
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		rest := words[1:]
		switch words[0] {
		case "ARG", "WORKDIR":
		case "FROM":
			if rest[0] != "scratch" {
				t.Errorf("the image is made of %s", rest[0])
			}
		case "USER":
			user = rest[0]
		case "ENTRYPOINT":
			if err := json.Unmarshal([]byte(strings.Join(rest, " ")), &entry); err != nil {
				t.Fatal(err)
			}
		case "COPY":
			to := rest[len(rest)-1]
			for _, name := range rest[:len(rest)-1] {
				data, err := os.ReadFile(filepath.Join(context, name))
				if err != nil {
					t.Fatal(err)
				}
				file := filepath.Join(root, to)
				if strings.HasSuffix(to, "/") {
					file = filepath.Join(file, filepath.Base(name))
				}
				write(t, file, string(data))
				if err := os.Chmod(file, 0o755); err != nil {
					t.Fatal(err)
				}
			}
		default:
			t.Fatalf("the test does not know what %s does", words[0])
		}
	}
	return user, entry
}
