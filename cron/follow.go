package cron

import (
	"iter"
	"math"
	"slices"
)

// follower goes through the runs of a schedule, from one to the next as Kubernetes
// does, and compares them with the wall times that the schedule names.
type follower struct {
	*Schedule
	*localClock
	start       int64
	from, until int64          // what counts is after from, and not after until
	last, next  change         // around the moment that it has come to
	ran         map[int64]bool // the wall times of runs that the clock will show again

	found         []Disturbance
	before, first int64 // the last run that is not after from, and the first after it; never if there is none
	lost          bool  // the search for runs is stuck before from
}

// never stands for a moment that there is not.
const never = math.MinInt64

// The changes around a time in which the clock is not moved.
var (
	noChangeBefore = change{math.MinInt64, math.MinInt64, math.MinInt64}
	noChangeAfter  = change{math.MaxInt64, math.MaxInt64, math.MaxInt64}
)

// follow compares the runs after start with what the schedule names.
func (s *Schedule) follow(c *localClock, start, from, until int64) *follower {
	f := &follower{Schedule: s, localClock: c, start: start, from: from, until: until, ran: map[int64]bool{}, before: never, first: never}
	var ok bool
	if f.last, ok = c.changeBefore(start); !ok {
		f.last = noChangeBefore
	}
	f.next = f.changeOrNone(start)
	for t := start; t < until; {
		t = f.skip(t)
		run, got := s.next(c, t)
		switch got {
		case stuck:
			f.getStuck(t)
			return f
		case none:
			f.leave(t+1, until)
			return f
		}
		f.leave(t+1, min(run, until))
		f.take(run)
		t = run
	}
	return f
}

func (f *follower) changeOrNone(moment int64) change {
	if next, ok := f.changeAfter(moment, f.until); ok {
		return next
	}
	return noChangeAfter
}

// skip goes on to the last run of those that need no search: where a search looks
// only at times that the clock shows once and steps over no change, it finds what
// the schedule names.
func (f *follower) skip(t int64) int64 {
	wall := f.wall(t)
	offset := wall - t
	if offset%aMinute != 0 && !f.names(wall) {
		return t // robfig cuts such times to minutes of UTC
	}
	// A search begins again at the start of the month, the day or the hour, whichever
	// is the largest unit in which it has to look.
	limit := f.next.first()
	switch settled := f.last.last(); {
	case floor(wall, anHour) < settled:
		return t
	case f.everyMonth() && (f.everyDay() || floor(wall, aDay) >= settled) || monthStart(wall) >= settled:
		// up to the next change
	default:
		limit = min(limit, floor(wall, aDay)+aDay) // on this day, which is searched no more
	}
	limit = min(limit, f.until+offset+1)
	if t < f.from {
		limit = min(limit, f.from+offset+1)
	}
	named, ok := f.lastNamed(wall+1, limit)
	if !ok {
		return t
	}
	t = named - offset
	f.note(t)
	return t
}

// note keeps the runs around the moment from.
func (f *follower) note(run int64) {
	if run <= f.from {
		f.before = run
	} else if f.first == never {
		f.first = run
	}
}

// leave goes through the moments from one to before another, at which nothing
// runs, and over the changes up to that one.
func (f *follower) leave(from, to int64) {
	for {
		end := min(f.next.at, to)
		offset := f.wall(from) - from
		for wall := range f.named(from+offset, end+offset) {
			switch {
			case f.next.repeats(wall): // it can run yet when the clock shows it again
			case f.last.repeats(wall) && (f.ran[wall] || f.firstTime(wall) <= f.start): // it did
			default:
				f.add(wall-offset, func(d *Disturbance) { d.left = append(d.left, wall) })
			}
		}
		if f.next.at > to {
			return
		}
		f.cross()
		from = end
	}
}

// firstTime is the moment at which the clock shows a wall time that the last change
// repeats for the first time.
func (f *follower) firstTime(wall int64) int64 { return f.last.at - (f.last.old - wall) }

// cross goes over the next change.
func (f *follower) cross() {
	f.last = f.next
	f.next = f.changeOrNone(f.last.at)
	if f.keepsPace(f.last) {
		return
	}
	for wall := range f.named(f.last.old, f.last.new) {
		f.add(f.last.at, func(d *Disturbance) { d.left = append(d.left, wall) })
	}
}

// take looks at a run.
func (f *follower) take(run int64) {
	f.note(run)
	wall := f.wall(run)
	if !f.names(wall) {
		f.add(run, func(d *Disturbance) {
			// If the clock was not moved, would it be a run?
			if meant := wall - f.last.shift(); f.last.skips(meant) && f.names(meant) {
				d.left = slices.DeleteFunc(d.left, func(w int64) bool { return w == meant })
				d.late = append(d.late, meant)
			} else {
				d.extra = append(d.extra, wall)
			}
		})
		return
	}
	if f.next.repeats(wall) {
		f.ran[wall] = true
	}
	if f.last.repeats(wall) && f.ran[wall] && f.firstTime(wall) > f.from && !f.keepsPace(f.last) {
		f.add(run, func(d *Disturbance) { d.twice = append(d.twice, wall) })
	}
}

// getStuck notes that no run after a moment is ever found, for a day that the
// zone skips.
func (f *follower) getStuck(t int64) {
	skipped, ok := f.changeAfter(t, math.MaxInt64)
	for ok && skipped.shift() < aDay/2 {
		skipped, ok = f.changeAfter(skipped.at, math.MaxInt64)
	}
	if f.lost = skipped.at <= f.from; !f.lost {
		f.found = append(f.found, Disturbance{zone: f.zone.String(), change: skipped, stuck: true})
	}
}

// add tells something of the disturbance that the last change makes.
func (f *follower) add(moment int64, tell func(*Disturbance)) {
	if moment <= f.from || moment > f.until {
		return
	}
	if n := len(f.found); n == 0 || f.found[n-1].change != f.last {
		f.found = append(f.found, Disturbance{zone: f.zone.String(), change: f.last})
	}
	tell(&f.found[len(f.found)-1])
}

// keepsPace reports whether a schedule for every hour fires at the same minutes
// after a change.
func (s *Schedule) keepsPace(c change) bool {
	if s.sets[hour].count() != Fields[hour].size() || c.shift()%aMinute != 0 {
		return false
	}
	for _, m := range s.sets[minute].values() {
		if !s.sets[minute].has(minuteOf(int64(m)*aMinute + c.shift())) {
			return false
		}
	}
	return true
}

// everyDay reports whether the schedule names all days of the months that it names.
func (s *Schedule) everyDay() bool {
	dom, dow := s.sets[dayOfMonth], s.sets[dayOfWeek]
	allDates, allWeekdays := dom.count() == Fields[dayOfMonth].size(), dow.count() == Fields[dayOfWeek].size()
	if dom.star || dow.star {
		return allDates && allWeekdays
	}
	return allDates || allWeekdays
}

// everyMonth reports whether the schedule names all months.
func (s *Schedule) everyMonth() bool { return s.sets[month].count() == Fields[month].size() }

// named are the wall times that the schedule names, from one to before another.
func (s *Schedule) named(from, to int64) iter.Seq[int64] {
	return func(yield func(int64) bool) {
		for day := floor(from, aDay); day < to; day += aDay {
			if !s.inMonth(day) || !s.onDay(day) {
				continue
			}
			for h := max(day, floor(from, anHour)); h < min(day+aDay, to); h += anHour {
				if !s.sets[hour].has(hourOf(h)) {
					continue
				}
				for wall := h; wall < min(h+anHour, to); wall += aMinute {
					if wall >= from && s.sets[minute].has(minuteOf(wall)) && !yield(wall) {
						return
					}
				}
			}
		}
	}
}

// lastNamed is the last wall time before to, and not before from, that the schedule
// names.
func (s *Schedule) lastNamed(from, to int64) (int64, bool) {
	for day := floor(to-1, aDay); day+aDay > from; day -= aDay {
		if !s.inMonth(day) || !s.onDay(day) {
			continue
		}
		for h := int64(23); h >= 0; h-- {
			if !s.sets[hour].has(int(h)) || day+h*anHour >= to {
				continue
			}
			for m := int64(59); m >= 0; m-- {
				if wall := day + h*anHour + m*aMinute; s.sets[minute].has(int(m)) && wall < to {
					return wall, wall >= from
				}
			}
		}
	}
	return 0, false
}
