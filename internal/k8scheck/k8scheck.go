// Package k8scheck holds what is rendered to the API server's own code: objects
// are decoded strictly, defaulted and validated as a server does it when they
// are created, the CronJob together with the Job that it makes and with that
// Job's Pod.
//
// It is a module of its own: the server's code is large, and only tests need it.
package k8scheck

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	podutil "k8s.io/kubernetes/pkg/api/pod"
	"k8s.io/kubernetes/pkg/apis/batch"
	_ "k8s.io/kubernetes/pkg/apis/batch/install" // so that its types are known
	batchvalidation "k8s.io/kubernetes/pkg/apis/batch/validation"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	corevalidation "k8s.io/kubernetes/pkg/apis/core/validation"
)

var strict = serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict).UniversalDecoder()

// Manifest checks a stream of YAML documents and returns everything that an API
// server refuses in it.
func Manifest(text string) error {
	reader := yaml.NewYAMLReader(bufio.NewReader(strings.NewReader(text)))
	var faults []error
	for {
		document, err := reader.Read()
		if err == io.EOF {
			return errors.Join(faults...)
		}
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(withoutComments(document))) == 0 {
			continue
		}
		if err := one(document); err != nil {
			faults = append(faults, err)
		}
	}
}

func one(document []byte) error {
	object, kind, err := strict.Decode(document, nil, nil)
	if err != nil {
		return err
	}
	var found field.ErrorList
	switch o := object.(type) {
	case *batch.CronJob:
		inNamespace(&o.ObjectMeta)
		opts := podutil.GetValidationOptionsFromPodTemplate(&o.Spec.JobTemplate.Spec.Template, nil)
		found = batchvalidation.ValidateCronJobCreate(o, opts)
		template := o.Spec.JobTemplate
		found = append(found, job(&batch.Job{
			ObjectMeta: metav1.ObjectMeta{Name: o.Name + "-29312345", Namespace: o.Namespace, Labels: template.Labels, Annotations: template.Annotations},
			Spec:       *template.Spec.DeepCopy(),
		})...)
	case *batch.Job:
		inNamespace(&o.ObjectMeta)
		found = job(o)
	case *core.ConfigMap:
		inNamespace(&o.ObjectMeta)
		found = corevalidation.ValidateConfigMap(o)
	case *core.Secret:
		inNamespace(&o.ObjectMeta)
		found = corevalidation.ValidateSecret(o)
	default:
		return fmt.Errorf("an object of the kind %s, which is never rendered", kind)
	}
	if err := found.ToAggregate(); err != nil {
		return fmt.Errorf("%s: %w", kind.Kind, err)
	}
	return nil
}

func inNamespace(meta *metav1.ObjectMeta) {
	if meta.Namespace == "" {
		meta.Namespace = metav1.NamespaceDefault
	}
}

// job validates a Job with the selector that a server gives it, and its Pod.
func job(j *batch.Job) field.ErrorList {
	const uid = "0b0e8f2c-5c2f-4f7e-9a55-2a6d0f2d9c11"
	j.UID = types.UID(uid)
	generated := map[string]string{
		"controller-uid": uid, "job-name": j.Name,
		batch.ControllerUidLabel: uid, batch.JobNameLabel: j.Name,
	}
	if j.Spec.Template.Labels == nil {
		j.Spec.Template.Labels = map[string]string{}
	}
	maps.Copy(j.Spec.Template.Labels, generated)
	j.Spec.Selector = &metav1.LabelSelector{MatchLabels: map[string]string{batch.ControllerUidLabel: uid}}
	opts := batchvalidation.JobValidationOptions{
		PodValidationOptions:  podutil.GetValidationOptionsFromPodTemplate(&j.Spec.Template, nil),
		RequirePrefixedLabels: true,
	}
	found := batchvalidation.ValidateJobCreate(j, opts)

	pod := &core.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: j.Name + "-x7k2p", Namespace: j.Namespace, Labels: j.Spec.Template.Labels, Annotations: j.Spec.Template.Annotations},
		Spec:       *j.Spec.Template.Spec.DeepCopy(),
	}
	podOpts := podutil.GetValidationOptionsFromPodSpecAndMeta(&pod.Spec, nil, &pod.ObjectMeta, nil)
	podOpts.ResourceIsPod = true
	return append(found, corevalidation.ValidatePodCreate(pod, podOpts)...)
}

func withoutComments(document []byte) []byte {
	var kept [][]byte
	for _, line := range bytes.Split(document, []byte("\n")) {
		if !bytes.HasPrefix(bytes.TrimSpace(line), []byte("#")) {
			kept = append(kept, line)
		}
	}
	return bytes.Join(kept, []byte("\n"))
}
