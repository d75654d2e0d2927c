package completion

import (
	"strings"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/hover"
	"github.com/kam-ls/kam-ls/schema"
)

// Documentation is what there is to read about the topic of an item, in Markdown:
// an attribute as "Type.attribute", a type by its name, a rule as "rule:ID". It is
// "" for a topic that is none.
func Documentation(s *schema.Schema, topic string) string {
	if id, ok := strings.CutPrefix(topic, "rule:"); ok {
		if r := diagnostics.Lookup(id); r != nil {
			return r.Description()
		}
		return ""
	}
	name, attribute, ok := strings.Cut(topic, ".")
	t := s.Type(name)
	if t == nil {
		return ""
	}
	if !ok {
		return hover.Type(t)
	}
	if a := t.Attribute(attribute); a != nil {
		return hover.Attribute(t, a)
	}
	return ""
}

func topicOf(t *schema.Type, a *schema.Attribute) string { return t.Name + "." + a.Name }
