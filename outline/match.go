package outline

import (
	"unicode"
	"unicode/utf8"
)

// Match reports how well a name fits what somebody typed to find it: the letters
// in order, whatever their case, better at the starts of words and side by side.
// It is 0 where they are not in the name; an empty query fits everything.
func Match(query, name string) float64 {
	if query == "" {
		return 1
	}
	score, at, run := 0.0, 0, 0
	previous := ' '
	for _, q := range query {
		q = unicode.ToLower(q)
		found := false
		for at < len(name) {
			r, size := utf8.DecodeRuneInString(name[at:])
			at += size
			start := !unicode.IsLetter(previous) && !unicode.IsDigit(previous) || unicode.IsLower(previous) && unicode.IsUpper(r)
			previous = r
			if unicode.ToLower(r) == q {
				found = true
				run++
				score += float64(min(run, 4))
				if start {
					score += 4
				}
				break
			}
			run = 0
		}
		if !found {
			return 0
		}
	}
	return score / float64(utf8.RuneCountInString(name)+12)
}
