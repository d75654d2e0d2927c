package spec

import (
	"testing"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
)

func TestNearest(t *testing.T) {
	names := []string{"image", "command", "args", "env", "workingDir", "livenessProbe", "dirs"}
	for word, want := range map[string]string{
		"imgae": "image", "Image": "image", "images": "image", "comand": "command", "working_dir": "workingDir", "working-dir": "workingDir", "workdir": "", "liveness_probe": "livenessProbe",
		"arg": "args", "en": "", "envs": "env", "e": "", "x": "", "": "", "imagePullPolicy": "", "ports": "", "dir": "dirs", "im": "",
	} {
		if got := Nearest(word, names); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

func TestStem(t *testing.T) {
	for name, want := range map[string]string{
		"echo.kam.yaml": "echo", "a/b/echo.kam.json": "echo", `C:\x\echo.kam.yml`: "echo", "kam.yaml": "kam", "job.yaml": "job", "a.b.kam.yaml": "a.b", ".kam.yaml": "",
	} {
		if got := Stem(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestShapes finds the workloads of files of every shape.
func TestShapes(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "",
		"schedule: x\n":    "echo",
		"containers: {}\n": "echo",
		"_type: job.Job\n": "echo",
		"a: {schedule: x}\nb: {containers: {}}\n": "a b",
		"a: {}\n":                               "a",
		"a:\n":                                  "",
		"version: 1\n":                          "",
		"version: 1\na: {schedule: x}\n":        "version a",
		"workload: {schedule: x}\nlabels: {}\n": "echo",
		"a: {workload: {}, b: 1}\nc: {schedule: x}\n":       "a c",
		"a: {_type: service.Service}\n":                     "a=Service",
		"a: {_type: service.Container}\n":                   "a",
		"a: {_type: x.Jobs}\n":                              "a",
		"shedule: x\n":                                      "echo",
		"schedule: x\n---\n# none\n---\na: {schedule: y}\n": "echo a",
		"<<: {schedule: x}\n":                               "echo",
		"- schedule: x\n":                                   "",
	} {
		f := Read(document.Parse(text, document.YAML), schema.Default(), "echo.kam.yaml")
		got := ""
		for _, w := range f.Workloads {
			if got += " " + w.Name; w.Kind != "" {
				got += "=" + w.Kind
			}
		}
		if got != "" {
			got = got[1:]
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
