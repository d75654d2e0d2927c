package schema

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// locate is the path of what an error is about. The validator takes the empty
// key for no step at all, so an error about the value of that key stands at the
// map around it; it cannot be about the map, which is of the right type.
func (v *validation) locate(e *jsonschema.ValidationError, keyword string) []string {
	path := splitPointer(e.InstanceLocation)
	for keyword != "minProperties" {
		_, expected := v.typeAt(path)
		if expected == nil || expected.Kind != Map {
			break
		}
		m, _ := v.valueAt(path).(map[string]any)
		if _, ok := m[""]; !ok {
			break
		}
		path = append(path, "")
	}
	return path
}

// typeAt returns the attribute that a path leads into and the type that is
// expected at its end: at the root, the type that is judged.
func (v *validation) typeAt(path []string) (*Attribute, *TypeExpr) {
	if len(path) == 0 {
		return nil, &TypeExpr{Kind: Ref, Name: v.typ.Name}
	}
	a := v.typ.Attribute(path[0])
	if a == nil {
		return nil, nil
	}
	t := a.Type
	for range path[1:] {
		if t == nil || t.Elem == nil {
			return a, nil
		}
		t = t.Elem
	}
	return a, t
}

// isOther reports whether a path leads to a map of another schema type, which is
// not judged here.
func (v *validation) isOther(path []string) bool {
	_, t := v.typeAt(path)
	if len(path) == 0 || t == nil || t.Kind != Ref && t.Kind != Union {
		return false
	}
	_, isMap := v.valueAt(path).(map[string]any)
	return isMap
}

func (v *validation) valueAt(path []string) any {
	value := v.instance
	for _, segment := range path {
		switch c := value.(type) {
		case map[string]any:
			value = c[segment]
		case []any:
			i, err := strconv.Atoi(segment)
			if err != nil || i >= len(c) {
				return nil
			}
			value = c[i]
		default:
			return nil
		}
	}
	return value
}

// splitPointer splits a JSON Pointer as jsonschema writes it: with its keys
// escaped as in a URI fragment.
func splitPointer(pointer string) []string {
	if pointer == "" {
		return nil
	}
	segments := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, s := range segments {
		if u, err := url.PathUnescape(s); err == nil {
			s = u
		}
		segments[i] = strings.ReplaceAll(strings.ReplaceAll(s, "~1", "/"), "~0", "~")
	}
	return segments
}
