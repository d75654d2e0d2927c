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
	Base string
	// Files are globs of further spec files.
	Files []string
	// Exclude are globs of files and folders that are left out.
	Exclude []string
	// Rules sets severities by rule ID: off, hint, info, warning or error.
	Rules map[string]string
	Cron  Cron
}

// Cron is how schedules are read.
type Cron struct {
	// TimeZone is the IANA name of the zone that schedules count in; "" for UTC,
	// with no reports about daylight saving.
	TimeZone string
	// PreviewCount is how many next runs are shown.
	PreviewCount int
}

// Default is the configuration where nothing is set.
func Default() Config {
	return Config{Cron: Cron{PreviewCount: 3}}
}
