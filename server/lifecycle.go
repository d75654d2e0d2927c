package server

import (
	"context"
	"encoding/json"
	"slices"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.uber.org/zap"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/refactor"
)

// clientSupport is what the client said it can do, as far as it matters.
type clientSupport struct {
	configuration, registerConfiguration, registerWatching bool
	documentChanges, applyEdit, createFiles, showDocument  bool
	snippets, insertReplace, asIs                          bool
	resolveItems, labelDetails, sharedRange                bool // of completion
	markdownItems, markdownHover                           bool
	codeActions, preferred, resolveEdits                   bool
	related, versions, codeDescription, unnecessary        bool
	links                                                  bool // of definitions
	nestedSymbols, wholeLines, linkTooltips                bool
	foldLimit                                              int // how many folds are wanted at most; 0 for all
	tokens                                                 tokenSupport
	pulls                                                  bool     // it asks for diagnostics
	refresh                                                []string // the methods that make it ask again
}

func (s *Server) initialize(params json.RawMessage) (work, error) {
	var p initializeParams
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	c := p.Capabilities
	completion, hover := orNone(c.TextDocument.Completion), orNone(c.TextDocument.Hover)
	item := completion.CompletionItem
	publish := c.TextDocument.PublishDiagnostics
	s.client = clientSupport{
		configuration:         c.Workspace.Configuration,
		registerConfiguration: c.Workspace.DidChangeConfiguration.DynamicRegistration,
		registerWatching:      c.Workspace.DidChangeWatchedFiles.DynamicRegistration,
		documentChanges:       c.Workspace.WorkspaceEdit.DocumentChanges,
		applyEdit:             c.Workspace.ApplyEdit,
		createFiles:           c.Workspace.WorkspaceEdit.DocumentChanges && slices.Contains(c.Workspace.WorkspaceEdit.ResourceOperations, "create"),
		showDocument:          c.Window.ShowDocument.Support,
		snippets:              item.SnippetSupport,
		insertReplace:         item.InsertReplaceSupport,
		asIs:                  slices.Contains(item.InsertTextModeSupport.ValueSet, int(protocol.InsertTextModeAsIs)),
		resolveItems:          slices.Contains(item.ResolveSupport.Properties, "documentation"),
		labelDetails:          item.LabelDetailsSupport,
		sharedRange:           slices.Contains(completion.CompletionList.ItemDefaults, "editRange"),
		markdownItems:         slices.Contains(item.DocumentationFormat, "markdown"),
		markdownHover:         slices.Contains(hover.ContentFormat, "markdown"),
		codeActions:           c.TextDocument.CodeAction.CodeActionLiteralSupport != nil,
		preferred:             c.TextDocument.CodeAction.IsPreferredSupport,
		resolveEdits:          c.TextDocument.CodeAction.DataSupport && slices.Contains(c.TextDocument.CodeAction.ResolveSupport.Properties, "edit"),
		related:               publish.RelatedInformation,
		versions:              publish.VersionSupport,
		codeDescription:       publish.CodeDescriptionSupport,
		unnecessary:           publish.TagSupport != nil && slices.Contains(publish.TagSupport.ValueSet, int(protocol.DiagnosticTagUnnecessary)),
	}
	s.client.links = c.TextDocument.Definition != nil && c.TextDocument.Definition.LinkSupport
	if symbols := c.TextDocument.DocumentSymbol; symbols != nil {
		s.client.nestedSymbols = symbols.Hierarchical
	}
	if folding := c.TextDocument.FoldingRange; folding != nil {
		s.client.wholeLines, s.client.foldLimit = folding.LineFoldingOnly, folding.RangeLimit
	}
	s.client.linkTooltips = c.TextDocument.DocumentLink != nil && c.TextDocument.DocumentLink.TooltipSupport
	s.encoding = utf16
	if slices.Contains(c.General.PositionEncodings, "utf-8") {
		s.encoding = utf8
	}
	for _, folder := range p.WorkspaceFolders {
		if path := filePath(folder.URI); path != "" {
			s.folders = append(s.folders, path)
		}
	}
	if len(s.folders) == 0 && p.RootURI != "" {
		s.folders = []string{filePath(p.RootURI)}
	}
	s.watchClient(p.ProcessID)
	s.setOptions(p.Options)
	s.trace.Store(uint32(traceLevels[p.Trace]))
	s.state = initialized

	result := initializeResult{ServerInfo: protocol.ServerInfo{Name: "kam-ls", Version: s.options.Version}}
	caps := &result.Capabilities
	caps.TextDocumentSync = protocol.TextDocumentSyncOptions{
		OpenClose: true,
		Change:    protocol.TextDocumentSyncKindIncremental,
		Save:      &protocol.SaveOptions{},
	}
	caps.HoverProvider = offered(c.TextDocument.Hover)
	if c.TextDocument.Completion != nil {
		caps.CompletionProvider = &protocol.CompletionOptions{TriggerCharacters: []string{":", " ", "/", `"`, "-", "$", "(", ","}, ResolveProvider: s.client.resolveItems}
	}
	caps.InlayHintProvider = c.TextDocument.InlayHint != nil
	if c.TextDocument.CodeLens != nil {
		caps.CodeLensProvider = &protocol.CodeLensOptions{}
	}
	if c.TextDocument.SignatureHelp != nil {
		caps.SignatureHelpProvider = &protocol.SignatureHelpOptions{TriggerCharacters: []string{" ", `"`, "'"}}
	}
	if c.Workspace.ExecuteCommand != nil {
		caps.ExecuteCommandProvider = &protocol.ExecuteCommandOptions{Commands: commandNames()}
	}
	caps.DefinitionProvider = offered(c.TextDocument.Definition)
	caps.ReferencesProvider = offered(c.TextDocument.References)
	caps.DocumentHighlightProvider = offered(c.TextDocument.DocumentHighlight)
	caps.LinkedEditingRangeProvider = offered(c.TextDocument.LinkedEditing)
	caps.DocumentSymbolProvider = offered(c.TextDocument.DocumentSymbol)
	caps.WorkspaceSymbolProvider = offered(c.Workspace.Symbol)
	caps.FoldingRangeProvider = offered(c.TextDocument.FoldingRange)
	caps.SelectionRangeProvider = offered(c.TextDocument.SelectionRange)
	if c.TextDocument.DocumentLink != nil {
		caps.DocumentLinkProvider = &protocol.DocumentLinkOptions{}
	}
	if t := c.TextDocument.SemanticTokens; t != nil {
		var full struct {
			Delta bool `json:"delta"`
		}
		_ = json.Unmarshal(t.Requests.Full, &full) // true alone knows no deltas
		s.client.tokens = newTokenSupport(t.TokenTypes, t.TokenModifiers)
		caps.SemanticTokens = s.client.tokens.options(full.Delta)
	}
	caps.DocumentFormattingProvider = offered(c.TextDocument.Formatting)
	caps.DocumentRangeFormattingProvider = offered(c.TextDocument.RangeFormatting)
	if c.TextDocument.OnTypeFormatting != nil {
		caps.DocumentOnTypeFormattingProvider = &protocol.DocumentOnTypeFormattingOptions{FirstTriggerCharacter: "\n"}
	}
	if c.TextDocument.Diagnostic != nil {
		s.client.pulls = true
		caps.Diagnostics = diagnosticOptions{Identifier: "kam-ls", WorkspaceDiagnostics: true}
	}
	if c.Workspace.WorkspaceFolders {
		caps.Workspace = &protocol.ServerCapabilitiesWorkspace{WorkspaceFolders: &protocol.ServerCapabilitiesWorkspaceFolders{Supported: true, ChangeNotifications: true}}
	}
	for method, support := range map[string]refreshSupport{
		"workspace/diagnostic/refresh":     c.Workspace.Diagnostics,
		"workspace/inlayHint/refresh":      c.Workspace.InlayHint,
		"workspace/codeLens/refresh":       c.Workspace.CodeLens,
		"workspace/semanticTokens/refresh": c.Workspace.SemanticTokens,
	} {
		if support.RefreshSupport {
			s.client.refresh = append(s.client.refresh, method)
		}
	}
	slices.Sort(s.client.refresh)
	if rename := c.TextDocument.Rename; rename != nil {
		caps.RenameProvider = &protocol.RenameOptions{PrepareProvider: rename.PrepareSupport}
	}
	if s.client.codeActions {
		caps.CodeActionProvider = protocol.CodeActionOptions{
			CodeActionKinds: []protocol.CodeActionKind{protocol.QuickFix, refactor.Extract, refactor.Inline, refactor.Rewrite, fixAll, renderKind},
			ResolveProvider: s.client.resolveEdits,
		}
	}
	if len(c.General.PositionEncodings) > 0 {
		caps.PositionEncoding = s.encoding.String()
	}
	return func(context.Context) (any, error) { return result, nil }, nil
}

// orNone is what a client announces of a feature, nothing where it does not.
func orNone[T any](support *T) T {
	if support == nil {
		var none T
		return none
	}
	return *support
}

// offered is what to say of a feature whose support a client announces: nothing
// where it does not.
func offered[T any](support *T) any {
	if support == nil {
		return nil
	}
	return true
}

// initialized asks for the settings and for word of their changes, where the
// client can.
func (s *Server) initialized(json.RawMessage) error {
	var registrations []protocol.Registration
	if s.client.registerConfiguration {
		registrations = append(registrations, protocol.Registration{
			ID:              "configuration",
			Method:          protocol.MethodWorkspaceDidChangeConfiguration,
			RegisterOptions: map[string]any{"section": settingsSection},
		})
	}
	if s.client.registerWatching {
		registrations = append(registrations, protocol.Registration{
			ID:     "configuration-files",
			Method: protocol.MethodWorkspaceDidChangeWatchedFiles,
			RegisterOptions: map[string]any{"watchers": []any{
				map[string]any{"globPattern": "**/" + config.FileName},
				map[string]any{"globPattern": "**/*" + config.FileName}, // '*' is at least one character to LSP
				map[string]any{"globPattern": "**/*.kam.{yaml,yml,json}"},
				map[string]any{"globPattern": "**/kam.{yaml,yml,json}"},
			}},
		})
	}
	if len(registrations) > 0 {
		s.ask(protocol.MethodClientRegisterCapability, protocol.RegistrationParams{Registrations: registrations}, nil)
	}
	s.pullSettings()
	return nil
}

// ask sends a request to the client and, when it is answered, calls then with
// the result. Nothing waits for it: a client may be slow, or never answer.
func (s *Server) ask(method string, params any, then func(json.RawMessage)) {
	s.background(method, func(ctx context.Context) {
		var result json.RawMessage
		if _, err := s.conn.Call(ctx, method, params, &result); err != nil {
			s.log.Debug("the client did not answer", zap.String("method", method), zap.Error(err))
			return
		}
		if then != nil {
			then(result)
		}
	})
}

// applyEdit has the client apply an edit, and waits until it has.
func (s *Server) applyEdit(ctx context.Context, label string, edit any) error {
	var answer struct {
		Applied bool   `json:"applied"`
		Reason  string `json:"failureReason"`
	}
	_, err := s.conn.Call(ctx, protocol.MethodWorkspaceApplyEdit, map[string]any{"label": label, "edit": edit}, &answer)
	switch {
	case err != nil:
		return jsonrpc2.Errorf(codeRequestFailed, "the edit was not applied: %v", err)
	case !answer.Applied && answer.Reason != "":
		return jsonrpc2.Errorf(codeRequestFailed, "the edit was not applied: %s", answer.Reason)
	case !answer.Applied:
		return jsonrpc2.NewError(codeRequestFailed, "the edit was not applied: the client does not say why")
	}
	return nil
}

// show shows the user a message.
func (s *Server) show(kind protocol.MessageType, message string) error {
	return s.conn.Notify(context.Background(), protocol.MethodWindowShowMessage, protocol.ShowMessageParams{Type: kind, Message: message})
}
