package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

const configMapScheme = "configmap://"

// source is what a volume is made of: a whole secret or ConfigMap, or with keys
// one key of it in a mode.
type source struct {
	kind, name string // kind is "secret" or "configmap"
	key        string // "" for a folder
	mode       int32
}

// mount is a file or a folder of a container.
type mount struct {
	container string
	path      string
	subPath   string
	source    source
	origin    *document.Node
}

// volumes are the volumes of a Pod.
type volumes struct {
	list  []mount
	items map[string][]corev1.KeyToPath // of the ConfigMaps with files, by name
	names map[source]string
}

// collect takes up the files and folders of a container. What files have
// written out becomes one ConfigMap.
func (v *volumes) collect(r *renderer, name string, c *spec.Object) {
	if v.items == nil {
		v.items = map[string][]corev1.KeyToPath{}
	}
	v.collectFiles(r, name, c)
	if f := c.Field("dirs"); f != nil {
		for _, field := range f.Value.Fields() {
			if n := field.Value.Resolve(); n != nil {
				v.list = append(v.list, mount{container: name, path: field.Key.Value, source: sourceOf(n.Value, 0), origin: field.Key})
			}
		}
	}
}

func (v *volumes) collectFiles(r *renderer, name string, c *spec.Object) {
	f := c.Field("files")
	if f == nil {
		return
	}
	fields := slices.Clone(f.Value.Fields())
	slices.SortStableFunc(fields, func(a, b document.Field) int { return strings.Compare(a.Key.Value, b.Key.Value) })
	configMap := &corev1.ConfigMap{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "ConfigMap"},
		ObjectMeta: r.meta(fmt.Sprintf("%s.%s.files", r.name, name)),
	}
	origins := map[string]*document.Node{}
	for _, field := range fields {
		file := r.w.Object(field.Value)
		if file == nil {
			continue
		}
		mode := int32(0o644)
		if m, err := strconv.ParseInt(str(file, "mode"), 8, 32); err == nil {
			mode = int32(m)
		}
		if from := str(file, "contentFrom"); from != "" {
			src := sourceOf(from, mode)
			v.list = append(v.list, mount{container: name, path: field.Key.Value, subPath: src.key, source: src, origin: field.Key})
			continue
		}
		key := v.keyOf(field.Key.Value, configMap)
		content := str(file, "content")
		if utf8.ValidString(content) {
			if configMap.Data == nil {
				configMap.Data = map[string]string{}
			}
			configMap.Data[key] = content
			origins["/data/"+pointer(key)] = field.Key
		} else {
			if configMap.BinaryData == nil {
				configMap.BinaryData = map[string][]byte{}
			}
			configMap.BinaryData[key] = []byte(content)
			origins["/binaryData/"+pointer(key)] = field.Key
		}
		m := mode
		v.items[configMap.Name] = append(v.items[configMap.Name], corev1.KeyToPath{Key: key, Path: key, Mode: &m})
		v.list = append(v.list, mount{container: name, path: field.Key.Value, subPath: key, source: source{kind: "files", name: configMap.Name}, origin: field.Key})
	}
	if len(v.items[configMap.Name]) > 0 {
		r.configMaps = append(r.configMaps, Object{Kind: "ConfigMap", Name: configMap.Name, Value: configMap, origins: origins})
	}
}

// keyOf is a key for a file's path: what stands behind the first '/', with what
// a key cannot have replaced. Paths that come out alike get a number.
func (v *volumes) keyOf(path string, c *corev1.ConfigMap) string {
	key := strings.Map(func(r rune) rune {
		switch {
		case r == '/':
			return '.'
		case kube.DataKey(string(r)) == "" || r == '.':
			return r
		}
		return '_'
	}, strings.TrimLeft(path, "/"))
	if strings.HasPrefix(key, "..") || key == "." || key == "" {
		key = "_" + key
	}
	if len(key) > 200 {
		sum := sha256.Sum256([]byte(path))
		key = key[:150] + "-" + hex.EncodeToString(sum[:8])
	}
	taken := func(key string) bool {
		_, text := c.Data[key]
		_, binary := c.BinaryData[key]
		return text || binary
	}
	base := key
	for n := 2; taken(key); n++ {
		key = fmt.Sprintf("%s-%d", base, n)
	}
	return key
}

// sourceOf reads secret://NAME[/KEY] or configmap://NAME[/KEY].
func sourceOf(ref string, mode int32) source {
	s := source{kind: "secret", mode: mode}
	rest, ok := strings.CutPrefix(ref, spec.SecretScheme)
	if !ok {
		s.kind = "configmap"
		rest = strings.TrimPrefix(ref, configMapScheme)
	}
	s.name, s.key, _ = strings.Cut(rest, "/")
	return s
}

// build are the volumes, one for each source, in an order that does not depend
// on that of the spec.
func (v *volumes) build() []corev1.Volume {
	sources := map[source]bool{}
	for _, m := range v.list {
		sources[m.source] = true
	}
	sorted := make([]source, 0, len(sources))
	for s := range sources {
		sorted = append(sorted, s)
	}
	slices.SortFunc(sorted, func(a, b source) int {
		return slices.Compare([]string{a.kind, a.name, a.key, fmt.Sprint(a.mode)}, []string{b.kind, b.name, b.key, fmt.Sprint(b.mode)})
	})
	v.names = map[source]string{}
	taken := map[string]bool{}
	var list []corev1.Volume
	for _, s := range sorted {
		const longest = 50 // leaves room for a number
		base := kube.ToLabel(strings.TrimSuffix(s.kind+"-"+s.name, ".files"))
		base = strings.Trim(base[:min(len(base), longest)], "-")
		name := base
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s-%d", base, n)
		}
		taken[name] = true
		v.names[s] = name
		list = append(list, corev1.Volume{Name: name, VolumeSource: v.volumeSource(s)})
	}
	return list
}

func (v *volumes) volumeSource(s source) corev1.VolumeSource {
	var items []corev1.KeyToPath
	if s.key != "" {
		mode := s.mode
		items = []corev1.KeyToPath{{Key: s.key, Path: s.key, Mode: &mode}}
	}
	switch s.kind {
	case "secret":
		return corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{SecretName: s.name, Items: items}}
	case "files":
		items = v.items[s.name]
	}
	return corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: s.name}, Items: items}}
}

// mounts are those of a container in the order of their paths.
func (v *volumes) mounts(r *renderer, path, container string) []corev1.VolumeMount {
	var own []mount
	for _, m := range v.list {
		if m.container == container {
			own = append(own, m)
		}
	}
	slices.SortStableFunc(own, func(a, b mount) int { return strings.Compare(a.path, b.path) })
	var list []corev1.VolumeMount
	for _, m := range own {
		r.origins[fmt.Sprintf("%s/%d", path, len(list))] = m.origin
		list = append(list, corev1.VolumeMount{Name: v.names[m.source], MountPath: m.path, SubPath: m.subPath})
	}
	return list
}
