package diagnostics

import (
	"fmt"
	"time"

	"github.com/kam-ls/kam-ls/cron"
	"github.com/kam-ls/kam-ls/document"
)

// A run falls into a change of daylight saving time.
//
// With "cron.timeZone" set, schedules count in that zone. Once a year an hour is
// left out there and once it comes twice: a run in the first is skipped or
// shifted, one in the second may come twice. The finding names the next such day.
//
// Bad:
//
//	# with cron.timeZone: Europe/Berlin
//	schedule: "30 2 * * *"
//
// Good:
//
//	# with cron.timeZone: Europe/Berlin
//	schedule: "30 4 * * *"
var cronDST = &Rule{ID: "cron-dst", Severity: Info, check: func(p *pass) {
	name := p.config.Cron.TimeZone
	if name == "" {
		return
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return
	}
	p.schedules(func(n *document.Node, expr string) {
		s, err := cron.Parse(expr)
		if err != nil {
			return
		}
		if message, ok := s.Transition(p.now.In(zone)); ok {
			p.report(at(n, fmt.Sprintf("in %s %s", name, message)))
		}
	})
}}
