package server

import (
	"context"

	"go.lsp.dev/protocol"
	"go.uber.org/zap"

	"github.com/kam-ls/kam-ls/diagnostics"
)

// publish checks a snapshot and sends what was found, unless a newer version
// has come meanwhile. A document that is no spec gets nothing, or an empty list
// where it was one before.
func (s *Server) publish(ctx context.Context, snap *snapshot) {
	list := []protocol.Diagnostic{}
	isSpec := snap.isSpec()
	if isSpec {
		for _, d := range snap.pressing(ctx, maxPublished) {
			list = append(list, s.toDiagnostic(snap, d))
		}
	}
	s.publishMu.Lock()
	defer s.publishMu.Unlock()
	s.mu.Lock()
	doc := s.documents[snap.uri]
	stale := ctx.Err() != nil || doc == nil || doc.snapshot != snap || !isSpec && !doc.published
	if !stale {
		doc.published = isSpec
	}
	s.mu.Unlock()
	if stale {
		return
	}
	if err := s.send(snap.uri, &snap.version, list); err != nil && ctx.Err() == nil {
		s.log.Warn("cannot publish", zap.String("uri", snap.uri), zap.Error(err))
	}
}

// maxPublished is how many findings of one document are sent at once. Thousands
// take an editor longer to read than the file takes us, and nobody reads them. A
// client that pulls gets all.
const maxPublished = 100

// withdraw tells the client that nothing is found in a document that it closed.
func (s *Server) withdraw(uri string, doc *openDocument) {
	s.publishMu.Lock()
	defer s.publishMu.Unlock()
	if !doc.published {
		return
	}
	if err := s.send(uri, nil, []protocol.Diagnostic{}); err != nil {
		s.log.Warn("cannot withdraw", zap.String("uri", uri), zap.Error(err))
	}
}

func (s *Server) send(uri string, version *int32, list []protocol.Diagnostic) error {
	if !s.client.versions {
		version = nil
	}
	return s.conn.Notify(context.Background(), protocol.MethodTextDocumentPublishDiagnostics, publishDiagnosticsParams{
		URI: uri, Version: version, Diagnostics: list,
	})
}

var severities = map[diagnostics.Severity]protocol.DiagnosticSeverity{
	diagnostics.Hint:    protocol.DiagnosticSeverityHint,
	diagnostics.Info:    protocol.DiagnosticSeverityInformation,
	diagnostics.Warning: protocol.DiagnosticSeverityWarning,
	diagnostics.Error:   protocol.DiagnosticSeverityError,
}

// toDiagnostic converts a finding to what the client can show of it.
func (s *Server) toDiagnostic(snap *snapshot, d diagnostics.Diagnostic) protocol.Diagnostic {
	lines := snap.lines
	out := protocol.Diagnostic{
		Range:    s.encoding.rangeOf(lines, d.Span),
		Severity: severities[d.Severity],
		Code:     d.Rule,
		Source:   "kam-ls",
		Message:  d.Message,
	}
	if s.client.codeDescription {
		out.CodeDescription = &protocol.CodeDescription{Href: protocol.URI(diagnostics.URL(d.Rule))}
	}
	if d.Unnecessary && s.client.unnecessary {
		out.Tags = []protocol.DiagnosticTag{protocol.DiagnosticTagUnnecessary}
	}
	if s.client.related {
		for _, r := range d.Related {
			out.RelatedInformation = append(out.RelatedInformation, protocol.DiagnosticRelatedInformation{
				Location: protocol.Location{URI: protocol.DocumentURI(snap.uri), Range: s.encoding.rangeOf(lines, r.Span)},
				Message:  r.Message,
			})
		}
	}
	return out
}
