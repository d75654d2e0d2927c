package schema

import (
	"encoding/json"
	"maps"
	"math"
	"math/big"
	"slices"
)

var empty = map[string]any{}

// notWhole stands for a number that the validator cannot compute with: like
// that one it is a number, and no integer.
const notWhole = 0.5

// prepare is an instance as the validator takes it: the maps of other schema
// types are empty, since they are not judged here, and numbers that would crash
// the validator are replaced. What needs no change is shared, not copied.
func (c *check) prepare(instance any) any {
	m, ok := instance.(map[string]any)
	if !ok {
		prepared, _ := prepare(instance, nil)
		return prepared
	}
	prepared, _ := prepareMap(m, func(key string) *TypeExpr {
		if a := c.typ.Attribute(key); a != nil {
			return a.Type
		}
		return nil
	})
	return prepared
}

// prepare is a value as the validator takes it where t is expected, nil for
// nothing in particular, and whether it differs.
func prepare(value any, t *TypeExpr) (any, bool) {
	switch v := value.(type) {
	case map[string]any:
		if t != nil && t.Kind == Map {
			return prepareMap(v, func(string) *TypeExpr { return t.Elem })
		}
		return empty, len(v) > 0
	case []any:
		if t != nil && t.Kind == List {
			return prepareList(v, t.Elem)
		}
		return []any{}, len(v) > 0
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return notWhole, true
		}
	case json.Number:
		if _, ok := new(big.Rat).SetString(string(v)); !ok { // the exponent is too large to write out
			return notWhole, true
		}
	}
	return value, false
}

func prepareMap(m map[string]any, typeOf func(key string) *TypeExpr) (any, bool) {
	prepared, changed := m, false
	for key, value := range m {
		value, differs := prepare(value, typeOf(key))
		if !differs {
			continue
		}
		if !changed {
			prepared, changed = maps.Clone(m), true
		}
		prepared[key] = value
	}
	return prepared, changed
}

func prepareList(list []any, elem *TypeExpr) (any, bool) {
	prepared, changed := list, false
	for i, value := range list {
		value, differs := prepare(value, elem)
		if !differs {
			continue
		}
		if !changed {
			prepared, changed = slices.Clone(list), true
		}
		prepared[i] = value
	}
	return prepared, changed
}
