package main

import (
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/kam-ls/kam-ls/files"
)

// revision is the state of a git repository at some time, to compare files with.
//
// git is only asked for the tree: comparing by itself it could run filters that
// the repository configures.
type revision struct {
	top   string            // of the working tree, without symbolic links
	blobs map[string]string // IDs of contents, by slash-separated path from top
}

// newRevision reads a revision of the repository that the current folder is in.
// "REV..." stands for where REV and HEAD parted.
func newRevision(ctx context.Context, name string) (*revision, error) {
	if base, ok := strings.CutSuffix(name, "..."); ok {
		id, err := git(ctx, "merge-base", "--", base, "HEAD")
		if err != nil {
			return nil, fmt.Errorf("--since %s: %w", name, err)
		}
		name = strings.TrimSpace(id)
	}
	if strings.HasPrefix(name, "-") {
		return nil, fmt.Errorf("--since %s: not a revision", name)
	}
	top, err := git(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("--since %s: %w", name, err)
	}
	tree, err := git(ctx, "rev-parse", "--verify", "--end-of-options", name+"^{tree}")
	if err != nil {
		return nil, fmt.Errorf("--since %s: %w", name, err)
	}
	list, err := git(ctx, "ls-tree", "-r", "-z", "--full-tree", strings.TrimSpace(tree))
	if err != nil {
		return nil, fmt.Errorf("--since %s: %w", name, err)
	}
	r := &revision{top: filepath.FromSlash(strings.TrimRight(top, "\r\n")), blobs: map[string]string{}}
	for entry := range strings.SplitSeq(list, "\x00") {
		if info, path, ok := strings.Cut(entry, "\t"); ok { // MODE TYPE ID
			r.blobs[path] = info[strings.LastIndexByte(info, ' ')+1:]
		}
	}
	return r, nil
}

// git runs a git command that reads objects only: nothing is fetched, written
// or asked for.
func git(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Env = append(os.Environ(), "GIT_NO_LAZY_FETCH=1", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0")
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	if err := cmd.Run(); err != nil {
		if line := gitReason(errOut.String()); line != "" {
			return "", errors.New("git: " + line)
		}
		return "", err
	}
	return out.String(), nil
}

// gitReason is the line of git's messages that says why it failed, which hints and
// warnings can come before: the fatal one, or else the first.
func gitReason(messages string) string {
	lines := strings.Split(strings.TrimSpace(messages), "\n")
	for _, line := range lines {
		if reason, ok := strings.CutPrefix(line, "fatal: "); ok {
			return reason
		}
	}
	return strings.TrimPrefix(lines[0], "error: ")
}

// changed reports whether a file has another content than in the revision, or
// was not there. One that cannot be read counts as changed, so that somebody
// says so.
func (r *revision) changed(path string) bool {
	abs, err := filepath.Abs(path)
	if err != nil {
		return true
	}
	if abs, err = filepath.EvalSymlinks(abs); err != nil {
		return true
	}
	rel, err := filepath.Rel(r.top, abs)
	if err != nil {
		return true
	}
	id, ok := r.blobs[filepath.ToSlash(rel)]
	return !ok || blobID(abs, len(id)) != id
}

// blobID is the ID that git gives to the content of a file, in as many
// hexadecimal digits as the repository's IDs have; "" if it cannot be read.
func blobID(path string, digits int) string {
	f, info, err := files.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	if info.Size() > files.MaxSize {
		return ""
	}
	var h hash.Hash = sha1.New()
	if digits == 2*sha256.Size {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", info.Size())
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}
