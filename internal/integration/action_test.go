package integration

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kam-ls/kam-ls/document"
)

// TestAction runs the steps of action.yml as a runner does: each script with the
// variables that it is given, and with inputs that try to become commands.
func TestAction(t *testing.T) {
	need(t, "bash")
	if testing.Short() {
		t.Skip("it builds the program")
	}
	text, err := os.ReadFile(filepath.Join(root(t), "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	action := document.Parse(string(text), document.YAML).Roots()[0].Node
	temp, dir := t.TempDir(), t.TempDir()
	write(t, filepath.Join(dir, "my jobs", "a.kam.yaml"), strings.Replace(badSpec, "0 3", "0 4", 1))
	write(t, filepath.Join(dir, "my jobs", "good.kam.yaml"), goodSpec)

	// steps runs the steps with inputs over the defaults. The program is built
	// once.
	all := action.Get("runs").Get("steps").Items
	steps := func(inputs map[string]string) (string, bool) {
		t.Helper()
		env := []string{"GITHUB_ACTION_PATH=" + root(t), "RUNNER_TEMP=" + temp}
		printed := ""
		for i, step := range all {
			if _, err := os.Stat(filepath.Join(temp, "kam-ls")); i == 0 && err == nil {
				continue
			}
			script := filepath.Join(temp, "step.sh")
			write(t, script, step.Get("run").Value)
			stepEnv := env
			if given := step.Get("env"); given != nil {
				for _, e := range given.Entries {
					name := strings.TrimSpace(strings.Trim(e.Value.Value, "${}"))
					name = strings.TrimPrefix(name, "inputs.")
					value, ok := inputs[name]
					if !ok {
						value = action.Get("inputs").Get(name).Get("default").Value
					}
					stepEnv = append(stepEnv, e.Key.Value+"="+value)
				}
			}
			out, ok := run(t, dir, stepEnv, "bash", "--noprofile", "--norc", "-eo", "pipefail", script)
			printed += out
			if !ok {
				return printed, false
			}
		}
		return printed, true
	}

	out, ok := steps(nil)
	if ok || !strings.Contains(out, "::error file=my jobs/a.kam.yaml,line=1,") {
		t.Errorf("with a mistake: %t\n%s", ok, out)
	}
	if out, ok := steps(map[string]string{"fail-on": "never"}); !ok {
		t.Errorf("that may not fail:\n%s", out)
	}
	if out, ok := steps(map[string]string{"paths": "my jobs/good.kam.yaml\n"}); !ok {
		t.Errorf("without:\n%s", out)
	}
	if out, ok := steps(map[string]string{"paths": "my jobs/a.kam.yaml\nmy jobs/good.kam.yaml", "args": "--rule\ncron-syntax=off", "format": "text"}); !ok || !strings.Contains(out, "no findings in 2 files") {
		t.Errorf("with arguments: %t\n%s", ok, out)
	}
	if _, ok := steps(map[string]string{"format": "sarif", "output": "out.sarif"}); ok {
		t.Error("with a report in a file: no mistake")
	}
	if text, err := os.ReadFile(filepath.Join(dir, "out.sarif")); err != nil || !strings.Contains(string(text), `"cron-syntax"`) {
		t.Errorf("the report is %s (%v)", text, err)
	}
	hostile := "$(touch owned)\n`touch owned`\n; touch owned\n--config=x"
	for _, input := range []string{"paths", "args", "format", "fail-on"} {
		if out, ok := steps(map[string]string{input: hostile}); ok {
			t.Errorf("%s: %s", input, out)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "owned")); err == nil {
		t.Error("an input was run")
	}
}

// TestPages reads every YAML example of the pages about integration.
func TestPages(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(root(t), "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := 0
	for _, page := range append(pages, filepath.Join(root(t), "README.md")) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range strings.Split(string(text), "```yaml\n")[1:] {
			block, _, _ = strings.Cut(block, "```")
			blocks++
			for _, e := range document.Parse(block, document.YAML).Errors() {
				t.Errorf("%s: %s in\n%s", page, e.Message, block)
			}
		}
	}
	if blocks < 10 {
		t.Errorf("%d examples, expected more", blocks)
	}
}
