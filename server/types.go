package server

import (
	"encoding/json"
	"errors"

	"go.lsp.dev/protocol"
)

// This file declares what go.lsp.dev/protocol v0.12, which is LSP 3.16, lacks
// or declares so that it loses something.

// initializeParams is the part of a client's initialize that is looked at.
type initializeParams struct {
	ProcessID        json.RawMessage            `json:"processId"`
	RootURI          string                     `json:"rootUri"`
	WorkspaceFolders []protocol.WorkspaceFolder `json:"workspaceFolders"`
	Capabilities     clientCapabilities         `json:"capabilities"`
	Options          json.RawMessage            `json:"initializationOptions"`
	Trace            string                     `json:"trace"`
}

// refreshSupport says that a client asks again when it is told to.
type refreshSupport struct {
	RefreshSupport bool `json:"refreshSupport"`
}

type clientCapabilities struct {
	General struct {
		PositionEncodings []string `json:"positionEncodings"` // 3.17
	} `json:"general"`
	Workspace struct {
		Configuration          bool `json:"configuration"`
		DidChangeConfiguration struct {
			DynamicRegistration bool `json:"dynamicRegistration"`
		} `json:"didChangeConfiguration"`
		DidChangeWatchedFiles struct {
			DynamicRegistration bool `json:"dynamicRegistration"`
		} `json:"didChangeWatchedFiles"`
		WorkspaceEdit struct {
			DocumentChanges    bool     `json:"documentChanges"`
			ResourceOperations []string `json:"resourceOperations"`
		} `json:"workspaceEdit"`
		ExecuteCommand   *struct{}      `json:"executeCommand"`
		ApplyEdit        bool           `json:"applyEdit"`
		WorkspaceFolders bool           `json:"workspaceFolders"`
		Diagnostics      refreshSupport `json:"diagnostics"`
		InlayHint        refreshSupport `json:"inlayHint"`
		CodeLens         refreshSupport `json:"codeLens"`
		SemanticTokens   refreshSupport `json:"semanticTokens"`
		Symbol           *struct{}      `json:"symbol"`
	} `json:"workspace"`
	Window struct {
		ShowDocument struct {
			Support bool `json:"support"`
		} `json:"showDocument"`
	} `json:"window"`
	TextDocument struct {
		Definition *struct {
			LinkSupport bool `json:"linkSupport"`
		} `json:"definition"`
		DocumentSymbol *struct {
			Hierarchical bool `json:"hierarchicalDocumentSymbolSupport"`
		} `json:"documentSymbol"`
		FoldingRange *struct {
			LineFoldingOnly bool `json:"lineFoldingOnly"`
			RangeLimit      int  `json:"rangeLimit"`
		} `json:"foldingRange"`
		SelectionRange *struct{} `json:"selectionRange"`
		DocumentLink   *struct {
			TooltipSupport bool `json:"tooltipSupport"`
		} `json:"documentLink"`
		SemanticTokens *struct {
			TokenTypes     []string `json:"tokenTypes"`
			TokenModifiers []string `json:"tokenModifiers"`
			Requests       struct {
				Full json.RawMessage `json:"full"` // a boolean, or {delta}
			} `json:"requests"`
		} `json:"semanticTokens"`
		Diagnostic        *struct{} `json:"diagnostic"`
		Formatting        *struct{} `json:"formatting"`
		RangeFormatting   *struct{} `json:"rangeFormatting"`
		OnTypeFormatting  *struct{} `json:"onTypeFormatting"`
		References        *struct{} `json:"references"`
		DocumentHighlight *struct{} `json:"documentHighlight"`
		LinkedEditing     *struct{} `json:"linkedEditingRange"`
		Rename            *struct {
			PrepareSupport bool `json:"prepareSupport"`
		} `json:"rename"`
		Completion *struct {
			CompletionItem struct {
				SnippetSupport        bool     `json:"snippetSupport"`
				DocumentationFormat   []string `json:"documentationFormat"`
				InsertReplaceSupport  bool     `json:"insertReplaceSupport"`
				InsertTextModeSupport struct {
					ValueSet []int `json:"valueSet"`
				} `json:"insertTextModeSupport"`
				ResolveSupport struct {
					Properties []string `json:"properties"`
				} `json:"resolveSupport"`
				LabelDetailsSupport bool `json:"labelDetailsSupport"`
			} `json:"completionItem"`
			CompletionList struct {
				ItemDefaults []string `json:"itemDefaults"`
			} `json:"completionList"`
		} `json:"completion"`
		SignatureHelp *struct{} `json:"signatureHelp"`
		CodeLens      *struct{} `json:"codeLens"`
		InlayHint     *struct{} `json:"inlayHint"`
		Hover         *struct {
			ContentFormat []string `json:"contentFormat"`
		} `json:"hover"`
		CodeAction struct {
			CodeActionLiteralSupport *struct{} `json:"codeActionLiteralSupport"`
			IsPreferredSupport       bool      `json:"isPreferredSupport"`
			DataSupport              bool      `json:"dataSupport"`
			ResolveSupport           struct {
				Properties []string `json:"properties"`
			} `json:"resolveSupport"`
		} `json:"codeAction"`
		PublishDiagnostics struct {
			RelatedInformation     bool `json:"relatedInformation"`
			VersionSupport         bool `json:"versionSupport"`
			CodeDescriptionSupport bool `json:"codeDescriptionSupport"`
			TagSupport             *struct {
				ValueSet []int `json:"valueSet"`
			} `json:"tagSupport"`
		} `json:"publishDiagnostics"`
	} `json:"textDocument"`
}

// initializeResult adds the position encoding of 3.17.
type initializeResult struct {
	Capabilities serverCapabilities  `json:"capabilities"`
	ServerInfo   protocol.ServerInfo `json:"serverInfo"`
}

type serverCapabilities struct {
	protocol.ServerCapabilities
	PositionEncoding  string `json:"positionEncoding,omitempty"`
	InlayHintProvider bool   `json:"inlayHintProvider,omitempty"`
	SemanticTokens    any    `json:"semanticTokensProvider,omitempty"`
	Diagnostics       any    `json:"diagnosticProvider,omitempty"`
}

// didOpenParams tells a text that is missing from an empty one.
type didOpenParams struct {
	TextDocument struct {
		URI        string  `json:"uri"`
		LanguageID string  `json:"languageId"`
		Version    int32   `json:"version"`
		Text       *string `json:"text"`
	} `json:"textDocument"`
}

type didChangeParams struct {
	TextDocument   versionedDocument `json:"textDocument"`
	ContentChanges []contentChange   `json:"contentChanges"`
}

// contentChange tells a change without a range, which replaces the whole
// text, from an insertion at the start.
type contentChange struct {
	Range *protocol.Range
	Text  string
}

// UnmarshalJSON refuses a change that lacks something. Read as a zero it would be an
// edit that the client did not make.
func (c *contentChange) UnmarshalJSON(data []byte) error {
	type position struct{ Line, Character *uint32 }
	var p struct {
		Range *struct{ Start, End position }
		Text  *string
	}
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	if p.Text == nil {
		return errors.New("a change without a text")
	}
	*c = contentChange{Text: *p.Text}
	if p.Range == nil {
		return nil
	}
	start, end := p.Range.Start, p.Range.End
	if start.Line == nil || start.Character == nil || end.Line == nil || end.Character == nil {
		return errors.New("a change in a range without its start or its end")
	}
	c.Range = &protocol.Range{
		Start: protocol.Position{Line: *start.Line, Character: *start.Character},
		End:   protocol.Position{Line: *end.Line, Character: *end.Character},
	}
	return nil
}

type versionedDocument struct {
	URI     string `json:"uri"`
	Version int32  `json:"version"`
}

type documentIdentifier struct {
	URI string `json:"uri"`
}

// textDocumentPosition are the parameters of most requests.
type textDocumentPosition struct {
	TextDocument documentIdentifier `json:"textDocument"`
	Position     protocol.Position  `json:"position"`
}

// publishDiagnosticsParams has versions that may be 0.
type publishDiagnosticsParams struct {
	URI         string                `json:"uri"`
	Version     *int32                `json:"version,omitempty"`
	Diagnostics []protocol.Diagnostic `json:"diagnostics"`
}

// completionItem has an edit that may tell inserting from replacing, and plain
// URIs.
type completionItem struct {
	Label               string                      `json:"label"`
	Kind                protocol.CompletionItemKind `json:"kind,omitempty"`
	Detail              string                      `json:"detail,omitempty"`
	Documentation       any                         `json:"documentation,omitempty"`
	SortText            string                      `json:"sortText,omitempty"`
	FilterText          string                      `json:"filterText,omitempty"`
	InsertTextFormat    protocol.InsertTextFormat   `json:"insertTextFormat,omitempty"`
	InsertTextMode      protocol.InsertTextMode     `json:"insertTextMode,omitempty"`
	TextEdit            any                         `json:"textEdit,omitempty"` // protocol.TextEdit or insertReplaceEdit
	TextEditText        string                      `json:"textEditText,omitempty"`
	AdditionalTextEdits []protocol.TextEdit         `json:"additionalTextEdits,omitempty"`
	LabelDetails        *labelDetails               `json:"labelDetails,omitempty"`
	Data                *itemData                   `json:"data,omitempty"`
}

// labelDetails stand behind a label, dimmed.
type labelDetails struct {
	Description string `json:"description"`
}

// itemData says what the documentation of an item is about.
type itemData struct {
	URI   string `json:"uri"`
	Topic string `json:"topic"`
}

type completionList struct {
	IsIncomplete bool             `json:"isIncomplete"`
	ItemDefaults *itemDefaults    `json:"itemDefaults,omitempty"`
	Items        []completionItem `json:"items"`
}

// itemDefaults hold for the items that say nothing else.
type itemDefaults struct {
	EditRange any `json:"editRange"` // protocol.Range or insertReplaceRange
}

type insertReplaceRange struct {
	Insert  protocol.Range `json:"insert"`
	Replace protocol.Range `json:"replace"`
}

type insertReplaceEdit struct {
	NewText string         `json:"newText"`
	Insert  protocol.Range `json:"insert"`
	Replace protocol.Range `json:"replace"`
}

// codeAction and workspaceEdit spell URIs as the client does, which the
// library's URI type does not promise.
type codeAction struct {
	Title       string                  `json:"title"`
	Kind        protocol.CodeActionKind `json:"kind"`
	Diagnostics []protocol.Diagnostic   `json:"diagnostics,omitempty"`
	IsPreferred bool                    `json:"isPreferred,omitempty"`
	Edit        *workspaceEdit          `json:"edit,omitempty"`
	Command     *protocol.Command       `json:"command,omitempty"`
	Data        *actionData             `json:"data,omitempty"`
}

// inlayHint is of 3.17.
type inlayHint struct {
	Position    protocol.Position `json:"position"`
	Label       string            `json:"label"`
	PaddingLeft bool              `json:"paddingLeft,omitempty"`
}

type workspaceEdit struct {
	Changes         map[string][]protocol.TextEdit `json:"changes,omitempty"`
	DocumentChanges []textDocumentEdit             `json:"documentChanges,omitempty"`
	// Created is a new file with a text, in place of changes.
	Created *createdFile `json:"-"`
}

// createdFile is a file that an edit creates; the edit fails where there is one.
type createdFile struct{ uri, text string }

// MarshalJSON writes the operations that create a file.
func (e workspaceEdit) MarshalJSON() ([]byte, error) {
	type plain workspaceEdit
	if e.Created == nil {
		return json.Marshal(plain(e))
	}
	return json.Marshal(map[string]any{"documentChanges": []any{
		map[string]any{"kind": "create", "uri": e.Created.uri},
		map[string]any{"textDocument": map[string]any{"uri": e.Created.uri, "version": nil}, "edits": []any{protocol.TextEdit{NewText: e.Created.text}}},
	}})
}

type textDocumentEdit struct {
	TextDocument versionedDocument   `json:"textDocument"`
	Edits        []protocol.TextEdit `json:"edits"`
}
