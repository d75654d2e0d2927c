package kube

import (
	_ "crypto/sha256" // so that digests can be checked
	_ "crypto/sha512"
	"errors"
	"strings"

	"github.com/distribution/reference"
)

// Image reads the reference of an image as the kubelet does. pinned says that it
// has a digest or a tag other than latest.
func Image(ref string) (pinned bool, fault string) {
	switch {
	case ref == "":
		return false, "expected NAME[:TAG][@DIGEST]"
	case strings.TrimSpace(ref) != ref:
		return false, "expected no blanks around it"
	case strings.ContainsAny(ref, " \t\r\n"):
		return false, "expected no blanks in it"
	case strings.Contains(ref, "://"):
		return false, "expected no scheme before the host"
	}
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return false, imageFault(ref, err)
	}
	if _, ok := named.(reference.Digested); ok {
		return true, ""
	}
	tagged, ok := named.(reference.Tagged)
	return ok && tagged.Tag() != "latest", ""
}

func imageFault(ref string, err error) string {
	switch {
	case errors.Is(err, reference.ErrNameContainsUppercase):
		return "expected the name of the repository in lower case"
	case errors.Is(err, reference.ErrNameTooLong):
		return "expected a name of at most 255 characters"
	case errors.Is(err, reference.ErrNameEmpty):
		return "expected a name before the tag"
	}
	name, digest, hasDigest := strings.Cut(ref, "@")
	if hasDigest && !reference.DigestRegexp.MatchString(digest) || hasDigest && strings.HasPrefix(err.Error(), "unsupported digest") {
		return "expected a digest such as sha256 and 64 hexadecimal digits behind the '@'"
	}
	if hasDigest && validName(name) {
		return "expected as many hexadecimal digits as the digest has"
	}
	if i := strings.LastIndexByte(name, ':'); i >= 0 && !strings.Contains(name[i:], "/") && validName(name[:i]) {
		return "expected a tag of at most 128 letters, digits, '_', '.' and '-' behind the ':'"
	}
	if strings.ToLower(ref) != ref && validName(strings.ToLower(name)) {
		return "expected the name of the repository in lower case"
	}
	return "expected [HOST[:PORT]/]NAME[:TAG][@DIGEST]"
}

func validName(name string) bool {
	_, err := reference.ParseNormalizedNamed(name)
	return err == nil
}

// ImageRef are the parts of an image's reference, as the kubelet completes them.
type ImageRef struct {
	Registry   string // "docker.io" where none is written
	Repository string // "library/nginx" where "nginx" is written
	Tag        string // "" where none is written
	Digest     string // "" where none is written
}

// ParseImage reads an image's reference. It reports false for one that the
// kubelet does not take.
func ParseImage(ref string) (ImageRef, bool) {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return ImageRef{}, false
	}
	image := ImageRef{Registry: reference.Domain(named), Repository: reference.Path(named)}
	if tagged, ok := named.(reference.Tagged); ok {
		image.Tag = tagged.Tag()
	}
	if digested, ok := named.(reference.Digested); ok {
		image.Digest = digested.Digest().String()
	}
	return image, true
}

// Page is the address of the page that the registry has for the repository, ""
// for a registry that is not known to have such.
func (i ImageRef) Page() string {
	switch i.Registry {
	case "docker.io":
		if name, ok := strings.CutPrefix(i.Repository, "library/"); ok {
			return "https://hub.docker.com/_/" + name
		}
		return "https://hub.docker.com/r/" + i.Repository
	case "quay.io":
		return "https://quay.io/repository/" + i.Repository
	case "ghcr.io":
		return "https://ghcr.io/" + i.Repository
	case "gcr.io", "us.gcr.io", "eu.gcr.io", "asia.gcr.io":
		return "https://" + i.Registry + "/" + i.Repository
	case "public.ecr.aws":
		return "https://gallery.ecr.aws/" + i.Repository
	case "mcr.microsoft.com":
		return "https://mcr.microsoft.com/artifact/mar/" + i.Repository
	}
	return ""
}
