package document

import "sort"

// ErrorCode classifies syntax errors.
type ErrorCode uint8

const (
	Unexpected       ErrorCode = iota // something stands where it cannot
	MissingColon                      // a key without ':'
	Indentation                       // a line that fits no level of its surroundings
	Tab                               // a tab in the indentation
	UnclosedQuote                     // a quoted scalar without its end
	UnclosedFlow                      // '[' or '{' without its end
	MissingComma                      // two flow entries with nothing between
	NestedColon                       // "a: b: c"
	BadEscape                         // an escape that a double-quoted scalar does not know
	BadCharacter                      // a control character or invalid UTF-8
	BadIndicator                      // '@', '`' or '%' at the start of a scalar
	BadBlockHeader                    // after '|' or '>'
	BadAnchor                         // '&' or '*' without a name
	UnknownAlias                      // '*name' without an '&name' before it
	EarlierAlias                      // '*name' whose '&name' is in another document
	RecursiveAlias                    // an alias inside its own anchor
	ExcessiveAliases                  // so many aliases that expanding them does not end
	BadTag                            // a malformed or undeclared tag
	BadTagEscape                      // escapes in a tag that are not UTF-8
	BadMerge                          // '<<' with something that is not a mapping
	Template                          // an action of a Go template
	BadDirective                      // a line that starts with '%'
	EmptyKey                          // '?' in brackets without a key
	KeyTooLong                        // a key of several lines or of over 1024 characters
	TooDeep                           // nesting over the limit
	Conflict                          // a git conflict marker
	NotJSON                           // YAML that JSON does not have, in a JSON file
	QuestionMark                      // an unquoted '?' inside of brackets
	IdleTab                           // a tab on a line without content, or before a comment
	NewVersion                        // a %YAML directive of a version that Go's readers do not know
	SlashEscape                       // "\/" in YAML
)

// Strict reports whether errors of this code may stand in a text that yaml.v3
// accepts. It reads a quoted scalar or a flow collection on over lines that
// stand at the indentation of the surrounding keys, which YAML forbids and which
// is nearly always a missing quote or bracket. It reads conflict markers as text,
// a '?' without a key in brackets in part, and escapes in tags without looking
// closely. It knows no JSON mode, and finds recursive, excessive and misplaced
// merges only when it decodes, keeps anchors from one document to the next, and
// takes what follows a document for a directive or not by other rules.
func (c ErrorCode) Strict() bool {
	switch c {
	case UnclosedQuote, UnclosedFlow, Conflict, NotJSON, EmptyKey, BadTagEscape, BadDirective, EarlierAlias, RecursiveAlias, ExcessiveAliases, BadMerge:
		return true
	}
	return false
}

// Harmless reports whether errors of this code leave no doubt about the tree: YAML
// allows the text, but Go's readers, which Kubernetes uses, refuse it.
func (c ErrorCode) Harmless() bool {
	return c == IdleTab || c == NewVersion || c == SlashEscape
}

// SyntaxError is a place that cannot be read as YAML, or as JSON in a JSON
// document. Message is in lower case, without position or final period.
type SyntaxError struct {
	Span
	Code    ErrorCode
	Message string
}

func (e SyntaxError) Error() string { return e.Message }

func sortErrors(errs []SyntaxError) {
	sort.SliceStable(errs, func(i, j int) bool { return errs[i].Start < errs[j].Start })
}
