package server

import (
	"context"
	"encoding/json"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/references"
)

// located is a symbol with what converts its spans to those of the document.
type located struct {
	*references.Symbol
	whole func(document.Span) (document.Span, bool)
}

// symbol is the symbol at an offset. Unless all its places are asked for, they
// may be but those near it and those that declare it.
func (snap *snapshot) symbol(offset int, all bool) (located, bool) {
	at := snap.part(offset)
	s, ok := references.At(at.file, at.offset)
	if ok && all && s.Kind != references.Variable && s.Kind != references.Container {
		return snap.wholeSymbol(offset)
	}
	return located{s, at.whole}, ok
}

// wholeSymbol is the symbol at an offset with all its places.
func (snap *snapshot) wholeSymbol(offset int) (located, bool) {
	s, ok := references.At(snap.read(), offset)
	return located{s, func(span document.Span) (document.Span, bool) { return span, true }}, ok
}

// ranges are the ranges of the places that keep holds for.
func (s *Server) ranges(snap *snapshot, symbol located, keep func(references.Place) bool) []protocol.Range {
	list := []protocol.Range{}
	for _, p := range symbol.Places {
		if span, ok := symbol.whole(p.Span); ok && keep(p) {
			list = append(list, s.encoding.rangeOf(snap.lines, span))
		}
	}
	return slices.Compact(list)
}

func declares(p references.Place) bool { return p.Declares }

// locationLink is a declaration with what stands around it.
type locationLink struct {
	Origin    *protocol.Range `json:"originSelectionRange,omitempty"`
	URI       string          `json:"targetUri"`
	Range     protocol.Range  `json:"targetRange"`
	Selection protocol.Range  `json:"targetSelectionRange"`
}

// location spells its URI as the client does.
type location struct {
	URI   string         `json:"uri"`
	Range protocol.Range `json:"range"`
}

func (s *Server) definition(params json.RawMessage) (work, error) {
	return s.atPosition(params, func(snap *snapshot, offset int) (any, error) {
		symbol, ok := snap.symbol(offset, false)
		if !ok {
			return nil, nil
		}
		if !s.client.links {
			list := []location{}
			for _, r := range s.ranges(snap, symbol, declares) {
				list = append(list, location{snap.uri, r})
			}
			return list, nil
		}
		links := []locationLink{}
		for _, p := range symbol.Places {
			name, ok := symbol.whole(p.Span)
			if !ok || !p.Declares {
				continue
			}
			link := locationLink{URI: snap.uri, Selection: s.encoding.rangeOf(snap.lines, name)}
			link.Range = link.Selection
			around := p.Node().FullSpan()
			if e := p.Node().Entry(); e != nil && p.Node().IsKey() {
				around.End = max(around.End, e.Value.Span().End)
			}
			if span, ok := symbol.whole(around); ok {
				link.Range = s.encoding.rangeOf(snap.lines, span)
			}
			if span, ok := symbol.whole(symbol.At.Span); ok {
				r := s.encoding.rangeOf(snap.lines, span)
				link.Origin = &r
			}
			links = append(links, link)
		}
		return links, nil
	})
}

func (s *Server) references(params json.RawMessage) (work, error) {
	var p struct {
		Context struct {
			IncludeDeclaration bool `json:"includeDeclaration"`
		} `json:"context"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	return s.atPosition(params, func(snap *snapshot, offset int) (any, error) {
		symbol, ok := snap.symbol(offset, true)
		if !ok {
			return nil, nil
		}
		list := []location{}
		for _, r := range s.ranges(snap, symbol, func(place references.Place) bool { return p.Context.IncludeDeclaration || !place.Declares }) {
			list = append(list, location{snap.uri, r})
		}
		return list, nil
	})
}

func (s *Server) documentHighlight(params json.RawMessage) (work, error) {
	return s.atPosition(params, func(snap *snapshot, offset int) (any, error) {
		symbol, ok := snap.symbol(offset, true)
		if !ok {
			return nil, nil
		}
		list := []protocol.DocumentHighlight{}
		for _, r := range s.ranges(snap, symbol, declares) {
			list = append(list, protocol.DocumentHighlight{Range: r, Kind: protocol.DocumentHighlightKindWrite})
		}
		for _, r := range s.ranges(snap, symbol, func(p references.Place) bool { return !p.Declares }) {
			list = append(list, protocol.DocumentHighlight{Range: r, Kind: protocol.DocumentHighlightKindRead})
		}
		return list, nil
	})
}

// linkedEditingRange are the places that change while one of them is typed in:
// they must be spelled alike.
func (s *Server) linkedEditingRange(params json.RawMessage) (work, error) {
	return s.atPosition(params, func(snap *snapshot, offset int) (any, error) {
		symbol, ok := snap.symbol(offset, true)
		if !ok || symbol.Renamable() != "" {
			return nil, nil
		}
		for _, p := range symbol.Places {
			if span, ok := symbol.whole(p.Span); !ok || span.Of(snap.text) != symbol.Name {
				return nil, nil
			}
		}
		ranges := s.ranges(snap, symbol, func(references.Place) bool { return true })
		if len(ranges) < 2 {
			return nil, nil
		}
		return protocol.LinkedEditingRanges{Ranges: ranges, WordPattern: `[-._A-Za-z0-9]*`}, nil
	})
}

// atPosition is the work of a request about a position in a document.
func (s *Server) atPosition(params json.RawMessage, answer func(snap *snapshot, offset int) (any, error)) (work, error) {
	var p textDocumentPosition
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	snap, ok := s.snapshotOf(p.TextDocument.URI)
	if !ok {
		return nothing, nil
	}
	return func(context.Context) (any, error) {
		return answer(snap, s.encoding.offset(snap.lines, p.Position))
	}, nil
}
