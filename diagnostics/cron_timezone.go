package diagnostics

import "github.com/kam-ls/kam-ls/cron"

// The schedule carries a time zone.
//
// Kubernetes refuses TZ= and CRON_TZ= in a schedule; the zone is a setting of
// its own. Set "cron.timeZone" in the configuration: rendering writes it where it
// belongs.
//
// Bad:
//
//	schedule: "TZ=Europe/Berlin 0 3 * * *"
//
// Good:
//
//	schedule: "0 3 * * *"
var cronTimeZone = &Rule{ID: "cron-timezone", Severity: Error, check: func(p *pass) { p.cronErrors(cron.TimeZone) }}
