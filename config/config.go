// Package config holds the settings of a project: what .kam-ls.yaml says and
// what an editor's section "kam" says, under the same names. What there is to set
// stands in schema/tables/configuration.md; diagnostics reports what is wrong with
// a file, and this package takes of it what can be read.
package config

import (
	"maps"
	"strings"

	"github.com/kam-ls/kam-ls/files"
)

// FileName is the name of a project's configuration file.
const FileName = ".kam-ls.yaml"

// IsFile reports whether a file is a configuration by its name: .kam-ls.yaml, or
// one that such may extend, as base.kam-ls.yaml.
func IsFile(path string) bool { return strings.HasSuffix(path, FileName) }

// Config is the configuration of a folder. Its zero value is not the default:
// use [Default].
type Config struct {
	Files     files.Globs       // further spec files
	Exclude   files.Globs       // files and folders that are left out
	Rules     map[string]string // severities by rule ID: off, hint, info, warning or error
	FailOn    string            // error, warning, info or never
	Cron      Cron
	Render    Render
	Overrides []Override
}

// Cron is how schedules are read.
type Cron struct {
	// TimeZone is the IANA name of the zone that schedules count in; "" for UTC,
	// with no reports about daylight saving.
	TimeZone string
	// PreviewCount is how many next runs are shown.
	PreviewCount int
}

// Render is how manifests are written.
type Render struct {
	Namespace     string // "" for none
	RestartPolicy string // Never or OnFailure
}

// Override are other severities for some of the files.
type Override struct {
	Files files.Globs
	Rules map[string]string
}

// Default is the configuration where nothing is set.
func Default() Config {
	return Config{FailOn: "error", Cron: Cron{PreviewCount: 3}, Render: Render{RestartPolicy: "Never"}}
}

// For is the configuration of one file: the rules with the overrides that are
// for it.
func (c Config) For(path string) Config {
	for _, o := range c.Overrides {
		if o.Files.Match(path) {
			c = c.With(o.Rules)
		}
	}
	return c
}

// With is the configuration with further severities over its own.
func (c Config) With(rules map[string]string) Config {
	if len(rules) == 0 {
		return c
	}
	merged := make(map[string]string, len(c.Rules)+len(rules))
	maps.Copy(merged, c.Rules)
	maps.Copy(merged, rules)
	c.Rules = merged
	return c
}
