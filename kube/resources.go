package kube

import (
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/api/validate/content"
)

// Resource names with a meaning of their own.
const (
	CPU              = "cpu"
	Memory           = "memory"
	EphemeralStorage = "ephemeral-storage"
	hugePages        = "hugepages-"
)

// StandardResources are the resources that every node has.
var StandardResources = []string{CPU, Memory, EphemeralStorage}

// ResourceName holds the name of a container's resource to what is known: a
// standard one, huge pages of a size, or an extended one with its domain.
func ResourceName(name string) string {
	const standard = "expected cpu, memory, ephemeral-storage, hugepages-SIZE, or an extended resource such as example.com/gpu"
	size, huge := strings.CutPrefix(name, hugePages)
	extended := strings.Contains(name, "/")
	switch {
	case name == CPU || name == Memory || name == EphemeralStorage:
		return ""
	case huge: // one of a domain too: an API server looks at the prefix alone
		if q, ok := quantity(size); !ok || q.Sign() == 0 || !Whole(q) {
			return "expected a size such as 2Mi behind 'hugepages-'"
		}
		return otherwise(qualifiedChars, content.IsLabelKey(name))
	case !extended:
		return standard
	case strings.HasPrefix(name, "requests."):
		return "expected the resource itself, without 'requests.'"
	case strings.Contains(name, nativeDomain):
		return otherwise(standard, content.IsLabelKey(name))
	case len(content.IsLabelKey("requests."+name)) > 0:
		if fault := LabelKey(name); fault != "" {
			return fault
		}
		return "expected a shorter domain before the '/'"
	}
	return ""
}

// IsHugePages reports whether a resource is huge pages of some size.
func IsHugePages(name string) bool { return strings.HasPrefix(name, hugePages) }

// PageSize is the size of the huge pages that a resource is, in bytes.
func PageSize(name string) int64 {
	q, _ := quantity(strings.TrimPrefix(name, hugePages))
	return q.Value()
}

// IsExtended reports whether a resource is one that a vendor adds. Such cannot
// be shared out: only whole ones, and as many requested as allowed.
func IsExtended(name string) bool {
	return strings.Contains(name, "/") && !strings.Contains(name, nativeDomain) && !IsHugePages(name)
}

const nativeDomain = "kubernetes.io/"

// Whole reports whether a quantity has no fraction.
func Whole(q resource.Quantity) bool {
	whole := resource.NewQuantity(q.Value(), resource.DecimalSI) // rounds up
	return q.Cmp(*whole) == 0
}

// Amount is a parsed value of a resource: "MAX", or "MIN-MAX".
type Amount struct {
	Min, Max resource.Quantity // equal where only MAX is given
	MinText  string            // "" where only MAX is given
	MaxText  string
	IsRange  bool
}

// ParseAmount reads "MAX" or "MIN-MAX". A '-' may also be the sign of an
// exponent: 1e-3. It reports false for what is neither, and for negative
// quantities.
func ParseAmount(s string) (Amount, bool) {
	if q, ok := quantity(s); ok {
		return Amount{Min: q, Max: q, MaxText: s}, true
	}
	for i := range len(s) {
		if s[i] != '-' {
			continue
		}
		low, okLow := quantity(s[:i])
		high, okHigh := quantity(s[i+1:])
		if okLow && okHigh {
			return Amount{Min: low, Max: high, MinText: s[:i], MaxText: s[i+1:], IsRange: true}, true
		}
	}
	return Amount{}, false
}

// maxQuantity is the longest text that is read as a quantity, in bytes. No
// sound one comes near, and long ones take their square in time.
const maxQuantity = 64

func quantity(s string) (resource.Quantity, bool) {
	if s == "" || len(s) > maxQuantity || !digitBefore(s) || longExponent.MatchString(s) {
		return resource.Quantity{}, false
	}
	q, err := resource.ParseQuantity(s)
	return q, err == nil && q.Sign() >= 0
}

// longExponent is an exponent that the parser would write out, digit by digit:
// a few bytes would take it hours.
var longExponent = regexp.MustCompile(`[eE][-+]?0*[1-9][0-9]{2}`)

// digitBefore reports whether a quantity starts with what a number does: the
// parser also takes a suffix alone.
func digitBefore(s string) bool {
	return strings.IndexByte("+0123456789.", s[0]) >= 0 && strings.ContainsAny(s, "0123456789")
}

// units are the suffixes that people write and what they mean by them.
var units = []struct{ wrong, right string }{
	{"kib", "Ki"}, {"mib", "Mi"}, {"gib", "Gi"}, {"tib", "Ti"},
	{"kb", "Ki"}, {"mb", "Mi"}, {"gb", "Gi"}, {"tb", "Ti"},
	{"ki", "Ki"}, {"mi", "Mi"}, {"gi", "Gi"}, {"ti", "Ti"},
	{"k", "Ki"}, {"g", "Gi"}, {"t", "Ti"}, {"b", ""},
	{"millicores", "m"}, {"cores", ""}, {"core", ""}, {"cpus", ""}, {"cpu", ""},
}

// NearestAmount is a value that a malformed one probably means, "" if none is
// near: the suffix as Kubernetes writes it, without blanks.
func NearestAmount(s string) string {
	parts := strings.Split(s, "-")
	if len(parts) > 2 {
		return ""
	}
	for i, part := range parts {
		part = strings.ReplaceAll(strings.TrimSpace(part), " ", "")
		if _, ok := quantity(part); !ok {
			part = nearestQuantity(part)
		}
		parts[i] = part
	}
	near := strings.Join(parts, "-")
	if _, ok := ParseAmount(near); !ok || near == s {
		return ""
	}
	return near
}

func nearestQuantity(s string) string {
	digits := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	for _, u := range units {
		if strings.EqualFold(s[len(digits):], u.wrong) {
			return digits + u.right
		}
	}
	return s
}

// Scaled reports whether a quantity is written with a suffix for thousands or
// more of its unit: k, M, Mi and so on.
func Scaled(text string) bool {
	return strings.ContainsAny(text, "kKMGTPE") && strings.TrimLeft(text, "+0123456789.") != ""
}
