package diagnostics

import "github.com/kam-ls/kam-ls/cron"

// The schedule is valid and never fires.
//
// It asks for a day that no month has. Kubernetes accepts it and creates no Job,
// without a word.
//
// Bad:
//
//	schedule: "0 3 30 2 *"
//
// Good:
//
//	schedule: "0 3 28 2 *"
var cronNeverFires = &Rule{ID: "cron-never-fires", Severity: Error, check: func(p *pass) { p.cronNotes(cron.NeverFires) }}
