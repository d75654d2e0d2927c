package diagnostics

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/spec"
)

// Two files or folders of a container are in each other's way.
//
// On one path only one thing can be mounted; '/a' and '/a/' are one path. A
// folder that is mounted hides what the image has there, and what is mounted
// below it may be hidden too or fail to appear, which is a warning.
//
// Bad:
//
//	secrets:
//	  db:
//	    type: opaque
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    dirs:
//	      /etc/app: secret://db
//	      /etc/app/: configmap://app
//
// Good:
//
//	secrets:
//	  db:
//	    type: opaque
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    dirs:
//	      /etc/app/db: secret://db
//	      /etc/app/settings: configmap://app
var mountConflict = &Rule{ID: "mount-conflict", Severity: Error, check: func(p *pass) {
	for _, c := range p.objectsOf("Container") {
		byPath := map[string]mount{}
		for _, m := range p.mounts(c) {
			if pathFault(m.key.Value, m.folder) != "" {
				continue
			}
			clean := path.Clean(m.key.Value)
			first, taken := byPath[clean]
			if !taken {
				byPath[clean] = m
				continue
			}
			if first.key.Span().Start > m.key.Span().Start { // dirs may stand before files
				first, m = m, first
			}
			d := at(m.key, fmt.Sprintf("two mounts on the path '%s': expected one", clean))
			d.Related = []Related{{first.key.Span(), "the other stands here"}}
			p.report(d)
		}
		p.hidden(byPath)
	}
}}

// hidden reports the mounts that lie below another. In order of their paths, all
// that is below a folder follows it: those around the present path are a stack.
func (p *pass) hidden(byPath map[string]mount) {
	paths := slices.SortedFunc(maps.Keys(byPath), func(a, b string) int { return strings.Compare(a+"/", b+"/") })
	var around []string
	for _, clean := range paths {
		for len(around) > 0 && !strings.HasPrefix(clean, around[len(around)-1]+"/") {
			around = around[:len(around)-1]
		}
		if len(around) > 0 {
			p.hiddenBy(byPath[clean], clean, byPath[around[len(around)-1]], around[len(around)-1])
		}
		around = append(around, clean)
	}
}

func (p *pass) hiddenBy(m mount, clean string, outer mount, dir string) {
	d := at(m.key, fmt.Sprintf("'%s' lies in the folder '%s', which is mounted too and may hide it", clean, dir))
	d.Severity = Warning
	if !outer.folder {
		d.Message = fmt.Sprintf("'%s' lies below '%s', which is a file: expected another path", clean, dir)
		d.Severity = Error
	}
	d.Related = []Related{{outer.key.Span(), "that stands here"}}
	p.report(d)
}

// mount is a file or a folder of a container.
type mount struct {
	entry
	folder bool
}

// mounts are the files and the folders of a container.
func (p *pass) mounts(c *spec.Object) []mount {
	var list []mount
	for _, e := range p.entries(c, "files") {
		list = append(list, mount{e, false})
	}
	for _, e := range p.entries(c, "dirs") {
		list = append(list, mount{e, true})
	}
	return list
}
