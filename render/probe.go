package render

import (
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/kube"
)

func (r *renderer) probe(path string, n *document.Node) *corev1.Probe {
	o := r.w.Object(n)
	if o == nil {
		return nil
	}
	for attribute, at := range map[string]string{
		"initialDelaySeconds": "initialDelaySeconds", "periodSeconds": "periodSeconds", "timeoutSeconds": "timeoutSeconds",
		"failureThreshold": "failureThreshold", "successThreshold": "successThreshold", "terminationGracePeriod": "terminationGracePeriodSeconds",
	} {
		r.origin(path+"/"+at, o.Field(attribute))
	}
	number := func(attribute string) int32 {
		if v := integer[int32](o, attribute); v != nil {
			return *v
		}
		return 0
	}
	h := r.handler(path, o.Value("probeHandler"))
	return &corev1.Probe{
		ProbeHandler:                  corev1.ProbeHandler{Exec: h.Exec, HTTPGet: h.HTTPGet, TCPSocket: h.TCPSocket},
		InitialDelaySeconds:           number("initialDelaySeconds"),
		PeriodSeconds:                 number("periodSeconds"),
		TimeoutSeconds:                number("timeoutSeconds"),
		FailureThreshold:              number("failureThreshold"),
		SuccessThreshold:              number("successThreshold"),
		TerminationGracePeriodSeconds: integer[int64](o, "terminationGracePeriod"),
	}
}

func (r *renderer) lifecycle(path string, n *document.Node) *corev1.Lifecycle {
	o := r.w.Object(n)
	if o == nil {
		return nil
	}
	l := &corev1.Lifecycle{}
	if n := o.Value("postStart"); n != nil {
		r.origin(path+"/postStart", o.Field("postStart"))
		h := r.handler(path+"/postStart", n)
		l.PostStart = &h
	}
	if n := o.Value("preStop"); n != nil {
		r.origin(path+"/preStop", o.Field("preStop"))
		h := r.handler(path+"/preStop", n)
		l.PreStop = &h
	}
	return l
}

func (r *renderer) handler(path string, n *document.Node) corev1.LifecycleHandler {
	o := r.w.Object(n)
	if o == nil {
		return corev1.LifecycleHandler{}
	}
	switch o.Type.Name {
	case "Exec":
		r.origin(path+"/exec", o.Field("command"))
		return corev1.LifecycleHandler{Exec: &corev1.ExecAction{Command: list(o, "command")}}
	case "Tcp":
		r.origin(path+"/tcpSocket", o.Field("url"))
		host, port, _ := splitURL(strings.TrimPrefix(str(o, "url"), "tcp://"), 0)
		return corev1.LifecycleHandler{TCPSocket: &corev1.TCPSocketAction{Host: host, Port: port}}
	}
	r.origin(path+"/httpGet", o.Field("url"))
	r.origin(path+"/httpGet/httpHeaders", o.Field("headers"))
	scheme, rest, _ := strings.Cut(str(o, "url"), "://")
	get := &corev1.HTTPGetAction{Scheme: corev1.URIScheme(strings.ToUpper(scheme))}
	def := 80
	if get.Scheme == corev1.URISchemeHTTPS {
		def = 443
	}
	get.Host, get.Port, get.Path = splitURL(rest, def)
	headers := stringMap(o, "headers")
	for name, value := range headers {
		get.HTTPHeaders = append(get.HTTPHeaders, corev1.HTTPHeader{Name: name, Value: value})
	}
	slices.SortFunc(get.HTTPHeaders, func(a, b corev1.HTTPHeader) int { return strings.Compare(a.Name, b.Name) })
	return corev1.LifecycleHandler{HTTPGet: get}
}

// splitURL takes apart what stands behind the scheme of a url. A host that is
// the Pod itself is dropped, since that is what Kubernetes calls by default; the
// path keeps its query and its escapes as they are written.
func splitURL(s string, defaultPort int) (host string, port intstr.IntOrString, path string) {
	authority, path := s, "/"
	if i := strings.IndexAny(s, "/?"); i >= 0 {
		authority, path = s[:i], s[i:]
		if path[0] == '?' {
			path = "/" + path
		}
	}
	number := defaultPort
	host = authority
	if i := strings.LastIndexByte(authority, ':'); i >= 0 && !strings.Contains(authority[i:], "]") {
		host = authority[:i]
		number, _ = strconv.Atoi(authority[i+1:])
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if kube.IsLoopback(host) {
		host = ""
	}
	return host, intstr.FromInt32(int32(number)), path
}
