package main

import (
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"

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
given. Files that are there stay as they are.`,
		Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			name, err := jobName(dir, args)
			if err != nil {
				return err
			}
			spec, settings := filepath.Join(dir, name+".kam.yaml"), filepath.Join(dir, config.FileName)
			for _, path := range []string{spec, settings} {
				if _, err := os.Lstat(path); err == nil && !force {
					return fmt.Errorf("%s is there already: expected another name, or --force to write it anew", path)
				}
			}
			for path, template := range map[string]string{spec: "spec.kam.yaml", settings: "config.yaml"} {
				text, err := templates.ReadFile("templates/" + template)
				if err != nil {
					return err
				}
				if err := files.Write(path, string(text)); err != nil {
					return err
				}
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "wrote %s and %s; now run 'kam-ls check'\n", spec, settings)
			return err
		},
	}
	cmd.Flags().StringVar(&dir, "dir", ".", "the folder to write to")
	cmd.Flags().BoolVar(&force, "force", false, "write files that are there already anew")
	return cmd
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
	if kube.Subdomain(name, kube.MaxCronJobName) != "" {
		name = defaultName
	}
	return name, nil
}
