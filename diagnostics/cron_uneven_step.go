package diagnostics

import "github.com/kam-ls/kam-ls/cron"

// A step does not divide its range.
//
// Steps start anew with every hour, day or month: "*/45" in the minute field
// fires at 0 and 45, and 15 minutes later at 0 again. A step as large as the
// range fires once.
//
// Bad:
//
//	schedule: "*/45 * * * *"
//
// Good:
//
//	schedule: "*/30 * * * *"
var cronUnevenStep = &Rule{ID: "cron-uneven-step", Severity: Warning, check: func(p *pass) { p.cronNotes(cron.UnevenStep) }}
