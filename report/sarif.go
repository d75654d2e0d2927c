package report

import (
	"bytes"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
)

// sarifReporter writes SARIF 2.1.0, one run, for code scanning. The run lists
// every rule, whether it found something or not: a rule that is only missing
// looks like one that is gone.
type sarifReporter struct {
	array
	opts Options
}

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	sarifRoot   = "%SRCROOT%"     // what relative names count from
	sarifPrint  = "kamFinding/v1" // goes up when fingerprints change
	homepage    = "https://github.com/kam-ls/kam-ls"
)

var sarifLevels = [...]string{
	diagnostics.Off:     "none",
	diagnostics.Hint:    "note",
	diagnostics.Info:    "note",
	diagnostics.Warning: "warning",
	diagnostics.Error:   "error",
}

func (r *sarifReporter) File(f File) error {
	location := sarifLocationOf(f.Name)
	ids, prints := diagnostics.IDs(), Fingerprints(f)
	results := make([]any, 0, len(f.Diagnostics))
	for i, d := range f.Diagnostics {
		result := sarifResult{
			RuleID:              d.Rule,
			RuleIndex:           slices.Index(ids, d.Rule),
			Level:               sarifLevels[d.Severity],
			Message:             sarifText(d.Message),
			Locations:           []sarifPlace{{PhysicalLocation: sarifPhysical{location, sarifRegionOf(f.Doc, d.Span)}}},
			PartialFingerprints: map[string]string{sarifPrint: prints[i]},
		}
		if d.Path != "" {
			result.Locations[0].LogicalLocations = []sarifLogical{{d.Path}}
		}
		for _, rel := range d.Related {
			related := sarifText(rel.Message)
			result.RelatedLocations = append(result.RelatedLocations, sarifPlace{
				PhysicalLocation: sarifPhysical{location, sarifRegionOf(f.Doc, rel.Span)},
				Message:          &related,
			})
		}
		for _, fix := range d.Fixes {
			if len(fix.Edits) > 0 && !fix.Secret {
				result.Fixes = append(result.Fixes, sarifFixOf(f.Doc, location, fix))
			}
		}
		results = append(results, result)
	}
	return r.add(r.head, results...)
}

// sarifEnd closes what [sarifReporter.head] leaves open: the results, which
// stand last in the run, the run and the log.
const sarifEnd = "]}]}"

func (r *sarifReporter) head() ([]byte, error) {
	text, err := encode(sarifLog{
		Schema:  sarifSchema,
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool:        sarifTool{sarifDriver{"kam-ls", r.opts.Version, homepage, sarifRules()}},
			Invocations: []sarifInvocation{{ExecutionSuccessful: true}},
			BaseIDs:     map[string]sarifLocation{sarifRoot: {Description: &sarifMessage{Text: "The folder that kam-ls ran in."}}},
			Newlines:    []string{"\r\n", "\n", "\r"},
			ColumnKind:  "unicodeCodePoints",
			Results:     []sarifResult{},
		}},
	})
	return bytes.TrimSuffix(text, []byte(sarifEnd)), err
}

func (r *sarifReporter) Close(Summary) error {
	if err := r.add(r.head); err != nil {
		return err
	}
	_, err := io.WriteString(r.w, sarifEnd+"\n")
	return err
}

// sarifText is a plain text message. In one a pair of brackets before parentheses is a
// link, and braces hold the number of an argument (SARIF 2.1.0, 3.11.5 and 3.11.6): what
// comes from a file must be neither.
func sarifText(s string) sarifMessage { return sarifMessage{Text: sarifEscaper.Replace(s)} }

var sarifEscaper = strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`, `{`, `{{`, `}`, `}}`)

// sarifRules describe the rules. Their texts are ours and have no links; code scanning
// shows them as they are, with the braces of the examples.
func sarifRules() []sarifRule {
	var rules []sarifRule
	for _, r := range diagnostics.Rules() {
		rules = append(rules, sarifRule{
			ID:                   r.ID,
			Name:                 pascalCase(r.ID),
			ShortDescription:     sarifMessage{Text: r.Summary()},
			FullDescription:      sarifMessage{Text: r.Description()},
			Help:                 sarifMessage{Text: r.Page(), Markdown: r.Markdown()},
			HelpURI:              diagnostics.URL(r.ID),
			DefaultConfiguration: sarifConfiguration{sarifLevels[r.Severity]},
		})
	}
	return rules
}

// pascalCase is an ID as SARIF wants names: CronSyntax for cron-syntax.
func pascalCase(id string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(id, "-") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// sarifLocationOf is a file's name as a URI: relative to where the run took
// place, unless the name is absolute.
func sarifLocationOf(name string) sarifLocation {
	if !strings.HasPrefix(name, "/") && !filepath.IsAbs(filepath.FromSlash(name)) {
		return sarifLocation{URI: (&url.URL{Path: name}).String(), URIBaseID: sarifRoot}
	}
	if !strings.HasPrefix(name, "/") { // a Windows drive
		name = "/" + name
	}
	return sarifLocation{URI: (&url.URL{Scheme: "file", Path: name}).String()}
}

func sarifRegionOf(doc *document.Document, span document.Span) sarifRegion {
	p := positionOf(doc, span)
	return sarifRegion{p.line, p.column, p.endLine, p.endColumn}
}

func sarifFixOf(doc *document.Document, location sarifLocation, fix diagnostics.Fix) sarifFix {
	change := sarifChange{ArtifactLocation: location}
	for _, e := range fix.Edits {
		replacement := sarifReplacement{DeletedRegion: sarifRegionOf(doc, e.Span)}
		if e.NewText != "" {
			replacement.InsertedContent = &sarifContent{e.NewText}
		}
		change.Replacements = append(change.Replacements, replacement)
	}
	return sarifFix{sarifText(fix.Title), []sarifChange{change}}
}
