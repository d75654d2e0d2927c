package server

import (
	"encoding/json"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// prepareRename is the range of the name at a position, null where there is none
// that can be another.
func (s *Server) prepareRename(params json.RawMessage) (work, error) {
	return s.atPosition(params, func(snap *snapshot, offset int) (any, error) {
		symbol, ok := snap.symbol(offset, true)
		if !ok {
			return nil, nil
		}
		if fault := symbol.Renamable(); fault != "" {
			return nil, jsonrpc2.NewError(codeRequestFailed, fault)
		}
		span, ok := symbol.whole(symbol.At.Span)
		if !ok {
			return nil, nil
		}
		return struct {
			Range       protocol.Range `json:"range"`
			Placeholder string         `json:"placeholder"`
		}{s.encoding.rangeOf(snap.lines, span), symbol.Name}, nil
	})
}

func (s *Server) rename(params json.RawMessage) (work, error) {
	var p struct {
		NewName string `json:"newName"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	return s.atPosition(params, func(snap *snapshot, offset int) (any, error) {
		symbol, ok := snap.wholeSymbol(offset)
		if !ok {
			return nil, jsonrpc2.NewError(codeRequestFailed, "nothing here has a name to change: expected a secret or its key, a container, a variable, a workload or an anchor")
		}
		edits, err := symbol.Rename(p.NewName)
		if err != nil {
			return nil, jsonrpc2.NewError(codeRequestFailed, err.Error())
		}
		return s.workspaceEdit(snap, edits), nil
	})
}
