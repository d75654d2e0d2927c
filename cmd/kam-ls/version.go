package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strconv"

	"github.com/spf13/cobra"
)

// version is set by release builds; others tell it from the module.
var version string

func newVersion() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Long: `Print the version. With --json, what is known of how the program was built:
the commit, its date, and whether files differed from it are left out where the
program was not built in a checkout.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if asJSON {
				info, _ := debug.ReadBuildInfo()
				return printJSON(cmd.OutOrStdout(), newProvenance(info))
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "kam-ls %s %s %s/%s\n", versionString(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print what is known of the build as JSON")
	return cmd
}

// provenance is what the program knows of how it was built. What it does not know
// is left out: an empty commit or a date of nothing would be taken for one.
type provenance struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Date     string `json:"date,omitempty"`     // of the commit
	Modified *bool  `json:"modified,omitempty"` // whether files differed from the commit
	Go       string `json:"go"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
}

// newProvenance takes what the Go command has noted, if it has.
func newProvenance(info *debug.BuildInfo) provenance {
	p := provenance{Version: moduleVersion(info), Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	if info == nil {
		return p
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			p.Commit = s.Value
		case "vcs.time":
			p.Date = s.Value
		case "vcs.modified":
			if modified, err := strconv.ParseBool(s.Value); err == nil {
				p.Modified = &modified
			}
		}
	}
	return p
}

func versionString() string {
	info, _ := debug.ReadBuildInfo()
	return moduleVersion(info)
}

func moduleVersion(info *debug.BuildInfo) string {
	switch {
	case version != "":
		return version
	case info != nil && info.Main.Version != "":
		return info.Main.Version
	}
	return "(devel)"
}
