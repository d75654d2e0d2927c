package diagnostics

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

// A variable that is named like a secret has its value in clear.
//
// Everybody who can read the workload, its manifest or the output of kubectl can
// read the value. In a secret it is kept apart and can be guarded. Names of files
// (DB_PASSWORD_FILE), limits (MAX_TOKENS) and the like are no secrets, nor are
// paths, places to fill in ({{ password }}) and references that another tool
// resolves (vault:path#key). A url with a password in it is reported whatever the
// variable's name.
//
// Bad:
//
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      DB_PASSWORD: "hunter2"
//
// Good:
//
//	secrets:
//	  db:
//	    type: opaque
//	    data:
//	      password: ""
//	containers:
//	  web:
//	    image: "nginx:1.27"
//	    env:
//	      DB_PASSWORD: "secret://db/password"
var plaintextSecret = &Rule{ID: "plaintext-secret", Severity: Warning, discreet: true, check: func(p *pass) {
	p.workloads(func(w *spec.Workload) {
		for _, c := range w.Objects {
			if c.Type.Name != "Container" {
				continue
			}
			for _, e := range p.entries(c, "env") {
				value, ok := text(e.value)
				if p.isSecretRef(e.value) {
					continue
				}
				if ok && hasPassword(value) {
					p.report(at(e.value, fmt.Sprintf("'%s' has a password in clear in its url: expected a variable from a secret there, as $(NAME)", e.key.Value)))
					continue
				}
				if !ok || !isSecretName(e.key.Value) || !isLiteral(value) || namesObject(e.key.Value, value) {
					continue
				}
				d := at(e.value, fmt.Sprintf("'%s' has its value in clear: expected secret://NAME/KEY", e.key.Value))
				if fix, ok := p.extractSecret(w, c, e); ok && !e.field.Merged {
					d.Fixes = []Fix{fix}
				}
				p.report(d)
			}
		}
	})
}}

// secretEndings end the last words of secrets' names: PASSWORD and PGPASSWORD.
var secretEndings = []string{"PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY"}

// secretWords are ordinary words that stand for secrets behind certain others,
// or behind any ("").
var secretWords = map[string][]string{
	"PWD": {""}, "PASS": {""}, "PW": {""},
	"KEY": {"API", "ACCESS", "SECRET", "PRIVATE", "AUTH", "ENCRYPTION", "SIGNING", "MASTER", "ACCOUNT"},
}

// isSecretName reports whether a variable is named like a secret: the last of
// its words decides.
func isSecretName(name string) bool {
	parts := nameWords(name)
	if len(parts) == 0 {
		return false
	}
	last := parts[len(parts)-1]
	if last == "TOKEN" && len(parts) > 1 && markers[parts[len(parts)-2]] {
		return false
	}
	if slices.ContainsFunc(secretEndings, func(ending string) bool { return strings.HasSuffix(last, ending) }) {
		return true
	}
	before, ok := secretWords[last]
	if !ok || len(parts) == 1 {
		return last == "PW" // PWD is a folder, PASS and KEY can be anything
	}
	return before[0] == "" || slices.Contains(before, parts[len(parts)-2])
}

// markers stand before TOKEN in the names of tokens that split or end a text, and
// of those that count something.
var markers = wordSet(`BOS CLS EOS MASK PAD SEP UNK START END STOP SPECIAL SPLIT MAX MIN PER`)

// objects stand before SECRET in the names of variables that name a Secret of the
// cluster.
var objects = wordSet(`PULL TLS CERT CERTIFICATE K8S KUBE KUBERNETES`)

// namesObject reports whether a variable's value is the name of a Secret.
func namesObject(name, value string) bool {
	parts := nameWords(name)
	n := len(parts)
	return n > 1 && parts[n-1] == "SECRET" && objects[parts[n-2]] && kube.Subdomain(value, kube.MaxSubdomain) == ""
}

// nameWords are the words of DB_PASSWORD, db-password, db.password and
// dbPassword, in upper case.
func nameWords(name string) []string {
	var list []string
	start, lower := 0, false
	for i, r := range name + "_" {
		isWord := unicode.IsLetter(r) || unicode.IsDigit(r)
		if !isWord || lower && unicode.IsUpper(r) {
			if i > start {
				list = append(list, strings.ToUpper(name[start:i]))
			}
			start = i
			if !isWord {
				start++
			}
		}
		lower = unicode.IsLower(r)
	}
	return list
}

// isLiteral reports whether a value is one in clear: not empty, no reference and
// no place to fill in, no path, no switch, and no number or duration such as a
// limit has.
func isLiteral(value string) bool {
	value = strings.TrimSpace(value)
	switch strings.ToLower(value) {
	case "true", "false", "yes", "no", "on", "off", "none", "null", "enabled", "disabled", "required", "optional":
		return false
	}
	if strings.Contains(value, "://") && !strings.Contains(value, "@") || strings.IndexFunc(value, isLetterOrDigit) < 0 {
		return false
	}
	return !limit.MatchString(value) && !isPath(value) && !comesLater(value) && len(kube.Expansions(value)) == 0
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// limit is a small number, or a duration.
var limit = regexp.MustCompile(`^[0-9]{1,5}(ms|s|m|h|d)?$`)

// elsewhere is a reference that something else than Kubernetes resolves: by its
// scheme, a resource name of a cloud, or an encrypted text.
var elsewhere = regexp.MustCompile(`^(>>)?(vault|ref(\+\w+)?|arn|aws-?ssm|ssm|secretsmanager|gcpsm|gcp|azure|akv|keyvault|doppler|op|env|sops|k8s|conjur|file):\S+$` +
	`|^projects/[^/]+/secrets/\S+$|^ENC[(\[]|^\{cipher\}|^\$ANSIBLE_VAULT;`)

// filledIn is a text that something is put into: a template, a variable, a word in
// brackets. The tokens of language models look alike: "</s>", "[CLS]".
var filledIn = regexp.MustCompile(`\{\{.*\}\}|<%.*%>|^\$\{|^\$[A-Z_][A-Z0-9_]*$|^%[A-Za-z_][A-Za-z0-9_]*%$|^%[sdqv]$|^%\(\w+\)s$|^#\{.*\}#?$|^@[\w.-]+@$|^__\w+__$|^<[^<>]*>$|^\[[A-Z_ ]+\]$`)

// comesLater reports whether a value is put in, or looked up, by something else.
func comesLater(value string) bool {
	return elsewhere.MatchString(value) || filledIn.MatchString(value)
}

// isPath reports whether a value reads as the path of a file. One that could be a
// key in base64 does not.
func isPath(value string) bool {
	return value == "/" || keyFile.MatchString(value) || plainPath.MatchString(value) && value == strings.ToLower(value)
}

var (
	plainPath = regexp.MustCompile(`^(~|\.{1,2})?(/[\w.@-]+)+/?$`)
	keyFile   = regexp.MustCompile(`^([A-Za-z]:)?[\w.@~/\\-]*\.(pem|key|crt|cer|p12|pfx|jks|json|txt|ya?ml|pub|asc|gpg)$`)
)

// credentials are the user and the password of a url.
var credentials = regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.-]*://[^/\s:@]*:([^/\s@$<{*][^/\s@$]*)@`)

// hasPassword reports whether a url in a value has a password.
func hasPassword(value string) bool { return len(passwords(value)) > 0 }

// passwords are the passwords in the urls of a value that are neither references nor
// places to fill in.
func passwords(value string) []string {
	var list []string
	for _, m := range credentials.FindAllStringSubmatch(value, -1) {
		if !filledIn.MatchString(m[1]) {
			list = append(list, m[1])
		}
	}
	return list
}

// extractSecret is the fix that moves a value into a secret of the workload.
func (p *pass) extractSecret(w *spec.Workload, c *spec.Object, e entry) (Fix, bool) {
	if e.value.Style == document.Literal || e.value.Style == document.Folded || e.value != e.field.Value {
		return Fix{}, false
	}
	parts := nameWords(e.key.Value)
	key := strings.ToLower(parts[len(parts)-1])
	name := kube.ToLabel(strings.ToLower(strings.Join(parts[:len(parts)-1], "-")))
	if name == "" {
		name = kube.ToLabel(c.Name())
	}
	if name == "" {
		return Fix{}, false
	}
	base := name
	for n := 2; ; n++ {
		if _, taken := w.Secret(name); !taken {
			break
		}
		name = fmt.Sprintf("%s-%d", base, n)
	}
	declare, ok := p.declareSecret(w, name, key, e.value.Value)
	if !ok {
		return Fix{}, false
	}
	edits := []document.Edit{declare, edit.Rewrite(p.doc, e.value, spec.SecretScheme+name+"/"+key)}
	slices.SortStableFunc(edits, func(a, b document.Edit) int { return a.Start - b.Start })
	if edits[0].End > edits[1].Start {
		return Fix{}, false
	}
	return Fix{Title: fmt.Sprintf("Move it to the secret '%s'", name), Edits: edits}, true
}

// MoveToSecret is the fix that moves the value of a container's variable into a
// secret of its workload. It reports false where that cannot be done.
func MoveToSecret(file *spec.File, container *spec.Object, f document.Field) (Fix, bool) {
	value := f.Value.Resolve()
	if f.Merged || value == nil || value.Kind != document.Scalar || value.Value == "" || len(nameWords(f.Key.Value)) == 0 {
		return Fix{}, false
	}
	p := &pass{file: file, doc: file.Doc}
	return p.extractSecret(container.Workload, container, entry{f.Key, value, &f})
}
