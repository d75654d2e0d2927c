package cron

import (
	"math/rand"
	"strings"
	"testing"
	"time"
)

func inZone(t testing.TB, zone, from string) time.Time {
	t.Helper()
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", from, location)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestDisturbanceMessages(t *testing.T) {
	const january = "2026-01-01 12:00"
	for _, tc := range []struct{ zone, from, expr, want string }{
		{"Europe/Berlin", january, "30 2 * * *", "the run of 2026-03-29 02:30 is left out: the clock skips from 02:00 to 03:00 | the run of 2026-10-25 02:30 comes twice: the clock goes back from 03:00 to 02:00"},
		{"Europe/Berlin", january, "30 2 * 10 *", "the run of 2026-10-25 02:30 comes twice: the clock goes back from 03:00 to 02:00"},
		{"Europe/Berlin", january, "*/20 2 * 3 *", "the runs of 2026-03-29 02:00, 02:20 and 02:40 are left out: the clock skips from 02:00 to 03:00"},
		{"Europe/Berlin", january, "*/5 2 * 3 *", "the 12 runs between 2026-03-29 02:00 and 02:55 are left out: the clock skips from 02:00 to 03:00"},
		{"Europe/Berlin", january, "30 4 * * *", ""},
		{"Europe/Berlin", january, "30 * * * *", ""},
		{"Europe/Berlin", january, "@every 1h", ""},
		{"Europe/Berlin", january, "30 2 30 2 *", ""},
		{"UTC", january, "30 2 * * *", ""},
		{"America/New_York", january, "0 2 * 3 0", "the run of 2026-03-08 02:00 is left out: the clock skips from 02:00 to 03:00"},
		{"Africa/Cairo", january, "0 9 * * 5", "the run of 2026-04-24 09:00 is left out: the clock skips from 00:00 to 01:00"},
		{"Africa/Cairo", january, "0 9 24 4 *", "the run of 2026-04-24 09:00 is left out: the clock skips from 00:00 to 01:00"},
		{"Africa/Cairo", "2025-01-01 12:00", "0 9 24 4 *", "there is a run on 2025-04-25 09:00, which the schedule does not name: the clock skips from 00:00 to 01:00"},
		{"Africa/Cairo", "2025-01-01 12:00", "0 23 24 4 *", ""},
		{"Africa/Cairo", "2025-01-01 12:00", "0,30 9 24 4 *", "there is a run on 2025-04-25 09:00, which the schedule does not name: the clock skips from 00:00 to 01:00"},
		{"Africa/Cairo", "2026-04-24 05:00", "0 9 * * 5", "the run of 2026-04-24 09:00 is left out, counted from the last run on 2026-04-17 09:00: the clock skips from 00:00 to 01:00"},
		{"Asia/Beirut", january, "5 0-3 * * SUN", "the runs of 2026-03-29 00:05, 01:05, 02:05 and 03:05 are left out: the clock skips from 00:00 to 01:00"},
		{"Australia/Lord_Howe", january, "45 1 * 4 *", "the run of 2026-04-05 01:45 comes twice: the clock goes back from 02:00 to 01:30"},
		{"Australia/Lord_Howe", january, "0 3 * 10 *", "the run of 2026-10-04 03:00 is left out: the clock skips from 02:00 to 02:30"},
		{"Australia/Lord_Howe", january, "0 0 * 4 *", "the run of 2026-04-06 00:00 is left out: the clock goes back from 02:00 to 01:30 on 2026-04-05"},
		{"Australia/Lord_Howe", january, "0 * * 10 *", "the run of 2026-10-04 02:00 is left out: the clock skips from 02:00 to 02:30"},
		{"Australia/Lord_Howe", january, "*/15 * * * *", ""},
		{"Pacific/Chatham", january, "45 2 * * *", "the run of 2026-09-27 02:45 comes at 03:45: the clock skips from 02:45 to 03:45"},
		{"Europe/Berlin", "1892-06-01 12:00", "5 12 1 6 *", "the run of 1892-06-01 12:05 is left out, counted from 1892-06-01 12:00"},
		{"Pacific/Apia", "2011-12-28 12:00", "0 0 * * *", "the run of 2011-12-30 00:00 is left out: the clock skips from 2011-12-30 00:00 to 2011-12-31 00:00"},
		{"Pacific/Apia", "2011-12-28 12:00", "0 0 * * 0", "Kubernetes finds no run after 2011-12-30, a day that the clock skips"},
		{"Pacific/Apia", "2012-01-01 12:00", "0 0 * * 0", ""},
	} {
		var messages []string
		for _, d := range mustParse(t, tc.expr).Disturbances(inZone(t, tc.zone, tc.from)) {
			message, ok := strings.CutPrefix(d.Message(), "in "+tc.zone+" ")
			if !ok {
				t.Errorf("%q does not name the zone", d.Message())
			}
			messages = append(messages, message)
		}
		if got := strings.Join(messages, " | "); got != tc.want {
			t.Errorf("%s in %s from %s:\n got %q\nwant %q", tc.expr, tc.zone, tc.from, got, tc.want)
		}
	}
}

func TestRemarks(t *testing.T) {
	for _, tc := range []struct{ zone, from, expr, want string }{
		{"Europe/Berlin", "2026-10-24 12:00", "30 2 * * *", "25 02:30 the clock shows this time twice; 25 02:30 the clock shows this time twice; 26 02:30 "},
		{"Africa/Cairo", "2025-04-24 08:00", "0 9 24-26/2 4 *", "24 09:00 ; 25 09:00 not a time of the schedule: the clock has changed; 26 09:00 "},
		{"Pacific/Chatham", "2026-09-26 02:00", "45 2 * * *", "26 02:45 ; 27 03:45 not a time of the schedule: the clock has changed; 28 02:45 "},
		{"Antarctica/Troll", "2026-10-24 12:00", "0 1,2,3 25 10 *", "25 01:00 the clock shows this time twice; 25 02:00 the clock shows this time twice; 25 01:00 the clock shows this time twice"},
	} {
		var list []string
		for _, run := range mustParse(t, tc.expr).Next(inZone(t, tc.zone, tc.from), 3) {
			list = append(list, run.Time.Format("02 15:04 ")+run.Remark())
		}
		if got := strings.Join(list, "; "); got != tc.want {
			t.Errorf("%s in %s:\n got %q\nwant %q", tc.expr, tc.zone, got, tc.want)
		}
	}
}

// TestEveryYearEnds asks for runs, weeks and disturbances at any time of the years
// 1 to 9999, in every zone, and mostly near what is odd about its clock: an answer
// comes, in order and in years that RFC 3339 can write.
func TestEveryYearEnds(t *testing.T) {
	random := rand.New(rand.NewSource(3))
	expressions := []string{"* * * * *", "0 0 * * 0", "@weekly", "@monthly", "@yearly", "@every 90m", "0 12 1 * *", "0 9 24 * *", "0 0 29 2 *", "0 0 30 2 *", ", * * * *", "0 0 , * ,", "15 * 31 12 5"}
	stuckSomewhere := 0
	for _, zone := range zones(t) {
		begin, end := time.Date(1, 1, 1, 0, 0, 0, 0, zone).Unix(), time.Date(9999, 12, 31, 23, 59, 59, 0, zone).Unix()
		moments := []int64{begin, end, end - aDay, begin + random.Int63n(end-begin)}
		c := newLocalClock(zone)
		for at, ok := c.changeAfter(begin, 0); ok; at, ok = c.changeAfter(at.at, 0) {
			if at.shift() > aDay/2 || random.Intn(400) == 0 {
				moments = append(moments, at.at-random.Int63n(2*aDay), at.at-random.Int63n(400*aDay))
			}
		}
		for _, moment := range moments {
			for _, expr := range expressions {
				s, from := mustParse(t, expr), time.Unix(moment, 0).In(zone)
				runs := s.Next(from, 3)
				for i, run := range runs {
					if !run.Time.After(from) || i > 0 && !run.Time.After(runs[i-1].Time) || run.Time.Year() > 9999 || run.Time.UTC().Year() > 9999 {
						t.Errorf("%s in %s from %s: run %d is at %s", expr, zone, from, i, run.Time)
					}
				}
				for _, d := range s.Disturbances(from) {
					if d.stuck {
						stuckSomewhere++
					}
				}
				Timeline([]Zoned{{s, zone}}, from, time.Time{}, 3)
				if len(runs) > 0 && random.Intn(10) == 0 {
					s.WeekOf(runs[0].Time)
				}
			}
		}
	}
	if stuckSomewhere == 0 {
		t.Error("no zone skips a day")
	}
}

// TestWeekOfRun holds the picture of a week to the run that it is of.
func TestWeekOfRun(t *testing.T) {
	for _, tc := range []struct{ zone, from, expr, monday string }{
		{"Africa/Cairo", "2026-04-24 05:00", "0 9 * * 5", "2026-04-20"},  // counted from the week before it is left out
		{"Africa/Cairo", "2025-04-24 09:00", "0 9 24 4 *", "2025-04-21"}, // on a day that the schedule does not name
		{"Pacific/Apia", "2011-12-28 12:00", "0 0 * * *", "2011-12-26"},
		{"Asia/Beirut", "2026-03-28 12:00", "30 0 * * *", "2026-03-30"},
	} {
		s := mustParse(t, tc.expr)
		run := s.Next(inZone(t, tc.zone, tc.from), 1)
		if len(run) == 0 {
			t.Errorf("%s in %s: no run", tc.expr, tc.zone)
			continue
		}
		monday, week := s.WeekOf(run[0].Time)
		if day := int(run[0].Time.Weekday()+6) % 7; week[day][run[0].Time.Hour()] != 1 {
			t.Errorf("%s in %s: %s is not in the week of %s: %v", tc.expr, tc.zone, run[0].Time, monday.Format(time.DateOnly), week)
		}
		if got := monday.Format(time.DateOnly); got != tc.monday {
			t.Errorf("%s in %s: the week of %s, want %s", tc.expr, tc.zone, got, tc.monday)
		}
	}
}

func BenchmarkDisturbances(b *testing.B) {
	for _, expr := range []string{"* * * * *", "*/5 9-17 * * 1-5", "30 2 * * *", "0 9 * * 5", "0 9 1 * *", "0 9 24 4 *", "0 0 29 2 *", "* * * 4 *"} {
		for _, zone := range []string{"Africa/Cairo", "America/New_York", "Australia/Lord_Howe"} {
			s, err := Parse(expr)
			if err != nil {
				b.Fatal(err)
			}
			from := inZone(b, zone, "2026-01-15 12:00")
			b.Run(strings.ReplaceAll(expr, "/", "|")+" in "+from.Location().String(), func(b *testing.B) {
				for b.Loop() {
					s.Disturbances(from)
				}
			})
		}
	}
}
