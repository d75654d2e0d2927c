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
		at := snap.part(s.encoding.offset(snap.lines, p.Position))
		h, ok := hover.At(at.file, at.offset, hover.Options{
			Now:  s.now().In(snap.zone()),
			Runs: snap.config.Cron.PreviewCount,
		})
		if !ok {
			return nil, nil
		}
		result := protocol.Hover{Contents: content(h.Markdown, s.client.markdownHover)}
		if span, ok := at.whole(h.Span); ok {
			r := s.encoding.rangeOf(snap.lines, span)
			result.Range = &r
		}
		return result, nil
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
