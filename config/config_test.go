package config

import (
	"os"
	"path/filepath"
	"testing"
)

func TestParse(t *testing.T) {
	cfg, err := Parse("files: [a/**, '*.job.yaml']\nexclude:\n  - vendor\nrules: {wrong-type: off, x: error}\ncron: {timeZone: Europe/Berlin, previewCount: 5}\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(cfg.Files) != 2 || cfg.Exclude[0] != "vendor" || cfg.Rules["wrong-type"] != "off" || cfg.Cron.TimeZone != "Europe/Berlin" || cfg.Cron.PreviewCount != 5 {
		t.Errorf("%+v", cfg)
	}
	for _, text := range []string{"", "# nothing\n", "---\n", "files:\nrules: ~\n"} {
		if cfg, err := Parse(text); err != nil || cfg.Cron.PreviewCount != Default().Cron.PreviewCount {
			t.Errorf("%q: %+v, %v", text, cfg, err)
		}
	}
	for text, want := range map[string]string{
		"files: x\n":                    "1:8: expected a list of globs",
		"files: [a, {}]\n":              "1:12: expected a glob",
		"rules: 5\n":                    "1:8: expected rules and their severities",
		"rules:\n  a: loud\n":           "2:6: unknown severity 'loud': expected off, hint, info, warning, error",
		"rules: {a: [b]}\n":             "1:12: expected a severity",
		"rulez: {}\n":                   "1:1: unknown setting 'rulez': expected cron, exclude, files, rules",
		"cron: {zone: UTC}\n":           "1:8: unknown setting 'zone': expected previewCount, timeZone",
		"cron: {timeZone: Local}\n":     "1:18: 'Local' is not a time zone: expected an IANA name such as Europe/Berlin",
		"cron: {timeZone: Mars/Base}\n": "1:18: unknown time zone 'Mars/Base': expected an IANA name such as Europe/Berlin",
		"cron: {timeZone: ../../etc}\n": "1:18: unknown time zone '../../etc': expected an IANA name such as Europe/Berlin",
		"cron: {previewCount: many}\n":  "1:22: expected a number of runs from 0 to 100",
		"- a\n":                         "1:1: expected a mapping",
		"files: [a\n":                   "1:8: '[' is never closed: expected ']'",
		"files: []\n---\nfiles: []\n":   "2:4: a configuration is one document",
	} {
		if _, err := Parse(text); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// TestFind looks upwards, and not beyond the root of the repository.
func TestFind(t *testing.T) {
	top := t.TempDir()
	inner := filepath.Join(top, "repo", "a", "b")
	for _, dir := range []string{inner, filepath.Join(top, "repo", ".git")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write := func(dir string) string {
		path := filepath.Join(dir, FileName)
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	find := func(want string) {
		t.Helper()
		if got, err := Find(inner); err != nil || got != want {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
	write(top)
	find("")
	root := write(filepath.Join(top, "repo"))
	find(root)
	nearest := write(filepath.Join(top, "repo", "a"))
	find(nearest)
}
