// Package kube knows what an API server refuses: names, keys, quantities and
// image references. The libraries that Kubernetes itself uses decide; the words
// are ours.
//
// Its functions return a fault: what is expected instead, or "" for what is
// accepted.
package kube

import (
	"fmt"
	"strings"
	"unicode"

	"k8s.io/apimachinery/pkg/api/validate/content"
	"k8s.io/apimachinery/pkg/util/validation"
)

// Limits, in bytes.
const (
	MaxCronJobName = 52 // a Job is named after its CronJob and 11 characters more
	MaxLabel       = content.DNS1123LabelMaxLength
	MaxSubdomain   = content.DNS1123SubdomainMaxLength
	MaxAnnotations = 256 << 10 // keys and values of an object together
	MaxData        = 1 << 20   // values of a ConfigMap or a Secret together
)

const (
	labelChars     = "expected lower-case letters, digits and '-', with a letter or digit at both ends"
	subdomainChars = "expected lower-case letters, digits, '-' and '.', with a letter or digit at both ends and around each '.'"
	qualifiedChars = "expected letters, digits, '-', '_' and '.', with a letter or digit at both ends"
)

// Subdomain holds a name to RFC 1123 and to a length in bytes: names of most
// objects.
func Subdomain(name string, max int) string {
	if fault := size(name, max); fault != "" {
		return fault
	}
	return otherwise(subdomainChars, content.IsDNS1123Subdomain(name))
}

// Label holds a name to RFC 1123 without dots: names of containers.
func Label(name string) string {
	if fault := size(name, MaxLabel); fault != "" {
		return fault
	}
	return otherwise(labelChars, content.IsDNS1123Label(name))
}

// LabelKey holds the key of a label to its form, [PREFIX/]NAME.
func LabelKey(key string) string {
	prefix, name, ok := strings.Cut(key, "/")
	if !ok {
		name = key
	}
	switch {
	case len(content.IsLabelKey(key)) == 0:
		return ""
	case strings.Contains(name, "/"):
		return "expected at most one '/', between a domain and a name"
	case ok && (prefix == "" || len(content.IsDNS1123Subdomain(prefix)) > 0):
		return "expected a domain in lower case before the '/', such as example.com"
	}
	if fault := size(name, MaxLabel); fault != "" {
		return fault
	}
	return qualifiedChars
}

// AnnotationKey holds the key of an annotation to its form: that of a label,
// but for the letter case of the domain.
func AnnotationKey(key string) string { return LabelKey(strings.ToLower(key)) }

// LabelValue holds the value of a label to its form.
func LabelValue(value string) string {
	if len(value) > content.LabelValueMaxLength {
		return tooLong(value, content.LabelValueMaxLength)
	}
	return otherwise(qualifiedChars+", or nothing", content.IsLabelValue(value))
}

// DataKey holds a key of a ConfigMap or a Secret to its form.
func DataKey(key string) string {
	if fault := size(key, MaxSubdomain); fault != "" {
		return fault
	}
	if strings.HasPrefix(key, "..") || key == "." {
		return "expected no '.' alone and no '..' at the start"
	}
	return otherwise("expected letters, digits, '-', '_' and '.' only", validation.IsConfigMapKey(key))
}

// EnvName holds the name of an environment variable to what all versions of
// Kubernetes take. Newer ones take any printable ASCII but '='.
func EnvName(name string) string {
	if name == "" {
		return "expected a name"
	}
	if strings.HasPrefix(name, "..") || name == "." {
		return "expected no '.' alone and no '..' at the start"
	}
	return otherwise("expected letters, digits, '-', '_' and '.', with no digit at the start", validation.IsEnvVarName(name))
}

// HeaderName holds the name of an HTTP header to what probes can send.
func HeaderName(name string) string {
	if name == "" {
		return "expected a name"
	}
	return otherwise("expected letters, digits and '-' only", validation.IsHTTPHeaderName(name))
}

// ToLabel makes a valid label of a name that is none, "" where nothing of it
// can stand in one: "Nightly_Import" and "nightlyImport" become
// "nightly-import".
func ToLabel(name string) string {
	var b strings.Builder
	last := rune('-')
	for _, r := range name {
		lower := unicode.ToLower(r)
		switch isLetter := 'a' <= lower && lower <= 'z'; {
		case isLetter && lower != r && ('a' <= last && last <= 'z' || '0' <= last && last <= '9'):
			b.WriteByte('-')
			b.WriteRune(lower)
		case isLetter || '0' <= r && r <= '9':
			b.WriteRune(lower)
		case last != '-' || r == '-':
			r = '-'
			b.WriteByte('-')
		}
		last = r
	}
	label := strings.Trim(b.String(), "-")
	return strings.TrimRight(label[:min(len(label), MaxLabel)], "-")
}

func size(s string, max int) string {
	if s == "" {
		return "expected a name"
	}
	if len(s) > max {
		return tooLong(s, max)
	}
	return ""
}

func tooLong(s string, max int) string {
	return fmt.Sprintf("it has %d characters, expected at most %d", len(s), max)
}

// otherwise is what is expected, unless a library has nothing to say.
func otherwise(expected string, faults []string) string {
	if len(faults) == 0 {
		return ""
	}
	return expected
}
