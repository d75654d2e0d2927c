package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/files"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/render"
	"github.com/kam-ls/kam-ls/report"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

type renderOptions struct {
	namespace, name, output, outDir, zone, config string
	once, annotate                                bool
}

func newRender() *cobra.Command {
	var o renderOptions
	cmd := &cobra.Command{
		Use:   "render [PATH…]",
		Short: "Print the Kubernetes manifests of specs",
		Long: `Print what the workloads of specs are in Kubernetes: a CronJob each, with the
ConfigMaps and Secrets that it uses. A spec with errors is not rendered: they are
printed to standard error, and the exit status is 1. Namespace, restart policy and
time zone are those of the configuration where no flag sets them.

The value of a secret that is not in the spec stays empty, which a comment says.`,
		Example: `  kam-ls render nightly.kam.yaml | kubectl apply -f -
  kam-ls render nightly.kam.yaml --once --name nightly-now
  kam-ls render jobs/ --out-dir manifests`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd, args)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&o.namespace, "namespace", "n", "", "the namespace of all objects")
	f.StringVar(&o.name, "name", "", "the name of the workload, if there is only one")
	f.StringVarP(&o.output, "output", "o", "yaml", "what to print: yaml or json")
	f.StringVar(&o.outDir, "out-dir", "", "write each workload to NAME.manifest.yaml in this folder, in place of printing them")
	f.StringVar(&o.zone, "tz", "", "the IANA name of the time zone that schedules count in")
	f.StringVar(&o.config, "config", "", "the configuration to use for all files, in place of the nearest "+config.FileName)
	f.BoolVar(&o.once, "once", false, "a Job that runs now, in place of the CronJob")
	f.BoolVar(&o.annotate, "annotate", false, "say behind each line which attribute it comes from")
	completeFlag(cmd, "output", words("yaml", "json"))
	completeFlag(cmd, "tz", words())
	completeFlag(cmd, "namespace", words())
	completeFlag(cmd, "name", words())
	if err := cmd.MarkFlagDirname("out-dir"); err != nil {
		panic(err) // there is no such flag
	}
	return cmd
}

func (o *renderOptions) validate() error {
	if o.output != "yaml" && o.output != "json" {
		return fmt.Errorf("unknown output '%s': expected yaml, json", o.output)
	}
	if o.namespace != "" {
		if fault := kube.Label(o.namespace); fault != "" {
			return fmt.Errorf("'%s' cannot be the name of a namespace: %s", o.namespace, fault)
		}
	}
	if o.name != "" {
		if fault := kube.Subdomain(o.name, kube.MaxCronJobName); fault != "" {
			return fmt.Errorf("'%s' cannot be the name of a workload: %s", o.name, fault)
		}
	}
	if o.zone != "" {
		if err := config.CheckTimeZone(o.zone); err != nil {
			return fmt.Errorf("--tz: %w", err)
		}
	}
	return nil
}

// manifest is a workload and what it renders to.
type manifest struct {
	name    string
	objects []render.Object
}

func (o *renderOptions) run(cmd *cobra.Command, args []string) error {
	if err := o.validate(); err != nil {
		return err
	}
	out, errOut := cmd.OutOrStdout(), cmd.ErrOrStderr()
	c := checker{options: checkOptions{jobs: 1, config: o.config}, in: cmd.InOrStdin(), errOut: errOut, configs: map[string]*config.Config{}, now: time.Now()}
	targets, err := c.targets(args)
	if err != nil {
		return err
	}
	p := painter(colored(errOut, "auto"))
	faults, err := report.New("text", painted(errOut, p), report.Options{Color: bool(p), Quiet: true})
	if err != nil {
		return err
	}
	var manifests []manifest
	refused := false
	for _, t := range targets {
		text, err := c.read(t)
		if err != nil {
			c.fail(t.name, err)
			continue
		}
		file := spec.Read(document.Parse(text, document.LanguageOf(t.name)), schema.Default(), t.name)
		found := diagnostics.Run(cmd.Context(), file, *t.config, c.now)
		found = slices.DeleteFunc(found, func(d diagnostics.Diagnostic) bool { return d.Severity < diagnostics.Error })
		if len(found) > 0 {
			refused = true
			if err := faults.File(newReport(t.name, file, found)); err != nil {
				return err
			}
			continue
		}
		for _, w := range file.Workloads {
			if w.Kind != "" {
				continue
			}
			objects, err := render.Workload(w, o.options(t.config))
			if err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
			name := w.Name
			if o.name != "" {
				name = o.name
			}
			manifests = append(manifests, manifest{name, objects})
		}
	}
	if o.name != "" && len(manifests) > 1 {
		return fmt.Errorf("--name is for one workload, and there are %d", len(manifests))
	}
	if err := o.write(out, manifests); err != nil {
		return err
	}
	switch {
	case c.failures > 0:
		return &exitError{exitFailure, ""}
	case refused:
		return &exitError{exitFindings, ""}
	case len(manifests) == 0:
		return errors.New("no workload to render")
	}
	return nil
}

// options are those of the flags and, where they set nothing, of the
// configuration.
func (o *renderOptions) options(cfg *config.Config) render.Options {
	opts := render.Options{
		Name: o.name, Namespace: cfg.Render.Namespace, TimeZone: cfg.Cron.TimeZone,
		RestartPolicy: cfg.Render.RestartPolicy, Once: o.once,
	}
	if o.namespace != "" {
		opts.Namespace = o.namespace
	}
	if o.zone != "" {
		opts.TimeZone = o.zone
	}
	return opts
}

// write prints the manifests, or writes them to files: all of them, or none
// where two have one name.
func (o *renderOptions) write(out io.Writer, manifests []manifest) error {
	var all []render.Object
	texts := map[string]string{}
	for _, m := range manifests {
		all = append(all, m.objects...)
		if o.outDir == "" {
			continue
		}
		path := filepath.Join(o.outDir, m.name+".manifest."+o.output)
		if _, taken := texts[path]; taken {
			return fmt.Errorf("two workloads have the name '%s': expected one for %s", m.name, path)
		}
		text, err := o.text(m.objects)
		if err != nil {
			return err
		}
		texts[path] = text
	}
	if o.outDir == "" {
		if len(all) == 0 {
			return nil
		}
		text, err := o.text(all)
		if err == nil {
			_, err = io.WriteString(out, text)
		}
		return err
	}
	if err := os.MkdirAll(o.outDir, 0o755); err != nil {
		return err
	}
	paths := make([]string, 0, len(texts))
	for path := range texts {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		if err := files.Write(path, texts[path]); err != nil {
			return err
		}
		if err := printLine(out, "%s", path); err != nil {
			return err
		}
	}
	return nil
}

func (o *renderOptions) text(objects []render.Object) (string, error) {
	if o.output == "json" {
		return render.JSON(objects)
	}
	text, _, err := render.YAML(objects, o.annotate)
	return text, err
}
