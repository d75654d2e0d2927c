package main

import (
	"go.uber.org/zap/buffer"
	"go.uber.org/zap/zapcore"

	"github.com/kam-ls/kam-ls/printable"
)

// logEncoder is zap's encoder for consoles, with nothing in its lines that a terminal
// would act on. Editors show them, and people do.
type logEncoder struct{ zapcore.Encoder }

func (e logEncoder) Clone() zapcore.Encoder { return logEncoder{e.Encoder.Clone()} }

// EncodeEntry encodes an entry as one line. Its fields are JSON.
func (e logEncoder) EncodeEntry(entry zapcore.Entry, fields []zapcore.Field) (*buffer.Buffer, error) {
	entry.Message = printable.Line(entry.Message)
	b, err := e.Encoder.EncodeEntry(entry, fields)
	if err != nil {
		return nil, err
	}
	line := printable.JSON(b.Bytes())
	b.Reset()
	_, err = b.Write(line)
	return b, err
}
