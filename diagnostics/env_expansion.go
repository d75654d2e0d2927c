package diagnostics

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

// A variable is referred to where nothing puts its value in.
//
// Kubernetes replaces $(NAME) in command, in args and in the values of env by a
// variable of the same container, in env only by one that stands before. What it
// does not know it leaves as it is. $NAME is for shells: without one it is plain
// text. "$$(NAME)" stands for "$(NAME)".
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      URL: "https://$(HOST)/"
//	      HOST: example.com
//
// Good:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      HOST: example.com
//	      URL: "https://$(HOST)/"
var envExpansion = &Rule{ID: "env-expansion", Severity: Warning, check: func(p *pass) {
	p.workloads(func(w *spec.Workload) {
		for _, c := range w.Objects {
			if c.Type.Name == "Container" {
				p.expansions(w, c)
			}
		}
	})
}}

func (p *pass) expansions(w *spec.Workload, c *spec.Object) {
	env := p.entries(c, "env")
	defined := make(map[string]int, len(env))
	for i, e := range env {
		defined[e.key.Value] = i
	}
	for i, e := range env {
		value, ok := text(e.value)
		if !ok || strings.Contains(value, spec.SecretScheme) {
			continue
		}
		for _, r := range kube.Expansions(value) {
			name := r.Name
			j, ok := defined[name]
			switch {
			case ok && j < i || fromKubelet(name):
			case ok && j == i:
				p.report(at(e.value, fmt.Sprintf("'$(%s)' stays as it is: a variable cannot refer to itself", name)))
			case ok:
				d := at(e.value, fmt.Sprintf("'$(%s)' stays as it is, since '%s' is defined later: expected it before '%s'", name, name, e.key.Value))
				d.Related = []Related{{env[j].key.Span(), "the variable is defined here"}}
				p.report(d)
			default:
				p.report(at(e.value, fmt.Sprintf("'$(%s)' stays as it is: no variable '%s' in this container", name, name)))
			}
		}
	}
	command := p.items(c, "command")
	interpreter := readsVariables(command)
	for _, n := range append(command, p.items(c, "args")...) {
		p.unexpanded(n, defined, interpreter, "", len(command) > 0)
	}
	for _, hook := range []struct{ owner, attribute, place string }{
		{"livenessProbe", "probeHandler", ""}, {"readinessProbe", "probeHandler", ""}, {"startupProbe", "probeHandler", ""},
		{"lifecycle", "postStart", "a lifecycle hook"}, {"lifecycle", "preStop", "a lifecycle hook"},
	} {
		owner := w.Object(c.Value(hook.owner))
		if owner == nil {
			continue
		}
		if exec := w.Object(owner.Value(hook.attribute)); exec != nil && exec.Type.Name == "Exec" {
			command := p.items(exec, "command")
			for _, n := range command {
				p.unexpanded(n, defined, readsVariables(command), hook.place, true)
			}
		}
	}
}

// unexpanded reports references in an element of a command that nothing
// replaces. literal names the place where Kubernetes replaces none at all, ""
// elsewhere; known says that the program is known, and with it that it is no
// shell unless interpreter says so.
func (p *pass) unexpanded(n *document.Node, defined map[string]int, interpreter bool, literal string, known bool) {
	s, ok := text(n)
	if !ok || interpreter {
		return
	}
	for _, r := range kube.Expansions(s) {
		name := r.Name
		_, ok := defined[name]
		switch {
		case literal != "":
			p.report(at(n, fmt.Sprintf("'$(%s)' stays as it is: in %s only a shell replaces it, as $%s", name, literal, name)))
			return
		case !ok && !fromKubelet(name):
			p.report(at(n, fmt.Sprintf("'$(%s)' stays as it is: no variable '%s' in this container", name, name)))
			return
		}
	}
	if !known {
		return
	}
	for _, m := range shellVariable.FindAllStringSubmatchIndex(s, -1) {
		whole := s[m[0]:m[1]]
		name := strings.Trim(whole, "${}")
		if m[0] > 0 && s[m[0]-1] == '$' {
			continue
		}
		_, ok := defined[name]
		if !ok && len(name) == 1 {
			continue
		}
		d := at(n, fmt.Sprintf("'%s' stays as it is, since no shell runs: expected '$(%s)', or a shell", whole, name))
		if !ok {
			d.Message = fmt.Sprintf("'%s' stays as it is, since no shell runs: expected a variable of this container as '$(NAME)', or a shell", whole)
		} else if literal == "" {
			d.Fixes = []Fix{{Title: fmt.Sprintf("Write '$(%s)'", name), Edits: []document.Edit{edit.Rewrite(p.doc, n, s[:m[0]]+"$("+name+")"+s[m[1]:])}}}
		}
		p.report(d)
		return
	}
}

// shellVariable is what a shell would replace. Names in lower case are left
// alone: regular expressions, templates and queries are full of them.
var shellVariable = regexp.MustCompile(`\$(?:[A-Z_][A-Z0-9_]*\b|\{[A-Z_][A-Z0-9_]*\})`)

// fromKubelet reports whether a variable is one that Kubernetes defines for
// each service of the namespace.
func fromKubelet(name string) bool {
	return strings.HasSuffix(name, "_SERVICE_HOST") || strings.Contains(name, "_SERVICE_PORT")
}

// interpreters read variables, or a '$' of their own, in what they are given.
var interpreters = func() map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields(`sh bash dash ash zsh ksh mksh csh tcsh fish busybox pwsh powershell cmd cmd.exe
		ssh su watch parallel envsubst awk gawk mawk nawk perl ruby php node deno bun java jq yq sed make tclsh lua
		mongo mongosh psql mysql expect Rscript`) {
		m[name] = true
	}
	return m
}()

// readsVariables reports whether one of the programs of a command may replace
// variables itself.
func readsVariables(command []*document.Node) bool {
	for _, n := range command {
		if interpreters[path.Base(n.Value)] {
			return true
		}
	}
	return false
}
