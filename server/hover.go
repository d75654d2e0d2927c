package server

import (
	"context"
	"encoding/json"
	"time"

	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/hover"
)

func (s *Server) hover(params json.RawMessage) (work, error) {
	var p textDocumentPosition
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	snap, ok := s.snapshotOf(p.TextDocument.URI)
	if !ok {
		return nothing, nil
	}
	return func(context.Context) (any, error) {
		file := snap.read()
		lines := file.Doc.Lines()
		h, ok := hover.At(file, s.encoding.offset(lines, p.Position), hover.Options{
			Now:  s.now().In(snap.zone()),
			Runs: snap.config.Cron.PreviewCount,
		})
		if !ok {
			return nil, nil
		}
		span := s.encoding.rangeOf(lines, h.Span)
		return protocol.Hover{Contents: content(h.Markdown, s.client.markdownHover), Range: &span}, nil
	}, nil
}

// nothing answers null.
func nothing(context.Context) (any, error) { return nil, nil }

// zone is the time zone that schedules count in.
func (snap *snapshot) zone() *time.Location {
	if name := snap.config.Cron.TimeZone; name != "" {
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	return time.UTC
}
