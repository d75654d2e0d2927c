package cron

import (
	"archive/zip"
	"flag"
	"fmt"
	"io"
	"math/rand"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	robfig "github.com/robfig/cron/v3"
)

var long = flag.Bool("long", false, "hold schedules to robfig around every change of every zone's clock")

// zones are all zones of the tz database, one of those whose clocks are the same in
// the years of the tests.
func zones(t testing.TB) []*time.Location {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	var list []*time.Location
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		zone, err := time.LoadLocationFromTZData(f.Name, data)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		list = append(list, zone)
	}
	if len(list) < 500 {
		t.Fatalf("%d zones, expected more", len(list))
	}
	return list
}

// moves are the moments from one year to before another at which a zone's offset
// changes, found without the bounds that the time package knows.
func moves(zone *time.Location, from, to int) []time.Time {
	offset := func(moment int64) int {
		_, offset := time.Unix(moment, 0).In(zone).Zone()
		return offset
	}
	var list []time.Time
	end := time.Date(to, time.January, 1, 0, 0, 0, 0, time.UTC).Unix()
	for t := time.Date(from, time.January, 1, 0, 0, 0, 0, time.UTC).Unix(); t < end; t += 7 * aDay {
		if old := offset(t); offset(t+7*aDay) != old {
			i := sort.Search(7*aDay, func(i int) bool { return offset(t+int64(i)) != old })
			list = append(list, time.Unix(t+int64(i), 0).In(zone))
		}
	}
	return list
}

// TestNextIsRobfigs holds the search for the next run to the one that Kubernetes
// uses, before and after changes of the clock in all years, with offsets of seconds,
// and days that are skipped, where robfig's search does not end.
func TestNextIsRobfigs(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	expressions := []string{
		"* * * * *", "*/15 * * * *", "0 * * * *", "45 2 * * *", "0 0 * * *", "30 1 * * *", "0 9 * * *", "0 9 * * 5", "0 0 * * 0", "5 0-3 * * 0",
		"0 0 1 * *", "0 12 1 * *", "0 9 24 * *", "0 9 24 4 *", "0 0 1 1 *", "0 0 31 12 *", "0 0 29 2 *", "0 0 13 * 5", "59 23 * * *", "* * * 4 *", "0 0 30 2 *",
	}
	for range 40 {
		fields := make([]string, 5)
		for i, f := range Fields {
			fields[i] = randomField(random, f)
		}
		expressions = append(expressions, strings.Join(fields, " "))
	}
	counts := map[outcome]int{}
	for _, zone := range zones(t) {
		step := 1
		var changes []time.Time
		c := newLocalClock(zone)
		for at, until := int64(-130*365*aDay), int64(70*365*aDay); ; {
			change, ok := c.changeAfter(at, until)
			if !ok {
				break
			}
			at = change.at
			changes = append(changes, c.at(at))
		}
		if !*long {
			step = 1 + len(changes)/4
		}
		for i := random.Intn(step); i < len(changes); i += step {
			for range 25 {
				// Mostly near the change, now and then months before it.
				before := time.Duration(random.Int63n(int64(3 * 24 * time.Hour)))
				if random.Intn(3) == 0 {
					before *= 100
				}
				from := changes[i].Add(12*time.Hour - before)
				if random.Intn(2) == 0 {
					from = from.Truncate(time.Minute)
				}
				expr := expressions[random.Intn(len(expressions))]
				got, how := mustParse(t, expr).next(c, from.Unix())
				counts[how]++
				if how == stuck {
					continue
				}
				parsed, err := robfig.ParseStandard(expr)
				if err != nil {
					t.Fatal(err)
				}
				want := parsed.Next(from)
				if want.IsZero() != (how == none) || how == found && want.Unix() != got {
					t.Fatalf("%s in %s from %v: %v, robfig says %v", expr, zone, from, c.at(got), want)
				}
			}
		}
	}
	t.Logf("%d found, %d without a next run, %d without an end", counts[found], counts[none], counts[stuck])
	if counts[found] < 10000 || counts[none] < 50 || counts[stuck] == 0 {
		t.Errorf("too few cases: %v", counts)
	}
}

// minuteOfClock is one minute of a zone's clock around a change.
type minuteOfClock struct {
	moment  int64 // at which it would be for one that the clock skips
	wall    int64
	skipped bool
	fields  [5]int
}

func newMinute(moment, wall int64, skipped bool) minuteOfClock {
	t := time.Unix(wall, 0).UTC()
	return minuteOfClock{moment, wall, skipped, [5]int{t.Minute(), t.Hour(), t.Day(), int(t.Month()), int(t.Weekday())}}
}

// reading is what differs between the runs of a schedule and its wall times,
// found minute by minute.
type reading struct{ left, late, twice, extra []int64 }

func (r reading) String() string {
	show := func(name string, walls []int64) string {
		text := ""
		for i, wall := range walls {
			if i == 5 {
				return fmt.Sprintf("%s … %d in all; ", text, len(walls))
			}
			text += name + dateAndTime(wall) + "; "
		}
		return text
	}
	return show("left ", r.left) + show("late ", r.late) + show("twice ", r.twice) + show("extra ", r.extra)
}

// bruteForce walks through every minute of the clock between two moments with a
// change of the clock, and compares the minutes that a schedule names with robfig's
// runs, which are counted from start. What comes before the change is compared too,
// but must be in order.
type bruteForce struct {
	change  int64
	shift   int64
	minutes []minuteOfClock // in the order in which the clock shows or skips them
}

func newBruteForce(zone *time.Location, change time.Time, days int) bruteForce {
	_, old := change.Add(-time.Second).In(zone).Zone()
	_, new := change.In(zone).Zone()
	b := bruteForce{change: change.Unix(), shift: int64(new - old)}
	for moment := change.Unix() - 3*aDay; moment < change.Unix()+int64(days)*aDay; moment += aMinute {
		if moment == change.Unix() && b.shift > 0 {
			for skipped := int64(0); skipped < b.shift; skipped += aMinute {
				b.minutes = append(b.minutes, newMinute(moment+skipped, moment+int64(old)+skipped, true))
			}
		}
		_, offset := time.Unix(moment, 0).In(zone).Zone()
		if moment >= change.Unix() && offset != new {
			break // the next change
		}
		b.minutes = append(b.minutes, newMinute(moment, moment+int64(offset), false))
	}
	return b
}

// compare finds what differs after a moment.
func (b bruteForce) compare(s *Schedule, runs []int64, from int64) (r reading) {
	ran := map[int64]bool{}
	for _, run := range runs {
		ran[run] = true
	}
	everyHour := s.sets[hour].count() == 24
	for m := range 60 {
		if s.sets[minute].has(m) != s.sets[minute].has(int(mod(int64(m)+b.shift/60, 60))) {
			everyHour = false
		}
	}
	first := map[int64]int64{} // the moments of wall times that come again
	moved := func(m minuteOfClock, by int64) [5]int { return newMinute(0, m.wall+by, false).fields }
	for _, m := range b.minutes {
		named, again := namesTime(s, m.fields), b.change <= m.moment && m.moment < b.change-b.shift
		switch {
		case m.moment <= from:
			if b.change+b.shift <= m.moment && m.moment < b.change {
				first[m.wall] = m.moment
			}
		case m.skipped && named && ran[m.moment] && !namesTime(s, moved(m, b.shift)):
			r.late = append(r.late, m.wall)
		case m.skipped && named && !everyHour && from < b.change:
			r.left = append(r.left, m.wall)
		case m.skipped:
		case b.change+b.shift <= m.moment && m.moment < b.change: // it comes again
			first[m.wall] = m.moment
			if ran[m.moment] && !named {
				r.extra = append(r.extra, m.wall)
			}
		case !named && ran[m.moment]:
			if late := b.change <= m.moment && m.moment < b.change+b.shift && namesTime(s, moved(m, -b.shift)); !late {
				r.extra = append(r.extra, m.wall)
			}
		case named && again && ran[m.moment] && ran[first[m.wall]]:
			if !everyHour && first[m.wall] > from {
				r.twice = append(r.twice, m.wall)
			}
		case named && !ran[m.moment] && !(again && (ran[first[m.wall]] || first[m.wall] <= from)):
			r.left = append(r.left, m.wall)
		}
	}
	return r
}

// namesTime is the meaning of a schedule, in the words of crontab(5).
func namesTime(s *Schedule, fields [5]int) bool {
	var is [5]bool
	for i, v := range fields {
		is[i] = s.sets[i].has(v)
	}
	day := is[dayOfMonth] || is[dayOfWeek]
	if s.sets[dayOfMonth].star || s.sets[dayOfWeek].star {
		day = is[dayOfMonth] && is[dayOfWeek]
	}
	return is[minute] && is[hour] && is[month] && day
}

// runs are the runs from a moment on, to the end of the minutes. robfig takes
// a walk of seconds to each: where there are many a day it is asked near the change
// only, and elsewhere the search that another test holds to it.
func (b bruteForce) runs(s *Schedule, zone *time.Location, from int64) (runs []int64) {
	parsed, err := robfig.ParseStandard(s.expr)
	if err != nil {
		panic(err)
	}
	near, c := int64(6*anHour), newLocalClock(zone)
	if s.sets[minute].count()*s.sets[hour].count() <= 8 {
		near = 10000 * aDay
	}
	end := b.minutes[len(b.minutes)-1].moment
	for {
		if b.change-near < from && from < b.change+near {
			from = parsed.Next(time.Unix(from, 0).In(zone)).Unix()
		} else {
			from, _ = s.next(c, from)
		}
		if from <= 0 || from > end {
			return runs
		}
		runs = append(runs, from)
	}
}

// grid are schedules of all kinds, with those for the days around a change.
func grid(change time.Time) []string {
	list := []string{
		"* * * * *", "*/15 * * * *", "*/30 * * * *", "0 * * * *", "30 * * * *", "45 * * * *", "5,20 * * * *", "@hourly", "@daily", "@weekly", "@monthly", "@yearly",
		"*/20 */3 * * *", "7-59/13 1-5 * * *", "0 */6 * * *", "*/10 9-17 * * 1-5", "15 0-4 * * *", "59 23 * * *", "45 2 * * *", "15 1 * * *", "0 0,12 * * *", "0 0 * * 1-5", "* 2 * * *", "* 0 * * *",
	}
	for half := range 48 {
		list = append(list, fmt.Sprintf("%d %d * * *", half%2*30, half/2))
	}
	for _, off := range []int{-1, 0, 1, 2} {
		day := change.AddDate(0, 0, off)
		d, m, w := day.Day(), int(day.Month()), int(day.Weekday())
		for _, at := range []string{"0 0", "30 0", "0 2", "30 2", "45 2", "0 9", "0 23", "*/30 0-3", "0 *"} {
			list = append(list, fmt.Sprintf("%s * * %d", at, w), fmt.Sprintf("%s %d * *", at, d), fmt.Sprintf("%s %d %d *", at, d, m))
		}
		list = append(list, fmt.Sprintf("0 9 %d * %d", d, (w+3)%7), fmt.Sprintf("0 9 * %d *", m), fmt.Sprintf("30 2 */2 %d *", m), fmt.Sprintf("0 9 %d %d %d", d, m%12+1, w))
	}
	m := int(change.Month())
	return append(list, fmt.Sprintf("0 0 1 %d *", m%12+1), "0 0 1 * *", "0 9 1 * *", fmt.Sprintf("*/20 * * %d *", m))
}

// TestDisturbances compares what is said of changes of the clock with a walk
// through every minute: what Kubernetes drops, repeats, and runs at a time that
// the schedule does not name, all of it and nothing else. Ordinarily it looks at one
// change of each shape and at a part of the schedules.
func TestDisturbances(t *testing.T) {
	random := rand.New(rand.NewSource(2))
	clocks, shapes := map[string]bool{}, map[string]bool{}
	changes, compared, disturbed, twoWays := 0, 0, 0, 0
	for _, zone := range zones(t) {
		list := moves(zone, 2023, 2032)
		key := ""
		for _, m := range list {
			key += m.UTC().String() + m.Format("-0700 ")
		}
		if clocks[key] {
			continue
		}
		clocks[key] = true
		for _, change := range list {
			if y := change.UTC().Year(); y < 2024 || y > 2030 {
				continue
			}
			before := change.Add(-time.Second)
			shape := before.Format("-0700 15:04 ") + change.Format("-0700 15:04 ")
			if shapes[shape] && !*long {
				continue
			}
			shapes[shape] = true
			changes++
			days := 64 // into the second month that begins after it
			if !*long {
				days = 35
			}
			b := newBruteForce(zone, change, days)
			all := grid(before)
			if !*long {
				random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
				all = all[:20]
			}
			for _, expr := range all {
				s := mustParse(t, expr)
				from := change.Unix() + aDay - random.Int63n(3*aDay)
				if random.Intn(2) == 0 {
					from = floor(from, aMinute)
				}
				lookBack := int64(3 * aDay)
				switch n := s.sets[dayOfMonth].count() * s.sets[month].count() * s.sets[dayOfWeek].count(); {
				case n <= 31*7:
					lookBack = 800 * aDay
				case n < 12*31*7:
					lookBack = 70 * aDay
				}
				established, created := b.runs(s, zone, from-lookBack), b.runs(s, zone, from)
				wants := [2]reading{b.compare(s, established, from)}
				if wants[1] = wants[0]; !slices.Equal(after(established, from), created) {
					wants[1] = b.compare(s, created, from)
				}
				var gots [2]reading
				for _, d := range s.Disturbances(time.Unix(from, 0).In(zone)) {
					if d.change.at != change.Unix() {
						continue
					}
					r := reading{d.left, d.late, d.twice, d.extra}
					ofLast := strings.HasPrefix(d.since, "the last run")
					if d.since != "" {
						twoWays++
					}
					if d.since == "" || ofLast {
						gots[0] = r
					}
					if d.since == "" || !ofLast {
						gots[1] = r
					}
				}
				compared++
				for way, want := range wants {
					got := gots[way]
					last := b.minutes[len(b.minutes)-1].wall
					for _, walls := range []*[]int64{&got.left, &got.late, &got.twice, &got.extra} {
						*walls = slices.DeleteFunc(slices.Clone(*walls), func(wall int64) bool { return wall > last })
					}
					if got.String() != want.String() {
						t.Errorf("%s in %s, %s, from %s, way %d:\n got %v\nwant %v", expr, zone, change, time.Unix(from, 0).In(zone), way, got, want)
					}
				}
				if wants[0].String() != "" {
					disturbed++
				}
				if t.Failed() && !*long {
					return
				}
			}
		}
	}
	t.Logf("%d clocks, %d changes of %d shapes, %d schedules compared, %d disturbed, %d that depend on the start", len(clocks), changes, len(shapes), compared, disturbed, twoWays)
	if changes < 20 || disturbed < 50 {
		t.Errorf("too few cases")
	}
}

// after are those of the runs that come after a moment.
func after(runs []int64, moment int64) []int64 {
	return runs[sort.Search(len(runs), func(i int) bool { return runs[i] > moment }):]
}
