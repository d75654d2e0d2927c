// Package config holds the settings of a project: what .kam-ls.yaml says and
// what an editor's section "kam" says, under the same names.
package config

// FileName is the name of a project's configuration file.
const FileName = ".kam-ls.yaml"

// Config is the configuration of a folder. Its zero value is not the default:
// use [Default].
type Config struct {
	// Base is the folder of the configuration, which its globs count from; ""
	// where there is none.
	Base string `json:"-"`
	// Files are globs of further spec files.
	Files []string `json:"files,omitempty"`
	// Exclude are globs of files and folders that are left out.
	Exclude []string `json:"exclude,omitempty"`
	// Rules sets severities by rule ID: off, hint, info, warning or error.
	Rules map[string]string `json:"rules,omitempty"`
	Cron  Cron              `json:"cron"`
}

// Cron is how schedules are read.
type Cron struct {
	// TimeZone is the IANA name of the zone that schedules count in; "" for UTC,
	// with no reports about daylight saving.
	TimeZone string `json:"timeZone,omitempty"`
	// PreviewCount is how many next runs are shown.
	PreviewCount int `json:"previewCount,omitempty"`
}

// Default is the configuration where nothing is set.
func Default() Config {
	return Config{Cron: Cron{PreviewCount: 3}}
}
