package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
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
		rendered, err := o.render(file, t.config)
		if err != nil {
			c.fail(t.name, located(file.Doc, t.name, err))
			continue
		}
		manifests = append(manifests, rendered...)
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

// render renders the workloads of a file.
func (o *renderOptions) render(file *spec.File, cfg *config.Config) ([]manifest, error) {
	var manifests []manifest
	for _, w := range file.Workloads {
		if w.Kind != "" {
			continue
		}
		objects, err := render.Workload(w, o.options(cfg))
		if err != nil {
			return nil, err
		}
		name := w.Name
		if o.name != "" {
			name = o.name
		}
		manifests = append(manifests, manifest{name, objects})
	}
	return manifests, nil
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
		name := m.name + ".manifest." + o.output
		if _, taken := texts[name]; taken {
			return fmt.Errorf("two workloads have the name '%s': expected one for %s", m.name, filepath.Join(o.outDir, name))
		}
		text, err := o.text(m.objects)
		if err != nil {
			return err
		}
		texts[name] = text
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
	dir, err := o.openOutDir()
	if err != nil {
		return err
	}
	defer dir.Close()
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if err := files.WriteIn(dir, name, texts[name]); err != nil {
			return err
		}
		if err := printLine(out, "%s", filepath.Join(o.outDir, name)); err != nil {
			return err
		}
	}
	return nil
}

// openOutDir makes the folder and opens it, so that nothing is written outside of
// it.
func (o *renderOptions) openOutDir() (*os.Root, error) {
	if err := checkFolder(o.outDir); err != nil {
		return nil, fmt.Errorf("--out-dir %s: %w", o.outDir, err)
	}
	if err := os.MkdirAll(o.outDir, 0o755); err != nil {
		return nil, err
	}
	return os.OpenRoot(o.outDir)
}

// checkFolder looks at a folder that something is to be written to, which need not
// be there. A link that a repository brings must not lead it out of that, nor one
// below the current folder out of this.
func checkFolder(dir string) error {
	if _, err := files.ResolveNamed(dir); errors.Is(err, files.ErrOutside) {
		return errOutside
	}
	if !filepath.IsLocal(dir) {
		return nil
	}
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	if _, err := files.Resolve(dir, here); errors.Is(err, files.ErrOutside) {
		return errors.New("leads out of the current folder: name what it leads to")
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
