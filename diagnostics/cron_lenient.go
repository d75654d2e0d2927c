package diagnostics

import "github.com/kam-ls/kam-ls/cron"

// The schedule is accepted by accident.
//
// The parser that Kubernetes uses lets some spellings pass that no other cron
// knows: an empty item in a list, a sign before a number, a range behind a star.
// The fix writes the same schedule as everybody does.
//
// Bad:
//
//	schedule: "1,,2 3 * * *"
//
// Good:
//
//	schedule: "1,2 3 * * *"
var cronLenient = &Rule{ID: "cron-lenient", Severity: Warning, check: func(p *pass) { p.cronNotes(cron.Lenient) }}
