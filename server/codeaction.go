package server

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"
	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
)

// fixAll is the kind of the action that applies every safe fix. Editors run it
// when a file is saved, if they are told to.
const fixAll protocol.CodeActionKind = "source.fixAll.kam"

type codeActionParams struct {
	TextDocument documentIdentifier `json:"textDocument"`
	Range        protocol.Range     `json:"range"`
	Context      struct {
		Only []string `json:"only"`
	} `json:"context"`
}

// actionData is what an action that is not computed yet is about.
type actionData struct {
	URI     string `json:"uri"`
	Version int32  `json:"version"`
	// Refactoring is the rewriting that it is, at a span in bytes; "" for all safe
	// fixes.
	Refactoring string `json:"refactoring,omitempty"`
	Start       int    `json:"start,omitempty"`
	End         int    `json:"end,omitempty"`
}

// codeAction offers the fixes of the findings that the range touches, for each
// of their rules the fixes of all its findings, and every safe fix of the file.
func (s *Server) codeAction(params json.RawMessage) (work, error) {
	var p codeActionParams
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	snap, ok := s.snapshotOf(p.TextDocument.URI)
	if !ok {
		return func(context.Context) (any, error) { return []codeAction{}, nil }, nil
	}
	return func(ctx context.Context) (any, error) {
		actions := []codeAction{}
		found := snap.diagnose(ctx)
		lines := snap.lines
		span := document.Span{Start: s.encoding.offset(lines, p.Range.Start), End: s.encoding.offset(lines, p.Range.End)}
		if wanted(p.Context.Only, string(protocol.QuickFix)) {
			actions = append(actions, s.quickFixes(snap, found, span)...)
		}
		actions = append(actions, s.refactorings(snap, span, p.Context.Only)...)
		if wanted(p.Context.Only, string(protocol.Source)+".kam.cronPreview") {
			actions = append(actions, s.previewAction(snap, span)...)
		}
		if wanted(p.Context.Only, string(renderKind)) {
			actions = append(actions, s.renderAction(snap)...)
		}
		if wanted(p.Context.Only, string(fixAll)) && slices.ContainsFunc(found, hasSafeFix) {
			all := codeAction{Title: "Apply all safe fixes", Kind: fixAll, Data: &actionData{URI: snap.uri, Version: snap.version}}
			if !s.client.resolveEdits {
				if all = s.repair(ctx, snap, all); all.Edit == nil {
					return actions, nil
				}
			}
			actions = append(actions, all)
		}
		return actions, nil
	}, nil
}

// quickFixes are the fixes of the findings that a span touches and, after them,
// those for all findings of a rule, and the comments that ignore one.
func (s *Server) quickFixes(snap *snapshot, found []diagnostics.Diagnostic, span document.Span) []codeAction {
	var actions, ignoring []codeAction
	var rules []string
	for _, d := range found {
		if d.Span.Start > span.End || d.Span.End < span.Start {
			continue
		}
		for i, fix := range d.Fixes {
			actions = append(actions, codeAction{
				Title:       fix.Title,
				Kind:        protocol.QuickFix,
				Diagnostics: []protocol.Diagnostic{s.toDiagnostic(snap, d)},
				IsPreferred: i == 0 && s.client.preferred,
				Edit:        s.workspaceEdit(snap, fix.Edits),
			})
		}
		if fix, ok := diagnostics.Suppress(snap.read().Doc, d); ok && len(ignoring) < maxIgnoring {
			ignoring = append(ignoring, codeAction{
				Title:       fix.Title,
				Kind:        protocol.QuickFix,
				Diagnostics: []protocol.Diagnostic{s.toDiagnostic(snap, d)},
				Edit:        s.workspaceEdit(snap, fix.Edits),
			})
		}
		if len(d.Fixes) > 0 && !slices.Contains(rules, d.Rule) {
			rules = append(rules, d.Rule)
		}
	}
	for _, rule := range rules {
		if edits, count := diagnostics.FixRule(found, rule); count > 1 {
			actions = append(actions, codeAction{
				Title: fmt.Sprintf("Fix all %d of %s", count, rule),
				Kind:  protocol.QuickFix,
				Edit:  s.workspaceEdit(snap, edits),
			})
		}
	}
	return append(actions, ignoring...)
}

// maxIgnoring bounds the comments that are offered at once, since each is tried.
const maxIgnoring = 4

func hasSafeFix(d diagnostics.Diagnostic) bool {
	return slices.ContainsFunc(d.Fixes, func(f diagnostics.Fix) bool { return f.Safe })
}

// resolveCodeAction computes the edits of an action that was offered without.
func (s *Server) resolveCodeAction(params json.RawMessage) (work, error) {
	var action codeAction
	if err := decode(params, &action); err != nil {
		return nil, err
	}
	if action.Data == nil {
		return func(context.Context) (any, error) { return action, nil }, nil
	}
	snap, ok := s.snapshotOf(action.Data.URI)
	if !ok || snap.version != action.Data.Version {
		return nil, jsonrpc2.NewError(codeContentModified, "the document has changed since the action was offered")
	}
	return func(ctx context.Context) (any, error) {
		if action.Data.Refactoring != "" {
			return s.resolveRefactoring(snap, action)
		}
		return s.repair(ctx, snap, action), nil
	}, nil
}

// repair gives an action the edits of all safe fixes.
func (s *Server) repair(ctx context.Context, snap *snapshot, action codeAction) codeAction {
	if edits := snap.repairs(ctx); len(edits) > 0 {
		action.Edit = s.workspaceEdit(snap, edits)
	}
	return action
}

// repairs are the edits of all safe fixes.
func (snap *snapshot) repairs(ctx context.Context) []document.Edit {
	checked := diagnostics.Repair(ctx, snap.read(), snap.config, snap.now())
	var edits []document.Edit
	for _, e := range udiff.Strings(snap.text, checked.File.Doc.Text()) {
		edits = append(edits, document.Edit{Span: document.Span{Start: e.Start, End: e.End}, NewText: e.New})
	}
	return edits
}

// wanted reports whether the kinds that a client asks for include kind: all do
// where it names none.
func wanted(only []string, kind string) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool {
		return kind == o || strings.HasPrefix(kind, o+".")
	})
}

// workspaceEdit are edits of one document, tied to its version where the client
// can check that.
func (s *Server) workspaceEdit(snap *snapshot, edits []document.Edit) *workspaceEdit {
	list := s.encoding.edits(snap.lines, edits)
	if s.client.documentChanges {
		return &workspaceEdit{DocumentChanges: []textDocumentEdit{{TextDocument: versionedDocument{snap.uri, snap.version}, Edits: list}}}
	}
	return &workspaceEdit{Changes: map[string][]protocol.TextEdit{snap.uri: list}}
}
