package server

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
)

type codeActionParams struct {
	TextDocument documentIdentifier `json:"textDocument"`
	Range        protocol.Range     `json:"range"`
	Context      struct {
		Only []string `json:"only"`
	} `json:"context"`
}

// codeAction offers the fixes of the findings that the range touches.
func (s *Server) codeAction(params json.RawMessage) (work, error) {
	var p codeActionParams
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	snap, ok := s.snapshotOf(p.TextDocument.URI)
	if !ok || !wanted(p.Context.Only, string(protocol.QuickFix)) {
		return func(context.Context) (any, error) { return []codeAction{}, nil }, nil
	}
	return func(ctx context.Context) (any, error) {
		actions := []codeAction{}
		lines := snap.read().Doc.Lines()
		span := document.Span{Start: s.encoding.offset(lines, p.Range.Start), End: s.encoding.offset(lines, p.Range.End)}
		for _, d := range snap.diagnose(ctx) {
			if d.Span.Start > span.End || d.Span.End < span.Start {
				continue
			}
			for i, fix := range d.Fixes {
				actions = append(actions, s.toAction(snap, d, fix, i == 0))
			}
		}
		return actions, nil
	}, nil
}

// wanted reports whether the kinds that a client asks for include kind: all do
// where it names none.
func wanted(only []string, kind string) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool {
		return kind == o || strings.HasPrefix(kind, o+".")
	})
}

func (s *Server) toAction(snap *snapshot, d diagnostics.Diagnostic, fix diagnostics.Fix, first bool) codeAction {
	return codeAction{
		Title:       fix.Title,
		Kind:        protocol.QuickFix,
		Diagnostics: []protocol.Diagnostic{s.toDiagnostic(snap, d)},
		IsPreferred: first && s.client.preferred,
		Edit:        s.workspaceEdit(snap, fix.Edits),
	}
}

// workspaceEdit are edits of one document, tied to its version where the client
// can check that.
func (s *Server) workspaceEdit(snap *snapshot, edits []document.Edit) workspaceEdit {
	list := s.encoding.edits(snap.read().Doc.Lines(), edits)
	if s.client.documentChanges {
		return workspaceEdit{DocumentChanges: []textDocumentEdit{{TextDocument: versionedDocument{snap.uri, snap.version}, Edits: list}}}
	}
	return workspaceEdit{Changes: map[string][]protocol.TextEdit{snap.uri: list}}
}
