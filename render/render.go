// Package render turns workloads into Kubernetes manifests: the objects, how
// they are written, and which attribute each line of them came from. It is a pure
// function of a workload and of options, and the same for every order of keys
// that means the same.
//
// It renders what the rules call sound. What they refuse has no manifest. Since a
// spec can turn rules off, a name that Kubernetes refuses is refused here as well:
// manifests are written to files of that name.
package render

import (
	"fmt"
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

// Options are what a manifest depends on besides its workload.
type Options struct {
	Name          string // of the workload, in place of its own; "" for that
	Namespace     string // "" for none
	TimeZone      string // that schedules count in; "" for what the cluster has
	RestartPolicy string // Never or OnFailure
	Once          bool   // a Job that runs now, in place of a CronJob
}

// Labels that every object has.
const (
	nameLabel      = "app.kubernetes.io/name"
	managedByLabel = "app.kubernetes.io/managed-by"
	managedBy      = "kam-ls"
)

// Object is one object of a manifest.
type Object struct {
	Kind, Name string
	Value      any // *batchv1.CronJob, *batchv1.Job, *corev1.ConfigMap or *corev1.Secret
	Comments   []string
	origins    map[string]*document.Node // by the JSON Pointer in the object
}

// NameError is the error for a workload with a name that it cannot have.
type NameError struct {
	Name  string
	Fault string        // what is expected
	Span  document.Span // of the name or, where that is the file's, of the start
}

func (e *NameError) Error() string {
	return fmt.Sprintf("'%s' cannot be the name of a workload: %s", e.Name, e.Fault)
}

// Workload renders a Job: its ConfigMaps and Secrets, each by name, then the
// CronJob that uses them.
func Workload(w *spec.Workload, opts Options) ([]Object, error) {
	if w.Kind != "" || len(w.Objects) == 0 {
		return nil, fmt.Errorf("the workload '%s' is no Job", w.Name)
	}
	r := &renderer{w: w, job: w.Objects[0], opts: opts, name: w.Name}
	if opts.Name != "" {
		r.name = opts.Name
	}
	if fault := kube.Subdomain(r.name, kube.MaxCronJobName); fault != "" {
		refused := &NameError{Name: r.name, Fault: fault}
		if w.NameKey != nil && opts.Name == "" {
			refused.Span = w.NameKey.Span()
		}
		return nil, refused
	}
	main := r.main()
	objects := append(r.configMaps, r.secrets()...)
	slices.SortStableFunc(objects, func(a, b Object) int {
		return slices.Compare([]string{a.Kind, a.Name}, []string{b.Kind, b.Name})
	})
	return append(objects, main), nil
}

// renderer renders one workload.
type renderer struct {
	w    *spec.Workload
	job  *spec.Object
	opts Options
	name string

	configMaps []Object
	origins    map[string]*document.Node // of the main object
	volumes    volumes
}

// meta is the metadata of an object of the workload.
func (r *renderer) meta(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: name, Namespace: r.opts.Namespace, Labels: r.labels(), Annotations: stringMap(r.job, "annotations")}
}

// labels are those of every object and, over them, the spec's.
func (r *renderer) labels() map[string]string {
	labels := map[string]string{nameLabel: r.name, managedByLabel: managedBy}
	for key, value := range stringMap(r.job, "labels") {
		labels[key] = value
	}
	return labels
}

// stringMap is an attribute that maps strings to strings, nil where it is not
// set or has nothing in it.
func stringMap(o *spec.Object, attribute string) map[string]string {
	f := o.Field(attribute)
	if f == nil {
		return nil
	}
	var m map[string]string
	for _, field := range f.Value.Fields() {
		if v := field.Value.Resolve(); v != nil && v.Kind == document.Scalar {
			if m == nil {
				m = map[string]string{}
			}
			m[field.Key.Value] = v.Value
		}
	}
	return m
}

// main is the CronJob, or with Once the Job.
func (r *renderer) main() Object {
	r.origins = map[string]*document.Node{}
	specPath := "/spec/jobTemplate/spec"
	if r.opts.Once {
		specPath = "/spec"
	}
	if r.w.NameKey != nil {
		r.origins["/metadata/name"] = r.w.NameKey
	}
	r.origin("/metadata/labels", r.job.Field("labels"))
	r.origin("/metadata/annotations", r.job.Field("annotations"))
	r.origin(specPath+"/parallelism", r.job.Field("replicas"))
	r.origin(specPath+"/completions", r.job.Field("replicas"))
	r.origin(specPath+"/template/metadata/labels", r.job.Field("labels"))
	r.origin(specPath+"/template/metadata/annotations", r.job.Field("annotations"))

	jobSpec := batchv1.JobSpec{
		Parallelism: integer[int32](r.job, "replicas"),
		Completions: integer[int32](r.job, "replicas"),
		Template: corev1.PodTemplateSpec{
			ObjectMeta: metav1.ObjectMeta{Labels: r.labels(), Annotations: stringMap(r.job, "annotations")},
			Spec:       r.pod(specPath + "/template/spec"),
		},
	}
	if r.opts.Once {
		job := &batchv1.Job{TypeMeta: metav1.TypeMeta{APIVersion: "batch/v1", Kind: "Job"}, ObjectMeta: r.meta(r.name), Spec: jobSpec}
		return Object{Kind: "Job", Name: r.name, Value: job, origins: r.origins}
	}
	r.origin("/spec/schedule", r.job.Field("schedule"))
	cronJob := &batchv1.CronJob{
		TypeMeta:   metav1.TypeMeta{APIVersion: "batch/v1", Kind: "CronJob"},
		ObjectMeta: r.meta(r.name),
		Spec:       batchv1.CronJobSpec{JobTemplate: batchv1.JobTemplateSpec{Spec: jobSpec}},
	}
	cronJob.Spec.Schedule, _ = r.w.Schedule()
	if zone := r.opts.TimeZone; zone != "" {
		cronJob.Spec.TimeZone = &zone
	}
	return Object{Kind: "CronJob", Name: r.name, Value: cronJob, origins: r.origins}
}

// origin notes which attribute a part of the main object comes from.
func (r *renderer) origin(path string, f *document.Field) {
	if f != nil {
		r.origins[path] = f.Key
	}
}

// integer is an attribute's number, nil where it is not set.
func integer[T int32 | int64](o *spec.Object, attribute string) *T {
	if n := o.Value(attribute); n != nil {
		if v, ok := n.Int(); ok {
			t := T(v)
			return &t
		}
		if f, ok := n.Float(); ok {
			t := T(f)
			return &t
		}
	}
	return nil
}

// str is an attribute's text, "" where it is not set.
func str(o *spec.Object, attribute string) string {
	if n := o.Value(attribute); n != nil && n.Kind == document.Scalar {
		return n.Value
	}
	return ""
}

// list is an attribute's strings in order.
func list(o *spec.Object, attribute string) []string {
	var items []string
	if n := o.Value(attribute); n != nil {
		for _, item := range n.Items {
			if v := item.Resolve(); v != nil && v.Kind == document.Scalar {
				items = append(items, v.Value)
			}
		}
	}
	return items
}
