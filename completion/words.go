package completion

import (
	"maps"
	"slices"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/spec"
)

// Words are what specs use that no schema lists: proposals for other specs of the
// same people.
type Words struct {
	Images      []string
	Variables   []string // names in env
	Labels      []string // keys
	Annotations []string // keys
	Headers     []string // names
}

// Options are what proposals depend on besides the file.
type Options struct {
	Words Words // of other specs
	// Near names the rules that have findings where an offset stands, for comments
	// that ignore them. It may be nil.
	Near func(offset int) []string
}

// maxWords bounds each list of words of one spec.
const maxWords = 1000

// Collect returns the words of a spec, each list in order without repetitions.
func Collect(file *spec.File) Words {
	var w Words
	keys := func(list *[]string, o *spec.Object, attribute string) {
		for _, f := range o.FieldsOf(attribute) {
			*list = append(*list, f.Key.Value)
		}
	}
	for _, workload := range file.Workloads {
		for _, o := range workload.Objects {
			switch o.Type.Name {
			case "Job":
				keys(&w.Labels, o, "labels")
				keys(&w.Annotations, o, "annotations")
			case "Container":
				if n := o.Value("image"); n != nil && n.Kind == document.Scalar && n.Value != "" {
					w.Images = append(w.Images, n.Value)
				}
				keys(&w.Variables, o, "env")
			case "Http":
				keys(&w.Headers, o, "headers")
			}
		}
	}
	return w.tidy()
}

// With adds the words of others.
func (w Words) With(others ...Words) Words {
	for _, o := range others {
		w.Images = append(w.Images[:len(w.Images):len(w.Images)], o.Images...)
		w.Variables = append(w.Variables[:len(w.Variables):len(w.Variables)], o.Variables...)
		w.Labels = append(w.Labels[:len(w.Labels):len(w.Labels)], o.Labels...)
		w.Annotations = append(w.Annotations[:len(w.Annotations):len(w.Annotations)], o.Annotations...)
		w.Headers = append(w.Headers[:len(w.Headers):len(w.Headers)], o.Headers...)
	}
	return w.tidy()
}

func (w Words) tidy() Words {
	for _, list := range []*[]string{&w.Images, &w.Variables, &w.Labels, &w.Annotations, &w.Headers} {
		set := map[string]bool{}
		for _, word := range *list {
			set[word] = true
		}
		*list = slices.Sorted(maps.Keys(set))
		*list = (*list)[:min(len(*list), maxWords)]
	}
	return w
}
