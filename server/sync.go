package server

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.uber.org/zap"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/document"
)

func (s *Server) didOpen(params json.RawMessage) error {
	var p didOpenParams
	if err := decode(params, &p); err != nil {
		return err
	}
	d := p.TextDocument
	if d.URI == "" || d.Text == nil {
		return jsonrpc2.NewError(jsonrpc2.InvalidParams, "expected a document with its uri and its text")
	}
	s.setText(d.URI, d.Version, contents{lines: document.NewLines(*d.Text), languageID: d.LanguageID})
	return nil
}

// didChange applies changes in the order in which they come: the version only names
// what comes out of them.
func (s *Server) didChange(params json.RawMessage) error {
	var p didChangeParams
	if err := decode(params, &p); err != nil {
		return err
	}
	if p.ContentChanges == nil {
		return jsonrpc2.NewError(jsonrpc2.InvalidParams, "contentChanges are missing")
	}
	s.mu.Lock()
	doc := s.documents[p.TextDocument.URI]
	s.mu.Unlock()
	if doc == nil {
		return jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%q is not open", p.TextDocument.URI)
	}
	old := doc.snapshot
	if p.TextDocument.Version <= old.version {
		s.log.Debug("the version does not increase", zap.String("uri", old.uri), zap.Int32("from", old.version), zap.Int32("to", p.TextDocument.Version))
	}
	s.setText(old.uri, p.TextDocument.Version, old.changed(p.ContentChanges, s.encoding))
	return nil
}

// changed is the text after changes. As in the library of VS Code, which others
// follow, a range outside of the text is clipped to it, and one whose end comes first
// is turned around.
func (snap *snapshot) changed(changes []contentChange, enc encoding) contents {
	text := contents{lines: snap.lines, checker: snap.checker, edited: snap.edited, languageID: snap.languageID, unknown: snap.unknown}
	for _, change := range changes {
		if change.Range == nil {
			text.lines, text.edited, text.edits, text.unknown = document.NewLines(change.Text), 0, nil, false
			continue
		}
		if text.unknown {
			continue
		}
		from, to := enc.offset(text.lines, change.Range.Start), enc.offset(text.lines, change.Range.End)
		edit := document.Edit{Span: document.Span{Start: min(from, to), End: max(from, to)}, NewText: change.Text}
		text.lines, text.edited = text.lines.Edited(edit), edit.Span.Start
		text.edits = append(text.edits, edit)
	}
	if len(changes) == 1 && len(text.edits) == 1 {
		text.layout, _ = snap.cut()
	}
	return text
}

// loseTrack takes note that what the client said of an open document was not
// understood; uri is "" where it may have been any. Its text is not known from then
// on, and edits would be made in another: the document is left alone, which the user
// is told, until all of its text comes.
func (s *Server) loseTrack(uri string) {
	if s.state != initialized {
		return
	}
	s.mu.Lock()
	var lost []*snapshot
	for _, doc := range s.documents {
		if snap := doc.snapshot; !snap.unknown && (uri == "" || snap.uri == uri) {
			lost = append(lost, snap)
		}
	}
	s.mu.Unlock()
	var names []string
	for _, snap := range lost {
		if snap.isSpec() {
			names = append(names, "'"+path.Base(filepath.ToSlash(snap.name()))+"'")
		}
		s.setText(snap.uri, snap.version, contents{lines: document.NewLines(""), languageID: snap.languageID, unknown: true})
	}
	if len(names) == 0 {
		return
	}
	slices.Sort(names)
	message := "kam-ls could not read what the editor sent and lost track of " + strings.Join(names, ", ") + ": close the file and open it again"
	if err := s.show(protocol.MessageTypeWarning, message); err != nil {
		s.log.Warn("cannot show a message", zap.Error(err))
	}
}

// uriOf is the URI of the document that parameters are about, "" where they do not
// say.
func uriOf(params json.RawMessage) string {
	var p struct {
		TextDocument documentIdentifier `json:"textDocument"`
	}
	if json.Unmarshal(params, &p) != nil {
		return ""
	}
	return p.TextDocument.URI
}

// setText makes text the present version of a document and checks it. A pass
// over an older version is cancelled.
func (s *Server) setText(uri string, version int32, text contents) {
	snap := newSnapshot(s, uri, version, text, s.configFor(filePath(uri)))
	s.mu.Lock()
	doc := s.documents[uri]
	if doc == nil {
		doc = &openDocument{}
		s.documents[uri] = doc
	} else if doc.cancel != nil {
		doc.cancel()
	}
	doc.snapshot = snap
	ctx, cancel := context.WithCancel(context.Background())
	doc.cancel = cancel
	s.mu.Unlock()
	s.tellNews()
	s.pass(ctx, cancel, snap)
}

// pass checks a version, unless the client asks for what is found.
func (s *Server) pass(ctx context.Context, cancel context.CancelFunc, snap *snapshot) {
	if s.client.pulls {
		return
	}
	s.background("diagnostics", func(context.Context) {
		defer cancel()
		s.publish(ctx, snap)
	})
}

// recheck checks all open documents anew, under the present configuration.
func (s *Server) recheck() {
	s.mu.Lock()
	open := make([]*snapshot, 0, len(s.documents))
	for _, doc := range s.documents {
		open = append(open, doc.snapshot)
	}
	s.mu.Unlock()
	for _, snap := range open {
		s.setConfig(snap)
	}
}

// setConfig checks a version anew, unless a newer one is there already.
func (s *Server) setConfig(old *snapshot) {
	snap := newSnapshot(s, old.uri, old.version, contents{lines: old.lines, edited: old.edited, languageID: old.languageID, unknown: old.unknown}, s.configFor(old.path))
	s.mu.Lock()
	doc := s.documents[old.uri]
	if doc == nil || doc.snapshot != old {
		s.mu.Unlock()
		return
	}
	doc.cancel()
	doc.snapshot = snap
	ctx, cancel := context.WithCancel(context.Background())
	doc.cancel = cancel
	s.mu.Unlock()
	s.pass(ctx, cancel, snap)
}

func (s *Server) didSave(params json.RawMessage) error {
	var p struct {
		TextDocument documentIdentifier `json:"textDocument"`
	}
	if err := decode(params, &p); err != nil {
		return err
	}
	if config.IsFile(filePath(p.TextDocument.URI)) {
		s.forgetConfigs()
		s.reconfigured()
	}
	return nil
}

func (s *Server) didClose(params json.RawMessage) error {
	var p struct {
		TextDocument documentIdentifier `json:"textDocument"`
	}
	if err := decode(params, &p); err != nil {
		return err
	}
	s.mu.Lock()
	doc := s.documents[p.TextDocument.URI]
	delete(s.documents, p.TextDocument.URI)
	s.mu.Unlock()
	if doc == nil {
		return fmt.Errorf("%q is not open", p.TextDocument.URI)
	}
	doc.cancel()
	s.tellNews()
	s.withdraw(p.TextDocument.URI, doc)
	return nil
}
