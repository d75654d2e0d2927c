package refactor

import (
	"fmt"
	"strings"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/edit"
	"github.com/kam-ls/kam-ls/references"
	"github.com/kam-ls/kam-ls/spec"
)

// secrets moves the value of a variable into a secret, or the value of a secret
// back.
func (c *cursor) secrets() []Action {
	container := c.object("Container")
	if container == nil || !c.sound(c.node) {
		return nil
	}
	for _, f := range container.FieldsOf("env") {
		if f.Merged || f.Key != c.node && f.Value != c.node || f.Value.Kind != document.Scalar || !c.sound(f.Value) {
			continue
		}
		if strings.Contains(f.Value.Value, spec.SecretScheme) {
			return c.inline(container, f)
		}
		if fix, ok := diagnostics.MoveToSecret(c.file, container, f); ok {
			return []Action{{Title: fix.Title, Kind: Extract, ID: "extract-secret", Edits: func() ([]document.Edit, error) { return c.checked(fix.Edits...) }}}
		}
	}
	return nil
}

// inline puts the value of a secret into the variable that refers to it. The key,
// and the secret when it has no other, goes with its last use.
func (c *cursor) inline(container *spec.Object, f document.Field) []Action {
	w := container.Workload
	for _, ref := range w.SecretRefs() {
		if ref.Node != f.Value || ref.Fault != "" || ref.Key == "" {
			continue
		}
		secret, _ := w.Secret(ref.Name)
		if secret == nil {
			return nil
		}
		for _, data := range secret.FieldsOf("data") {
			value := data.Value.Resolve()
			if data.Key.Value != ref.Key || data.Merged || value == nil || value.Kind != document.Scalar || value.Value == "" || value.Tag != "!!str" {
				continue
			}
			return []Action{{
				Title: fmt.Sprintf("Put the value of '%s' of the secret '%s' here", ref.Key, ref.Name), Kind: Inline, ID: "inline-secret",
				Edits: func() ([]document.Edit, error) {
					edits := []document.Edit{edit.Rewrite(c.doc, f.Value, value.Value)}
					if e, ok := c.unused(secret, data); ok {
						edits = append(edits, edit.RemoveEntry(c.doc, e))
					}
					return c.checked(edits...)
				},
			}}
		}
	}
	return nil
}

// unused is the entry that nothing needs when one reference to a key of a secret
// is gone: that of the secret, or of the key.
func (c *cursor) unused(secret *spec.Object, data document.Field) (*document.Entry, bool) {
	key, ok := references.At(c.file, data.Key.Span().Start)
	if !ok || len(key.Places) > 2 || edit.Named(data.Value) || secret.Owner == nil {
		return nil, false
	}
	owner := secret.Owner.Entry()
	symbol, ok := references.At(c.file, secret.Owner.Span().Start)
	if ok && len(symbol.Places) == 2 && len(secret.FieldsOf("data")) == 1 && !edit.Named(owner.Value) && owner.Value.Kind != document.Alias && len(owner.Key.Parent.Entries) > 1 {
		return owner, true
	}
	if typ := secret.Value("type"); typ != nil && len(spec.TypeKeys(typ.Value)) > 0 || len(data.Key.Parent.Entries) == 1 {
		return nil, false // it would be missed
	}
	return data.Entry, true
}
