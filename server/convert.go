package server

import (
	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/document"
)

// encoding is the unit that the columns of positions count.
type encoding uint8

const (
	utf16 encoding = iota
	utf8
)

func (e encoding) String() string {
	if e == utf8 {
		return "utf-8"
	}
	return "utf-16"
}

// offset converts a position to an offset in the text.
func (e encoding) offset(lines *document.Lines, p protocol.Position) int {
	line, column := clamp(p.Line), clamp(p.Character)
	if e == utf8 {
		return lines.UTF8ToOffset(line, column)
	}
	return lines.UTF16ToOffset(line, column)
}

// clamp keeps what a client sends in the range of an int on every platform.
func clamp(n uint32) int { return int(min(n, 1<<31-1)) }

// position converts an offset in the text to a position.
func (e encoding) position(lines *document.Lines, offset int) protocol.Position {
	line, column := 0, 0
	if e == utf8 {
		line, column = lines.OffsetToUTF8(offset)
	} else {
		line, column = lines.OffsetToUTF16(offset)
	}
	return protocol.Position{Line: uint32(line), Character: uint32(column)}
}

func (e encoding) rangeOf(lines *document.Lines, span document.Span) protocol.Range {
	return protocol.Range{Start: e.position(lines, span.Start), End: e.position(lines, span.End)}
}

func (e encoding) edits(lines *document.Lines, edits []document.Edit) []protocol.TextEdit {
	out := make([]protocol.TextEdit, len(edits))
	for i, edit := range edits {
		out[i] = protocol.TextEdit{Range: e.rangeOf(lines, edit.Span), NewText: edit.NewText}
	}
	return out
}

// content is Markdown as the client can show it.
func content(markdown string, ok bool) protocol.MarkupContent {
	kind := protocol.Markdown
	if !ok {
		kind = protocol.PlainText
	}
	return protocol.MarkupContent{Kind: kind, Value: markdown}
}
