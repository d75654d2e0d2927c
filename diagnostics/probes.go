package diagnostics

import (
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/spec"
)

// The attributes of a container that take a probe.
const (
	liveness  = "livenessProbe"
	readiness = "readinessProbe"
	startup   = "startupProbe"
)

// probe is a probe of a container and what it is for.
type probe struct {
	*spec.Object
	container *spec.Object
	kind      string          // the container's attribute
	field     *document.Field // in the container
}

// probes are the probes of all containers; one that an alias repeats is there
// for each use.
func (p *pass) probes() []probe {
	var list []probe
	p.workloads(func(w *spec.Workload) {
		for _, c := range w.Objects {
			if c.Type.Name != "Container" {
				continue
			}
			for _, kind := range []string{liveness, readiness, startup} {
				if f := c.Field(kind); f != nil {
					if o := w.Object(f.Value); o != nil {
						list = append(list, probe{o, c, kind, f})
					}
				}
			}
		}
	})
	return list
}
