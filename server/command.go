package server

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"go.lsp.dev/jsonrpc2"
)

// commands are what clients can have done, by name. Each answers with data that a
// client may show, and does for others what that says.
var commands = map[string]func(*Server, []json.RawMessage) (work, error){
	cronPreview:   (*Server).preview,
	renderCommand: (*Server).render,
	fixAllCommand: (*Server).applyFixes,

	schedulesCommand:  (*Server).previews,
	serverInfoCommand: (*Server).info,
	kindCommand:       (*Server).kind,
}

func commandNames() []string { return slices.Sorted(maps.Keys(commands)) }

func (s *Server) executeCommand(params json.RawMessage) (work, error) {
	var p struct {
		Command   string            `json:"command"`
		Arguments []json.RawMessage `json:"arguments"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	run, ok := commands[p.Command]
	if !ok {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "no command is named %q: expected %s", p.Command, strings.Join(commandNames(), ", "))
	}
	return run(s, p.Arguments)
}

const fixAllCommand = "kam.fixAll"

// applyFixes has the client apply every safe fix of a document. It answers with
// how many edits that took.
func (s *Server) applyFixes(arguments []json.RawMessage) (work, error) {
	var uri string
	if len(arguments) == 0 || json.Unmarshal(arguments[0], &uri) != nil {
		return nil, jsonrpc2.NewError(jsonrpc2.InvalidParams, "expected the uri of a document")
	}
	snap, ok := s.snapshotOf(uri)
	if !ok {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%q is not open, or no spec", uri)
	}
	return func(ctx context.Context) (any, error) {
		if !s.client.applyEdit {
			return nil, jsonrpc2.NewError(codeRequestFailed, "the client applies no edits")
		}
		edits := snap.repairs(ctx)
		if len(edits) > 0 {
			if err := s.applyEdit(ctx, "Apply all safe fixes", s.workspaceEdit(snap, edits)); err != nil {
				return nil, err
			}
		}
		return map[string]int{"edits": len(edits)}, nil
	}, nil
}
