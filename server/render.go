package server

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"path"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/render"
)

const (
	renderCommand                          = "kam.render"
	renderKind     protocol.CodeActionKind = "source.kam.render"
	showDocument                           = "window/showDocument" // of 3.16, but not in the library
	manifestSuffix                         = ".manifest.yaml"
)

// renderOptions are the second argument of the command.
type renderOptions struct {
	Open     bool `json:"open"`     // show the manifest in the client
	Annotate bool `json:"annotate"` // say behind each line where it comes from
	Once     bool `json:"once"`     // a Job, in place of the CronJob
}

// renderAnswer is what the command answers with.
type renderAnswer struct {
	Manifest  string         `json:"manifest"`
	SourceMap []sourceMapped `json:"sourceMap"`
}

// sourceMapped says which attribute a line of the manifest, from 0, comes from.
// Lines that no attribute says are left out.
type sourceMapped struct {
	Line  int            `json:"line"`
	Path  string         `json:"path"`  // JSON Pointer within its YAML document
	Range protocol.Range `json:"range"` // of its key
	Scope protocol.Range `json:"scope"` // of its key and its value
}

// renderAction offers the manifest of a document's workloads.
func (s *Server) renderAction(snap *snapshot) []codeAction {
	if snap.isConfiguration() {
		return nil
	}
	for _, w := range snap.read().Workloads {
		if w.Kind == "" && len(w.Objects) > 0 {
			const title = "Render to Kubernetes manifest"
			command := &protocol.Command{Title: title, Command: renderCommand, Arguments: []any{snap.uri, renderOptions{Open: true}}}
			return []codeAction{{Title: title, Kind: renderKind, Command: command}}
		}
	}
	return nil
}

// render runs the command.
func (s *Server) render(arguments []json.RawMessage) (work, error) {
	var uri string
	var opts renderOptions
	if len(arguments) == 0 || json.Unmarshal(arguments[0], &uri) != nil || len(arguments) > 1 && json.Unmarshal(arguments[1], &opts) != nil {
		return nil, jsonrpc2.NewError(jsonrpc2.InvalidParams, "expected the uri of a document and, if need be, options: {open, annotate, once}")
	}
	snap, ok := s.snapshotOf(uri)
	if !ok || snap.isConfiguration() {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%q is not open, or no spec", uri)
	}
	return func(ctx context.Context) (any, error) {
		answer, name, err := s.manifest(ctx, snap, opts)
		if err != nil {
			return nil, err
		}
		if opts.Open {
			if err := s.openManifest(ctx, snap, name, answer.Manifest); err != nil {
				return nil, err
			}
		}
		return answer, nil
	}, nil
}

// manifest renders the workloads of a document, unless it has errors, and names
// what comes out: for its only workload, or for its file.
func (s *Server) manifest(ctx context.Context, snap *snapshot, opts renderOptions) (renderAnswer, string, error) {
	for _, d := range snap.diagnose(ctx) {
		if d.Severity == diagnostics.Error {
			return renderAnswer{}, "", jsonrpc2.Errorf(codeRequestFailed, "a spec with errors is not rendered: %s", d.Message)
		}
	}
	file := snap.read()
	var objects []render.Object
	var names []string
	for _, w := range file.Workloads {
		if w.Kind != "" {
			continue
		}
		list, err := render.Workload(w, render.Options{
			Namespace: snap.config.Render.Namespace, TimeZone: snap.config.Cron.TimeZone, RestartPolicy: snap.config.Render.RestartPolicy, Once: opts.Once,
		})
		if err != nil {
			return renderAnswer{}, "", jsonrpc2.Errorf(codeRequestFailed, "%v", err)
		}
		objects, names = append(objects, list...), append(names, w.Name)
	}
	if len(names) == 0 {
		return renderAnswer{}, "", jsonrpc2.NewError(codeRequestFailed, "no workload to render")
	}
	text, lines, err := render.YAML(objects, opts.Annotate)
	if err != nil {
		return renderAnswer{}, "", jsonrpc2.Errorf(jsonrpc2.InternalError, "%v", err)
	}
	answer := renderAnswer{Manifest: text, SourceMap: []sourceMapped{}}
	for _, line := range lines {
		if line.Origin == nil {
			continue
		}
		key := line.Origin.Span()
		scope := key
		if e := line.Origin.Entry(); e != nil {
			scope.End = max(scope.End, e.Value.Span().End)
		}
		answer.SourceMap = append(answer.SourceMap, sourceMapped{line.Line, line.Origin.Path(), s.encoding.rangeOf(file.Doc.Lines(), key), s.encoding.rangeOf(file.Doc.Lines(), scope)})
	}
	name := names[0]
	if len(names) > 1 || name == "" {
		name = file.Stem
	}
	return answer, name, nil
}

// openManifest puts a manifest beside its spec and shows it, as far as the
// client can do that. One that cannot create files by a request of their own is
// told to edit the file, which opens it. A link in that place, which the client
// would write through, is an error.
func (s *Server) openManifest(ctx context.Context, snap *snapshot, name, text string) error {
	if !s.client.applyEdit {
		return nil
	}
	u, err := url.Parse(snap.uri)
	if err != nil || u.Opaque != "" {
		return nil
	}
	u.Path = path.Join(path.Dir(u.Path), separators.Replace(name)+manifestSuffix)
	u.RawPath = ""
	uri := u.String()
	if target := filePath(uri); target != "" {
		if info, err := os.Lstat(target); err == nil && !info.Mode().IsRegular() {
			return jsonrpc2.Errorf(codeRequestFailed, "cannot write %s: not a regular file", target)
		}
	}
	// Whatever stands there is replaced; positions behind its end are its end.
	edits := []protocol.TextEdit{{Range: protocol.Range{End: protocol.Position{Line: 1 << 20}}, NewText: text}}
	edit := map[string]any{"changes": map[string]any{uri: edits}}
	if s.client.createFiles {
		edits[0].Range = protocol.Range{}
		edit = map[string]any{"documentChanges": []any{
			map[string]any{"kind": "create", "uri": uri, "options": map[string]any{"overwrite": true}},
			map[string]any{"textDocument": map[string]any{"uri": uri, "version": nil}, "edits": edits},
		}}
	}
	if err := s.applyEdit(ctx, "Render "+name, edit); err != nil {
		return err
	}
	if s.client.showDocument {
		s.ask(showDocument, map[string]any{"uri": uri, "takeFocus": true}, nil)
	}
	return nil
}

// separators are what would make a path of a name, on some system.
var separators = strings.NewReplacer("/", "-", `\`, "-")
