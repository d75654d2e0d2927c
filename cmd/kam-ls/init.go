package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/files"
	"github.com/kam-ls/kam-ls/kube"
)

//go:embed templates
var templates embed.FS

// defaultName is for folders whose own name cannot be that of a job.
const defaultName = "job"

func newInit() *cobra.Command {
	var dir string
	var force bool
	cmd := &cobra.Command{
		Use:   "init [NAME]",
		Short: "Write a first spec and a configuration, with comments",
		Long: `Write NAME.kam.yaml, a spec to start from, and ` + config.FileName + `, in which every
setting is explained and commented out. NAME is that of the folder, if none is
given. Files that are there stay as they are; where a configuration counts for the
folder already, none is written.`,
		Example: `  kam-ls init nightly
  kam-ls init --dir jobs`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			name, err := jobName(dir, args)
			if err != nil {
				return err
			}
			return initialize(cmd.OutOrStdout(), dir, name, force)
		},
	}
	cmd.Flags().StringVar(&dir, "dir", ".", "the folder to write to")
	cmd.Flags().BoolVar(&force, "force", false, "write files that are there already anew")
	if err := cmd.MarkFlagDirname("dir"); err != nil {
		panic(err) // there is no such flag
	}
	return cmd
}

// initialize writes the files and says so.
func initialize(out io.Writer, dir, name string, force bool) error {
	if err := checkFolder(dir); err != nil {
		return fmt.Errorf("--dir %s: %w", dir, err)
	}
	spec := filepath.Join(dir, name+".kam.yaml")
	if _, err := os.Lstat(spec); err == nil && !force {
		return fmt.Errorf("%s is there already: expected another name, or --force to write it anew", spec)
	}
	settings := filepath.Join(dir, config.FileName)
	counts, err := config.Find(dir)
	if err != nil {
		return err
	}
	_, err = os.Lstat(settings)
	there := err == nil
	if err = writeTemplate(out, "spec.kam.yaml", spec); err != nil {
		return err
	}
	switch {
	case there && !force:
		err = printLine(out, "kept %s", settings)
	case !there && counts != "": // a further one would take its place
		err = printLine(out, "kept %s, which counts here", shownName(counts))
	default:
		err = writeTemplate(out, "config.yaml", settings)
	}
	if err != nil {
		return err
	}
	return printLine(out, "now run 'kam-ls check %s'", spec)
}

func writeTemplate(out io.Writer, template, path string) error {
	text, err := templates.ReadFile("templates/" + template)
	if err != nil {
		return err
	}
	if err := files.Write(path, string(text)); err != nil {
		return err
	}
	return printLine(out, "wrote %s", path)
}

// jobName is the name that is given, or that of the folder as far as a job can
// have it.
func jobName(dir string, args []string) (string, error) {
	if info, err := os.Stat(dir); err != nil {
		return "", err
	} else if !info.IsDir() {
		return "", errors.New(dir + " is not a folder")
	}
	if len(args) > 0 {
		if fault := kube.Subdomain(args[0], kube.MaxCronJobName); fault != "" {
			return "", fmt.Errorf("'%s' cannot be the name of a job: %s", args[0], fault)
		}
		return args[0], nil
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	name := kube.ToLabel(filepath.Base(abs))
	if len(name) > kube.MaxCronJobName {
		name = strings.TrimRight(name[:kube.MaxCronJobName], "-")
	}
	if name == "" {
		name = defaultName
	}
	return name, nil
}
