package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.uber.org/zap"
)

// Error codes of LSP that the library does not name.
const (
	codeServerNotInitialized jsonrpc2.Code = -32002
	codeRequestCancelled     jsonrpc2.Code = -32800
	codeContentModified      jsonrpc2.Code = -32801
	codeRequestFailed        jsonrpc2.Code = -32803
)

// work is the part of a request that needs no order: it computes the answer.
type work func(context.Context) (any, error)

// Methods that are not in the library.
const (
	methodCodeActionResolve = "codeAction/resolve"
	methodInlayHint         = "textDocument/inlayHint"
	methodResolveItem       = "completionItem/resolve"
	methodSelectionRange    = "textDocument/selectionRange"

	methodDidChangeWorkspaceFolders = "workspace/didChangeWorkspaceFolders"
)

// request decodes the parameters of a request and takes the snapshot that it
// is about.
type request func(*Server, json.RawMessage) (work, error)

// requests are the methods that are answered, but for initialize and shutdown.
var requests = map[string]request{
	protocol.MethodTextDocumentHover:         (*Server).hover,
	protocol.MethodTextDocumentCompletion:    (*Server).completion,
	protocol.MethodTextDocumentCodeAction:    (*Server).codeAction,
	methodCodeActionResolve:                  (*Server).resolveCodeAction,
	methodInlayHint:                          (*Server).inlayHint,
	protocol.MethodTextDocumentCodeLens:      (*Server).codeLens,
	protocol.MethodTextDocumentSignatureHelp: (*Server).signatureHelp,
	protocol.MethodWorkspaceExecuteCommand:   (*Server).executeCommand,

	protocol.MethodTextDocumentDocumentSymbol: (*Server).documentSymbol,
	protocol.MethodWorkspaceSymbol:            (*Server).workspaceSymbol,
	protocol.MethodTextDocumentFoldingRange:   (*Server).foldingRange,
	methodSelectionRange:                      (*Server).selectionRange,
	protocol.MethodTextDocumentDocumentLink:   (*Server).documentLink,

	methodResolveItem:         (*Server).resolveItem,
	methodDiagnostic:          (*Server).diagnostic,
	methodWorkspaceDiagnostic: (*Server).workspaceDiagnostic,

	protocol.MethodTextDocumentFormatting:       (*Server).formatting,
	protocol.MethodTextDocumentRangeFormatting:  (*Server).rangeFormatting,
	protocol.MethodTextDocumentOnTypeFormatting: (*Server).onTypeFormatting,

	protocol.MethodSemanticTokensFull:      (*Server).semanticTokensFull,
	protocol.MethodSemanticTokensFullDelta: (*Server).semanticTokensDelta,
	protocol.MethodSemanticTokensRange:     (*Server).semanticTokensRange,

	protocol.MethodTextDocumentDefinition:        (*Server).definition,
	protocol.MethodTextDocumentReferences:        (*Server).references,
	protocol.MethodTextDocumentDocumentHighlight: (*Server).documentHighlight,
	protocol.MethodLinkedEditingRange:            (*Server).linkedEditingRange,
	protocol.MethodTextDocumentPrepareRename:     (*Server).prepareRename,
	protocol.MethodTextDocumentRename:            (*Server).rename,
}

// notifications are the methods that change something; they run in order.
var notifications = map[string]func(*Server, json.RawMessage) error{
	protocol.MethodInitialized:                     (*Server).initialized,
	protocol.MethodTextDocumentDidOpen:             (*Server).didOpen,
	protocol.MethodTextDocumentDidChange:           (*Server).didChange,
	protocol.MethodTextDocumentDidSave:             (*Server).didSave,
	protocol.MethodTextDocumentDidClose:            (*Server).didClose,
	protocol.MethodWorkspaceDidChangeConfiguration: (*Server).didChangeConfiguration,
	protocol.MethodWorkspaceDidChangeWatchedFiles:  (*Server).didChangeWatchedFiles,
	methodDidChangeWorkspaceFolders:                (*Server).didChangeWorkspaceFolders,
	protocol.MethodCancelRequest:                   (*Server).cancelRequest,
	"$/setTrace":                                   (*Server).setTrace,
}

// handle takes one message. It never returns an error: that would end the
// connection.
func (s *Server) handle(ctx context.Context, reply jsonrpc2.Replier, req jsonrpc2.Request) error {
	call, isCall := req.(*jsonrpc2.Call)
	if !isCall {
		s.tell("received "+req.Method(), req.Params())
		s.notified(req)
		return nil
	}
	start := time.Now()
	s.tell(fmt.Sprintf("received %s (%s)", req.Method(), idKey(call.ID())), req.Params())
	answer := func(result any, err error) {
		if err := reply(ctx, result, wireError(err)); err != nil {
			s.log.Warn("cannot answer", zap.String("method", req.Method()), zap.Error(err))
		}
	}
	w, err := s.prepare(req)
	if err != nil {
		answer(nil, err)
		return nil
	}
	if method := req.Method(); method == protocol.MethodInitialize || method == protocol.MethodShutdown {
		result, err := w(ctx) // before anything that comes after it
		s.answered(method, idKey(call.ID()), start, err)
		answer(result, err)
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	id := idKey(call.ID())
	s.mu.Lock()
	s.cancels[id] = cancel
	s.mu.Unlock()
	s.answering.Go(func() {
		defer cancel()
		result, err := s.guard(req.Method(), func() (any, error) { return w(ctx) })
		s.mu.Lock()
		delete(s.cancels, id)
		s.mu.Unlock()
		if ctx.Err() != nil {
			result, err = nil, jsonrpc2.NewError(codeRequestCancelled, "the request was cancelled")
		}
		s.answered(req.Method(), id, start, err)
		if err := reply(context.WithoutCancel(ctx), result, wireError(err)); err != nil {
			s.log.Warn("cannot answer", zap.String("method", req.Method()), zap.Error(err))
		}
	})
	return nil
}

// prepare checks that a request may come now and takes it up.
func (s *Server) prepare(req jsonrpc2.Request) (work, error) {
	method := req.Method()
	switch {
	case method == protocol.MethodInitialize:
		if s.state != created {
			return nil, jsonrpc2.NewError(jsonrpc2.InvalidRequest, "initialize came before")
		}
		return s.take(method, req.Params(), (*Server).initialize)
	case s.state == created:
		return nil, jsonrpc2.NewError(codeServerNotInitialized, "initialize has not come yet")
	case s.state == shutDown:
		return nil, jsonrpc2.NewError(jsonrpc2.InvalidRequest, "the server is shut down")
	case method == protocol.MethodShutdown:
		s.state = shutDown
		return func(context.Context) (any, error) { return nil, nil }, nil
	}
	if r, ok := requests[method]; ok {
		return s.take(method, req.Params(), r)
	}
	return nil, jsonrpc2.Errorf(jsonrpc2.MethodNotFound, "method %q is not known", method)
}

// take runs the ordered part of a request.
func (s *Server) take(method string, params []byte, r request) (work, error) {
	w, err := s.guard(method, func() (any, error) { return r(s, params) })
	if err != nil {
		return nil, err
	}
	return w.(work), nil
}

// notified takes a notification. There is nobody to send an error to.
func (s *Server) notified(req jsonrpc2.Request) {
	method := req.Method()
	if method == protocol.MethodExit {
		s.mu.Lock()
		for _, cancel := range s.cancels {
			cancel()
		}
		s.mu.Unlock()
		s.answering.Wait()
		_ = s.conn.Close() // ends the connection; what it says no longer matters
		return
	}
	n, ok := notifications[method]
	switch {
	case s.state != initialized && method != protocol.MethodCancelRequest:
		return
	case !ok:
		if !strings.HasPrefix(method, "$/") {
			s.log.Debug("unknown notification", zap.String("method", method))
		}
		return
	}
	if _, err := s.guard(method, func() (any, error) { return nil, n(s, req.Params()) }); err != nil {
		s.log.Warn("bad notification", zap.String("method", method), zap.Error(err))
	}
}

// guard runs f and turns a panic into an error: one request must not take the
// server down.
func (s *Server) guard(method string, f func() (any, error)) (result any, err error) {
	defer func() {
		if r := recover(); r != nil {
			s.log.Error("panic", zap.String("method", method), zap.Any("panic", r), zap.ByteString("stack", debug.Stack()))
			err = jsonrpc2.Errorf(jsonrpc2.InternalError, "internal error in %s: %v", method, r)
		}
	}()
	return f()
}

// decode reads parameters into v.
func decode(params json.RawMessage, v any) error {
	if len(params) == 0 {
		return jsonrpc2.NewError(jsonrpc2.InvalidParams, "parameters are missing")
	}
	if err := json.Unmarshal(params, v); err != nil {
		return jsonrpc2.Errorf(jsonrpc2.InvalidParams, "bad parameters: %v", err)
	}
	return nil
}

// wireError makes an error that the library sends with its code.
func wireError(err error) error {
	var e *jsonrpc2.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return jsonrpc2.NewError(jsonrpc2.InternalError, err.Error())
}

// cancelRequest ends a request that is being answered. The library's own type
// for the id reads every number as a float that matches none.
func (s *Server) cancelRequest(params json.RawMessage) error {
	var p struct {
		ID jsonrpc2.ID `json:"id"`
	}
	if err := decode(params, &p); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.cancels[idKey(p.ID)]; cancel != nil {
		cancel()
	}
	return nil
}

// idKey tells number 1 from string "1".
func idKey(id jsonrpc2.ID) string { return fmt.Sprintf("%q", id) }
