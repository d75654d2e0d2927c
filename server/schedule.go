package server

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/hover"
)

// cronPreview is the command that shows the next runs of a schedule.
const cronPreview = "kam.cronPreview"

// schedulesCommand answers with all schedules of a document.
const schedulesCommand = "kam.schedules"

// schedules are the readings of a document's schedules, with runs from now on.
func (s *Server) schedules(snap *snapshot, runs int) ([]hover.Reading, hover.Options) {
	opts := hover.Options{Now: s.now().In(snap.zone()), Runs: runs}
	return hover.Schedules(snap.read(), opts), opts
}

// inlayHint shows the reading of a schedule behind it.
func (s *Server) inlayHint(params json.RawMessage) (work, error) {
	var p struct {
		TextDocument documentIdentifier `json:"textDocument"`
		Range        protocol.Range     `json:"range"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	snap, ok := s.snapshotOf(p.TextDocument.URI)
	if !ok || !s.shows("inlayHints", "schedule") {
		return func(context.Context) (any, error) { return []inlayHint{}, nil }, nil
	}
	return func(context.Context) (any, error) {
		lines := snap.lines
		wanted := document.Span{Start: s.encoding.offset(lines, p.Range.Start), End: s.encoding.offset(lines, p.Range.End)}
		hints := []inlayHint{}
		readings, _ := s.schedules(snap, 0)
		for _, r := range readings {
			if wanted.Contains(r.Value.End) {
				hints = append(hints, inlayHint{Position: s.encoding.position(lines, r.Value.End), Label: r.Text, PaddingLeft: true})
			}
		}
		return hints, nil
	}, nil
}

// codeLens shows above each workload when it runs next.
func (s *Server) codeLens(params json.RawMessage) (work, error) {
	var p struct {
		TextDocument documentIdentifier `json:"textDocument"`
	}
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	snap, ok := s.snapshotOf(p.TextDocument.URI)
	if !ok || !s.shows("codeLens", "enable") {
		return func(context.Context) (any, error) { return []protocol.CodeLens{}, nil }, nil
	}
	return func(context.Context) (any, error) {
		lenses := []protocol.CodeLens{}
		readings, opts := s.schedules(snap, 1)
		for i, r := range readings {
			lenses = append(lenses, protocol.CodeLens{
				Range:   s.encoding.rangeOf(snap.lines, r.Owner),
				Command: s.previewCommand(r.Summary(opts), snap, i),
			})
		}
		return lenses, nil
	}, nil
}

// previewCommand shows the runs of the i-th schedule of a document.
func (s *Server) previewCommand(title string, snap *snapshot, i int) *protocol.Command {
	return &protocol.Command{Title: title, Command: cronPreview, Arguments: []any{snap.uri, i}}
}

// previewAnswer is a schedule as data.
type previewAnswer struct {
	Workload    string         `json:"workload"`
	Schedule    string         `json:"schedule"` // as it is written
	Range       protocol.Range `json:"range"`    // of that
	Description string         `json:"description"`
	Notes       []string       `json:"notes"` // what surprises in it
	TimeZone    string         `json:"timeZone"`
	Next        []string       `json:"next"` // RFC 3339, in UTC
	Runs        []string       `json:"runs"` // the same as people read them, by the clock of the zone
	Week        *previewWeek   `json:"week"` // of the next run; null for "@every", and if there is none
}

// previewWeek has the runs of a week, by the clock of the time zone.
type previewWeek struct {
	Start string     `json:"start"` // its Monday, as 2006-01-02
	Runs  [7][24]int `json:"runs"`  // in each hour of each day
}

func (s *Server) previewOf(snap *snapshot, r hover.Reading, opts hover.Options) previewAnswer {
	answer := previewAnswer{
		Workload: r.Workload.Name, Schedule: r.Schedule.String(), Range: s.encoding.rangeOf(snap.lines, r.Value),
		Description: r.Text, Notes: []string{}, TimeZone: opts.Now.Location().String(), Next: []string{}, Runs: r.Runs(opts),
	}
	for _, note := range r.Schedule.Notes() {
		answer.Notes = append(answer.Notes, note.Message)
	}
	for _, d := range r.Schedule.Disturbances(opts.Now) {
		answer.Notes = append(answer.Notes, d.Message())
	}
	for _, run := range r.Next {
		answer.Next = append(answer.Next, run.Time.UTC().Format("2006-01-02T15:04:05Z"))
	}
	if len(r.Next) > 0 && r.Schedule.Anchored() {
		monday, week := r.Schedule.WeekOf(r.Next[0].Time)
		answer.Week = &previewWeek{monday.Format(time.DateOnly), week}
	}
	return answer
}

// preview shows the next runs of a schedule.
func (s *Server) preview(arguments []json.RawMessage) (work, error) {
	var uri string
	index := 0
	opts := struct {
		Message bool `json:"message"` // show them as a message, too
	}{true}
	if len(arguments) == 0 || json.Unmarshal(arguments[0], &uri) != nil || len(arguments) > 1 && json.Unmarshal(arguments[1], &index) != nil ||
		len(arguments) > 2 && json.Unmarshal(arguments[2], &opts) != nil {
		return nil, jsonrpc2.NewError(jsonrpc2.InvalidParams, "expected the uri of a document, the number of a schedule in it, from 0, and, if need be, options: {message}")
	}
	snap, ok := s.snapshotOf(uri)
	if !ok {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%q is not open, or no spec", uri)
	}
	return func(ctx context.Context) (any, error) {
		readings, hovered := s.schedules(snap, max(snap.config.Cron.PreviewCount, 1))
		if index < 0 || index >= len(readings) {
			return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "there is no schedule %d: the document has %d", index, len(readings))
		}
		r := readings[index]
		answer := s.previewOf(snap, r, hovered)
		if !opts.Message {
			return answer, nil
		}
		return answer, s.show(protocol.MessageTypeInfo, r.Preview(hovered))
	}, nil
}

// previews answers with all schedules of a document, in their order.
func (s *Server) previews(arguments []json.RawMessage) (work, error) {
	var uri string
	if len(arguments) == 0 || json.Unmarshal(arguments[0], &uri) != nil {
		return nil, jsonrpc2.NewError(jsonrpc2.InvalidParams, "expected the uri of a document")
	}
	snap, ok := s.snapshotOf(uri)
	if !ok {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "%q is not open, or no spec", uri)
	}
	return func(context.Context) (any, error) {
		readings, opts := s.schedules(snap, max(snap.config.Cron.PreviewCount, 1))
		answers := make([]previewAnswer, len(readings))
		for i, r := range readings {
			answers[i] = s.previewOf(snap, r, opts)
		}
		return answers, nil
	}, nil
}

// previewAction offers the next runs of the schedules that a span touches.
func (s *Server) previewAction(snap *snapshot, span document.Span) []codeAction {
	var actions []codeAction
	readings, _ := s.schedules(snap, 0)
	for i, r := range readings {
		if r.Value.Start <= span.End && span.Start <= r.Value.End {
			title := "Show the next runs"
			actions = append(actions, codeAction{Title: title, Kind: protocol.Source + ".kam.cronPreview", Command: s.previewCommand(title, snap, i)})
		}
	}
	return actions
}

// signatureHelp names the five fields while a schedule is typed.
func (s *Server) signatureHelp(params json.RawMessage) (work, error) {
	var p textDocumentPosition
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	snap, ok := s.snapshotOf(p.TextDocument.URI)
	if !ok {
		return nothing, nil
	}
	return func(context.Context) (any, error) {
		file := snap.read()
		sig, ok := hover.SignatureAt(file, s.encoding.offset(file.Doc.Lines(), p.Position))
		if !ok {
			return nil, nil
		}
		info := protocol.SignatureInformation{Label: sig.Label}
		for i, span := range sig.Parameters {
			// Labels are names, not offsets: every client knows those.
			info.Parameters = append(info.Parameters, protocol.ParameterInformation{Label: span.Of(sig.Label), Documentation: strings.TrimSpace(sig.Doc[i])})
		}
		return protocol.SignatureHelp{Signatures: []protocol.SignatureInformation{info}, ActiveParameter: uint32(sig.Active)}, nil
	}, nil
}
