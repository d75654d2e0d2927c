package server

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/kam-ls/kam-ls/blocks"
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
	tokens    semanticTokens     // that the client has; without data if none
}

// snapshot is one version of a document. What is computed of it is computed when
// that is first asked for, and once.
type snapshot struct {
	serial     int // tells it from all others
	uri        string
	path       string // "" where the document is no file
	version    int32
	languageID string // that the client gave it
	language   document.Language
	text       string
	lines      *document.Lines
	config     config.Config
	edited     int  // where the last edit before this version began
	unknown    bool // what the client has is not known, and the text is none of it

	now     func() time.Time
	checker *blocks.Checker // of this and the versions before it
	cut     func() (*blocks.Layout, bool)
	read    func() *spec.File

	specOnce sync.Once
	spec     bool // what isSpec says

	mu      sync.Mutex
	checked bool
	found   []diagnostics.Diagnostic
}

func newSnapshot(s *Server, uri string, version int32, text contents, cfg config.Config) *snapshot {
	snap := &snapshot{uri: uri, path: filePath(uri), version: version, text: text.lines.Text(), lines: text.lines, languageID: text.languageID, config: cfg, edited: text.edited, unknown: text.unknown, now: s.now}
	s.mu.Lock()
	s.serials++
	snap.serial = s.serials
	s.mu.Unlock()
	name := snap.name()
	snap.language = document.LanguageOf(name)
	if language, own := ownLanguages[snap.languageID]; own && !files.IsSpecName(name) {
		snap.language = language
	}
	set := s.schema
	if snap.isConfiguration() {
		set = schema.Configuration()
	}
	if snap.path == "" && strings.HasPrefix(uri, "untitled:") {
		name = "" // it has none yet
	}
	snap.read = sync.OnceValue(func() *spec.File {
		return spec.Read(document.Parse(snap.text, snap.language), set, name)
	})
	snap.cut = sync.OnceValues(func() (*blocks.Layout, bool) {
		if len(snap.text) < undivided || snap.language != document.YAML || snap.isConfiguration() {
			return nil, false
		}
		if text.layout != nil {
			return text.layout.Edited(text.edits[0], snap.lines)
		}
		return blocks.Cut(snap.lines)
	})
	snap.checker = text.checker
	if snap.checker == nil {
		snap.checker = blocks.NewChecker(set, name, cfg)
	}
	return snap
}

// ownLanguages are the identifiers that editors have for the languages of specs.
// A document with one is a spec whatever its name is: one that has none yet, say.
var ownLanguages = map[string]document.Language{
	"kam-yaml": document.YAML, "yaml.kam": document.YAML,
	"kam-json": document.JSON, "json.kam": document.JSON,
}

// undivided is up to how many bytes a text is read as a whole: below, cutting it
// gains nothing.
const undivided = 8 << 10

// contents are the text of a version, and what is known of it from the one before.
type contents struct {
	lines   *document.Lines
	checker *blocks.Checker // nil for a new one
	layout  *blocks.Layout  // of the text before the only edit; nil where there is none
	edits   []document.Edit
	edited  int

	languageID string
	unknown    bool // see snapshot
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
// left alone. Text and globs are looked at once, since every request asks, and not
// under the lock of the server.
func (snap *snapshot) isSpec() bool {
	if snap.unknown {
		return false
	}
	snap.specOnce.Do(func() { snap.spec = snap.looksLikeSpec() })
	return snap.spec
}

func (snap *snapshot) looksLikeSpec() bool {
	name := snap.name()
	if snap.isConfiguration() {
		return true
	}
	if snap.path != "" && snap.config.Exclude.Match(snap.path) {
		return false
	}
	if _, own := ownLanguages[snap.languageID]; own {
		return true
	}
	return files.IsSpecName(name) || files.IsYAMLName(name) && files.HasMarker(snap.text) ||
		snap.path != "" && snap.config.Files.Match(snap.path)
}

// isConfiguration reports whether the document is a configuration, which is
// looked after as specs are.
func (snap *snapshot) isConfiguration() bool { return config.IsFile(snap.path) }

// findings are all findings, most of them without their fixes. It returns nothing
// if ctx is cancelled before the end.
func (snap *snapshot) findings(ctx context.Context) []diagnostics.Diagnostic {
	if l, ok := snap.cut(); ok {
		if found, ok := snap.checker.Check(ctx, l, snap.now()); ok {
			return found.All()
		}
	}
	return snap.diagnose(ctx)
}

// pressing are the n findings to show where there are more, most of them without
// their fixes. It returns nothing if ctx is cancelled before the end.
func (snap *snapshot) pressing(ctx context.Context, n int) []diagnostics.Diagnostic {
	if l, ok := snap.cut(); ok {
		if found, ok := snap.checker.Check(ctx, l, snap.now()); ok {
			return found.Pressing(n, snap.edited)
		}
	}
	found := snap.diagnose(ctx)
	if len(found) <= n {
		return found
	}
	weights := make([]diagnostics.Weight, len(found))
	for i, d := range found {
		weights[i] = diagnostics.Weight{Severity: d.Severity, Start: d.Span.Start}
	}
	pressing := make([]diagnostics.Diagnostic, 0, n)
	for _, i := range diagnostics.Pressing(weights, n, snap.edited) {
		pressing = append(pressing, found[i])
	}
	return pressing
}

// part is what of the document is to be read to answer something about a place,
// the whole of a small one, with the place in it.
func (snap *snapshot) part(offset int) part {
	if l, ok := snap.cut(); ok {
		if p, at, ok := snap.checker.At(l, offset); ok {
			return part{p.File, at, p.Whole}
		}
	}
	return part{snap.read(), offset, func(span document.Span) (document.Span, bool) { return span, true }}
}

// part is a file with an offset in it, and how its spans are found in the document.
type part struct {
	file   *spec.File
	offset int
	whole  func(document.Span) (document.Span, bool)
}

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
	doc := s.documents[uri]
	if doc == nil {
		s.mu.Unlock()
		return nil, false
	}
	snap := doc.snapshot
	s.mu.Unlock()
	return snap, snap.isSpec()
}
