package diagnostics

import (
	"fmt"
	"slices"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/schema"
	"github.com/kam-ls/kam-ls/spec"
)

// A value has the right type but is not one that its attribute takes.
//
// It is not in the attribute's enumeration, is below its minimum or above its
// maximum, or does not match its pattern. The reference of each attribute names
// its constraints.
//
// Bad:
//
//	secrets:
//	  db:
//	    type: basics
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    dirs:
//	      /mnt/db: secret://db
//
// Good:
//
//	secrets:
//	  db:
//	    type: basic
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    dirs:
//	      /mnt/db: secret://db
var invalidValue = &Rule{ID: "invalid-value", Severity: Error, check: func(p *pass) {
	p.problems(func(f failure) {
		n := f.value
		if n == nil || f.isEmptyContainers(n) || f.hasRule() {
			return
		}
		d := at(n, p.violation(f, n))
		if n.Kind != document.Scalar {
			d.Span = headSpan(p.doc, n)
		}
		d.Fixes = p.nearestValue(f, n)
		p.report(d)
	}, schema.NotInEnum, schema.BelowMinimum, schema.AboveMaximum, schema.PatternMismatch, schema.TooFew)
}}

// hasRule reports whether a failure is one that a rule of its own speaks of.
func (f failure) hasRule() bool {
	if f.Kind == schema.TooFew {
		return f.isEmptyCommand()
	}
	if f.Kind != schema.BelowMinimum || len(f.Path) != 1 {
		return false
	}
	switch attribute := f.Path[0]; f.object.Type.Name {
	case "Job":
		return attribute == "replicas"
	case "Probe":
		return attribute == "terminationGracePeriod" || slices.Contains(probeNumbers, attribute)
	}
	return false
}

func (p *pass) violation(f failure, n *document.Node) string {
	name := ""
	if f.Attribute != nil {
		name = fmt.Sprintf(" of '%s'", f.Attribute.Name)
	}
	value := quoted(p.doc, n)
	switch f.Kind {
	case schema.NotInEnum:
		return fmt.Sprintf("unknown value %s%s: expected %s", value, name, list(f.Expected.Values))
	case schema.BelowMinimum:
		return fmt.Sprintf("%s is below the minimum%s: expected at least %s", value, name, f.Limit)
	case schema.AboveMaximum:
		return fmt.Sprintf("%s is above the maximum%s: expected at most %s", value, name, f.Limit)
	case schema.PatternMismatch:
		return fmt.Sprintf("%s does not match the pattern%s: expected %s", value, name, f.Limit)
	}
	if n.Kind == document.Scalar {
		return fmt.Sprintf("%s is too short for the value%s: expected at least %s characters", value, name, f.Limit)
	}
	return fmt.Sprintf("too few items in the value%s: expected at least %s", name, f.Limit)
}

func (p *pass) nearestValue(f failure, n *document.Node) []Fix {
	var values []string
	switch f.Kind {
	case schema.NotInEnum:
		if near := spec.Nearest(n.Value, f.Expected.Values); near != "" {
			values = []string{near}
		}
	case schema.BelowMinimum, schema.AboveMaximum:
		return []Fix{{Title: "Write " + f.Limit, Edits: []document.Edit{edit.Replace(n.Span(), f.Limit)}}}
	}
	fixes := make([]Fix, 0, len(values))
	for _, v := range values {
		fixes = append(fixes, Fix{Title: fmt.Sprintf("Change to '%s'", v), Edits: []document.Edit{edit.Rewrite(p.doc, n, v)}})
	}
	return fixes
}
