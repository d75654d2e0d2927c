package main

import (
	"context"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/kam-ls/kam-ls/server"
)

type serveOptions struct {
	logFile, logLevel string
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
	cmd.Flags().StringVar(&o.logFile, "log-file", "", "write a log to this file")
	cmd.Flags().StringVar(&o.logLevel, "log-level", "info", "what is logged: debug, info, warn, error")
	cmd.Flags().Bool("stdio", true, "use standard input and output; the only way there is")
	return cmd
}

func serve(ctx context.Context, o serveOptions) error {
	log, err := newLogger(o)
	if err != nil {
		return err
	}
	defer func() { _ = log.Sync() }()
	debug.SetGCPercent(serveGCPercent)
	if !server.Serve(ctx, os.Stdin, os.Stdout, server.Options{Version: versionString(), Log: log}) {
		// What LSP demands of an exit that no shutdown came before.
		return &exitError{1, ""}
	}
	return nil
}

// newLogger logs to a file, or warnings to standard error, which editors show
// in their output panes.
func newLogger(o serveOptions) (*zap.Logger, error) {
	cfg := zap.NewProductionConfig()
	cfg.Encoding = "console"
	cfg.EncoderConfig.EncodeTime = zapcore.ISO8601TimeEncoder
	cfg.DisableCaller, cfg.DisableStacktrace = true, true
	cfg.OutputPaths, cfg.ErrorOutputPaths = []string{"stderr"}, []string{"stderr"}
	cfg.Level = zap.NewAtomicLevelAt(zap.WarnLevel)
	if o.logFile != "" {
		level, err := zap.ParseAtomicLevel(o.logLevel)
		if err != nil {
			return nil, err
		}
		cfg.Level = level
		cfg.OutputPaths = []string{o.logFile}
	}
	return cfg.Build()
}
