package schema

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestValidate(t *testing.T) {
	for _, tc := range []struct {
		typ, instance string
		want          []string
	}{
		{"Container", `{"image": "a"}`, nil},
		{"Container", `{"image": "a", "_type": "x.Container", "livenessProbe": {"nonsense": 1}, "files": {"/a": {"b": 1}}}`, nil}, // others are judged elsewhere
		{"Container", `{}`, []string{"missing image"}},
		{"Container", `{"imag": 1, "comand": 2}`, []string{"unknown comand", "unknown imag", "missing image"}},
		{"Container", `{"image": 1}`, []string{"type image: str"}},
		{"Container", `{"image": null}`, []string{"type image: str"}},
		{"Container", `{"image": "a", "args": "b"}`, []string{"type args: [str]"}},
		{"Container", `{"image": "a", "args": ["b", 1, {}]}`, []string{"type args/1: str", "type args/2: str"}},
		{"Container", `{"image": "a", "env": {"A/~B%": 1, "C": "d"}}`, []string{"type env/A/~B%: str"}},
		{"Container", `{"image": "a", "livenessProbe": 3, "files": {"/a": "b"}}`, []string{"type files//a: FileSpec", "type livenessProbe: Probe"}},
		{"Container", `{"image": "a", "_type": 4}`, []string{"type _type:"}},
		{"Job", `{"schedule": "a", "containers": {}}`, []string{"few containers: {str:Container} 1"}},
		{"Job", `{"schedule": "a", "containers": {"a": {}}, "replicas": -1}`, []string{"below replicas: int 0"}},
		{"Job", `{"schedule": "a", "containers": {"a": {}}, "replicas": 2147483648}`, []string{"above replicas: int 2147483647"}},
		{"Job", `{"schedule": "a", "containers": {"a": {}}, "replicas": 1.5}`, []string{"type replicas: int"}},
		{"Job", `{"schedule": "a", "containers": {"a": {}}, "replicas": 1.0}`, nil},
		{"Secret", `{"type": "basics"}`, []string{`enum type: "basic" | "token" | "opaque" | "certificate" | "external"`}},
		{"Secret", `{"type": 5, "immutable": "yes"}`, []string{`type immutable: bool`, `type type: "basic" | "token" | "opaque" | "certificate" | "external"`}},
		{"Probe", `{"probeHandler": {}}`, nil},
		{"Probe", `{"probeHandler": "x"}`, []string{"type probeHandler: Exec | Http | Tcp"}},
		{"Exec", `{"command": []}`, []string{"few command: [str] 1"}},
		{"Lifecycle", `{"preStop": []}`, []string{"type preStop: Exec | Http"}},
		{"Container", `{"image": "a", "": 1}`, []string{"unknown "}},
		{"Container", `{"image": "a", "env": {"": 1, "B": 2}}`, []string{"type env/: str", "type env/B: str"}},
		{"Container", `{"image": "a", "files": {"": 3}}`, []string{"type files/: FileSpec"}},
		{"Container", `{"imag": 1, "image": "a", "files": {"": {"b": {"": 1}}}}`, []string{"unknown imag"}},
		{"Job", `{"schedule": "a", "containers": {"": {}}}`, nil},
		{"Job", `{"schedule": "a", "containers": {"a": {"livenessProbe": {"probeHandler": {"command": []}}}}}`, nil},
		{"Probe", `{"terminationGracePeriod": 0, "periodSeconds": -1, "x": 1}`, []string{
			"missing probeHandler", "unknown x", "below periodSeconds: int 0", "below terminationGracePeriod: int 1"}},
		{"Exec", `[]`, []string{"type : Exec"}},
		{"Exec", `null`, []string{"type : Exec"}},
	} {
		var instance any
		if err := json.Unmarshal([]byte(tc.instance), &instance); err != nil {
			t.Fatal(err)
		}
		if got := validate(Default(), tc.typ, instance); !slices.Equal(got, tc.want) {
			t.Errorf("%s %s:\n got %q\nwant %q", tc.typ, tc.instance, got, tc.want)
		}
	}
}

// validate is what Validate finds, as text.
func validate(s *Schema, typ string, instance any) []string {
	var list []string
	for _, p := range s.Validate(typ, instance) {
		list = append(list, problemText(p))
	}
	return list
}

// TestValidateProblem holds every field of a problem to what callers build on.
func TestValidateProblem(t *testing.T) {
	job, container := Default().Type("Job"), Default().Type("Container")
	got := Default().Validate("Job", map[string]any{"schedule": 1, "replicas": int64(-1), "conatiners": nil})
	want := []Problem{
		{Kind: UnknownAttribute, Name: "conatiners"},
		{Kind: MissingAttribute, Name: "containers"},
		{Kind: BelowMinimum, Path: []string{"replicas"}, Attribute: job.Attribute("replicas"), Expected: &TypeExpr{Kind: Int}, Limit: "0"},
		{Kind: WrongType, Path: []string{"schedule"}, Attribute: job.Attribute("schedule"), Expected: &TypeExpr{Kind: Str}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got = Default().Validate("Container", map[string]any{"image": "a", "args": []any{"b", nil}})
	want = []Problem{{Kind: WrongType, Path: []string{"args", "1"}, Attribute: container.Attribute("args"), Expected: &TypeExpr{Kind: Str}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestValidateNumbers takes every number that YAML and JSON can write.
func TestValidateNumbers(t *testing.T) {
	const wrong, above, below = "type replicas: int", "above replicas: int 2147483647", "below replicas: int 0"
	for _, tc := range []struct {
		value any
		want  string
	}{
		{3, ""}, {int64(3), ""}, {1.0, ""}, {json.Number("3"), ""}, {json.Number("1.0"), ""}, {json.Number("2e3"), ""},
		{1.5, wrong}, {-1.5, wrong}, {json.Number("1.5"), wrong},
		{math.Inf(1), wrong}, {math.Inf(-1), wrong}, {math.NaN(), wrong},
		{json.Number("1e99999999"), wrong}, // an integer, but of a size that nobody can write out
		{int64(math.MinInt64), below}, {-1.0, below}, {json.Number("-1"), below},
		{uint64(math.MaxUint64), above}, {1e300, above}, {json.Number("1e30"), above},
	} {
		got := strings.Join(validate(Default(), "Job", map[string]any{"schedule": "a", "containers": map[string]any{"a": map[string]any{}}, "replicas": tc.value}), ", ")
		if got != tc.want {
			t.Errorf("%v: %q, want %q", tc.value, got, tc.want)
		}
	}
	inside := map[string]any{"image": "a", "args": []any{"b", math.NaN()}, "env": map[string]any{"A": math.Inf(1)}, "lifecycle": math.Inf(1), "x": math.NaN()}
	if got := validate(Default(), "Container", inside); !slices.Equal(got, []string{"unknown x", "type args/1: str", "type env/A: str", "type lifecycle: Lifecycle"}) {
		t.Errorf("%q", got)
	}
}

// TestValidateKeepsInstance passes an instance that has to be changed for the
// validator: the caller's own stays as it is.
func TestValidateKeepsInstance(t *testing.T) {
	instance := func() map[string]any {
		return map[string]any{"image": "a", "args": []any{math.Inf(1)}, "env": map[string]any{"A": math.Inf(1)}, "lifecycle": map[string]any{"b": 1}, "workingDir": []any{1}}
	}
	got := instance()
	Default().Validate("Container", got)
	if diff := cmp.Diff(instance(), got); diff != "" {
		t.Error(diff)
	}
}

// TestValidateStrings uses constraints that the project's tables do not.
func TestValidateStrings(t *testing.T) {
	text := strings.Replace(strings.TrimPrefix(table, "# Test\n"), "| yes | | |", "| yes | | at least 2 characters, pattern ^[a-z]*$ |", 1)
	fsys := edited(t, "secret", "# Secret", "# Secrets")
	fsys["tables/lifecycle.md"].Data = append(fsys["tables/lifecycle.md"].Data, []byte("\n"+text)...)
	s, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		"ab": nil,
		"é":  {"pattern name: str ^[a-z]*$", "few name: str 2"},
		"a":  {"few name: str 2"},
		"A1": {"pattern name: str ^[a-z]*$"},
	} {
		if got := validate(s, "Thing", map[string]any{"name": name}); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// TestValidateCount counts the empty key as an entry like any other.
func TestValidateCount(t *testing.T) {
	s, err := Load(edited(t, "job", "at least 1 entry", "at least 2 entries"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		containers map[string]any
		want       []string
	}{
		{map[string]any{"": map[string]any{}}, []string{"few containers: {str:Container} 2"}},
		{map[string]any{"": map[string]any{}, "a": map[string]any{}}, nil},
	} {
		if got := validate(s, "Job", map[string]any{"schedule": "a", "containers": tc.containers}); !slices.Equal(got, tc.want) {
			t.Errorf("%v: %q, want %q", tc.containers, got, tc.want)
		}
	}
}

func TestValidateConcurrently(t *testing.T) {
	s, err := Load(tables)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if got := validate(s, "Container", map[string]any{}); !slices.Equal(got, []string{"missing image"}) {
				t.Errorf("%q", got)
			}
		})
	}
	group.Wait()
}

func problemText(p Problem) string {
	path := strings.Join(p.Path, "/")
	switch p.Kind {
	case UnknownAttribute:
		return "unknown " + p.Name
	case MissingAttribute:
		return "missing " + p.Name
	}
	expected := ""
	if p.Expected != nil {
		expected = p.Expected.String()
	}
	kind := map[ProblemKind]string{WrongType: "type", NotInEnum: "enum", BelowMinimum: "below", AboveMaximum: "above", PatternMismatch: "pattern", TooFew: "few"}[p.Kind]
	return strings.TrimRight(fmt.Sprintf("%s %s: %s %s", kind, path, expected, p.Limit), " ")
}

func BenchmarkValidate(b *testing.B) {
	instance := map[string]any{
		"image": "a", "command": []any{"a", "b"}, "env": map[string]any{"A": "b", "C": "d"},
		"resources": map[string]any{"cpu": "1"}, "livenessProbe": map[string]any{}, "files": map[string]any{"/a": map[string]any{}},
	}
	b.ReportAllocs()
	for b.Loop() {
		Default().Validate("Container", instance)
	}
}
