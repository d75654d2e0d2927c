package cron

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Disturbance is what a change of the clock does to the runs of a schedule: how
// the runs that Kubernetes finds differ from the wall times that the schedule
// names.
type Disturbance struct {
	zone   string // its name
	change change
	left   []int64 // named wall times without a run: the clock skips them, or the search does
	late   []int64 // named wall times that the clock skips, and that run when they would have been
	twice  []int64 // named wall times that the clock shows twice, and that run both times
	extra  []int64 // wall times of runs that the schedule does not name
	stuck  bool    // no run after the change is ever found
	since  string  // what runs are counted from where that matters
}

// Disturbances are what changes of the clock in from's zone do to the runs of the
// year after from.
//
// A run is found from the one before it, and that can matter: a CronJob that ran
// last week may miss a run that one created today does not. Where it does, a
// disturbance says for which of the two it holds.
//
// A schedule for every hour keeps its pace when the clock is moved by whole hours:
// that one day has no 02:00 and another has two is no disturbance.
func (s *Schedule) Disturbances(from time.Time) []Disturbance {
	if s.every > 0 || s.never {
		return nil
	}
	c := newLocalClock(from.Location())
	now, until := from.Unix(), from.AddDate(1, 0, 0).Unix()
	start := s.longBefore(c, from)
	if _, ok := c.changeAfter(start, until); !ok {
		return nil
	}
	// A CronJob that has run for a year, and one that is created now.
	long, created := s.follow(c, start, now, until), s.follow(c, now, now, until)
	switch {
	case long.lost:
		return created.found
	case long.first == created.first:
		return long.found
	}
	return merge(long.found, created.found, "the last run on "+dateAndTime(c.wall(long.before)), dateAndTime(c.wall(now)))
}

// longestPause is longer than any time between two runs: that between two leap days
// around a year such as 2100.
const longestPause = 9 * 366 * aDay

// longBefore is a moment a year before another, or earlier, at which the schedule
// may have run.
func (s *Schedule) longBefore(c *localClock, from time.Time) int64 {
	yearAgo := from.AddDate(-1, 0, 0).Unix()
	wall := c.wall(yearAgo)
	if named, ok := s.lastNamed(wall-longestPause, wall+1); ok {
		return c.momentOf(named)
	}
	return yearAgo
}

// merge joins the disturbances of two ways to count, and says of those that are
// not in both for which they hold.
func merge(a, b []Disturbance, sinceA, sinceB string) []Disturbance {
	var list []Disturbance
	for _, d := range a {
		if i := slices.IndexFunc(b, d.equal); i >= 0 {
			b = slices.Delete(slices.Clone(b), i, i+1)
		} else {
			d.since = sinceA
		}
		list = append(list, d)
	}
	for _, d := range b {
		d.since = sinceB
		list = append(list, d)
	}
	slices.SortStableFunc(list, func(a, b Disturbance) int { return cmp.Compare(a.change.at, b.change.at) })
	return list
}

func (d Disturbance) equal(e Disturbance) bool {
	return d.change == e.change && d.stuck == e.stuck && slices.Equal(d.left, e.left) && slices.Equal(d.late, e.late) &&
		slices.Equal(d.twice, e.twice) && slices.Equal(d.extra, e.extra)
}

// maxNamed is how many runs are named one by one.
const maxNamed = 6

// Message says what happens and why: lower case, no final period.
func (d Disturbance) Message() string {
	if d.stuck {
		return fmt.Sprintf("in %s Kubernetes finds no run after %s, a day that the clock skips%s", d.zone, date(d.change.old), d.counted())
	}
	var parts []string
	say := func(walls []int64, one, many string) {
		switch len(walls) {
		case 0:
		case 1:
			parts = append(parts, fmt.Sprintf("the run of %s %s", dateAndTime(walls[0]), one))
		default:
			parts = append(parts, fmt.Sprintf("the %s %s", runsText(walls), many))
		}
	}
	say(d.left, "is left out", "are left out")
	say(d.twice, "comes twice", "come twice")
	if len(d.late) == 1 {
		say(d.late, "comes at "+timeOfDay(d.late[0]+d.change.shift()), "")
	} else {
		say(d.late, "", "come "+duration(time.Duration(d.change.shift())*time.Second)+" late")
	}
	switch len(d.extra) {
	case 0:
	case 1:
		parts = append(parts, fmt.Sprintf("there is a run on %s, which the schedule does not name", dateAndTime(d.extra[0])))
	default:
		parts = append(parts, fmt.Sprintf("there are %s, which the schedule does not name", runsText(d.extra)))
	}
	return "in " + d.zone + " " + strings.Join(parts, ", and ") + d.counted() + d.cause()
}

// counted says what runs are counted from, where that matters.
func (d Disturbance) counted() string {
	if d.since == "" {
		return ""
	}
	return ", counted from " + d.since
}

// cause says how the clock is moved, with the day where that is not the day of the
// first run that is named. Before the first change of a zone there is no cause: its
// offset has seconds then, which the search does not count on.
func (d Disturbance) cause() string {
	if d.change == noChangeBefore {
		return ""
	}
	how := ": the clock skips from %s to %s"
	if d.change.shift() < 0 {
		how = ": the clock goes back from %s to %s"
	}
	if abs := max(d.change.shift(), -d.change.shift()); abs >= aDay {
		return fmt.Sprintf(how, dateAndTime(d.change.old), dateAndTime(d.change.new))
	}
	text := fmt.Sprintf(how, timeOfDay(d.change.old), timeOfDay(d.change.new))
	for _, walls := range [][]int64{d.left, d.twice, d.late, d.extra} {
		if len(walls) > 0 {
			if floor(walls[0], aDay) != floor(d.change.old, aDay) {
				text += " on " + date(d.change.old)
			}
			break
		}
	}
	return text
}

// runsText names runs: "runs of 2026-03-29 00:05 and 01:05". Where they are many it
// counts them.
func runsText(walls []int64) string {
	if n := len(walls); n > maxNamed {
		return fmt.Sprintf("%d runs between %s and %s", n, dateAndTime(walls[0]), timeAfter(walls[n-1], walls[0]))
	}
	list := []string{dateAndTime(walls[0])}
	for i, wall := range walls[1:] {
		list = append(list, timeAfter(wall, walls[i]))
	}
	return "runs of " + andList(list)
}

// timeAfter is a wall time as it is written after another: without its date if
// that is the same.
func timeAfter(wall, other int64) string {
	if floor(wall, aDay) == floor(other, aDay) {
		return timeOfDay(wall)
	}
	return dateAndTime(wall)
}

func date(wall int64) string        { return time.Unix(wall, 0).UTC().Format(time.DateOnly) }
func dateAndTime(wall int64) string { return date(wall) + " " + timeOfDay(wall) }

// timeOfDay is a wall time without its day, and with its seconds if it has any.
func timeOfDay(wall int64) string {
	layout := "15:04"
	if wall%aMinute != 0 {
		layout = time.TimeOnly
	}
	return time.Unix(wall, 0).UTC().Format(layout)
}
