package diagnostics

import (
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/spec"
)

// A spec file holds no workload.
//
// The file is empty, holds comments only, or a mapping that is neither a Job nor
// names Jobs nor has "workload".
//
// Bad:
//
//	# nothing here yet
//
// Good:
//
//	schedule: "0 3 * * *"
//	containers:
//	  web:
//	    image: "nginx:1.27"
var emptySpec = &Rule{ID: "empty-spec", Severity: Warning, check: func(p *pass) {
	if p.isConfiguration() || len(p.file.Workloads) > 0 || len(p.doc.Broken()) > 0 {
		return
	}
	d := Diagnostic{Message: "no workload in this file: expected a Job's attributes (" + strings.Join(spec.AttributeNames(p.file.Schema.Type("Job")), ", ") + "), Jobs by name, or 'workload'"}
	empty := true
	for _, root := range p.doc.Roots() {
		n := root.Node.Resolve()
		switch {
		case n == nil || n.Null() || n.Kind == document.Mapping && len(n.Entries) == 0:
		case n.Kind != document.Mapping:
			return // wrong-type says so
		default:
			if empty {
				d.Span = n.Entries[0].Key.Span()
			}
			empty = false
		}
	}
	if empty {
		d.Fixes = []Fix{p.insertJob()}
	}
	p.report(d)
}}

// insertJob is the fix that writes the reference's example of a Job into a file
// without content, below its comments.
func (p *pass) insertJob() Fix {
	text := p.doc.Text()
	job := strings.TrimRight(p.file.Schema.Type("Job").Example, "\n") + "\n"
	span := document.Span{Start: len(text), End: len(text)}
	if p.doc.Language() == document.JSON {
		job = "{\n  \"schedule\": \"0 3 * * *\",\n  \"containers\": {\n    \"main\": {\n      \"image\": \"busybox:1.28\"\n    }\n  }\n}\n"
		span.Start = 0
	}
	for _, root := range p.doc.Roots() {
		if !root.Node.Empty() { // "{}" or "null"
			span = root.Node.FullSpan()
		}
	}
	if strings.HasPrefix(text[span.End:], "\n") || strings.HasPrefix(text[span.End:], "\r\n") {
		job = strings.TrimSuffix(job, "\n")
	}
	if span.Start > 0 && span.Start == len(text) && !strings.HasSuffix(text, "\n") {
		job = "\n" + job
	}
	return Fix{Title: "Insert a Job", Edits: []document.Edit{edit.Replace(span, strings.ReplaceAll(job, "\n", edit.LineBreak(p.doc)))}}
}
