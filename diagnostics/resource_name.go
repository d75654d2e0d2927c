package diagnostics

import (
	"fmt"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

// A container asks for a resource that Kubernetes does not know.
//
// There are cpu, memory and ephemeral-storage, huge pages such as hugepages-2Mi,
// which need cpu or memory beside them, and what vendors add under a domain:
// nvidia.com/gpu.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    resources:
//	      mem: 256Mi
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    resources:
//	      memory: 256Mi
var resourceName = &Rule{ID: "resource-name", Severity: Error, check: func(p *pass) {
	for _, c := range p.objectsOf("Container") {
		resources := p.entries(c, "resources")
		var pages *document.Node
		standard := false
		for _, e := range resources {
			name := e.key.Value
			standard = standard || name == kube.CPU || name == kube.Memory
			fault := kube.ResourceName(name)
			if fault == "" {
				if kube.IsHugePages(name) && pages == nil {
					pages = e.key
				}
				continue
			}
			if (name == "limits" || name == "requests") && e.value.Kind == document.Mapping {
				fault = "expected the resources themselves, with amounts such as 256Mi-1Gi for MIN-MAX"
			}
			d := at(e.key, fmt.Sprintf("unknown resource %s: %s", quoted(p.doc, e.key), fault))
			if near := nearestResource(name); near != "" && !e.field.Merged && p.free(e.key, near) {
				standard = true // said already
				d.Message = fmt.Sprintf("unknown resource %s: did you mean '%s'?", quoted(p.doc, e.key), near)
				d.Fixes = []Fix{{Title: fmt.Sprintf("Rename to '%s'", near), Edits: []document.Edit{edit.Rename(e.key, near)}}}
			}
			p.report(d)
		}
		if pages != nil && !standard {
			p.report(at(pages, fmt.Sprintf("'%s' stands alone: expected cpu or memory beside it", pages.Value)))
		}
	}
}}

// isNoResource reports whether a value that is no amount belongs to a resource that
// is none: to limits, as Kubernetes has them.
func (f failure) isNoResource(n *document.Node) bool {
	return f.object.Type.Name == "Container" && len(f.Path) == 2 && f.Path[0] == "resources" &&
		n.Kind != document.Scalar && kube.ResourceName(f.Path[1]) != "" && nearestResource(f.Path[1]) == ""
}

// nearestResource is the standard resource that a name probably means.
func nearestResource(name string) string {
	switch name {
	case "gpu", "gpus", "GPU": // of some vendor, not "cpu"
		return ""
	case "mem", "ram", "RAM":
		return kube.Memory
	case "cpus", "vcpu", "cores":
		return kube.CPU
	case "storage", "disk", "ephemeralStorage":
		return kube.EphemeralStorage
	}
	return spec.Nearest(name, kube.StandardResources)
}
