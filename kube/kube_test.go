package kube

import (
	"strings"
	"testing"
)

func TestToLabel(t *testing.T) {
	for name, want := range map[string]string{
		"Nightly_Import": "nightly-import", "nightlyImport": "nightly-import", "HTTPServer": "httpserver", "a--b": "a--b", "-a-": "a",
		"a b  c": "a-b-c", "é😀": "", "": "", "1a": "1a", "run2Go": "run2-go", "K": "k", strings.Repeat("a", 70): strings.Repeat("a", 63),
	} {
		got := ToLabel(name)
		if got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
		if got != "" && Label(got) != "" {
			t.Errorf("%q becomes %q: %s", name, got, Label(got))
		}
	}
}

func TestNames(t *testing.T) {
	for _, tc := range []struct {
		what  string
		fault func(string) string
		good  []string
		bad   []string
	}{
		{"workload", func(s string) string { return Subdomain(s, MaxCronJobName) },
			[]string{"a", "a.b", "a-b", "0", strings.Repeat("a", 52)}, []string{"", "A", "a_b", "-a", "a-", "a..b", ".a", "é", "a\n", strings.Repeat("a", 53)}},
		{"container", Label, []string{"a", "a-b", strings.Repeat("a", 63)}, []string{"", "a.b", "A", strings.Repeat("a", 64)}},
		{"label key", LabelKey, []string{"a", "A_b.c", "example.com/a", strings.Repeat("a", 63)},
			[]string{"", "/a", "a/", "a/b/c", "A.com/x", "-a", "a b", strings.Repeat("a", 64), strings.Repeat("a", 254) + "/a"}},
		{"annotation key", AnnotationKey, []string{"Example.com/a"}, []string{"a b", ""}},
		{"label value", LabelValue, []string{"", "a", "A_b.c-d"}, []string{"a b", "-a", "a-", "é", strings.Repeat("a", 64)}},
		{"data key", DataKey, []string{"tls.crt", ".a", "_", "-"}, []string{"", ".", "..", "..a", "a/b", "a b", strings.Repeat("a", 254)}},
		{"variable", EnvName, []string{"A", "a.b-c", "_"}, []string{"", "1A", "A B", "A=B", ".", "..", "..x", "é"}},
		{"header", HeaderName, []string{"X-A", "1"}, []string{"", "X_A", "X A", "X:"}},
		{"resource", ResourceName, []string{"cpu", "memory", "ephemeral-storage", "hugepages-2Mi", "nvidia.com/gpu", "example.kubernetes.io/x", "kubernetes.io/batch"},
			[]string{"", "gpu", "CPU", "storage", "pods", "hugepages-", "hugepages-x", "hugepages-0", "hugepages-1m", "hugepages-x/y", "hugepages-2Mi/x", "hugepages-/x", "requests.cpu", "requests.example.com/a", "a b/c", "/a", "a/"}},
	} {
		for _, s := range tc.good {
			if fault := tc.fault(s); fault != "" {
				t.Errorf("%s %q: %s", tc.what, s, fault)
			}
		}
		for _, s := range tc.bad {
			if fault := tc.fault(s); !strings.HasPrefix(fault, "expected ") && !strings.HasPrefix(fault, "it has ") {
				t.Errorf("%s %q: %q, want what is expected", tc.what, s, fault)
			}
		}
	}
}

func TestImage(t *testing.T) {
	sha := "@sha256:" + strings.Repeat("0a", 32)
	for ref, want := range map[string]bool{
		"nginx": false, "nginx:latest": false, "nginx:1.27": true, "nginx" + sha: true, "nginx:latest" + sha: true, "localhost:5000/a/b": false, "localhost:5000/a/b:c": true,
		"registry.example.com/a__b/c.d-e:V1.0_x-y": true, "a@sha512:" + strings.Repeat("0", 128): true,
	} {
		if pinned, fault := Image(ref); fault != "" || pinned != want {
			t.Errorf("%s: pinned %t, %q", ref, pinned, fault)
		}
	}
	for ref, want := range map[string]string{
		"": "NAME", " nginx": "blanks", "ng inx": "blanks", "Nginx": "lower case", "Nginx:1": "lower case", "example.com/A/b:1": "lower case", "nginx:": "tag",
		"nginx:é": "tag", "nginx:" + strings.Repeat("a", 129): "tag", "nginx@sha256:abc": "hexadecimal", "nginx@x": "digest", "nginx@sha257:" + strings.Repeat("a", 64): "digest",
		"docker://nginx:1": "scheme", strings.Repeat("a", 64): "", ":1": "", "a//b": "", "${IMAGE}": "", strings.Repeat("a/", 200) + "a": "255", "-a": "",
	} {
		if _, fault := Image(ref); !strings.HasPrefix(fault, "expected ") || !strings.Contains(fault, want) {
			t.Errorf("%q: %q, want something about %q", ref, fault, want)
		}
	}
}

func TestParseAmount(t *testing.T) {
	for s, want := range map[string]string{
		"1": "1 1", "250m-1": "250m 1", "1e-3": "1e-3 1e-3", "1e-3-2": "1e-3 2", "1E-1": "100e-3 100e-3", "1e3-2e3": "1e3 2e3", "1Gi-2Gi": "1Gi 2Gi", ".5": "500m 500m", "0": "0 0", "+1": "+1 +1",
	} {
		a, ok := ParseAmount(s)
		if !ok {
			t.Errorf("%s is not read", s)
		} else if got := a.Min.String() + " " + a.Max.String(); got != want {
			t.Errorf("%s: %s, want %s", s, got, want)
		}
	}
	for _, s := range []string{"", "-", "-1", "1-", "-1-2", "1-2-3", "1MB", "1mi", "1K", "Mi", "1 Gi", "a", "1--2", "1e", strings.Repeat("9", 100), "0x10", "1_000", "١", "9e99999999", "1e-99999999", "1e+0000000000000100"} {
		if a, ok := ParseAmount(s); ok {
			t.Errorf("%q is read as %+v", s, a)
		}
	}
	for s, want := range map[string]string{
		"256MB": "256Mi", "256mb-1gb": "256Mi-1Gi", "1 Gi": "1Gi", "256Mi - 1Gi": "256Mi-1Gi", "1K": "1Ki", "2cores": "2", "500millicores": "500m", "1-2-3": "", "lots": "", "": "", "1": "", "100MiB": "100Mi",
	} {
		if got := NearestAmount(s); got != want {
			t.Errorf("near %q is %q, want %q", s, got, want)
		}
	}
}

// FuzzAmount holds reading an amount to an end without a panic, and its parts to
// what they were read from.
func FuzzAmount(f *testing.F) {
	for _, s := range []string{"1", "250m-1", "1e-3-2", "1E-2E", "-", "9e99999999", "1Gi-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, ok := ParseAmount(s)
		if ok && a.IsRange && a.MinText+"-"+a.MaxText != s {
			t.Errorf("%q is read as %q and %q", s, a.MinText, a.MaxText)
		}
		if near := NearestAmount(s); near != "" {
			if _, ok := ParseAmount(near); !ok {
				t.Errorf("near %q is %q, which cannot be read", s, near)
			}
		}
	})
}
