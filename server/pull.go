package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.lsp.dev/protocol"
	"go.uber.org/zap"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/files"
)

// Methods of 3.17.
const (
	methodDiagnostic          = "textDocument/diagnostic"
	methodWorkspaceDiagnostic = "workspace/diagnostic"
)

// diagnosticOptions offer diagnostics to a client that asks for them.
type diagnosticOptions struct {
	Identifier            string `json:"identifier"`
	InterFileDependencies bool   `json:"interFileDependencies"`
	WorkspaceDiagnostics  bool   `json:"workspaceDiagnostics"`
}

// diagnosticReport are the findings in one document or, where these are those that
// the client has, nothing but their ID.
type diagnosticReport struct {
	Kind     string                `json:"kind"` // "full" or "unchanged"
	ResultID string                `json:"resultId"`
	Items    []protocol.Diagnostic `json:"items"`
}

// MarshalJSON leaves out the items of what is unchanged.
func (r diagnosticReport) MarshalJSON() ([]byte, error) {
	type full diagnosticReport
	if r.Kind == "full" {
		return json.Marshal(full(r))
	}
	return json.Marshal(map[string]string{"kind": r.Kind, "resultId": r.ResultID})
}

// resultID names the findings of a snapshot. Some depend on the time, so that the
// name lasts for an hour.
func (snap *snapshot) resultID() string {
	return fmt.Sprintf("%d.%d", snap.serial, snap.now().Unix()/int64(time.Hour/time.Second))
}

// report are all findings of a snapshot, unless the client has them.
func (s *Server) report(ctx context.Context, snap *snapshot, previous string) diagnosticReport {
	r := diagnosticReport{Kind: "unchanged", ResultID: snap.resultID()}
	if previous == r.ResultID {
		return r
	}
	r.Kind, r.Items = "full", []protocol.Diagnostic{}
	for _, d := range snap.findings(ctx) {
		r.Items = append(r.Items, s.toDiagnostic(snap, d))
	}
	return r
}

// diagnostic answers a client that asks for the findings in a document, in place
// of being sent them.
func (s *Server) diagnostic(params json.RawMessage) (work, error) {
	var p struct {
		TextDocument documentIdentifier `json:"textDocument"`
		Previous     string             `json:"previousResultId"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	snap, ok := s.snapshotOf(p.TextDocument.URI)
	if !ok {
		return func(context.Context) (any, error) {
			return diagnosticReport{Kind: "full", Items: []protocol.Diagnostic{}}, nil
		}, nil
	}
	return func(ctx context.Context) (any, error) { return s.report(ctx, snap, p.Previous), nil }, nil
}

// workspaceReport is a report on one file of the workspace.
type workspaceReport struct {
	diagnosticReport
	URI     string
	Version *int32
}

// MarshalJSON adds the file to the report.
func (r workspaceReport) MarshalJSON() ([]byte, error) {
	m := map[string]any{"kind": r.Kind, "resultId": r.ResultID, "uri": r.URI, "version": r.Version}
	if r.Kind == "full" {
		m["items"] = r.Items
	}
	return json.Marshal(m)
}

// workspaceReports is an answer, or a part of one.
type workspaceReports struct {
	Items []workspaceReport `json:"items"`
}

// batch is how many files are reported on at once.
const batch = 32

// workspaceDiagnostic reports on all specs in the folders. A client that asks
// again at once, which most do, is answered when there is news.
func (s *Server) workspaceDiagnostic(params json.RawMessage) (work, error) {
	var p struct {
		Previous []struct {
			URI   string `json:"uri"`
			Value string `json:"value"`
		} `json:"previousResultIds"`
		PartialResult json.RawMessage `json:"partialResultToken"`
		WorkDone      json.RawMessage `json:"workDoneToken"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	previous := map[string]string{}
	for _, id := range p.Previous {
		previous[id.URI] = id.Value
	}
	return func(ctx context.Context) (any, error) {
		for {
			news := s.workspaceNews()
			all := s.checkWorkspace(ctx, previous, p.WorkDone, p.PartialResult)
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			// Without watched files nobody would tell that there is news.
			if all.changed || len(previous) == 0 || !s.client.registerWatching {
				return workspaceReports{all.rest}, nil
			}
			select {
			case <-news:
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
	}, nil
}

// pass is what a pass over the workspace found.
type pass struct {
	changed bool // the client does not have it yet
	rest    []workspaceReport
}

// checkWorkspace reports on the files, in parts where the client takes them so,
// and says how far it has come.
func (s *Server) checkWorkspace(ctx context.Context, previous map[string]string, workDone, partial json.RawMessage) pass {
	progress := func(value map[string]any) {
		if workDone != nil {
			s.progress(workDone, value)
		}
	}
	progress(map[string]any{"kind": "begin", "title": "Checking specs", "cancellable": true, "percentage": 0})
	defer progress(map[string]any{"kind": "end"})

	result := pass{rest: []workspaceReport{}}
	seen := map[string]bool{}
	flush := func(least int) {
		if partial != nil && len(result.rest) >= least && len(result.rest) > 0 {
			s.progress(partial, workspaceReports{result.rest})
			result.rest = []workspaceReport{}
		}
	}
	list := s.specs(ctx)
	for i, path := range list {
		if ctx.Err() != nil {
			return result
		}
		r, ok := s.reportFile(ctx, path, previous)
		if !ok {
			continue
		}
		seen[r.URI] = true
		result.changed = result.changed || r.Kind == "full"
		result.rest = append(result.rest, r)
		if len(result.rest) >= batch {
			flush(batch)
			progress(map[string]any{"kind": "report", "message": fmt.Sprintf("%d of %d", i+1, len(list)), "percentage": 100 * (i + 1) / len(list)})
		}
	}
	// What is gone has no findings any more.
	for uri, id := range previous {
		if !seen[uri] && id != "" {
			result.changed = true
			result.rest = append(result.rest, workspaceReport{diagnosticReport{Kind: "full", Items: []protocol.Diagnostic{}}, uri, nil})
		}
	}
	flush(1)
	return result
}

// progress sends a part of an answer, or word of how far a request has come.
func (s *Server) progress(token json.RawMessage, value any) {
	err := s.conn.Notify(context.Background(), protocol.MethodProgress, map[string]any{"token": token, "value": value})
	if err != nil {
		s.log.Debug("cannot report progress", zap.Error(err))
	}
}

// specs are the paths of the specs in the folders, each once, in order.
func (s *Server) specs(ctx context.Context) []string {
	var list []string
	for _, folder := range s.workspaceFolders() {
		walker := files.Walker{
			Include: func(path string) bool { return s.configFor(path).Files.Match(path) },
			Exclude: func(path string) bool { return ctx.Err() != nil || s.configFor(path).Exclude.Match(path) },
		}
		walker.Walk(folder, func(path string) { list = append(list, path) }, func(path string, err error) {
			s.log.Debug("cannot look into the folder", zap.String("path", path), zap.Error(err))
		})
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// reportFile reports on a file of the workspace: on the document where it is open,
// and else on the file as it is on the disk.
func (s *Server) reportFile(ctx context.Context, path string, previous map[string]string) (workspaceReport, bool) {
	if snap, ok := s.openAt(path); ok {
		return workspaceReport{s.report(ctx, snap, previous[snap.uri]), snap.uri, &snap.version}, true
	}
	uri := fileURI(path)
	info, err := os.Stat(path)
	if err != nil {
		return workspaceReport{}, false
	}
	hour := s.now().Unix() / int64(time.Hour/time.Second)
	id := fmt.Sprintf("%d.%d.%d.%d", info.ModTime().UnixNano(), info.Size(), s.generation(), hour)
	if previous[uri] == id {
		return workspaceReport{diagnosticReport{Kind: "unchanged", ResultID: id}, uri, nil}, true
	}
	text, err := files.Read(path)
	if err != nil {
		s.log.Debug("cannot read the file", zap.String("path", path), zap.Error(err))
		return workspaceReport{}, false
	}
	snap := newSnapshot(s, uri, 0, contents{lines: document.NewLines(text)}, s.configFor(path))
	r := s.report(ctx, snap, "")
	r.ResultID = id
	return workspaceReport{r, uri, nil}, true
}

// openAt is the document that is open from a path.
func (s *Server) openAt(path string) (*snapshot, bool) {
	var snap *snapshot
	s.mu.Lock()
	for _, doc := range s.documents {
		if doc.snapshot.path == path {
			snap = doc.snapshot
			break
		}
	}
	s.mu.Unlock()
	return snap, snap != nil && snap.isSpec()
}

// fileURI is the URI of a path.
func fileURI(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
