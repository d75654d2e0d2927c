package main

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/kam-ls/kam-ls/server"
)

type serveOptions struct {
	logFile, logLevel, trace string
}

// flags are those of serve, and of the root where an editor starts that.
func (o *serveOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.logFile, "log-file", "", "write a log to this file")
	f.StringVar(&o.logLevel, "log-level", "info", "what is logged: debug, info, warn, error")
	f.StringVar(&o.trace, "trace", "", "record the session in this file, with the texts of the documents; 'kam-ls replay' runs it again")
}

func newServe() *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve an editor on standard input and output",
		Long: `Speak the Language Server Protocol on standard input and output. Editors start
this themselves; 'kam-ls --stdio' is the same.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return serve(cmd.Context(), o)
		},
	}
	o.flags(cmd.Flags())
	completeFlag(cmd, "log-level", words("debug", "info", "warn", "error"))
	cmd.Flags().Bool("stdio", true, "use standard input and output; the only way there is")
	return cmd
}

func serve(ctx context.Context, o serveOptions) error {
	log, err := newLogger(o)
	if err != nil {
		return err
	}
	defer func() { _ = log.Sync() }()
	options := server.Options{Version: versionString(), Log: log}
	if o.trace != "" {
		// Only its owner can read it: it holds what is typed.
		f, err := os.OpenFile(o.trace, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer f.Close()
		options.Trace = f
	}
	debug.SetGCPercent(serveGCPercent)
	if !server.Serve(ctx, os.Stdin, os.Stdout, options) {
		// What LSP demands of an exit that no shutdown came before.
		return &exitError{1, ""}
	}
	return nil
}

// newLogger logs to a file, or warnings to standard error, which editors show
// in their output panes.
func newLogger(o serveOptions) (*zap.Logger, error) {
	if err := registerLogEncoding(); err != nil {
		return nil, err
	}
	cfg := zap.NewProductionConfig()
	cfg.Encoding = logEncoding
	cfg.EncoderConfig.EncodeTime = zapcore.ISO8601TimeEncoder
	cfg.DisableCaller, cfg.DisableStacktrace = true, true
	cfg.OutputPaths, cfg.ErrorOutputPaths = []string{"stderr"}, []string{"stderr"}
	cfg.Level = zap.NewAtomicLevelAt(zap.WarnLevel)
	if o.logFile != "" {
		level, err := zap.ParseAtomicLevel(o.logLevel)
		if err != nil {
			return nil, fmt.Errorf("unknown log level '%s': expected debug, info, warn, error", o.logLevel)
		}
		cfg.Level = level
		cfg.OutputPaths = []string{o.logFile}
	}
	return cfg.Build()
}
