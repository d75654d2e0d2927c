package cron

import (
	"testing"
	"time"
	_ "time/tzdata"

	robfig "github.com/robfig/cron/v3"
)

func TestDescribe(t *testing.T) {
	for expr, want := range map[string]string{
		"* * * * *":           "every minute",
		"*/5 * * * *":         "every 5 minutes",
		"*/45 * * * *":        "at minutes 0 and 45 of every hour",
		"0 * * * *":           "every hour on the hour",
		"30 * * * *":          "at minute 30 of every hour",
		"0 3 * * *":           "at 03:00 every day",
		"0 3 * * 1-5":         "at 03:00, Monday to Friday",
		"0 3 * * MON-FRI":     "at 03:00, Monday to Friday",
		"0 3,15 * * *":        "at 03:00 and 15:00 every day",
		"*/15 9-17 * * 1-5":   "every 15 minutes from 09:00 to 17:45, Monday to Friday",
		"0 9-17 * * *":        "every hour from 09:00 to 17:00",
		"0 */2 * * *":         "every 2 hours from 00:00",
		"5 */6 * * *":         "at 00:05, 06:05, 12:05 and 18:05 every day",
		"0 0 1 * *":           "at 00:00, on day 1 of the month",
		"0 0 1,15 * *":        "at 00:00, on days 1 and 15 of the month",
		"0 0 1-7 * *":         "at 00:00, on days 1 to 7 of the month",
		"0 0 13 * 5":          "at 00:00, on day 13 of the month or on Friday",
		"0 0 1-31 * 1":        "at 00:00, on every day",
		"0 0 1 1,7 *":         "at 00:00, on day 1 of the month, in January and July",
		"0 0 * 6-8 *":         "at 00:00, in June to August",
		"* 3 * * *":           "every minute of the hour 3",
		"0,20 9-17 * * *":     "at minutes 0 and 20 of the hours 9 to 17",
		"*/20 1,5,9,13 * * *": "every 20 minutes of the hours 1, 5, 9 and 13",
		"@daily":              "at 00:00 every day",
		"@hourly":             "every hour on the hour",
		"@weekly":             "at 00:00, on Sunday",
		"@monthly":            "at 00:00, on day 1 of the month",
		"@yearly":             "at 00:00, on day 1 of the month, in January",
		"@every 90m":          "every 1 h 30 min, counted from the last start",
		"0 0 30 2 *":          "never: there is no day 30 in February",
		"0 0 31 2,4 *":        "never: there is no day 31 in February or April",
		"0 0 29 2 *":          "at 00:00, on day 29 of the month, in February",
		", * * * *":           "never: the minute field is empty",
		"0 0 * * 0,6":         "at 00:00, on Sunday and Saturday",
	} {
		s, err := Parse(expr)
		if err != nil {
			t.Errorf("%s: %s", expr, err.Message)
		} else if got := s.Describe(); got != want {
			t.Errorf("%s: %q, want %q", expr, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	for expr, want := range map[string]struct{ at, message, fix string }{
		"* * *":                 {"* * *", "expected 5 fields, found 3", ""},
		"0 0 3 * * *":           {"0 0 3 * * *", "expected 5 fields, found 6: Kubernetes knows neither seconds nor years", "0 3 * * *"},
		"0 3 * * * 2026":        {"0 3 * * * 2026", "expected 5 fields, found 6: Kubernetes knows neither seconds nor years", "0 3 * * *"},
		"":                      {"", "the schedule is empty: expected 5 fields, or a macro such as @daily", ""},
		"0 0 * * 7":             {"7", "7 is not a day of week: use 0 to 6, where 0 is Sunday", "0 0 * * 0"},
		"0 0 * * 5-7":           {"5-7", "7 is not a day of week: use 0 to 6, where 0 is Sunday", "0 0 * * 5-6,0"},
		"0 0 * * 1-7":           {"1-7", "7 is not a day of week: use 0 to 6, where 0 is Sunday", "0 0 * * 0-6"},
		"0 0 * * 7-2":           {"7-2", "7 is not a day of week: use 0 to 6, where 0 is Sunday", "0 0 * * 0-2"},
		"60 0 * * *":            {"60", "60 is not a minute: expected 0 to 59", ""},
		"0 24 * * *":            {"24", "24 is not an hour: expected 0 to 23", ""},
		"0 22-2 * * *":          {"22-2", "the range '22-2' of the hour field ends before it starts: expected two ranges", "0 22-23,0-2 * * *"},
		"0 0 * * fri-mon":       {"fri-mon", "the range 'fri-mon' of the day of week field ends before it starts: expected two ranges", "0 0 * * 5-6,0-1"},
		"0 0 L * *":             {"L", "'L' in the day of month field: Kubernetes knows no L, W and #", ""},
		"0 0 * * 5#2":           {"5#2", "'5#2' in the day of week field: Kubernetes knows no L, W and #", ""},
		"0 0 * * monday":        {"monday", "'monday' is not a day of week: expected 'mon'", "0 0 * * mon"},
		"0 0 * * mon-friday":    {"mon-friday", "'friday' is not a day of week: expected 'fri'", "0 0 * * mon-fri"},
		"0 0 * mon *":           {"mon", "'mon' is not a month: expected 1 to 12 or jan to dec", ""},
		"*/0 * * * *":           {"*/0", "the step of '*/0' in the minute field is 0: expected at least 1", ""},
		"*/x * * * *":           {"*/x", "'x' is not a step of the minute field: expected a number behind '/'", ""},
		"1-2-3 * * * *":         {"1-2-3", "'1-2-3' has too many hyphens: expected one range in the minute field", ""},
		"5- * * * *":            {"5-", "a range of the minute field lacks an end: expected as in 0-59", ""},
		"a * * * *":             {"a", "'a' is not a minute: expected 0 to 59", ""},
		"@Daily":                {"@Daily", "'@Daily' must be in lower case: expected @daily", "@daily"},
		"@daily ":               {"@daily ", "blanks around '@daily' are refused", "@daily"},
		"@every 1d":             {"@every 1d", "'1d' is not a duration: expected numbers with h, m or s, as in 1h30m", "@every 24h"},
		"TZ=UTC":                {"TZ=UTC", "'TZ=UTC' in a schedule is refused by Kubernetes: set cron.timeZone in the configuration", ""},
		"CRON_TZ=UTC 0 3 * * *": {"CRON_TZ=UTC", "'CRON_TZ=UTC' in a schedule is refused by Kubernetes: set cron.timeZone in the configuration", "0 3 * * *"},
	} {
		_, err := Parse(expr)
		if err == nil {
			t.Errorf("%s: accepted", expr)
			continue
		}
		fix := ""
		if err.Fix != nil {
			fix = err.Fix.Expr
		}
		if at := expr[err.Start:err.End]; at != want.at || err.Message != want.message || fix != want.fix {
			t.Errorf("%s:\n got %q %q fix %q\nwant %q %q fix %q", expr, at, err.Message, fix, want.at, want.message, want.fix)
		}
	}
}

func TestNotes(t *testing.T) {
	for expr, want := range map[string][]NoteKind{
		"0 3 * * *":       nil,
		"0 3 * * 1-5":     nil,
		"*/15 * * * *":    nil,
		"5-59/15 * * * *": nil,
		"0 */6 * * *":     nil,
		"@daily":          nil,
		"@every 1m":       nil,
		"0 0 29 2 *":      nil,
		"0 0 ? * 1":       nil,
		"* * * * *":       {TooOften},
		"*/1 * * * *":     {TooOften},
		"0-59 * * * *":    {TooOften},
		"* 3 * * *":       {TooOften},
		"@every 30s":      {TooOften},
		"@every 0s":       {TooOften},
		"*/45 * * * *":    {UnevenStep},
		"*/7 * * * *":     {UnevenStep},
		"*/60 * * * *":    {UnevenStep},
		"0 */5 * * *":     {UnevenStep},
		"0 0 */2 * *":     {UnevenStep},
		"0 0 1 */5 *":     {UnevenStep},
		"10/15 * * * *":   nil,
		"20/15 * * * *":   {UnevenStep},
		"9-17/20 * * * *": {UnevenStep},
		"0 0 13 * 5":      {DayOr},
		"0 0 */2 * 5":     {DayOr, UnevenStep},
		"0 0 1-31 * 5":    {DayOr},
		"1,,2 * * * *":    {Lenient},
		"+5 * * * *":      {Lenient},
		"5 *-9 * * *":     {Lenient},
		"*-9 * * * *":     {TooOften, Lenient},
		"0-59/7 * * * *":  {UnevenStep},
		"0-59/15 * * * *": nil,
		"0 0 1-31/2 * *":  {UnevenStep},
		"0 1-23/7 * * *":  nil,
		"0 0 * * 0-6/2":   {UnevenStep},
		"5 0-23 * * *":    {Lenient},
		"5 3 1-31 * *":    {Lenient},
		"5 3 * 1-12 *":    {Lenient},
		"5 3 * * SUN-SAT": {Lenient},
		"0 0 30 2 *":      {NeverFires},
		"0 0 31 2,4,6 *":  {NeverFires},
		", * * * *":       {NeverFires},
		"0 0 , * *":       {NeverFires},
	} {
		s, err := Parse(expr)
		if err != nil {
			t.Errorf("%s: %s", expr, err.Message)
			continue
		}
		var got []NoteKind
		for _, n := range s.Notes() {
			got = append(got, n.Kind)
			if n.Fix != nil {
				checkSame(t, expr, n.Fix.Expr)
			} else if n.Kind == Lenient {
				t.Errorf("%s: no fix", expr)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %v, want %v", expr, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s: %v, want %v", expr, got, want)
			}
		}
	}
}

// checkSame holds two expressions to the same next runs.
func checkSame(t *testing.T, a, b string) {
	t.Helper()
	from := time.Date(2026, time.January, 15, 12, 34, 56, 0, time.UTC)
	first, err := Parse(a)
	second, err2 := Parse(b)
	if err != nil || err2 != nil {
		t.Fatalf("%q or %q is refused", a, b)
	}
	x, y := first.Next(from, 100), second.Next(from, 100)
	for i := range x {
		if i >= len(y) || !x[i].Time.Equal(y[i].Time) {
			t.Fatalf("%q and %q fire at other times", a, b)
		}
	}
}

func TestDistance(t *testing.T) {
	for d, want := range map[time.Duration]string{
		30 * time.Second:             "in under a minute",
		90 * time.Second:             "in 1 min",
		3*time.Hour + 12*time.Minute: "in 3 h 12 min",
		25 * time.Hour:               "in 1 d 1 h",
		50*time.Hour + time.Minute:   "in 2 d 2 h",
	} {
		if got := Distance(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

// FuzzParse holds Parse to robfig, and fixes to what they promise.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"* * * * *", "*/5 0-3,5 1 jan mon", "@daily", "@every 1h", "TZ=UTC 0 0 * * *", "TZ=UTC", "0 0 * * 7", "1,,2 *-9 +5 ? *", "22-2 * * * *", "@Every 5m", "0 0 L * 5#3", " @daily", "monday", "0 0 0 0 0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		s, err := Parse(expr)
		if err != nil {
			if err.Message == "" || err.Start < 0 || err.End < err.Start || err.End > len(expr) {
				t.Fatalf("%q: %+v", expr, err)
			}
			if err.Fix != nil {
				if _, other := Parse(err.Fix.Expr); other != nil {
					t.Fatalf("%q: the fix %q is refused", expr, err.Fix.Expr)
				}
			}
			if err.Kind == Syntax && err.Message != "" {
				if _, e := robfig.ParseStandard(expr); e == nil {
					t.Fatalf("%q is refused, robfig accepts it", expr)
				}
			}
			return
		}
		if s.Describe() == "" {
			t.Fatalf("%q: no reading", expr)
		}
		if first := s.Next(time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC), 1); s.every == 0 && s.never != (len(first) == 0) {
			t.Fatalf("%q: never %t, but next are %v", expr, s.never, first)
		}
		for _, n := range s.Notes() {
			if n.Message == "" || n.Start < 0 || n.End > len(expr) {
				t.Fatalf("%q: %+v", expr, n)
			}
			if n.Fix != nil {
				checkSame(t, expr, n.Fix.Expr)
			}
		}
	})
}

// TestLenientMessages holds what is said of several accidents to one sentence, in
// which each stands once.
func TestLenientMessages(t *testing.T) {
	for expr, want := range map[string]string{
		"1,,2 * * * *":        "an empty item in the minute field is accepted by accident: expected '1,2'",
		",1,,,2, * * * *":     "4 empty items in the minute field are accepted by accident: expected '1,2'",
		"1,+2,,+3,+2 * * * *": "an empty item, the sign in '+2' and the sign in '+3' in the minute field are accepted by accident: expected '1,2,3,2'",
		"5 *-9 * * *":         "'*-9' in the hour field is accepted by accident: expected '*'",
	} {
		if notes := mustParse(t, expr).Notes(); len(notes) != 1 || notes[0].Message != want {
			t.Errorf("%s: %+v, want %q", expr, notes, want)
		}
	}
}
