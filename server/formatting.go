package server

import (
	"context"
	"encoding/json"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/format"
)

// formatting formats a document. The options that editors send with it, such as the
// size of a tab, change nothing: the result is the same for everyone, and the one of
// 'kam-ls fmt'.
func (s *Server) formatting(params json.RawMessage) (work, error) {
	return s.formatEdits(params, func(snap *snapshot) ([]document.Edit, error) { return format.Text(snap.read().Doc) })
}

func (s *Server) rangeFormatting(params json.RawMessage) (work, error) {
	var p struct {
		Range protocol.Range `json:"range"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	return s.formatEdits(params, func(snap *snapshot) ([]document.Edit, error) {
		span := document.Span{Start: s.encoding.offset(snap.lines, p.Range.Start), End: s.encoding.offset(snap.lines, p.Range.End)}
		return format.Range(snap.read().Doc, span)
	})
}

// formatEdits answers with the edits that format a document. One with a syntax error
// is left as it is, without a message: the error is shown there already, and editors
// format at every save.
func (s *Server) formatEdits(params json.RawMessage, edits func(*snapshot) ([]document.Edit, error)) (work, error) {
	var p struct {
		TextDocument documentIdentifier `json:"textDocument"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	snap, ok := s.snapshotOf(p.TextDocument.URI)
	if !ok {
		return nothing, nil
	}
	return func(context.Context) (any, error) {
		list, err := edits(snap)
		if err != nil {
			return nil, nil
		}
		return s.encoding.edits(snap.lines, list), nil
	}, nil
}

// onTypeFormatting gives a line that was just begun its indentation. Editors keep
// that of the line before, which is too little behind "key:" and "- key: value".
func (s *Server) onTypeFormatting(params json.RawMessage) (work, error) {
	var p struct {
		Char string `json:"ch"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	return s.atPosition(params, func(snap *snapshot, offset int) (any, error) {
		if p.Char != "\n" || snap.language != document.YAML {
			return nil, nil
		}
		at := snap.part(offset)
		column, ok := format.Indent(at.file.Doc, at.offset)
		if !ok {
			return nil, nil
		}
		line := snap.lines.Span(snap.lines.LineOf(offset))
		text := line.Of(snap.text)
		blanks := len(text) - len(strings.TrimLeft(text, " \t"))
		if text[:blanks] == strings.Repeat(" ", column) {
			return nil, nil
		}
		return s.encoding.edits(snap.lines, []document.Edit{{Span: document.Span{Start: line.Start, End: line.Start + blanks}, NewText: strings.Repeat(" ", column)}}), nil
	})
}
