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
// text, which is reported where the container, or every container, has a variable
// of that name. "$$(NAME)" stands for "$(NAME)".
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
		if !ok || p.isSecretRef(e.value) {
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
	if !isShellLine(command) { // command-not-shell says so
		p.unexpanded(append(command, p.items(c, "args")...), defined, "", len(command) > 0)
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
			if command := p.items(exec, "command"); !isShellLine(command) {
				p.unexpanded(command, defined, hook.place, true)
			}
		}
	}
}

// unexpanded reports references in the words of a command that nothing replaces.
// literal names the place where Kubernetes replaces none at all, "" elsewhere;
// known says that the first word is the program.
func (p *pass) unexpanded(words []*document.Node, defined map[string]int, literal string, known bool) {
	code := len(words) - 1 // the last option with code behind it
	for code >= 0 && !codeOption.MatchString(words[code].Value) {
		code--
	}
	for i, n := range words {
		if program := programName(n.Value); shells[program] || languages[program] && i < code {
			return // what follows is read once more
		}
		if s, ok := text(n); ok && !p.unknownReference(n, s, defined, literal) && known {
			p.shellReference(n, s, defined, literal)
		}
	}
}

// unknownReference reports the first "$(NAME)" in a word that Kubernetes leaves as
// it is, and whether there is one.
func (p *pass) unknownReference(n *document.Node, s string, defined map[string]int, literal string) bool {
	for _, r := range kube.Expansions(s) {
		name := r.Name
		_, ok := defined[name]
		switch {
		case literal != "":
			p.report(at(n, fmt.Sprintf("'$(%s)' stays as it is: in %s only a shell replaces it, as $%s", name, literal, name)))
			return true
		case !ok && !fromKubelet(name):
			p.report(at(n, fmt.Sprintf("'$(%s)' stays as it is: no variable '%s' in this container", name, name)))
			return true
		}
	}
	return false
}

// shellReference reports the first "$NAME" in a word that only a shell would
// replace. A name that the container does not define may be anything: of a
// template, a query, a regular expression.
func (p *pass) shellReference(n *document.Node, s string, defined map[string]int, literal string) {
	for _, m := range shellVariable.FindAllStringSubmatchIndex(s, -1) {
		whole, name := s[m[0]:m[1]], s[max(m[2], m[4]):max(m[3], m[5])]
		if m[0] > 0 && s[m[0]-1] == '$' {
			continue
		}
		_, ok := defined[name]
		if !ok && (!everywhere[name] && !fromKubelet(name) || m[0] > 0 && isWordByte(s[m[0]-1])) {
			continue
		}
		d := at(n, fmt.Sprintf("'%s' stays as it is, since no shell runs: expected '$(%s)', or a shell", whole, name))
		switch {
		case literal != "":
			d.Message = fmt.Sprintf("'%s' stays as it is, since no shell runs: expected a shell", whole)
		case !ok && !fromKubelet(name):
			d.Message = fmt.Sprintf("'%s' stays as it is, since no shell runs: expected a variable of this container as '$(NAME)', or a shell", whole)
		case whole == "$"+name || whole == "${"+name+"}":
			d.Fixes = []Fix{{Title: fmt.Sprintf("Write '$(%s)'", name), Edits: []document.Edit{edit.Rewrite(p.doc, n, s[:m[0]]+"$("+name+")"+s[m[1]:])}}}
		}
		p.report(d)
		return
	}
}

func isWordByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// shellVariable is what a shell would replace: $NAME, ${NAME}, and ${NAME:-other}
// and its like.
var shellVariable = regexp.MustCompile(`\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?:[:?+=#%/^,@-][^{}]*)?\})`)

// everywhere are variables that no container has to define.
var everywhere = wordSet(`HOME HOSTNAME LANG PATH PWD SHELL TMPDIR UID USER`)

// fromKubelet reports whether a variable is one that Kubernetes defines for
// each service of the namespace.
func fromKubelet(name string) bool {
	return strings.HasSuffix(name, "_SERVICE_HOST") || strings.Contains(name, "_SERVICE_PORT")
}

// shells read variables, or a '$' of their own, in whatever follows.
var shells = wordSet(`sh bash dash ash zsh ksh mksh csh tcsh fish busybox pwsh powershell cmd
	ssh su runuser flock script watch parallel envsubst dockerize gomplate logstash awk gawk mawk nawk java jq yq sed make
	mongo mongosh psql mysql mariadb sqlplus sqlcmd sqlite duckdb expect`)

// languages have a '$' of their own in the code behind an option.
var languages = wordSet(`perl ruby php node deno bun lua luajit tclsh wish python pypy ipython groovy scala kotlin julia elixir R Rscript osascript`)

// codeOption is the option of a language behind which its code stands.
var codeOption = regexp.MustCompile(`^(-[A-Za-z0-9]*[cCeErpnR]|--?(eval|print|run|exec|execute|command)|eval)$`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

// programName is the name of a program without its folder and version: "python"
// of "/usr/bin/python3.11".
func programName(file string) string {
	return version.ReplaceAllString(strings.TrimSuffix(path.Base(file), ".exe"), "")
}

var version = regexp.MustCompile(`-?[0-9][0-9.]*$`)
