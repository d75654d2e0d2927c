package cron

import (
	"fmt"
	"testing"
	"time"
	_ "time/tzdata"
)

func mustParse(t *testing.T, expr string) *Schedule {
	t.Helper()
	s, err := Parse(expr)
	if err != nil {
		t.Fatal(err.Message)
	}
	return s
}

func TestWeek(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	monday := time.Date(2026, time.March, 23, 15, 0, 0, 0, berlin) // summer time begins on the Sunday
	week := mustParse(t, "*/15 9-17 * * 1-5").Week(monday)
	for day := range 7 {
		for hour := range 24 {
			want := 0
			if day < 5 && 9 <= hour && hour <= 17 {
				want = 4
			}
			if week[day][hour] != want {
				t.Errorf("day %d, hour %d: %d runs, want %d", day, hour, week[day][hour], want)
			}
		}
	}
	week = mustParse(t, "0 * * * *").Week(monday)
	if week[6][2] != 0 || week[6][1] != 1 || week[6][3] != 1 {
		t.Errorf("the Sunday is %v", week[6])
	}
	week = mustParse(t, "0 * * * *").Week(time.Date(2026, time.October, 19, 0, 0, 0, 0, berlin))
	if week[6][2] != 2 {
		t.Errorf("the Sunday is %v", week[6])
	}
	if week := mustParse(t, "0 0 30 2 *").Week(monday); week != [7][24]int{} {
		t.Errorf("one that never fires: %v", week)
	}
}

func TestTimeline(t *testing.T) {
	var schedules []Zoned
	for _, expr := range []string{"0 * * * *", "*/30 * * * *", "0 0 30 2 *", "@every 50m"} {
		schedules = append(schedules, Zoned{mustParse(t, expr), time.UTC})
	}
	from := time.Date(2026, time.January, 1, 0, 15, 0, 0, time.UTC)
	show := func(list []Together) string {
		text := ""
		for _, at := range list {
			text += fmt.Sprintf("%s%v ", at.Time.Format("15:04"), at.Which)
		}
		return text
	}
	if got := show(Timeline(schedules, from, time.Time{}, 5)); got != "00:30[1] 01:00[0 1] 01:05[3] 01:30[1] 01:55[3] " {
		t.Errorf("five times: %s", got)
	}
	if got := show(Timeline(schedules, from, from.Add(time.Hour), 0)); got != "00:30[1] 01:00[0 1] 01:05[3] " {
		t.Errorf("an hour: %s", got)
	}
	if got := show(Timeline(schedules, from, time.Time{}, 0)); got != "" {
		t.Errorf("without an end: %s", got)
	}
	india := time.FixedZone("", 5*3600+1800)
	if got := show(Timeline([]Zoned{{mustParse(t, "0 12 * * *"), india}, {mustParse(t, "30 6 * * *"), time.UTC}}, from, time.Time{}, 1)); got != "06:30[0 1] " {
		t.Errorf("in two zones: %s", got)
	}
	if got := show(Timeline(nil, from, time.Time{}, 5)); got != "" {
		t.Errorf("without schedules: %s", got)
	}
}
