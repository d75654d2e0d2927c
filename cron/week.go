package cron

import (
	"container/heap"
	"time"
)

// Week counts the runs in each hour of a week, by the clock of the zone that
// start is in: days from the day of start on, hours from 0. Of an hour that
// comes twice both count. A schedule with "@every" has none, since its runs
// depend on when the last one started.
func (s *Schedule) Week(start time.Time) (week [7][24]int) {
	c := newLocalClock(start.Location())
	return s.week(c, floor(c.wall(start.Unix()), aDay), never)
}

// WeekOf is the week that a run is in: the Monday it begins with, as a date, and
// the runs in each hour; see [Schedule.Week].
func (s *Schedule) WeekOf(run time.Time) (monday time.Time, week [7][24]int) {
	c := newLocalClock(run.Location())
	today := floor(c.wall(run.Unix()), aDay)
	first := today - int64(run.Weekday()+6)%7*aDay
	return time.Unix(first, 0).UTC(), s.week(c, first, run.Unix())
}

// week counts the runs of seven days from a wall time on. The runs after one that
// is known are found from that one.
func (s *Schedule) week(c *localClock, first, known int64) (week [7][24]int) {
	if s.every > 0 || s.never {
		return week
	}
	start := first - 1
	if named, ok := s.lastNamed(first-longestPause, first); ok {
		start = named
	}
	t := c.momentOf(start)
	for {
		next, got := s.next(c, t)
		if t < known && (got != found || next > known) {
			next, got = known, found
		}
		since := c.wall(next) - first
		if got != found || since >= 7*aDay {
			return week
		}
		if since >= 0 {
			week[since/aDay][hourOf(since)]++
		}
		t = next
	}
}

// Anchored reports whether the times of the runs are known: those of "@every"
// count from the last start.
func (s *Schedule) Anchored() bool { return s.every == 0 }

// Together are the runs of several schedules at one time.
type Together struct {
	Time  time.Time
	Which []int // indices of the schedules, in order
}

// Zoned is a schedule and the zone that it counts in.
type Zoned struct {
	*Schedule
	Zone *time.Location
}

// Timeline is when the first of several schedules fires after from, and who
// fires with it; then the next, and so on, up to n times and before until, as
// times of from's zone. Zero for n or for until sets no such end; with neither
// there is no run.
func Timeline(schedules []Zoned, from, until time.Time, n int) []Together {
	var queue runQueue
	clocks := make([]*localClock, len(schedules))
	for i, s := range schedules {
		clocks[i] = newLocalClock(s.Zone)
	}
	push := func(i int, after time.Time) {
		if t, ok := schedules[i].after(clocks[i], after); ok && (until.IsZero() || t.Before(until)) {
			heap.Push(&queue, nextRun{t.In(from.Location()), i})
		}
	}
	if n == 0 && until.IsZero() {
		return nil
	}
	for i := range schedules {
		push(i, from)
	}
	var list []Together
	for queue.Len() > 0 {
		run := heap.Pop(&queue).(nextRun)
		last := len(list) - 1
		if last >= 0 && list[last].Time.Equal(run.time) {
			list[last].Which = append(list[last].Which, run.schedule)
		} else if n > 0 && len(list) == n {
			break
		} else {
			list = append(list, Together{Time: run.time, Which: []int{run.schedule}})
		}
		push(run.schedule, run.time)
	}
	return list
}

// nextRun is the next run of a schedule that a timeline has not come to yet.
type nextRun struct {
	time     time.Time
	schedule int
}

// runQueue is a heap of next runs, the earliest first.
type runQueue []nextRun

func (q runQueue) Len() int { return len(q) }
func (q runQueue) Less(i, j int) bool {
	if q[i].time.Equal(q[j].time) {
		return q[i].schedule < q[j].schedule
	}
	return q[i].time.Before(q[j].time)
}
func (q runQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *runQueue) Push(x any)   { *q = append(*q, x.(nextRun)) }
func (q *runQueue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
