package diagnostics

import "github.com/kam-ls/kam-ls/cron"

// The schedule is not a cron expression that Kubernetes accepts.
//
// Kubernetes takes five fields, or a macro in lower case, and no more: no
// seconds, no 7 for Sunday, no L, W or #, no range that wraps around. The message
// names the field and what it takes.
//
// Bad:
//
//	schedule: "0 0 * * 7"
//
// Good:
//
//	schedule: "0 0 * * 0"
var cronSyntax = &Rule{ID: "cron-syntax", Severity: Error, check: func(p *pass) { p.cronErrors(cron.Syntax) }}
