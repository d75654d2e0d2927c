package spec

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest returns the candidate that word is probably a misspelling of, "" if
// none is near: the one with the fewest edits, at most two, and fewer than half
// of the word's letters; letter case and separators do not count. Of equals the
// first counts. Among very many candidates it looks for none.
func Nearest(word string, candidates []string) string {
	if len(candidates) > maxCandidates {
		return ""
	}
	best, fewest := "", maxEdits+1
	folded := fold(word)
	for _, c := range candidates {
		if d := levenshtein.ComputeDistance(folded, fold(c)); d < fewest && 2*d < len(folded) {
			best, fewest = c, d
		}
	}
	return best
}

const (
	maxEdits      = 2
	maxCandidates = 200 // over which a suggestion costs more than it is worth
)

func fold(s string) string {
	if len(s) > 64 { // no name is as long, and distances cost its square
		s = s[:64]
	}
	return strings.ToLower(separators.Replace(s))
}

var separators = strings.NewReplacer("_", "", "-", "", " ", "")
