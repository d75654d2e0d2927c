package diagnostics

import (
	"errors"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/kam-ls/kam-ls/spec"
)

const (
	httpForm = "expected http://HOST[:PORT][/PATH] or https://…"
	tcpForm  = "expected tcp://HOST:PORT or HOST:PORT"
)

// handlerURL reads the url of an Http or Tcp handler. It returns the host,
// without the brackets of an IPv6 address, or what is wrong with the url and,
// if that is beyond doubt, what it should be.
func handlerURL(typeName, raw string) (host, fault, near string) {
	if s := strings.TrimSpace(raw); s != raw {
		if _, fault, _ := handlerURL(typeName, s); fault == "" {
			return "", "expected no blanks around it", s
		}
	}
	if raw == "" || strings.IndexFunc(raw, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) >= 0 {
		return "", form(typeName), ""
	}
	scheme, rest, hasScheme := strings.Cut(raw, "://")
	lower := strings.ToLower(scheme)
	if typeName == "Tcp" {
		if !hasScheme {
			rest, lower = raw, "tcp"
		}
		if lower != "tcp" {
			return "", tcpForm, ""
		}
	} else if !hasScheme && (strings.HasPrefix(raw, "/") || strings.HasPrefix(raw, ":")) {
		return "", "the scheme and the host are missing, expected http://localhost before it", "http://localhost" + raw
	} else if !hasScheme {
		if _, fault, _ := handlerURL(typeName, "http://"+raw); fault == "" {
			return "", "the scheme is missing, expected http:// or https:// before it", "http://" + raw
		}
		return "", httpForm, ""
	} else if lower != "http" && lower != "https" {
		return "", "unknown scheme '" + scheme + "', " + httpForm, ""
	}
	u, err := url.Parse(lower + "://" + rest)
	if err != nil {
		var escape url.EscapeError
		if errors.As(err, &escape) {
			return "", "'" + string(escape) + "' is no escape, expected two hexadecimal digits behind the '%'", ""
		}
		if badPort.MatchString(rest) {
			return "", "the port is not a number, expected 1 to 65535", ""
		}
		return "", form(typeName), ""
	}
	port := u.Port()
	switch {
	case u.User != nil:
		return "", "a probe sends no user and no password, expected none in the url", ""
	case u.Hostname() == "":
		return "", "the host is missing, " + form(typeName), ""
	case u.Fragment != "" || strings.Contains(rest, "#"):
		return "", "a fragment after '#' is not sent, expected none", ""
	case typeName == "Tcp" && (u.Path != "" || u.RawQuery != "" || u.ForceQuery):
		return "", "a connection has no path, " + tcpForm, strings.TrimSuffix(raw, "/")
	case strings.HasSuffix(u.Host, ":"):
		return "", "the port is missing behind the ':', expected 1 to 65535", ""
	case port == "" && typeName == "Tcp":
		return "", "the port is missing, " + tcpForm, ""
	case port != "":
		if v, err := strconv.Atoi(port); err != nil || v < 1 || v > 65535 {
			return "", "the port is " + port + ", expected 1 to 65535", ""
		}
	}
	return u.Hostname(), "", ""
}

// badPort is what stands for a port but is no number.
var badPort = regexp.MustCompile(`^(\[[^\]]*\]|[^:/?#]*):[^/?#]*[^0-9/?#]`)

func form(typeName string) string {
	if typeName == "Tcp" {
		return tcpForm
	}
	return httpForm
}

// handlers are the Http and Tcp handlers of all Jobs whose shape is sound.
func (p *pass) handlers() []*spec.Object {
	var list []*spec.Object
	for _, typeName := range []string{"Http", "Tcp"} {
		for _, o := range p.objectsOf(typeName) {
			if p.shapeFault(o) == "" {
				list = append(list, o)
			}
		}
	}
	return list
}

// article names the types of handlers in a sentence.
var article = map[string]string{"Http": "an Http", "Tcp": "a Tcp"}
