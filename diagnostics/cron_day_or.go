package diagnostics

import "github.com/kam-ls/kam-ls/cron"

// Both day fields are restricted, and either is enough.
//
// Where the day of month and the day of week are both given, cron fires on days
// that match one of them, not only on those that match both. If that is what you
// want, ignore the warning with a reason.
//
// Bad:
//
//	schedule: "0 3 13 * 5"
//
// Good:
//
//	schedule: "0 3 13 * *"
var cronDayOr = &Rule{ID: "cron-day-or", Severity: Warning, check: func(p *pass) { p.cronNotes(cron.DayOr) }}
