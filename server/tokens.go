package server

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/tokens"
)

// tokenSupport is what a client can do with tokens. A type or a modifier that it
// does not know has no index.
type tokenSupport struct {
	types       map[tokens.Type]uint32
	legend      []string
	declaration bool
}

func newTokenSupport(types, modifiers []string) tokenSupport {
	s := tokenSupport{types: map[tokens.Type]uint32{}, legend: []string{}, declaration: slices.Contains(modifiers, "declaration")}
	for _, t := range tokens.Types {
		if slices.Contains(types, string(t)) {
			s.types[t] = uint32(len(s.legend))
			s.legend = append(s.legend, string(t))
		}
	}
	return s
}

// semanticTokensOptions has what the library leaves to the reader.
type semanticTokensOptions struct {
	Legend struct {
		TokenTypes     []string `json:"tokenTypes"`
		TokenModifiers []string `json:"tokenModifiers"`
	} `json:"legend"`
	Range bool `json:"range"`
	Full  any  `json:"full"`
}

func (s tokenSupport) options(delta bool) semanticTokensOptions {
	var o semanticTokensOptions
	o.Legend.TokenTypes, o.Legend.TokenModifiers = s.legend, []string{}
	if s.declaration {
		o.Legend.TokenModifiers = []string{"declaration"}
	}
	o.Range, o.Full = true, map[string]bool{"delta": delta}
	return o
}

// semanticTokens are tokens as LSP numbers them: five numbers for each.
type semanticTokens struct {
	ResultID string   `json:"resultId,omitempty"`
	Data     []uint32 `json:"data"`
}

// tokensDelta is what makes earlier tokens the present ones.
type tokensDelta struct {
	ResultID string       `json:"resultId"`
	Edits    []tokensEdit `json:"edits"`
}

// tokensEdit counts numbers, not tokens.
type tokensEdit struct {
	Start       int      `json:"start"`
	DeleteCount int      `json:"deleteCount"`
	Data        []uint32 `json:"data"`
}

func (s *Server) semanticTokensFull(params json.RawMessage) (work, error) {
	return s.aboutDocument(params, func(snap *snapshot) any {
		return s.remember(snap, s.tokenData(snap, document.Span{End: len(snap.text)}))
	})
}

func (s *Server) semanticTokensRange(params json.RawMessage) (work, error) {
	var p struct {
		Range protocol.Range `json:"range"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	return s.aboutDocument(params, func(snap *snapshot) any {
		span := document.Span{Start: s.encoding.offset(snap.lines, p.Range.Start), End: s.encoding.offset(snap.lines, p.Range.End)}
		return semanticTokens{Data: s.tokenData(snap, span)}
	})
}

// semanticTokensDelta answers with what changed since the tokens that the client
// has, and with all of them where these are not the last ones.
func (s *Server) semanticTokensDelta(params json.RawMessage) (work, error) {
	var p struct {
		TextDocument documentIdentifier `json:"textDocument"`
		Previous     string             `json:"previousResultId"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	snap, ok := s.snapshotOf(p.TextDocument.URI)
	if !ok {
		return nothing, nil
	}
	return func(context.Context) (any, error) {
		s.mu.Lock()
		var before semanticTokens
		if doc := s.documents[snap.uri]; doc != nil {
			before = doc.tokens
		}
		s.mu.Unlock()
		now := s.remember(snap, s.tokenData(snap, document.Span{End: len(snap.text)}))
		if before.ResultID == "" || before.ResultID != p.Previous {
			return now, nil
		}
		return tokensDelta{now.ResultID, changed(before.Data, now.Data)}, nil
	}, nil
}

// changed is the one edit that makes of some tokens others, or none.
func changed(before, now []uint32) []tokensEdit {
	head := 0
	for head < min(len(before), len(now)) && before[head] == now[head] {
		head++
	}
	tail := 0
	for tail < min(len(before), len(now))-head && before[len(before)-1-tail] == now[len(now)-1-tail] {
		tail++
	}
	if head == len(before) && head == len(now) {
		return []tokensEdit{}
	}
	return []tokensEdit{{head, len(before) - head - tail, now[head : len(now)-tail]}}
}

// remember keeps the tokens that a client is given, for the next delta.
func (s *Server) remember(snap *snapshot, data []uint32) semanticTokens {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokenResults++
	t := semanticTokens{strconv.Itoa(s.tokenResults), data}
	if doc := s.documents[snap.uri]; doc != nil {
		doc.tokens = t
	}
	return t
}

// tokenData are the tokens that touch a span, each counted from the one before.
func (s *Server) tokenData(snap *snapshot, span document.Span) []uint32 {
	data := []uint32{}
	var last protocol.Position
	for _, t := range tokens.In(snap.read(), span) {
		index, ok := s.client.tokens.types[t.Type]
		r := s.encoding.rangeOf(snap.lines, t.Span)
		if !ok || r.Start.Line != r.End.Line {
			continue
		}
		modifiers := uint32(0)
		if t.Declares && s.client.tokens.declaration {
			modifiers = 1
		}
		if r.Start.Line != last.Line {
			last.Character = 0
		}
		data = append(data, r.Start.Line-last.Line, r.Start.Character-last.Character, r.End.Character-r.Start.Character, index, modifiers)
		last = r.Start
	}
	return data
}
