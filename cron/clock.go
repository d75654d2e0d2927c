package cron

import (
	"math"
	"time"
)

// Seconds in units of a clock.
const (
	aMinute = 60
	anHour  = 60 * aMinute
	aDay    = 24 * anHour
)

// localClock reads the clock of a zone. A moment is a Unix time. What the clock shows
// then is its wall time, the Unix time of the moment at which UTC shows the same.
type localClock struct {
	zone               *time.Location
	start, end, offset int64 // an offset, and from when to when it is known to hold
}

func newLocalClock(zone *time.Location) *localClock { return &localClock{zone: zone} }

// wall is what the clock shows at a moment.
func (c *localClock) wall(moment int64) int64 {
	if moment < c.start || moment >= c.end {
		t := c.at(moment)
		_, offset := t.Zone()
		c.offset, c.start, c.end = int64(offset), math.MinInt64, math.MaxInt64
		start, end := t.ZoneBounds()
		if !start.IsZero() {
			c.start = start.Unix()
		}
		if !end.IsZero() {
			c.end = end.Unix()
		}
	}
	return moment + c.offset
}

// at is a moment as a time of the zone.
func (c *localClock) at(moment int64) time.Time { return time.Unix(moment, 0).In(c.zone) }

// change is a moment at which the clock is moved.
type change struct {
	at       int64
	old, new int64 // the wall times at that moment: without the change, and with it
}

// first and last are the ends of the wall times that the clock skips or repeats.
func (c change) first() int64 { return min(c.old, c.new) }
func (c change) last() int64  { return max(c.old, c.new) }

// shift is by how much the clock is moved.
func (c change) shift() int64 { return c.new - c.old }

// repeats and skips report whether a change makes the clock show a wall time
// twice, or never.
func (c change) repeats(wall int64) bool { return c.new <= wall && wall < c.old }
func (c change) skips(wall int64) bool   { return c.old <= wall && wall < c.new }

// changeAfter is the first change after a moment and before another.
func (c *localClock) changeAfter(moment, until int64) (change, bool) {
	for moment < until {
		offset := c.wall(moment) - moment
		next := c.end
		if next <= moment {
			// On the last day of a leap year the time package ends the year a day
			// early; no zone changes on that day.
			next = moment + anHour
		}
		if next >= until {
			break
		}
		if now := c.wall(next); now-next != offset {
			return change{at: next, old: next + offset, new: now}, true
		}
		moment = next
	}
	return change{}, false
}

// changeBefore is the last change at a moment or before it.
func (c *localClock) changeBefore(moment int64) (change, bool) {
	for {
		now := c.wall(moment)
		start := c.start
		if start == math.MinInt64 {
			return change{}, false
		}
		offset := now - moment
		if old := c.wall(start - 1); old-(start-1) != offset {
			return change{at: start, old: old + 1, new: start + offset}, true
		}
		moment = start - 1
	}
}

// twice reports whether the clock shows the wall time of a moment twice.
func (c *localClock) twice(moment int64) bool {
	wall := c.wall(moment)
	if last, ok := c.changeBefore(moment); ok && last.repeats(wall) {
		return true
	}
	// No clock was ever moved by more than a day.
	next, ok := c.changeAfter(moment, moment+aDay+1)
	return ok && next.repeats(wall)
}

// floor is the last multiple of a unit that is not above v.
func floor(v, unit int64) int64 { return v - mod(v, unit) }

// mod is the rest of a division that is never negative.
func mod(v, unit int64) int64 { return (v%unit + unit) % unit }

// minuteOf and hourOf are what a wall time is in its hour and its day.
func minuteOf(wall int64) int { return int(mod(wall, anHour) / aMinute) }
func hourOf(wall int64) int   { return int(mod(wall, aDay) / anHour) }

// date is the date that the clock shows at a moment.
func (c *localClock) date(moment int64) (int, time.Month, int) {
	return time.Unix(c.wall(moment), 0).UTC().Date()
}

// momentOf is a moment at which the clock shows a wall time, or one near it where
// there is none.
func (c *localClock) momentOf(wall int64) int64 {
	year, m, day := time.Unix(wall, 0).UTC().Date()
	return time.Date(year, m, day, 0, 0, int(mod(wall, aDay)), 0, c.zone).Unix()
}

// startOf is the moment at which the month, day or hour of another begins, as the
// time package finds it. Where the clock skips the beginning or shows it twice it
// is what the package makes of that.
func (c *localClock) startOf(moment int64, unit int) int64 {
	wall := c.wall(moment)
	year, m, day := c.date(moment)
	h := hourOf(wall)
	switch unit {
	case month:
		day, h = 1, 0
	case dayOfMonth:
		h = 0
	}
	return time.Date(year, m, day, h, 0, 0, 0, c.zone).Unix()
}

// monthStart is the wall time at which the month of another begins.
func monthStart(wall int64) int64 {
	year, m, _ := time.Unix(wall, 0).UTC().Date()
	return time.Date(year, m, 1, 0, 0, 0, 0, time.UTC).Unix()
}
