package cron

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// NoteKind is what surprises in a schedule.
type NoteKind uint8

const (
	NeverFires NoteKind = iota
	DayOr
	UnevenStep
	TooOften
	Lenient
)

// Note is a surprise in a schedule that Kubernetes accepts.
type Note struct {
	Kind       NoteKind
	Start, End int    // bytes in the expression
	Message    string // lower case, no final period
	Fix        *Fix   // nil if none is known
}

// Notes are the surprises of the schedule in order of their kinds, at most one
// of a kind for each item of a field. A schedule that never fires has no other.
func (s *Schedule) Notes() []Note {
	whole := Note{Start: 0, End: len(s.expr)}
	if s.every > 0 {
		if s.every < time.Minute {
			whole.Kind, whole.Message = TooOften, fmt.Sprintf("'%s' is under a minute: a CronJob starts at most one Job a minute", s.expr)
			return []Note{whole}
		}
		return nil
	}
	if s.never {
		whole.Kind, whole.Message = NeverFires, fmt.Sprintf("'%s' never fires: %s", s.expr, s.whyNever())
		return []Note{whole}
	}
	var notes []Note
	if dom, dow := s.sets[dayOfMonth], s.sets[dayOfWeek]; !dom.star && !dow.star {
		whole.Kind = DayOr
		whole.Message = "day of month and day of week are both restricted, and one of them is enough: fires " + s.days()
		notes = append(notes, whole)
	}
	// Who writes out 0-59 for some hours wants every minute of them; a star there
	// is mostly a slip for 0.
	everyMinute := s.sets[minute].count() == Fields[minute].size() &&
		(s.sets[hour].count() == Fields[hour].size() || !s.isWhole(minute, s.items[minute][0].text))
	if everyMinute {
		whole.Kind = TooOften
		whole.Message = fmt.Sprintf("'%s' fires %s", s.expr, s.times())
		notes = append(notes, whole)
	}
	for i, items := range s.items {
		notes = append(notes, s.unevenSteps(i, items)...)
	}
	for i, items := range s.items {
		// That 0-59 is every minute is said already.
		if !everyMinute || i != minute || !s.isWhole(i, items[0].text) {
			notes = append(notes, s.lenient(i, items)...)
		}
	}
	return notes
}

// whyNever says which part of the schedule cannot come true.
func (s *Schedule) whyNever() string {
	for i, f := range Fields {
		if s.sets[i].count() == 0 {
			return fmt.Sprintf("the %s field is empty", f.Name)
		}
	}
	return fmt.Sprintf("there is no day %s in %s", orList(numbers(s.sets[dayOfMonth].values())), orList(names(s.sets[month].values(), monthNames)))
}

// unevenSteps notes steps that do not divide their range: the last gap is
// shorter than the others, or there is one value only.
func (s *Schedule) unevenSteps(i int, items []item) []Note {
	f := Fields[i]
	var notes []Note
	for _, it := range items {
		span, stepText, ok := strings.Cut(it.text, "/")
		step, err := strconv.Atoi(stepText)
		if !ok || err != nil || step < 2 {
			continue
		}
		from, to := f.Min, f.Max
		low, high, isRange := strings.Cut(span, "-")
		star := low == "*" || low == "?"
		if !star {
			from, _, _ = f.value(low)
			if isRange {
				to, _, _ = f.value(high)
			}
		}
		note := Note{Kind: UnevenStep, Start: it.start, End: it.end}
		first, last := from, from+(to-from)/step*step
		switch {
		case first == last:
			note.Message = fmt.Sprintf("the step of '%s' leaves one value, %s %d", it.text, f.Name, first)
		case isRange && !star && (from != f.Min || to != f.Max):
			continue // whoever names both ends knows them
		case i == dayOfMonth:
			note.Message = fmt.Sprintf("'%s' counts anew every month: day %d is followed by day %d", it.text, last, first)
		case f.size()%step != 0 || from-f.Min >= step:
			note.Message = fmt.Sprintf("'%s' is uneven: %s %d is followed by %d, not by a step of %d", it.text, f.Name, last, first, step)
		default:
			continue
		}
		notes = append(notes, note)
	}
	return notes
}

// lenient notes spellings that pass by accident, with the one that everybody
// uses, which means the same.
func (s *Schedule) lenient(i int, items []item) []Note {
	f := Fields[i]
	var clean, odd []string
	empty := 0
	for _, it := range items {
		text := it.text
		switch {
		case text == "":
			empty++
			continue
		case strings.HasPrefix(text, "*-") || strings.HasPrefix(text, "?-"):
			_, step, ok := strings.Cut(text, "/")
			odd = append(odd, fmt.Sprintf("'%s'", text))
			text = "*"
			if ok {
				text += "/" + step
			}
		case strings.Contains(text, "+"):
			odd = append(odd, fmt.Sprintf("the sign in '%s'", text))
			text = strings.ReplaceAll(text, "+", "")
		case s.isWhole(i, text):
			odd = append(odd, fmt.Sprintf("'%s' for '*'", text))
			text = "*"
		}
		clean = append(clean, text)
	}
	if empty > 0 {
		odd = slices.Insert(odd, 0, countOf(empty, "an empty item", "empty items"))
	}
	if len(odd) == 0 || len(clean) == 0 {
		return nil
	}
	odd = unique(odd)
	verb := "is"
	if empty > 1 || len(odd) > 1 {
		verb = "are"
	}
	start, end := items[0].start, items[len(items)-1].end
	note := Note{Kind: Lenient, Start: start, End: end}
	field := strings.Join(clean, ",")
	note.Message = fmt.Sprintf("%s in the %s field %s accepted by accident: expected '%s'", andList(odd), f.Name, verb, field)
	fixed := s.expr[:start] + field + s.expr[end:]
	if other, err := Parse(fixed); err == nil && other.sets == s.sets || err == nil && s.isWhole(i, items[0].text) {
		// A star for every minute is a surprise of its own.
		note.Fix = &Fix{Title: "Write '" + field + "'", Expr: fixed, Safe: i != minute || field != "*"}
	}
	return []Note{note}
}

// unique are the texts of a list without those that stood before.
func unique(list []string) []string {
	var kept []string
	seen := map[string]bool{}
	for _, s := range list {
		if !seen[s] {
			kept = append(kept, s)
		}
		seen[s] = true
	}
	return kept
}

func countOf(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// isWhole reports whether an item is the whole range of its field written out,
// where '*' means the same: in a day field it does not if the other day field is
// restricted.
func (s *Schedule) isWhole(i int, text string) bool {
	f := Fields[i]
	low, high, ok := strings.Cut(text, "-")
	if !ok || len(s.items[i]) != 1 {
		return false
	}
	from, bad, _ := f.value(low)
	to, alsoBad, _ := f.value(high)
	if bad != "" || alsoBad != "" || from != f.Min || to != f.Max {
		return false
	}
	switch i {
	case dayOfMonth:
		return s.sets[dayOfWeek].star
	case dayOfWeek:
		return s.sets[dayOfMonth].star
	}
	return true
}
