package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/files"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// openDocument is a document that the client has open.
type openDocument struct {
	snapshot  *snapshot
	cancel    context.CancelFunc // of the pass over the snapshot
	published bool               // the client has been told of findings, or of none
}

// snapshot is one version of a document. It is parsed and checked when that is
// first asked for, and once.
type snapshot struct {
	uri      string
	path     string // "" where the document is no file
	version  int32
	language document.Language
	text     string
	config   config.Config

	now func() time.Time

	read func() *spec.File

	mu      sync.Mutex
	checked bool
	found   []diagnostics.Diagnostic
}

func newSnapshot(s *Server, uri string, version int32, text string, cfg config.Config) *snapshot {
	snap := &snapshot{uri: uri, path: filePath(uri), version: version, text: text, config: cfg, now: s.now}
	name := snap.name()
	snap.language = document.LanguageOf(name)
	snap.read = sync.OnceValue(func() *spec.File {
		set := s.schema
		if snap.isConfiguration() {
			set = schema.Configuration()
		}
		if snap.path == "" && strings.HasPrefix(uri, "untitled:") {
			name = "" // it has none yet
		}
		return spec.Read(document.Parse(text, snap.language), set, name)
	})
	return snap
}

// name is the file's path or, where the document is no file, what its URI says.
func (snap *snapshot) name() string {
	if snap.path != "" {
		return snap.path
	}
	if u, err := url.Parse(snap.uri); err == nil {
		if u.Opaque != "" {
			return u.Opaque
		}
		return u.Path
	}
	return snap.uri
}

// isSpec reports whether the document is a spec or a configuration. Others are
// left alone.
func (snap *snapshot) isSpec() bool {
	name := snap.name()
	if snap.isConfiguration() {
		return true
	}
	if snap.path != "" && snap.config.Exclude.Match(snap.path) {
		return false
	}
	return files.IsSpecName(name) || files.IsYAMLName(name) && files.HasMarker(snap.text) ||
		snap.path != "" && snap.config.Files.Match(snap.path)
}

// isConfiguration reports whether the document is a configuration, which is
// looked after as specs are.
func (snap *snapshot) isConfiguration() bool { return config.IsFile(snap.path) }

// diagnose checks the snapshot. It returns nothing if ctx is cancelled before
// the end.
func (snap *snapshot) diagnose(ctx context.Context) []diagnostics.Diagnostic {
	file := snap.read()
	snap.mu.Lock()
	defer snap.mu.Unlock()
	if !snap.checked {
		found := snap.run(ctx, file)
		if ctx.Err() != nil {
			return nil
		}
		snap.checked, snap.found = true, found
	}
	return snap.found
}

func (snap *snapshot) run(ctx context.Context, file *spec.File) []diagnostics.Diagnostic {
	if !snap.isConfiguration() {
		return diagnostics.Run(ctx, file, snap.config, snap.now())
	}
	// What it extends is looked up as it is on the disk.
	read := config.File{Path: snap.path, Doc: file.Doc}
	if _, chain, err := config.LoadText(snap.path, snap.text); err == nil {
		read.Extends = chain[0].Extends
	}
	return diagnostics.RunConfiguration(ctx, read)
}

// filePath is the path of a file URI, "" for any other.
func filePath(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return ""
	}
	path := u.Path
	if len(path) > 2 && path[0] == '/' && path[2] == ':' { // /C:/…
		path = path[1:]
	}
	return filepath.FromSlash(path)
}

// snapshotOf is the present version of a document; it reports false for one
// that is not open, or is no spec.
func (s *Server) snapshotOf(uri string) (*snapshot, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	doc := s.documents[uri]
	if doc == nil || !doc.snapshot.isSpec() {
		return nil, false
	}
	return doc.snapshot, true
}

func (s *Server) didOpen(params json.RawMessage) error {
	var p protocol.DidOpenTextDocumentParams
	if err := decode(params, &p); err != nil {
		return err
	}
	uri := string(p.TextDocument.URI)
	s.setText(uri, p.TextDocument.Version, p.TextDocument.Text)
	return nil
}

func (s *Server) didChange(params json.RawMessage) error {
	var p didChangeParams
	if err := decode(params, &p); err != nil {
		return err
	}
	s.mu.Lock()
	doc := s.documents[p.TextDocument.URI]
	s.mu.Unlock()
	if doc == nil {
		return jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%q is not open", p.TextDocument.URI)
	}
	text := doc.snapshot.text
	for _, change := range p.ContentChanges {
		text = applyChange(text, change, s.encoding)
	}
	s.setText(p.TextDocument.URI, p.TextDocument.Version, text)
	return nil
}

// applyChange returns text after a change. A range outside of the text is
// clipped to it, as LSP has it for columns.
func applyChange(text string, change contentChange, enc encoding) string {
	if change.Range == nil {
		return change.Text
	}
	lines := document.NewLines(text)
	start := enc.offset(lines, change.Range.Start)
	end := max(enc.offset(lines, change.Range.End), start)
	return text[:start] + change.Text + text[end:]
}

// setText makes text the present version of a document and checks it. A pass
// over an older version is cancelled.
func (s *Server) setText(uri string, version int32, text string) {
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
	s.running.Go(func() {
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
	snap := newSnapshot(s, old.uri, old.version, old.text, s.configFor(old.path))
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
	s.running.Go(func() {
		defer cancel()
		s.publish(ctx, snap)
	})
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
		s.recheck()
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
	s.withdraw(p.TextDocument.URI, doc)
	return nil
}
