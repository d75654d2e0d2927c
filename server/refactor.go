package server

import (
	"path"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/refactor"
)

// refactorings offers the rewritings at a span, of the kinds that are asked for.
func (s *Server) refactorings(snap *snapshot, span document.Span, only []string) []codeAction {
	var actions []codeAction
	for _, a := range refactor.At(snap.read(), span) {
		if !wanted(only, a.Kind) || a.Extension != "" && !s.client.createFiles {
			continue
		}
		action := codeAction{
			Title: a.Title, Kind: protocol.CodeActionKind(a.Kind),
			Data: &actionData{URI: snap.uri, Version: snap.version, Refactoring: a.ID, Start: span.Start, End: span.End},
		}
		if !s.client.resolveEdits {
			edit, err := s.rewritten(snap, a)
			if err != nil {
				continue
			}
			action.Edit, action.Data = edit, nil
		}
		actions = append(actions, action)
	}
	return actions
}

// resolveRefactoring gives an action that was offered its edits.
func (s *Server) resolveRefactoring(snap *snapshot, action codeAction) (codeAction, error) {
	for _, a := range refactor.At(snap.read(), document.Span{Start: action.Data.Start, End: action.Data.End}) {
		if a.ID != action.Data.Refactoring {
			continue
		}
		edit, err := s.rewritten(snap, a)
		if err != nil {
			return action, jsonrpc2.NewError(codeRequestFailed, err.Error())
		}
		action.Edit = edit
		return action, nil
	}
	return action, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "no refactoring %q is offered there", action.Data.Refactoring)
}

// rewritten are the edits of an action, in the document or in a new file.
func (s *Server) rewritten(snap *snapshot, a refactor.Action) (*workspaceEdit, error) {
	edits, err := a.Edits()
	if err != nil {
		return nil, err
	}
	if a.Extension == "" {
		return s.workspaceEdit(snap, edits), nil
	}
	uri := strings.TrimSuffix(snap.uri, path.Ext(snap.uri)) + a.Extension
	return &workspaceEdit{Created: &createdFile{uri, edits[0].NewText}}, nil
}
