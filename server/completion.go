package server

import (
	"context"
	"encoding/json"
	"fmt"

	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/completion"
	"github.com/kam-ls/kam-ls/document"
)

var itemKinds = map[completion.Kind]protocol.CompletionItemKind{
	completion.Attribute: protocol.CompletionItemKindProperty,
	completion.Value:     protocol.CompletionItemKindEnumMember,
	completion.Secret:    protocol.CompletionItemKindReference,
	completion.Rule:      protocol.CompletionItemKindConstant,
	completion.Shape:     protocol.CompletionItemKindSnippet,
}

func (s *Server) completion(params json.RawMessage) (work, error) {
	var p textDocumentPosition
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	snap, ok := s.snapshotOf(p.TextDocument.URI)
	if !ok {
		return nothing, nil
	}
	return func(context.Context) (any, error) {
		offset := s.encoding.offset(snap.lines, p.Position)
		at := snap.part(offset)
		list := completionList{Items: []completionItem{}}
		for i, item := range completion.At(at.file, at.offset) {
			if at.place(&item) {
				list.Items = append(list.Items, s.toItem(snap.lines, item, offset, i))
			}
		}
		return list, nil
	}, nil
}

// place makes the edits of a proposal count in the whole document. It reports
// false where that cannot be.
func (at part) place(item *completion.Item) bool {
	span, ok := at.whole(item.Span)
	item.Span = span
	for i := range item.Also {
		also, found := at.whole(item.Also[i].Span)
		item.Also[i].Span, ok = also, ok && found
	}
	return ok
}

// toItem converts the i-th proposal. The order is the core's: clients sort by
// the text given here.
func (s *Server) toItem(lines *document.Lines, item completion.Item, offset, i int) completionItem {
	out := completionItem{
		Label:               item.Label,
		Kind:                itemKinds[item.Kind],
		Detail:              item.Detail,
		SortText:            fmt.Sprintf("%03d", i),
		FilterText:          item.Filter,
		AdditionalTextEdits: s.encoding.edits(lines, item.Also),
	}
	if item.Documentation != "" {
		out.Documentation = content(item.Documentation, s.client.markdownItems)
	}
	text := item.Text
	out.InsertTextFormat = protocol.InsertTextFormatPlainText
	if s.client.snippets {
		text = item.Snippet
		out.InsertTextFormat = protocol.InsertTextFormatSnippet
	}
	if s.client.asIs {
		out.InsertTextMode = protocol.InsertTextModeAsIs
	}
	replace := s.encoding.rangeOf(lines, item.Span)
	if s.client.insertReplace {
		insert := s.encoding.rangeOf(lines, document.Span{Start: item.Span.Start, End: offset})
		out.TextEdit = insertReplaceEdit{NewText: text, Insert: insert, Replace: replace}
	} else {
		out.TextEdit = protocol.TextEdit{NewText: text, Range: replace}
	}
	return out
}
