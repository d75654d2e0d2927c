// Package hover explains the node under the cursor in Markdown: an attribute
// with its reference, a schedule with its reading and next runs.
package hover

import (
	"fmt"
	"strings"
	"time"

	"github.com/kam-ls/kam-ls/cron"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// Options are what a hover depends on besides the document.
type Options struct {
	Now  time.Time // runs are counted from here, in its zone
	Runs int       // how many next runs of a schedule are shown
}

// Hover is an explanation of a span of the document.
type Hover struct {
	Span     document.Span
	Markdown string
}

// At explains what stands at an offset; it reports false where there is
// nothing to say.
func At(file *spec.File, offset int, opts Options) (Hover, bool) {
	if h, ok := ignored(file.Doc, offset); ok {
		return h, true
	}
	i := file.Doc.RootAt(offset)
	if i < 0 {
		return Hover{}, false
	}
	node := file.Doc.Roots()[i].Node.At(offset)
	if node == nil || !node.Span().Contains(offset) || node.Kind == document.Mapping || node.Kind == document.Sequence {
		return Hover{}, false
	}
	if h, ok := symbol(file, offset); ok {
		return h, true
	}
	place, ok := file.Place(node)
	if !ok {
		return workloadName(file, node)
	}
	span := node.Span()
	switch {
	case node.IsKey() && place.Type != nil && place.Attribute != nil:
		return Hover{span, Attribute(place.Type, place.Attribute)}, true
	case node.IsKey() && place.Type == nil:
		return element(file, node)
	case isSchedule(place) && node.Kind == document.Scalar:
		return Hover{span, schedule(node.Value, opts) + fieldAt(file.Doc, node, offset)}, true
	case place.Attribute != nil && !node.IsKey() && !node.Empty():
		text := value(node, place)
		if text != "" {
			text += "\n\n"
		}
		return Hover{span, text + Attribute(owner(file, node, place), place.Attribute)}, true
	}
	return Hover{}, false
}

func isSchedule(p spec.Place) bool {
	return p.Type != nil && p.Type.Name == "Job" && p.Attribute != nil && p.Attribute.Name == "schedule"
}

// owner is the type that a place's attribute belongs to, also where the node
// stands deeper in its value.
func owner(file *spec.File, node *document.Node, place spec.Place) *schema.Type {
	for n := node; n != nil; n = n.Parent {
		if p, ok := file.Place(n); ok && p.Type != nil {
			return p.Type
		}
	}
	return place.Type
}

// workloadName explains the key of a named workload, and "workload" itself.
func workloadName(file *spec.File, node *document.Node) (Hover, bool) {
	for _, w := range file.Workloads {
		if (w.Key == node || w.NameKey == node) && w.Kind == "" {
			return Hover{node.Span(), workload(w, file.Schema.Root())}, true
		}
	}
	return Hover{}, false
}

// element explains a key that somebody chose: the name of a container, a
// secret, a variable.
func element(file *spec.File, node *document.Node) (Hover, bool) {
	value := node.Entry().Value
	place, ok := file.Place(value)
	if !ok || place.Attribute == nil {
		return Hover{}, false
	}
	if r := diagnostics.Lookup(node.Value); r != nil && file.Schema.IsConfiguration() && place.Attribute.Name == "rules" {
		return Hover{node.Span(), Rule(r)}, true
	}
	if place.Expected != nil && (place.Expected.Kind == schema.Ref || place.Expected.Kind == schema.Union) {
		if t := file.TypeOf(value, place.Expected); t != nil {
			return Hover{node.Span(), Type(t)}, true
		}
	}
	return Hover{node.Span(), Attribute(owner(file, node, place), place.Attribute)}, true
}

// ignored explains a rule that a comment to kam-ls names.
func ignored(doc *document.Document, offset int) (Hover, bool) {
	for _, c := range doc.Comments() {
		if !c.Contains(offset) {
			continue
		}
		text := c.Of(doc.Text())
		if !strings.HasPrefix(strings.TrimLeft(text, "# \t"), diagnostics.DirectivePrefix) {
			break
		}
		start, end := offset-c.Start, offset-c.Start
		for start > 0 && isRuleChar(text[start-1]) {
			start--
		}
		for end < len(text) && isRuleChar(text[end]) {
			end++
		}
		if r := diagnostics.Lookup(text[start:end]); r != nil {
			return Hover{document.Span{Start: c.Start + start, End: c.Start + end}, Rule(r)}, true
		}
		break
	}
	return Hover{}, false
}

func isRuleChar(c byte) bool { return 'a' <= c && c <= 'z' || c == '-' }

// Rule is the explanation of a rule in Markdown.
func Rule(r *diagnostics.Rule) string {
	return fmt.Sprintf("**%s**: %s\n\n%s\n[docs/rules/%s.md](%s)", r.ID, r.Severity, r.Markdown(), r.ID, diagnostics.URL(r.ID))
}

// Attribute is the reference of an attribute of a type in Markdown.
func Attribute(t *schema.Type, a *schema.Attribute) string {
	var b strings.Builder
	name := a.Name
	if t != nil {
		name = t.Name + "." + name
	}
	fmt.Fprintf(&b, "**%s**: `%s`", name, a.Type)
	if a.Required {
		b.WriteString(", required")
	}
	if a.Default != "" {
		fmt.Fprintf(&b, ", default `%s`", a.Default)
	}
	if c := a.Constraints.String(); c != "" {
		fmt.Fprintf(&b, ", %s", c)
	}
	fmt.Fprintf(&b, "\n\n%s", a.Doc)
	writeExample(&b, a.Example)
	writeLinks(&b, a.Links)
	return b.String()
}

// Type is the reference of a schema type in Markdown.
func Type(t *schema.Type) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n\n%s", t.Name, t.Doc)
	writeExample(&b, t.Example)
	if t.Link != "" {
		writeLinks(&b, []string{t.Link})
	}
	return b.String()
}

func writeExample(b *strings.Builder, example string) {
	if example != "" {
		fmt.Fprintf(b, "\n\n```yaml\n%s\n```", strings.TrimRight(example, "\n"))
	}
}

func writeLinks(b *strings.Builder, links []string) {
	for _, link := range links {
		fmt.Fprintf(b, "\n\n[%s](%s)", strings.TrimPrefix(link, "https://"), link)
	}
}

// schedule is the reading of a cron expression with its next runs, or why it
// is none.
func schedule(expr string, opts Options) string {
	var b strings.Builder
	s, err := cron.Parse(expr)
	if err != nil {
		fmt.Fprintf(&b, "**schedule**: not a schedule, %s", escape(err.Message))
		return b.String()
	}
	fmt.Fprintf(&b, "**schedule**: %s", s.Describe())
	for _, note := range s.Notes() {
		fmt.Fprintf(&b, "\n\n_%s_", escape(note.Message))
	}
	for _, d := range s.Disturbances(opts.Now) {
		fmt.Fprintf(&b, "\n\n_%s_", escape(d.Message()))
	}
	runs := s.Next(opts.Now, opts.Runs)
	if len(runs) == 0 {
		return b.String()
	}
	fmt.Fprintf(&b, "\n\nNext runs (%s):\n", opts.Now.Location())
	for _, run := range runs {
		b.WriteString("\n- " + line(run, opts))
	}
	return b.String()
}

// code is a piece of the file as code in Markdown. It stays in one paragraph: a blank
// line would end the code, and what follows could be a link, or an image that an
// editor fetches.
func code(s string) string {
	return "`" + strings.Join(strings.Fields(strings.ReplaceAll(s, "`", "")), " ") + "`"
}

// escape writes text that may quote the file so that Markdown shows it as it is.
func escape(s string) string { return escaper.Replace(s) }

var escaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "!", `\!`, "#", `\#`, "|", `\|`, "\n", " ",
)
