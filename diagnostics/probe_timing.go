package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/spec"
)

// The times of a probe are at odds with each other.
//
// An action that may take longer than the time to the next one makes them pile
// up. And while a startup probe has not succeeded no liveness probe runs, so that
// a liveness probe's initialDelaySeconds that is over before the startup probe
// can be does nothing.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        url: "http://localhost/healthz"
//	      periodSeconds: 5
//	      timeoutSeconds: 10
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    livenessProbe:
//	      probeHandler:
//	        url: "http://localhost/healthz"
//	      periodSeconds: 10
//	      timeoutSeconds: 5
var probeTiming = &Rule{ID: "probe-timing", Severity: Warning, check: func(p *pass) {
	all := p.probes()
	for _, pr := range all {
		timeout, period := number(pr.Object, "timeoutSeconds", 1), number(pr.Object, "periodSeconds", 10)
		if n := pr.Value("timeoutSeconds"); n != nil && period > 0 && timeout > period {
			p.report(at(n, fmt.Sprintf("a timeout of %d s is longer than the period of %d s: expected at most %d", timeout, period, period)))
		} else if n := pr.Value("periodSeconds"); n != nil && timeout > period && period > 0 {
			p.report(at(n, fmt.Sprintf("a period of %d s is shorter than the timeout of %d s: expected at least %d", period, timeout, timeout)))
		}
	}
	for _, pr := range all {
		if pr.kind != liveness {
			continue
		}
		for _, other := range all {
			if other.kind == startup && other.container == pr.container {
				p.startsTooSoon(pr, other)
			}
		}
	}
}}

// startsTooSoon reports a delay of a liveness probe that the startup probe makes
// void.
func (p *pass) startsTooSoon(pr, first probe) {
	delay := pr.Value("initialDelaySeconds")
	window := startupWindow(first.Object)
	if delay == nil || window < 0 {
		return
	}
	if v, ok := delay.Int(); ok && v > 0 && v < window {
		d := at(delay, fmt.Sprintf("a delay of %d s is over before the startup probe can be, after %d s: expected none, since the liveness probe waits for it anyway", v, window))
		d.Related = []Related{{first.field.Key.Span(), "the startup probe stands here"}}
		d.Fixes = p.removal("Remove 'initialDelaySeconds'", pr.Field("initialDelaySeconds"))
		p.report(d)
	}
}

// startupWindow is how long a container may take to start, in seconds; below 0
// where that is not known.
func startupWindow(o *spec.Object) int64 {
	delay := number(o, "initialDelaySeconds", 0)
	period, failures := number(o, "periodSeconds", 10), number(o, "failureThreshold", 3)
	const most = 1 << 31
	if delay < 0 || period < 0 || failures < 0 || delay > most || period > most || failures > most {
		return -1
	}
	return delay + period*failures
}
