package cron

import (
	"fmt"
	"time"
)

// Run is one time that a schedule fires.
type Run struct {
	Time    time.Time
	Overlap bool // the clock shows this time twice on that day
}

// Next returns the next n runs after from, in from's time zone; fewer, or none,
// for a schedule that does not fire within five years.
func (s *Schedule) Next(from time.Time, n int) []Run {
	var list []Run
	for len(list) < n {
		next := s.parsed.Next(from)
		if next.IsZero() {
			break
		}
		list = append(list, Run{Time: next, Overlap: overlaps(next)})
		from = next
	}
	return list
}

// Distance says how far away a time is, from d: "in 3 h 12 min".
func Distance(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "in under a minute"
	case d >= 48*time.Hour:
		return "in " + duration(d.Truncate(time.Hour))
	}
	return "in " + duration(d.Truncate(time.Minute))
}

// overlaps reports whether the clock shows the time t twice on its day.
func overlaps(t time.Time) bool {
	_, offset := t.Zone()
	for _, near := range []time.Duration{-3 * time.Hour, 3 * time.Hour} {
		if _, other := t.Add(near).Zone(); other != offset {
			twin := t.Add(time.Duration(offset-other) * time.Second)
			if _, o := twin.Zone(); o == other {
				return true
			}
		}
	}
	return false
}

// Transition looks, in the year after from and in from's zone, for the first
// run that a change of the clock touches: one that comes twice, or one that is
// left out because its time does not exist. It says which, as the rest of a
// sentence. A schedule that fires in every hour loses and gains nothing.
func (s *Schedule) Transition(from time.Time) (text string, found bool) {
	if s.every > 0 || s.never || s.sets[hour].count() == 24 {
		return "", false
	}
	from = from.Truncate(time.Second)
	until := from.AddDate(1, 0, 0)
	_, before := from.Zone()
	for t := from; t.Before(until); t = t.Add(time.Hour) {
		after := t.Add(time.Hour)
		_, offset := after.Zone()
		if offset == before {
			continue
		}
		change := changeBetween(t, after)
		shift := time.Duration(offset-before) * time.Second
		if text, found := s.touched(change, before, shift); found {
			return text, true
		}
		before = offset
	}
	return "", false
}

// changeBetween is the first second of the new offset after t.
func changeBetween(t, after time.Time) time.Time {
	_, old := t.Zone()
	for after.Sub(t) > time.Second {
		middle := t.Add(after.Sub(t) / 2).Truncate(time.Second)
		if _, o := middle.Zone(); o == old {
			t = middle
		} else {
			after = middle
		}
	}
	return after
}

// touched looks for a run in the hours around a change of the clock from the
// offset old by shift.
func (s *Schedule) touched(change time.Time, old int, shift time.Duration) (string, bool) {
	// Clock times as if nothing changed: a zone with the old offset.
	fixed := change.In(time.FixedZone("", old))
	start, end := fixed, fixed.Add(shift) // the times that are left out
	if shift < 0 {
		start, end = fixed.Add(shift), fixed // the times that come twice
	}
	for t := start; t.Before(end); t = t.Add(time.Minute) {
		if !s.matches(t) {
			continue
		}
		day := t.Format("2006-01-02 15:04")
		if shift > 0 {
			return fmt.Sprintf("the run of %s is left out: the clock skips from %s to %s", day, start.Format("15:04"), end.Format("15:04")), true
		}
		return fmt.Sprintf("the run of %s comes twice: the clock goes back from %s to %s", day, end.Format("15:04"), start.Format("15:04")), true
	}
	return "", false
}

// matches reports whether the schedule names the clock time of t.
func (s *Schedule) matches(t time.Time) bool {
	dom, dow := s.sets[dayOfMonth], s.sets[dayOfWeek]
	onDay, onWeekday := dom.has(t.Day()), dow.has(int(t.Weekday()))
	day := onDay || onWeekday
	if dom.star || dow.star {
		day = onDay && onWeekday
	}
	return day && s.sets[minute].has(t.Minute()) && s.sets[hour].has(t.Hour()) && s.sets[month].has(int(t.Month()))
}
