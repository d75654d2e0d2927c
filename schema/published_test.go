package schema

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// TestPublished holds files of all shapes to the schema as a foreign editor
// would.
func TestPublished(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat = false
	if err := compiler.AddResource("kam.json", strings.NewReader(string(Default().JSON()))); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("kam.json")
	if err != nil {
		t.Fatal(err)
	}
	const job = `{"schedule": "0 3 * * *", "containers": {"a": {"image": "b"}}}`
	const bad = `{"schedule": "0 3 * * *", "containers": {"a": {"imag": "b"}}}`
	for _, tc := range []struct {
		text string
		ok   bool
	}{
		{job, true},
		{bad, false},
		{`{"a": ` + job + `, "b": ` + job + `}`, true},
		{`{"a": ` + job + `, "b": ` + bad + `}`, false},
		{`{"a": {"workload": ` + job + `, "accessories": {"x": 1}}}`, true},
		{`{"a": {"workload": ` + bad + `}}`, false},
		{`{"workload": ` + job + `, "labels": 3}`, true},
		{`{"workload": ` + bad + `}`, false},
		{`{"_type": "job.Job", "schedule": "x"}`, false},
		{`{"a": {"_type": "service.Service", "ports": [80]}}`, true},
		{`{"workload": {"_type": "service.Service", "ports": [80]}}`, true},
		{`{"a": {"_type": "x.Container", "schedule": "x"}}`, false},
		{`{"schedule": "x", "containers": {"a": {"image": "b", "livenessProbe": {"probeHandler": {"command": ["c"], "url": "d"}}}}}`, false},
		{`{"schedule": "x", "containers": {"a": {"image": "b", "lifecycle": {"preStop": {"url": "d"}}}}}`, true},
		{`{"schedule": "x", "containers": {}}`, false},
		{`{"a": {"workload": ` + job + `}, "b": ` + job + `}`, true},
		{`{"a": {"workload": ` + job + `}, "b": ` + bad + `}`, false},
		{`{"_type": "kam.AppConfiguration", "workload": ` + job + `}`, true},
		{`{"_type": "service.Service", "ports": [80]}`, true},
		{`{"a": {"_type": "kam.v1.workload.Job", "schedule": "x"}}`, false},
		{`{"a": 3}`, false},
		{`{"workload": 3}`, false},
		{`[]`, false},
		{`3`, false},
	} {
		var value any
		if err := json.Unmarshal([]byte(tc.text), &value); err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(value); (err == nil) != tc.ok {
			t.Errorf("%s: %v", tc.text, err)
		}
	}
}
