package server

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/completion"
	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
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
	return func(ctx context.Context) (any, error) {
		offset := s.encoding.offset(snap.lines, p.Position)
		at := snap.part(offset)
		options := completion.Options{
			Words: s.words(),
			Near: func(offset int) []string {
				return diagnostics.RulesNear(at.file.Doc.Lines(), snap.run(ctx, at.file), offset)
			},
		}
		items := []completion.Item{}
		for _, item := range completion.At(at.file, at.offset, options) {
			if at.place(&item) {
				items = append(items, item)
			}
		}
		list := completionList{Items: []completionItem{}}
		shared := s.client.sharedRange && len(items) > 0 && !slices.ContainsFunc(items, func(i completion.Item) bool { return i.Span != items[0].Span })
		if shared {
			list.ItemDefaults = &itemDefaults{s.editRange(snap.lines, items[0].Span, offset)}
		}
		for i, item := range items {
			list.Items = append(list.Items, s.toItem(snap, item, offset, i, shared))
		}
		return list, nil
	}, nil
}

// resolveItem adds the documentation of an item that was proposed without.
func (s *Server) resolveItem(params json.RawMessage) (work, error) {
	var item map[string]any // what the client adds to it is sent back
	var data struct {
		Data itemData `json:"data"`
	}
	if err := decode(params, &item); err != nil {
		return nil, err
	}
	if err := decode(params, &data); err != nil {
		return nil, err
	}
	return func(context.Context) (any, error) {
		set := s.schema
		if config.IsFile(filePath(data.Data.URI)) {
			set = schema.Configuration()
		}
		if text := completion.Documentation(set, data.Data.Topic); text != "" {
			item["documentation"] = content(text, s.client.markdownItems)
		}
		return item, nil
	}, nil
}

// editRange is what an item replaces: one range, or what it replaces where it is
// to be inserted before the rest of a word, and where it takes the rest, too.
func (s *Server) editRange(lines *document.Lines, span document.Span, offset int) any {
	replace := s.encoding.rangeOf(lines, span)
	if !s.client.insertReplace {
		return replace
	}
	return insertReplaceRange{s.encoding.rangeOf(lines, document.Span{Start: span.Start, End: offset}), replace}
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
// the text given here. No character accepts an item by itself: most of what is
// typed behind a word in a spec is free text.
func (s *Server) toItem(snap *snapshot, item completion.Item, offset, i int, shared bool) completionItem {
	out := completionItem{
		Label:               item.Label,
		Kind:                itemKinds[item.Kind],
		Detail:              item.Detail,
		SortText:            fmt.Sprintf("%03d", i),
		FilterText:          item.Filter,
		AdditionalTextEdits: s.encoding.edits(snap.lines, item.Also),
	}
	switch {
	case item.Topic == "":
	case s.client.resolveItems:
		out.Data = &itemData{snap.uri, item.Topic}
	default:
		set := s.schema
		if snap.isConfiguration() {
			set = schema.Configuration()
		}
		out.Documentation = content(completion.Documentation(set, item.Topic), s.client.markdownItems)
	}
	if s.client.labelDetails && item.Detail != "" {
		out.LabelDetails = &labelDetails{item.Detail}
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
	switch at := s.editRange(snap.lines, item.Span, offset).(type) {
	case protocol.Range:
		out.TextEdit = protocol.TextEdit{NewText: text, Range: at}
	case insertReplaceRange:
		out.TextEdit = insertReplaceEdit{NewText: text, Insert: at.Insert, Replace: at.Replace}
	}
	if shared {
		out.TextEdit, out.TextEditText = nil, text
	}
	return out
}
