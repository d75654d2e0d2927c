package render

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

// pod is the Pods' spec, with containers in the order of the source.
func (r *renderer) pod(path string) corev1.PodSpec {
	pod := corev1.PodSpec{RestartPolicy: corev1.RestartPolicy(r.opts.RestartPolicy)}
	if pod.RestartPolicy == "" {
		pod.RestartPolicy = corev1.RestartPolicyNever
	}
	f := r.job.Field("containers")
	if f == nil {
		return pod
	}
	type named struct {
		key       *document.Node
		container *spec.Object
	}
	var containers []named
	for _, field := range f.Value.Fields() {
		if c := r.w.Object(field.Value); c != nil {
			containers = append(containers, named{field.Key, c})
			r.volumes.collect(r, field.Key.Value, c)
		}
	}
	pod.Volumes = r.volumes.build()
	for i, c := range containers {
		at := fmt.Sprintf("%s/containers/%d", path, i)
		r.origins[at] = c.key
		pod.Containers = append(pod.Containers, r.container(at, c.key.Value, c.container))
	}
	return pod
}

func (r *renderer) container(path, name string, c *spec.Object) corev1.Container {
	for attribute, at := range map[string]string{
		"image": "image", "command": "command", "args": "args", "env": "env", "workingDir": "workingDir", "resources": "resources",
		"livenessProbe": "livenessProbe", "readinessProbe": "readinessProbe", "startupProbe": "startupProbe", "lifecycle": "lifecycle",
	} {
		r.origin(path+"/"+at, c.Field(attribute))
	}
	return corev1.Container{
		Name:           name,
		Image:          strings.TrimSpace(str(c, "image")),
		Command:        list(c, "command"),
		Args:           list(c, "args"),
		WorkingDir:     str(c, "workingDir"),
		Env:            r.env(path+"/env", c),
		Resources:      r.resources(path+"/resources", c),
		VolumeMounts:   r.volumes.mounts(r, path+"/volumeMounts", name),
		LivenessProbe:  r.probe(path+"/livenessProbe", c.Value("livenessProbe")),
		ReadinessProbe: r.probe(path+"/readinessProbe", c.Value("readinessProbe")),
		StartupProbe:   r.probe(path+"/startupProbe", c.Value("startupProbe")),
		Lifecycle:      r.lifecycle(path+"/lifecycle", c.Value("lifecycle")),
	}
}

// env are the variables in the order of the source: Kubernetes replaces $(NAME)
// by those that stand before.
func (r *renderer) env(path string, c *spec.Object) []corev1.EnvVar {
	f := c.Field("env")
	if f == nil {
		return nil
	}
	var env []corev1.EnvVar
	for _, field := range f.Value.Fields() {
		n := field.Value.Resolve()
		if n == nil || n.Kind != document.Scalar {
			continue
		}
		r.origins[fmt.Sprintf("%s/%d", path, len(env))] = field.Key
		v := corev1.EnvVar{Name: field.Key.Value, Value: n.Value}
		value := n.Value
		if strings.HasPrefix(value, "${"+spec.SecretScheme) && strings.HasSuffix(value, "}") {
			value = value[2 : len(value)-1]
		}
		if rest, ok := strings.CutPrefix(value, spec.SecretScheme); ok {
			name, key, _ := strings.Cut(rest, "/")
			v.Value = ""
			v.ValueFrom = &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{LocalObjectReference: corev1.LocalObjectReference{Name: name}, Key: key}}
		}
		env = append(env, v)
	}
	return env
}

// resources are limits and, for "MIN-MAX", requests.
func (r *renderer) resources(path string, c *spec.Object) corev1.ResourceRequirements {
	var req corev1.ResourceRequirements
	f := c.Field("resources")
	if f == nil {
		return req
	}
	for _, field := range f.Value.Fields() {
		n := field.Value.Resolve()
		if n == nil || n.Kind != document.Scalar {
			continue
		}
		amount, ok := kube.ParseAmount(n.Value)
		if !ok {
			continue
		}
		name := corev1.ResourceName(field.Key.Value)
		if req.Limits == nil {
			req.Limits = corev1.ResourceList{}
		}
		req.Limits[name] = amount.Max
		r.origins[path+"/limits/"+pointer(field.Key.Value)] = field.Key
		if amount.IsRange {
			if req.Requests == nil {
				req.Requests = corev1.ResourceList{}
			}
			req.Requests[name] = amount.Min
			r.origins[path+"/requests/"+pointer(field.Key.Value)] = field.Key
		}
	}
	return req
}

// pointer escapes a segment of a JSON Pointer.
func pointer(segment string) string { return pointerEscaper.Replace(segment) }

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")
