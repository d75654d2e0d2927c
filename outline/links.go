package outline

import (
	"regexp"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/kube"
	"github.com/kam-ls/kam-ls/spec"
)

// Link is a part of the text that leads to a page.
type Link struct {
	document.Span
	Target  string // an address of https or http
	Tooltip string
}

// Links are the links in a file: an image to its page in the registry, the rules
// that a comment ignores to their pages, and addresses in comments and in
// annotations.
func Links(file *spec.File) []Link {
	var links []Link
	text := file.Doc.Text()
	for _, w := range file.Workloads {
		for _, o := range w.Objects {
			switch o.Type.Name {
			case "Container":
				if l, ok := image(o.Value("image")); ok {
					links = append(links, l)
				}
			case "Job":
				for _, f := range o.FieldsOf("annotations") {
					if v := f.Value.Resolve(); v != nil && v.Kind == document.Scalar && !f.Merged {
						links = append(links, addresses(text, v.Span())...)
					}
				}
			}
		}
	}
	for _, c := range file.Doc.Comments() {
		links = append(links, addresses(text, c.Span)...)
		if body := strings.TrimLeft(c.Of(text), "# \t"); !strings.HasPrefix(body, diagnostics.DirectivePrefix) {
			continue
		}
		for _, m := range ruleID.FindAllStringIndex(c.Of(text), -1) {
			if id := c.Of(text)[m[0]:m[1]]; diagnostics.Lookup(id) != nil {
				links = append(links, Link{document.Span{Start: c.Start + m[0], End: c.Start + m[1]}, diagnostics.URL(id), "What '" + id + "' is about"})
			}
		}
	}
	// Aliases lead to one value from several places.
	slices.SortStableFunc(links, func(a, b Link) int { return a.Start - b.Start })
	return slices.CompactFunc(links, func(a, b Link) bool { return a.Span == b.Span })
}

var ruleID = regexp.MustCompile(`[a-z]+(?:-[a-z]+)*`)

// image links a value that is an image's reference.
func image(n *document.Node) (Link, bool) {
	if n == nil || n.Kind != document.Scalar || n.Unclosed() || n.Style == document.Literal || n.Style == document.Folded {
		return Link{}, false
	}
	ref, ok := kube.ParseImage(n.Value)
	page := ref.Page()
	if !ok || page == "" {
		return Link{}, false
	}
	span := n.Span()
	if n.Style == document.DoubleQuoted || n.Style == document.SingleQuoted {
		span = document.Span{Start: span.Start + 1, End: span.End - 1}
	}
	return Link{span, page, "The page of '" + ref.Repository + "' at " + ref.Registry}, true
}

// address is one of https or http, up to what cannot stand at its end.
var address = regexp.MustCompile(`https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][^\s<>"'` + "`" + `{}|\\^]*)?`)

// addresses are those in a span.
func addresses(text string, span document.Span) []Link {
	var links []Link
	for _, m := range address.FindAllStringIndex(span.Of(text), -1) {
		found := strings.TrimRight(span.Of(text)[m[0]:m[1]], ".,;:!?")
		if strings.Count(found, "(") < strings.Count(found, ")") {
			found = strings.TrimSuffix(found, ")")
		}
		start := span.Start + m[0]
		links = append(links, Link{document.Span{Start: start, End: start + len(found)}, found, ""})
	}
	return links
}
