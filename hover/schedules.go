package hover

import (
	"fmt"
	"strings"

	"github.com/kam-ls/kam-ls/cron"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/spec"
)

// Reading is what a schedule of a file says.
type Reading struct {
	Workload *spec.Workload
	Schedule *cron.Schedule
	Value    document.Span // of the expression
	Owner    document.Span // of the key that names the workload, or its first one
	Text     string        // in English
	Next     []cron.Run    // as many as Options.Runs says
}

// Schedules reads the schedules of a file that Kubernetes accepts, once each
// where aliases repeat them.
func Schedules(file *spec.File, opts Options) []Reading {
	var list []Reading
	seen := map[*document.Node]bool{}
	for _, w := range file.Workloads {
		if w.Kind != "" || len(w.Objects) == 0 {
			continue
		}
		n := w.Objects[0].Value("schedule")
		expr, ok := w.Schedule()
		if !ok || seen[n] || n.Unclosed() {
			continue
		}
		seen[n] = true
		s, err := cron.Parse(expr)
		if err != nil {
			continue
		}
		r := Reading{Workload: w, Schedule: s, Value: n.Span(), Text: s.Describe(), Next: s.Next(opts.Now, opts.Runs)}
		switch {
		case w.NameKey != nil:
			r.Owner = w.NameKey.Span()
		case w.Key != nil:
			r.Owner = w.Key.Span()
		default:
			r.Owner = w.Objects[0].Node.Entries[0].Key.Span()
		}
		list = append(list, r)
	}
	return list
}

// Summary is the reading and the next run in a line.
func (r Reading) Summary(opts Options) string {
	if len(r.Next) == 0 {
		return r.Text
	}
	next := r.Next[0].Time
	return fmt.Sprintf("%s; next %s, %s", r.Text, next.Format("Mon 2006-01-02 15:04 MST"), cron.Distance(next.Sub(opts.Now)))
}

// Preview is the next runs of a schedule as text, a line each.
func (r Reading) Preview(opts Options) string {
	return strings.Join(append([]string{r.Workload.Name + ": " + r.Text}, r.Runs(opts)...), "\n")
}

// Runs are the next runs as people read them: by the clock of their zone, how far
// away they are, and what is odd about them.
func (r Reading) Runs(opts Options) []string {
	runs := make([]string, len(r.Next))
	for i, run := range r.Next {
		runs[i] = line(run, opts)
	}
	return runs
}

// line is a run as people read it.
func line(run cron.Run, opts Options) string {
	text := run.Time.Format("Mon 2006-01-02 15:04 MST") + ", " + cron.Distance(run.Time.Sub(opts.Now))
	if remark := run.Remark(); remark != "" {
		text += " (" + remark + ")"
	}
	return text
}

// fieldAt explains the field of a schedule that the cursor is in.
func fieldAt(doc *document.Document, n *document.Node, offset int) string {
	at, ok := n.ValueOffset(doc.Text(), offset)
	if !ok {
		return ""
	}
	field, start, end, ok := cron.FieldAt(n.Value, at)
	if !ok || start == end {
		return ""
	}
	f := cron.Fields[field]
	text := fmt.Sprintf("\n\n%s is the **%s**: ", code(n.Value[start:end]), f.Name)
	if s, err := cron.Parse(n.Value); err == nil {
		return text + s.FieldMeaning(field)
	}
	return text + "takes " + escape(f.Takes())
}

// Signature is the five fields of a schedule, for whoever writes one.
type Signature struct {
	Label      string
	Parameters []document.Span // of the fields, in Label
	Doc        []string        // of each field
	Active     int             // the field at the cursor
}

// SignatureAt says which field of a schedule an offset is in; it reports false
// elsewhere.
func SignatureAt(file *spec.File, offset int) (Signature, bool) {
	i := file.Doc.RootAt(offset)
	if i < 0 {
		return Signature{}, false
	}
	node := file.Doc.Roots()[i].Node.At(offset)
	if node == nil || node.IsKey() {
		return Signature{}, false
	}
	place, ok := file.Place(node)
	if !ok || !isSchedule(place) {
		return Signature{}, false
	}
	at, ok := node.ValueOffset(file.Doc.Text(), offset)
	if !ok {
		return Signature{}, false
	}
	sig := Signature{}
	if sig.Active, _, _, ok = cron.FieldAt(node.Value, at); !ok {
		return Signature{}, false
	}
	for i, f := range cron.Fields {
		if i > 0 {
			sig.Label += "  "
		}
		start := len(sig.Label)
		sig.Label += strings.ReplaceAll(f.Name, " ", "-")
		sig.Parameters = append(sig.Parameters, document.Span{Start: start, End: len(sig.Label)})
		sig.Doc = append(sig.Doc, f.Takes())
	}
	return sig, true
}
