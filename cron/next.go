package cron

import "time"

// Run is one time that a schedule fires.
type Run struct {
	Time    time.Time
	Overlap bool // the clock shows this time twice on that day
	Unnamed bool // the schedule does not name this time: a change of the clock led here
}

// Remark is what is odd about a run, "" for most.
func (r Run) Remark() string {
	switch {
	case r.Unnamed:
		return "not a time of the schedule: the clock has changed"
	case r.Overlap:
		return "the clock shows this time twice"
	}
	return ""
}

// maxYear is the last year that RFC 3339 can write.
const maxYear = 9999

// Next returns the next n runs after from, in from's time zone; fewer, or none,
// for a schedule that does not fire within five years, where Kubernetes does not
// get past a day that the zone skips, and after the year 9999.
func (s *Schedule) Next(from time.Time, n int) []Run {
	var list []Run
	c := newLocalClock(from.Location())
	for len(list) < n {
		next, ok := s.after(c, from)
		if !ok {
			break
		}
		run := Run{Time: next}
		if s.every == 0 {
			run.Overlap, run.Unnamed = c.twice(next.Unix()), !s.names(c.wall(next.Unix()))
		}
		list = append(list, run)
		from = next
	}
	return list
}

// after is the first run after a time, in the zone of a clock. It reports false
// if there is none.
func (s *Schedule) after(c *localClock, from time.Time) (time.Time, bool) {
	var next time.Time
	if s.every > 0 {
		// Times count from the second that from is in.
		next = from.Truncate(time.Second).Add(s.every).In(c.zone)
	} else {
		moment, got := s.next(c, from.Unix())
		if got != found {
			return time.Time{}, false
		}
		next = c.at(moment)
	}
	return next, next.Year() <= maxYear && next.UTC().Year() <= maxYear
}

// outcome is how a search for the next run ends.
type outcome uint8

const (
	found outcome = iota
	none          // there is no run within five years
	stuck         // the search never ends
)

// next is the first run after a moment as Kubernetes finds it. It takes every step
// that robfig's SpecSchedule.Next takes, those around a change of the clock that
// go astray included, and so comes to the same runs: a test holds it to that.
// Unlike robfig it notices when a step leads nowhere, before a day that the zone
// skips, and reads the clock without a search in the zone's table for each step.
func (s *Schedule) next(c *localClock, moment int64) (int64, outcome) {
	if s.sets[minute].count() == 0 {
		return 0, none // without a walk through the minutes of five years
	}
	t := moment + 1
	start, _, _ := c.date(t)
	moved := false // past the moment, so that smaller units begin at 0
search:
	for {
		year, m, _ := c.date(t)
		if year > start+5 {
			return 0, none
		}
		for !s.sets[month].has(int(m)) {
			if !moved {
				moved = true
				t = c.startOf(t, month)
			}
			t = c.at(t).AddDate(0, 1, 0).Unix()
			if _, m, _ = c.date(t); m == time.January {
				continue search
			}
		}
		for !s.onDay(c.wall(t)) {
			if !moved {
				moved = true
				t = c.startOf(t, dayOfMonth)
			}
			before := t
			t = c.at(t).AddDate(0, 0, 1).Unix()
			// Where midnight does not exist this is an hour beside it, and robfig
			// steps to where midnight would be.
			if h := int64(hourOf(c.wall(t))); h > 12 {
				t += (24 - h) * anHour
			} else {
				t -= h * anHour
			}
			if t <= before {
				return 0, stuck
			}
			if _, _, day := c.date(t); day == 1 {
				continue search
			}
		}
		for !s.sets[hour].has(hourOf(c.wall(t))) {
			if !moved {
				moved = true
				t = c.startOf(t, hour)
			}
			t += anHour
			if hourOf(c.wall(t)) == 0 {
				continue search
			}
		}
		for !s.sets[minute].has(minuteOf(c.wall(t))) {
			if !moved {
				moved = true
				t = floor(t, aMinute)
			}
			t += aMinute
			if minuteOf(c.wall(t)) == 0 {
				continue search
			}
		}
		for mod(c.wall(t), aMinute) != 0 {
			moved = true
			t++
			if mod(c.wall(t), aMinute) == 0 {
				continue search
			}
		}
		return t, found
	}
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

// names reports whether the schedule names a wall time.
func (s *Schedule) names(wall int64) bool {
	return mod(wall, aMinute) == 0 && s.sets[minute].has(minuteOf(wall)) && s.sets[hour].has(hourOf(wall)) && s.inMonth(wall) && s.onDay(wall)
}

// inMonth reports whether the schedule names the month of a wall time.
func (s *Schedule) inMonth(wall int64) bool {
	return s.sets[month].has(int(time.Unix(wall, 0).UTC().Month()))
}

// onDay reports whether the schedule names the day of a wall time, whatever its
// month.
func (s *Schedule) onDay(wall int64) bool {
	day := time.Unix(wall, 0).UTC()
	dom, dow := s.sets[dayOfMonth], s.sets[dayOfWeek]
	onDate, onWeekday := dom.has(day.Day()), dow.has(int(day.Weekday()))
	if dom.star || dow.star {
		return onDate && onWeekday
	}
	return onDate || onWeekday
}
