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
	start, method, id := time.Now(), req.Method(), encodeID(call.ID())
	s.tell(fmt.Sprintf("received %s (%s)", method, id), req.Params())
	answer := func(result any, err error) {
		s.answered(method, id, start, err)
		s.answer(context.WithoutCancel(ctx), method, reply, result, err)
	}
	w, err := s.prepare(req)
	if err != nil {
		s.answer(ctx, method, reply, nil, err)
		return nil
	}
	if method == protocol.MethodInitialize || method == protocol.MethodShutdown {
		answer(w(ctx)) // before anything that comes after it
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	s.mu.Lock()
	_, taken := s.cancels[id]
	if !taken {
		s.cancels[id] = cancel
	}
	s.mu.Unlock()
	if taken { // neither could be cancelled, nor their answers be told apart
		cancel()
		s.answer(ctx, method, reply, nil, jsonrpc2.Errorf(jsonrpc2.InvalidRequest, "a request with the id %s is still being answered", id))
		return nil
	}
	s.answering.Go(func() {
		defer cancel()
		result, err := s.guard(method, func() (any, error) { return w(ctx) })
		s.mu.Lock()
		delete(s.cancels, id)
		s.mu.Unlock()
		if ctx.Err() != nil {
			result, err = nil, jsonrpc2.NewError(codeRequestCancelled, "the request was cancelled")
		}
		answer(result, err)
	})
	return nil
}

// answer answers a request: where the answer has no JSON, with an error that says so.
func (s *Server) answer(ctx context.Context, method string, reply jsonrpc2.Replier, result any, err error) {
	_, failure := s.guard(method, func() (any, error) { return nil, reply(ctx, result, wireError(err)) })
	if failure == nil {
		return
	}
	s.log.Warn("cannot answer", zap.String("method", method), zap.Error(failure))
	if err := reply(ctx, nil, wireError(failure)); err != nil {
		s.log.Warn("cannot answer at all", zap.String("method", method), zap.Error(err))
	}
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
		if method == protocol.MethodTextDocumentDidOpen || method == protocol.MethodTextDocumentDidChange {
			s.loseTrack(uriOf(req.Params()))
		}
	}
}

// background runs f on a goroutine that nobody waits for, under a context that ends
// with the connection. A panic is logged: it must not take the server down, either.
func (s *Server) background(name string, f func(context.Context)) {
	s.running.Go(func() {
		_, _ = s.guard(name, func() (any, error) { f(s.connected); return nil, nil }) // guard logs
	})
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
	if len(params) == 0 || string(params) == "null" {
		return jsonrpc2.NewError(jsonrpc2.InvalidParams, "parameters are missing")
	}
	if err := json.Unmarshal(params, v); err != nil {
		return jsonrpc2.Errorf(jsonrpc2.InvalidParams, "bad parameters: %v", err)
	}
	return nil
}

// wireError makes an error that is sent with its code.
func wireError(err error) error {
	var e *jsonrpc2.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return e
	}
	return jsonrpc2.NewError(jsonrpc2.InternalError, err.Error())
}

// cancelRequest ends a request that is being answered.
func (s *Server) cancelRequest(params json.RawMessage) error {
	var p struct {
		ID json.RawMessage `json:"id"`
	}
	if err := decode(params, &p); err != nil {
		return err
	}
	id, ok := decodeID(p.ID)
	if !ok {
		return fmt.Errorf("%s is no id of a request", p.ID)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.cancels[encodeID(id)]; cancel != nil {
		cancel()
	}
	return nil
}
