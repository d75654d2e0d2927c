package diagnostics

import (
	"time"

	"github.com/kam-ls/kam-ls/cron"
	"github.com/kam-ls/kam-ls/document"
)

// A change of the clock drops, repeats or moves a run.
//
// With "cron.timeZone" set, schedules count in that zone. In most zones the clock
// skips an hour once a year and shows another twice: a run in the first is left out
// or late, one in the second may come twice. Where the clock is moved at midnight, or
// by half an hour, the search for the next run goes astray as well: Kubernetes then
// misses runs at other times of the day, or of a whole day, and may run on a day that
// the schedule does not name.
//
// The runs of the coming year are compared with the times that the schedule names,
// and the finding tells of the first change that makes a difference. A schedule for
// every hour keeps its pace, and is not reported for that.
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
		if list := s.Disturbances(p.now.In(zone)); len(list) > 0 {
			p.report(at(n, list[0].Message()))
		}
	})
}}
