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
	clientProcess            int
}

// flags are those of serve, and of the root where an editor starts that.
func (o *serveOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.logFile, "log-file", "", "write a log to this file")
	f.StringVar(&o.logLevel, "log-level", "info", "what is logged: debug, info, warn, error")
	f.IntVar(&o.clientProcess, "clientProcessId", 0, "exit when the process with this ID does; editors pass their own")
	f.StringVar(&o.trace, "trace", "", "record the session in this file, with the texts of the documents; 'kam-ls replay' runs it again")
}

func newServe() *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve an editor on standard input and output",
		Long: `Speak the Language Server Protocol on standard input and output. Editors start
this themselves; 'kam-ls --stdio' is the same.

The server exits when the editor says so, when its input ends, and when the process
of the editor ends: the one that --clientProcessId or the editor's first message
names, if it can be seen from here. The files of --log-file and --trace are readable
by their owner alone; a link, a pipe or a device in their place is refused.

Exit status: 0 if the editor shut the server down first, 1 if not, 2 if it could not
start.`,
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
	log, closeLog, err := newLogger(o)
	if err != nil {
		return err
	}
	defer closeLog()
	options := server.Options{Version: versionString(), Log: log, ClientProcess: o.clientProcess}
	if o.trace != "" {
		f, err := openPrivate(o.trace, os.O_TRUNC) // it holds what is typed
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
// in their output panes. The function that it returns ends the log.
func newLogger(o serveOptions) (*zap.Logger, func(), error) {
	out, level := os.Stderr, zap.WarnLevel
	if o.logFile != "" {
		var err error
		if level, err = zapcore.ParseLevel(o.logLevel); err != nil {
			return nil, nil, fmt.Errorf("unknown log level '%s': expected debug, info, warn, error", o.logLevel)
		}
		if out, err = openPrivate(o.logFile, os.O_APPEND); err != nil {
			return nil, nil, err
		}
	}
	cfg := zap.NewProductionEncoderConfig()
	cfg.EncodeTime = zapcore.ISO8601TimeEncoder
	log := zap.New(zapcore.NewCore(logEncoder{zapcore.NewConsoleEncoder(cfg)}, zapcore.Lock(out), level), zap.ErrorOutput(zapcore.Lock(os.Stderr)))
	return log, func() {
		if out != os.Stderr {
			_ = out.Close() // there is nowhere left to say that it failed
		}
	}, nil
}
