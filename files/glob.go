package files

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Globs are globs that count from a directory. A glob without a slash matches at
// every depth, and a glob that matches a directory matches all that is in it. The
// zero value matches nothing.
//
// Globs come with repositories that nobody has looked at, so they are matched as
// regular expressions, in time linear in the glob and in the path whatever they
// are. A matcher that tries the alternatives of braces one after the other takes
// exponential time for "{a,aa}{a,aa}…".
type Globs struct {
	Base     string
	Patterns []string

	compiled func() []*regexp.Regexp // each for many patterns
}

// NewGlobs returns globs that count from the directory base. Patterns that
// [CheckGlob] refuses match nothing.
func NewGlobs(base string, patterns []string) Globs {
	return Globs{base, patterns, sync.OnceValue(func() []*regexp.Regexp { return compile(patterns) })}
}

// Match reports whether a path matches one of the globs.
func (g Globs) Match(path string) bool {
	if len(g.Patterns) == 0 {
		return false
	}
	base, err := filepath.Abs(g.Base)
	if err != nil {
		return false
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(base, abs)
	if err != nil || rel == "." || !filepath.IsLocal(rel) {
		return false
	}
	rel = filepath.ToSlash(rel)
	return slices.ContainsFunc(g.compiled(), func(re *regexp.Regexp) bool { return re.MatchString(rel) })
}

// Bounds of a glob. With them no pattern is too large for package regexp.
const (
	maxGlob      = 1000 // bytes
	maxGlobDepth = 10   // braces in braces
)

// maxCompiled is how many patterns become one regular expression.
const maxCompiled = 100

func compile(patterns []string) []*regexp.Regexp {
	var list []*regexp.Regexp
	for chunk := range slices.Chunk(patterns, maxCompiled) {
		var exprs []string
		for _, glob := range chunk {
			if expr, err := expression(glob); err == nil {
				exprs = append(exprs, expr)
			}
		}
		if len(exprs) > 0 {
			list = append(list, regexp.MustCompile(`(?s)\A(?:`+strings.Join(exprs, "|")+`)(?:/.*)?\z`))
		}
	}
	return list
}

// CheckGlob returns an error for a glob that matches nothing. It says why, in
// words that follow on the glob.
func CheckGlob(glob string) error {
	_, err := expression(glob)
	return err
}

var (
	errMalformed = errors.New("is not a glob: a '[' or '{' is not closed, or a range is malformed")
	errNegated   = errors.New(`has no effect: globs cannot be negated, and a name that begins with '!' is written '\!'`)
	errUpwards   = errors.New("has no effect: it leads out of the folder that globs count from")
	errTwisted   = errors.New("has no effect: no path has a '.', a '..' or an empty name in it")
)

// expression is the regular expression of a glob, without anchors.
func expression(glob string) (string, error) {
	switch {
	case len(glob) > maxGlob:
		return "", fmt.Errorf("is longer than %d bytes", maxGlob)
	case !utf8.ValidString(glob):
		return "", errMalformed
	case strings.HasPrefix(glob, "!"):
		return "", errNegated
	}
	glob = strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/")
	anywhere := !strings.Contains(glob, "/")
	glob = strings.TrimPrefix(glob, "/")
	for i, name := range strings.Split(glob, "/") {
		if name == ".." && i == 0 {
			return "", errUpwards
		}
		if name == "" || name == "." || name == ".." {
			return "", errTwisted
		}
	}
	if anywhere {
		glob = "**/" + glob
	}
	t := translator{glob: glob}
	if _, err := t.sequence(true, true); err != nil {
		return "", err
	}
	return t.out.String(), nil
}

// translator writes a glob as a regular expression.
type translator struct {
	glob  string
	at    int // how much of glob is written
	depth int // of braces
	out   strings.Builder
}

// sequence writes what is left of the glob or, within braces, of one alternative.
// starts says whether a name begins here, ends whether the glob or a name ends
// after the sequence: only there "**" is any number of directories. The result
// says whether a name begins after the sequence.
func (t *translator) sequence(starts, ends bool) (bool, error) {
	for t.at < len(t.glob) {
		rest := t.glob[t.at:]
		r, size := utf8.DecodeRuneInString(rest)
		began := starts
		starts = false
		switch {
		case t.depth > 0 && (r == ',' || r == '}'):
			return began, nil
		case began && strings.HasPrefix(rest, "**/"):
			t.out.WriteString("(?:.*/)?")
			size, starts = 3, true
		case began && ends && t.last("**"):
			t.out.WriteString(".*")
			size = 2
		case ends && t.last("/**"): // the directory itself, and what is in it
			t.out.WriteString("(?:/.*)?")
			size = 3
		case r == '*':
			t.out.WriteString("[^/]*")
			size = len(rest) - len(strings.TrimLeft(rest, "*"))
		case r == '?':
			t.out.WriteString("[^/]")
		case r == '/':
			t.out.WriteString("/")
			starts = true
		case r == '[':
			if err := t.class(); err != nil {
				return false, err
			}
			size = 0
		case r == '{':
			var err error
			if starts, err = t.braces(began, ends); err != nil {
				return false, err
			}
			size = 0
		case r == '}':
			return false, errMalformed
		default:
			c, err := t.char()
			if err != nil {
				return false, err
			}
			t.out.WriteString(literal(c))
			size = 0
		}
		t.at += size
	}
	if t.depth > 0 {
		return false, errMalformed
	}
	return starts, nil
}

// last reports whether s is the last of the sequence that is being written.
func (t *translator) last(s string) bool {
	after, ok := strings.CutPrefix(t.glob[t.at:], s)
	return ok && (after == "" || t.depth > 0 && (after[0] == ',' || after[0] == '}'))
}

// braces writes alternatives.
func (t *translator) braces(starts, ends bool) (bool, error) {
	if t.depth++; t.depth > maxGlobDepth {
		return false, fmt.Errorf("has more than %d braces in each other", maxGlobDepth)
	}
	defer func() { t.depth-- }()
	ends = ends && t.closesLast()
	t.out.WriteString("(?:")
	all := true
	for {
		t.at++ // '{' or ','
		began, err := t.sequence(starts, ends)
		if err != nil {
			return false, err
		}
		all = all && began
		if t.glob[t.at] == '}' {
			break
		}
		t.out.WriteString("|")
	}
	t.at++
	t.out.WriteString(")")
	return all, nil
}

// closesLast reports whether the braces that begin here are the last of the glob
// or of the alternative that they are in.
func (t *translator) closesLast() bool {
	depth := 0
	for i := t.at; i < len(t.glob); i++ {
		switch t.glob[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				after := t.glob[i+1:]
				return after == "" || after[0] == ',' || after[0] == '}'
			}
		}
	}
	return false
}

// class writes a class of characters. None has a slash that is not written in it.
func (t *translator) class() error {
	t.at++
	t.out.WriteString("[")
	if rest := t.glob[t.at:]; strings.HasPrefix(rest, "!") || strings.HasPrefix(rest, "^") {
		t.at++
		t.out.WriteString("^/")
	}
	for first := true; ; first = false {
		if t.at == len(t.glob) {
			return errMalformed
		}
		if t.glob[t.at] == ']' {
			if first {
				return errMalformed
			}
			t.at++
			t.out.WriteString("]")
			return nil
		}
		low, err := t.char()
		if err != nil {
			return err
		}
		t.out.WriteString(literal(low))
		if rest := t.glob[t.at:]; len(rest) < 2 || rest[0] != '-' || rest[1] == ']' {
			continue
		}
		t.at++
		high, err := t.char()
		if err != nil || high < low {
			return errMalformed
		}
		t.out.WriteString("-" + literal(high))
	}
}

// char takes a character, or one after a backslash.
func (t *translator) char() (rune, error) {
	if t.glob[t.at] == '\\' {
		t.at++
	}
	if t.at == len(t.glob) {
		return 0, errMalformed
	}
	r, size := utf8.DecodeRuneInString(t.glob[t.at:])
	t.at += size
	return r, nil
}

// literal is a character in a regular expression, in a class too.
func literal(r rune) string { return fmt.Sprintf(`\x{%x}`, r) }
