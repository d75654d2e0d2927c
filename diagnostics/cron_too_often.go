package diagnostics

import "github.com/kam-ls/kam-ls/cron"

// The schedule fires every minute, or asks for more.
//
// A CronJob creates at most one Job a minute, so a shorter interval has no
// effect; and a Pod takes seconds to start, so that a run a minute is seldom what
// is meant. A process that always runs is a better fit.
//
// Bad:
//
//	schedule: "* * * * *"
//
// Good:
//
//	schedule: "*/5 * * * *"
var cronTooOften = &Rule{ID: "cron-too-often", Severity: Warning, check: func(p *pass) { p.cronNotes(cron.TooOften) }}
