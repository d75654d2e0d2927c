package render

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/spec"
)

// secretTypes are the types of Kubernetes for those of the schema.
var secretTypes = map[string]corev1.SecretType{
	"basic":       corev1.SecretTypeBasicAuth,
	"token":       corev1.SecretTypeOpaque,
	"opaque":      corev1.SecretTypeOpaque,
	"certificate": corev1.SecretTypeTLS,
}

// secrets are the secrets that the workload declares. One that is external is
// not rendered, which a comment says; a value that is not in the spec stays
// empty, which a comment says too.
func (r *renderer) secrets() []Object {
	f := r.job.Field("secrets")
	if f == nil {
		return nil
	}
	var objects []Object
	for _, field := range f.Value.Fields() {
		o := r.w.Object(field.Value)
		if o == nil {
			continue
		}
		typ := str(o, "type")
		name := field.Key.Value
		if typ == "external" {
			objects = append(objects, Object{Kind: "Secret", Name: name, Comments: []string{
				fmt.Sprintf("The secret %q is external: what keeps it outside of the cluster must make it.", name),
			}})
			continue
		}
		secret := &corev1.Secret{
			TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Secret"},
			ObjectMeta: r.meta(name),
			Type:       secretTypes[typ],
			StringData: stringMap(o, "data"),
		}
		if n := o.Value("immutable"); n != nil {
			if v, ok := n.Bool(); ok {
				secret.Immutable = &v
			}
		}
		object := Object{Kind: "Secret", Name: name, Value: secret, origins: map[string]*document.Node{"/metadata/name": field.Key}}
		for _, key := range spec.TypeKeys(typ) {
			if _, ok := secret.StringData[key]; !ok {
				if secret.StringData == nil {
					secret.StringData = map[string]string{}
				}
				secret.StringData[key] = ""
			}
		}
		var empty []string
		for key, value := range secret.StringData {
			if value == "" {
				empty = append(empty, key)
			}
		}
		slices.Sort(empty)
		for _, key := range empty {
			object.Comments = append(object.Comments, fmt.Sprintf("The value of %q is not in the spec: fill it in before this is applied.", key))
		}
		if data := o.Field("data"); data != nil {
			object.origins["/stringData"] = data.Key
			for _, d := range data.Value.Fields() {
				object.origins["/stringData/"+pointer(d.Key.Value)] = d.Key
			}
		}
		objects = append(objects, object)
	}
	return objects
}
