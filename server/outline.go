package server

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/outline"
)

// maxSymbols bounds the symbols of one document: editors show them in a tree, and
// ask again after each edit.
const maxSymbols = 10_000

var symbolKinds = map[outline.Kind]protocol.SymbolKind{
	outline.Attribute: protocol.SymbolKindProperty,
	outline.Workload:  protocol.SymbolKindClass,
	outline.Container: protocol.SymbolKindModule,
	outline.Secret:    protocol.SymbolKindKey,
	outline.Entry:     protocol.SymbolKindConstant,
	outline.Object:    protocol.SymbolKindObject,
	outline.List:      protocol.SymbolKindArray,
}

// documentSymbol is the symbol of 3.16, whose children may be left out.
type documentSymbol struct {
	Name      string              `json:"name"`
	Detail    string              `json:"detail,omitempty"`
	Kind      protocol.SymbolKind `json:"kind"`
	Range     protocol.Range      `json:"range"`
	Selection protocol.Range      `json:"selectionRange"`
	Children  []documentSymbol    `json:"children,omitempty"`
}

// symbolInformation is a symbol in a list. It spells its URI as the client does.
type symbolInformation struct {
	Name      string              `json:"name"`
	Kind      protocol.SymbolKind `json:"kind"`
	Location  location            `json:"location"`
	Container string              `json:"containerName,omitempty"`
}

func (s *Server) documentSymbol(params json.RawMessage) (work, error) {
	return s.aboutDocument(params, func(snap *snapshot) any {
		symbols := outline.Symbols(snap.read(), maxSymbols)
		if s.client.nestedSymbols {
			return s.toSymbols(snap, symbols)
		}
		return s.flatten(snap, symbols, "", []symbolInformation{})
	})
}

func (s *Server) toSymbols(snap *snapshot, symbols []outline.Symbol) []documentSymbol {
	out := make([]documentSymbol, len(symbols))
	for i, symbol := range symbols {
		out[i] = documentSymbol{
			Name:      symbol.Name,
			Detail:    symbol.Detail,
			Kind:      symbolKinds[symbol.Kind],
			Range:     s.encoding.rangeOf(snap.lines, symbol.Span),
			Selection: s.encoding.rangeOf(snap.lines, symbol.NameSpan),
			Children:  s.toSymbols(snap, symbol.Children),
		}
	}
	return out
}

func (s *Server) flatten(snap *snapshot, symbols []outline.Symbol, container string, out []symbolInformation) []symbolInformation {
	for _, symbol := range symbols {
		out = append(out, s.information(snap, symbol, container))
		out = s.flatten(snap, symbol.Children, symbol.Name, out)
	}
	return out
}

func (s *Server) information(snap *snapshot, symbol outline.Symbol, container string) symbolInformation {
	return symbolInformation{symbol.Name, symbolKinds[symbol.Kind], location{snap.uri, s.encoding.rangeOf(snap.lines, symbol.Span)}, container}
}

// maxMatches bounds the symbols that a query finds.
const maxMatches = 200

// workspaceSymbol finds workloads, containers and secrets by their names.
func (s *Server) workspaceSymbol(params json.RawMessage) (work, error) {
	var p struct {
		Query string `json:"query"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	return func(ctx context.Context) (any, error) {
		type match struct {
			symbolInformation
			score float64
		}
		var matches []match
		for _, f := range s.indexed(ctx) {
			for _, symbol := range f.symbols {
				if score := outline.Match(p.Query, symbol.Name); score > 0 {
					matches = append(matches, match{symbol, score})
				}
			}
		}
		slices.SortStableFunc(matches, func(a, b match) int { return cmp.Compare(b.score, a.score) })
		found := []symbolInformation{}
		for _, m := range matches[:min(len(matches), maxMatches)] {
			found = append(found, m.symbolInformation)
		}
		return found, nil
	}, nil
}

// openSpecs are the specs that are open, in the order of their URIs.
func (s *Server) openSpecs() []*snapshot {
	var open []*snapshot
	s.mu.Lock()
	for _, doc := range s.documents {
		open = append(open, doc.snapshot)
	}
	s.mu.Unlock()
	open = slices.DeleteFunc(open, func(snap *snapshot) bool { return !snap.isSpec() || snap.isConfiguration() })
	slices.SortFunc(open, func(a, b *snapshot) int { return cmp.Compare(a.uri, b.uri) })
	return open
}

// foldingRange has a kind that may be left out, and no columns: a fold begins at
// the end of its first line.
type foldingRange struct {
	StartLine int    `json:"startLine"`
	EndLine   int    `json:"endLine"`
	Kind      string `json:"kind,omitempty"`
}

func (s *Server) foldingRange(params json.RawMessage) (work, error) {
	return s.aboutDocument(params, func(snap *snapshot) any {
		folds := outline.Folds(snap.read().Doc)
		if limit := s.client.foldLimit; limit > 0 && len(folds) > limit {
			slices.SortStableFunc(folds, func(a, b outline.Fold) int { return cmp.Compare(a.Depth, b.Depth) })
			folds = folds[:limit]
		}
		slices.SortStableFunc(folds, func(a, b outline.Fold) int { return cmp.Compare(a.Start, b.Start) })
		ranges := []foldingRange{}
		for _, f := range folds {
			r := foldingRange{StartLine: f.Start, EndLine: f.End}
			if f.Closed && s.client.wholeLines {
				r.EndLine--
			}
			switch f.Kind {
			case outline.Comments:
				r.Kind = "comment"
			case outline.Region:
				r.Kind = "region"
			}
			if r.EndLine > r.StartLine {
				ranges = append(ranges, r)
			}
		}
		return ranges
	})
}

// selectionRange is a range in the one that a selection grows to.
type selectionRange struct {
	Range  protocol.Range  `json:"range"`
	Parent *selectionRange `json:"parent,omitempty"`
}

func (s *Server) selectionRange(params json.RawMessage) (work, error) {
	var p struct {
		Positions []protocol.Position `json:"positions"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	return s.aboutDocument(params, func(snap *snapshot) any {
		ranges := []*selectionRange{}
		for _, position := range p.Positions {
			var r *selectionRange
			for _, span := range slices.Backward(outline.Selections(snap.read().Doc, s.encoding.offset(snap.lines, position))) {
				r = &selectionRange{s.encoding.rangeOf(snap.lines, span), r}
			}
			ranges = append(ranges, r)
		}
		return ranges
	})
}

// documentLink has a plain target.
type documentLink struct {
	Range   protocol.Range `json:"range"`
	Target  string         `json:"target"`
	Tooltip string         `json:"tooltip,omitempty"`
}

func (s *Server) documentLink(params json.RawMessage) (work, error) {
	return s.aboutDocument(params, func(snap *snapshot) any {
		links := []documentLink{}
		for _, l := range outline.Links(snap.read()) {
			link := documentLink{Range: s.encoding.rangeOf(snap.lines, l.Span), Target: l.Target}
			if s.client.linkTooltips {
				link.Tooltip = l.Tooltip
			}
			links = append(links, link)
		}
		return links
	})
}

// aboutDocument is the work of a request about a whole document.
func (s *Server) aboutDocument(params json.RawMessage, answer func(*snapshot) any) (work, error) {
	var p struct {
		TextDocument documentIdentifier `json:"textDocument"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	snap, ok := s.snapshotOf(p.TextDocument.URI)
	if !ok {
		return nothing, nil
	}
	return func(context.Context) (any, error) { return answer(snap), nil }, nil
}
