package main

import (
	"encoding/json"
	"runtime"
	"runtime/debug"
	"testing"
)

// TestProvenance: what the Go command notes is told, and nothing else.
func TestProvenance(t *testing.T) {
	here := `"go":"` + runtime.Version() + `","os":"` + runtime.GOOS + `","arch":"` + runtime.GOARCH + `"}`
	settings := func(pairs ...string) (list []debug.BuildSetting) {
		for i := 0; i < len(pairs); i += 2 {
			list = append(list, debug.BuildSetting{Key: pairs[i], Value: pairs[i+1]})
		}
		return list
	}
	module := func(version string) debug.Module { return debug.Module{Version: version} }
	for name, tc := range map[string]struct {
		version string // of a release build
		info    *debug.BuildInfo
		want    string
	}{
		"nothing is known": {"", nil, `{"version":"(devel)",`},
		"no version":       {"", &debug.BuildInfo{}, `{"version":"(devel)",`},
		"installed":        {"", &debug.BuildInfo{Main: module("v1.2.3"), Settings: settings("-trimpath", "true", "GOOS", "plan9")}, `{"version":"v1.2.3",`},
		"in a checkout": {
			"", &debug.BuildInfo{Main: module("v1.2.4-0.2026"), Settings: settings("vcs", "git", "vcs.revision", "abc", "vcs.time", "2026-01-02T03:04:05Z", "vcs.modified", "true")},
			`{"version":"v1.2.4-0.2026","commit":"abc","date":"2026-01-02T03:04:05Z","modified":true,`,
		},
		"a release": {
			"v1.2.3", &debug.BuildInfo{Main: module("(devel)"), Settings: settings("vcs.revision", "abc", "vcs.modified", "false")},
			`{"version":"v1.2.3","commit":"abc","modified":false,`,
		},
		"modified as nobody writes it": {"", &debug.BuildInfo{Settings: settings("vcs.modified", "perhaps")}, `{"version":"(devel)",`},
	} {
		t.Run(name, func(t *testing.T) {
			defer func(old string) { version = old }(version)
			version = tc.version
			got, err := json.Marshal(newProvenance(tc.info))
			if err != nil || string(got) != tc.want+here {
				t.Errorf("got %s (%v), want %s", got, err, tc.want+here)
			}
		})
	}
}
