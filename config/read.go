package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/files"
)

// Apply sets what a document says, and leaves everything else as it is. What
// cannot be read counts as not said. Globs count from the folder base.
func (c Config) Apply(doc *document.Document, base string) Config {
	if len(doc.Roots()) == 0 {
		return c
	}
	root := doc.Roots()[0].Node
	globs := func(n *document.Node) files.Globs { return files.NewGlobs(base, globList(n)) }
	if n := get(root, "files"); isList(n) {
		c.Files = globs(n)
	}
	if n := get(root, "exclude"); isList(n) {
		c.Exclude = globs(n)
	}
	c = c.With(severities(get(root, "rules")))
	setWord(&c.FailOn, get(root, "failOn"), "error", "warning", "info", "never")
	cron, render := get(root, "cron"), get(root, "render")
	if zone, ok := str(get(cron, "timeZone")); ok && CheckTimeZone(zone) == nil {
		c.Cron.TimeZone = zone
	}
	if n := get(cron, "previewCount"); n != nil {
		if v, ok := n.Int(); ok && 0 <= v && v <= 100 {
			c.Cron.PreviewCount = int(v)
		}
	}
	if name, ok := str(get(render, "namespace")); ok {
		c.Render.Namespace = name
	}
	setWord(&c.Render.RestartPolicy, get(render, "restartPolicy"), "Never", "OnFailure")
	if list := get(root, "overrides"); isList(list) {
		c.Overrides = slices.Clip(c.Overrides)
		for _, item := range list.Items {
			if rules := severities(get(item, "rules")); len(rules) > 0 {
				c.Overrides = append(c.Overrides, Override{Files: globs(get(item, "files")), Rules: rules})
			}
		}
	}
	return c
}

// get is the value of a key, aliases and merge keys followed; nil if there is
// none.
func get(n *document.Node, key string) *document.Node {
	if n == nil {
		return nil
	}
	for _, field := range n.Fields() {
		if field.Key.Value == key {
			return field.Value.Resolve()
		}
	}
	return nil
}

func isList(n *document.Node) bool { return n != nil && n.Kind == document.Sequence }

// str is the text of a string that is not empty.
func str(n *document.Node) (string, bool) {
	if n == nil || n.Kind != document.Scalar || n.Tag != "!!str" || n.Value == "" {
		return "", false
	}
	return n.Value, true
}

func setWord(word *string, n *document.Node, words ...string) {
	if s, ok := str(n); ok && slices.Contains(words, s) {
		*word = s
	}
}

func globList(n *document.Node) []string {
	list := []string{}
	if isList(n) {
		for _, item := range n.Items {
			if glob, ok := str(item.Resolve()); ok && files.CheckGlob(glob) == nil {
				list = append(list, glob)
			}
		}
	}
	return list
}

func severities(n *document.Node) map[string]string {
	if n == nil {
		return nil
	}
	rules := map[string]string{}
	for _, field := range n.Fields() {
		severity := ""
		setWord(&severity, field.Value.Resolve(), "off", "hint", "info", "warning", "error")
		if severity != "" {
			rules[field.Key.Value] = severity
		}
	}
	return rules
}

// CheckTimeZone returns an error for what is not the IANA name of a zone that
// Kubernetes takes: what is expected.
func CheckTimeZone(name string) error {
	if name == "" || strings.EqualFold(name, "Local") {
		return errors.New("expected an IANA name such as Europe/Berlin")
	}
	if _, err := time.LoadLocation(name); err != nil {
		return fmt.Errorf("unknown time zone '%s': expected an IANA name such as Europe/Berlin", name)
	}
	return nil
}
