package cron

import (
	"fmt"
	"math/rand"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// claim is what a description says, read from its words alone: when a schedule
// fires if the text is true.
type claim struct {
	minutes map[int]bool // of the day
	days    func(time.Time) bool
	months  map[int]bool
}

// reader reads a description from left to right.
type reader struct {
	t    *testing.T
	text string
	rest string
}

func (r *reader) fail() {
	r.t.Helper()
	r.t.Fatalf("%q cannot be read at %q", r.text, r.rest)
}

// take reads what a pattern matches at the start and returns its groups.
func (r *reader) take(pattern string) ([]string, bool) {
	m := regexp.MustCompile("^(?:" + pattern + ")").FindStringSubmatch(r.rest)
	if m == nil {
		return nil, false
	}
	r.rest = r.rest[len(m[0]):]
	return m, true
}

// list reads "1, 3 to 5 and 7" of words that number reads.
func (r *reader) list(word string, number func(string) int) []int {
	r.t.Helper()
	var values []int
	for {
		m, ok := r.take(word)
		if !ok {
			r.fail()
		}
		from := number(m[0])
		to := from
		if m, ok := r.take(" to (" + word + ")"); ok {
			to = number(m[1])
		}
		for v := from; v <= to; v++ {
			values = append(values, v)
		}
		if _, ok := r.take(`(?:, | and )(?:on )?` + `(?P<next>` + word + `)`); ok {
			// Look ahead only: the word is read in the next round.
			i := strings.LastIndex(r.text[:len(r.text)-len(r.rest)], " ")
			r.rest = r.text[i+1:]
			continue
		}
		return values
	}
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

func index(names []string) func(string) int {
	return func(s string) int { return slices.Index(names, s) }
}

const clockTime = `(\d\d):(\d\d)`

// read reads a description of a schedule with fields that fires.
func (r *reader) read() claim {
	r.t.Helper()
	c := claim{minutes: map[int]bool{}, days: func(time.Time) bool { return true }, months: map[int]bool{}}
	set := func(hours, minutes []int) {
		for _, h := range hours {
			for _, m := range minutes {
				c.minutes[h*60+m] = true
			}
		}
	}
	all := func(n, step int) (list []int) {
		for v := 0; v < n; v += step {
			list = append(list, v)
		}
		return list
	}
	between := func(m []string, step int) { // from HH:MM to HH:MM
		for v := number(m[2])*60 + number(m[3]); v <= number(m[4])*60+number(m[5]); v += step {
			c.minutes[v] = true
		}
	}
	hours := func() []int {
		if _, ok := r.take(`the hours? `); !ok {
			r.fail()
		}
		return r.list(`\d+`, number)
	}
	if _, ok := r.take(`every minute of `); ok {
		set(hours(), all(60, 1))
	} else if _, ok := r.take(`every minute`); ok {
		set(all(24, 1), all(60, 1))
	} else if _, ok := r.take(`every hour on the hour`); ok {
		set(all(24, 1), []int{0})
	} else if m, ok := r.take(`every (\d+) minutes from ` + clockTime + ` to ` + clockTime); ok {
		between(m, number(m[1]))
	} else if m, ok := r.take(`every (hour) from ` + clockTime + ` to ` + clockTime); ok {
		between(m, 60)
	} else if m, ok := r.take(`every (\d+) minutes of `); ok {
		set(hours(), all(60, number(m[1])))
	} else if m, ok := r.take(`every (\d+) minutes`); ok {
		set(all(24, 1), all(60, number(m[1])))
	} else if m, ok := r.take(`every (\d+) hours from ` + clockTime); ok {
		for v := number(m[2]); v < 24; v += number(m[1]) {
			set([]int{v}, []int{number(m[3])})
		}
	} else if _, ok := r.take(`at minutes? `); ok {
		minutes := r.list(`\d+`, number)
		if _, ok := r.take(` of every hour`); ok {
			set(all(24, 1), minutes)
		} else if _, ok := r.take(` of `); ok {
			set(hours(), minutes)
		} else {
			r.fail()
		}
	} else if _, ok := r.take(`at `); ok {
		for _, v := range r.list(`\d\d:\d\d`, func(s string) int { return number(s[:2])*60 + number(s[3:]) }) {
			c.minutes[v] = true
		}
		r.take(` every day`)
	} else {
		r.fail()
	}
	weekday, monthday := r.days()
	switch {
	case weekday != nil && monthday != nil:
		c.days = func(t time.Time) bool { return weekday[int(t.Weekday())] || monthday[t.Day()] }
	case weekday != nil:
		c.days = func(t time.Time) bool { return weekday[int(t.Weekday())] }
	case monthday != nil:
		c.days = func(t time.Time) bool { return monthday[t.Day()] }
	}
	if _, ok := r.take(`, in `); ok {
		for _, m := range r.list(`[A-Z][a-z]+`, index(monthNames)) {
			c.months[m] = true
		}
	} else {
		for m := 1; m <= 12; m++ {
			c.months[m] = true
		}
	}
	if r.rest != "" {
		r.fail()
	}
	return c
}

// days reads on which days of the week and of the month, nil where the text says
// nothing of them.
func (r *reader) days() (weekday, monthday map[int]bool) {
	toSet := func(list []int) map[int]bool {
		set := map[int]bool{}
		for _, v := range list {
			set[v] = true
		}
		return set
	}
	const dayName = `(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day`
	if _, ok := r.take(`, on every day`); ok {
		return nil, nil
	}
	if _, ok := r.take(`, on days? `); ok {
		monthday = toSet(r.list(`\d+`, number))
		if _, ok := r.take(` of the month`); !ok {
			r.fail()
		}
		if _, ok := r.take(` or on `); !ok {
			return nil, monthday
		}
		return toSet(r.list(dayName, index(dayNames))), monthday
	}
	if strings.HasPrefix(r.rest, ", in ") || r.rest == "" {
		return nil, nil
	}
	if _, ok := r.take(`, (?:on )?`); !ok {
		r.fail()
	}
	return toSet(r.list(dayName, index(dayNames))), nil
}

// TestDescribeIsTrue reads what Describe says of several hundred expressions and
// holds it to their next 200 runs: it fires when the text says so, and at no
// other time.
func TestDescribeIsTrue(t *testing.T) {
	expressions := []string{
		"* * * * *", "*/5 * * * *", "*/7 * * * *", "0 * * * *", "30 4 * * *", "0 0 * * 0", "0 0 1 * *", "0 0 13 * 5", "1-31 * * * *", "0 0 1-31 * 1", "0 0 1-31 * *", "0 0 */2 * *", "0 0 */2 * 1",
		"0 0 * */2 *", "0 0 * * */2", "0 0 29 2 *", "0 9-17 * * 1-5", "*/15 9-17 * * 1-5", "*/15 8,12 * * *", "5 */2 * * *", "5,35 */6 * * *", "1-5,30-35 2-4,20 * * *", "0 0 1,15 1,7 *", "59 23 31 12 *",
		"* 5 * * *", "* 1,3 * * *", "0-59 * * * *", "0 0-23 * * *", "0/20 * * * *", "10/20 * * * *", "0 0 5/10 * *", "0 0 * * sun", "0 0 * jan-mar mon-fri", "0 0 ? * ?", "@yearly", "@monthly", "@weekly", "@daily", "@hourly",
		"0 0 1 1-12 *", "0 0 * * 0-6", "0 0 1 * 0-6", "0 0 28-31 2 *", "0 0 31 * *", "0 0 31 4,5 *", "0,1,2 0 * * *", "0 1-3 * * 2,4,6", "15 0,6,12,18 * * *", "0 0,12 1 */2 *", "2-59/3 1 * * *", "0 22-23,0-5 * * *",
	}
	random := rand.New(rand.NewSource(4))
	for range 500 {
		fields := make([]string, 5)
		for i, f := range Fields {
			fields[i] = randomField(random, f)
		}
		expressions = append(expressions, strings.Join(fields, " "))
	}
	checked := 0
	for _, expr := range expressions {
		s, err := Parse(expr)
		if err != nil {
			t.Fatalf("%s: %s", expr, err.Message)
		}
		if s.never {
			continue
		}
		checked++
		text := s.Describe()
		c := (&reader{t: t, text: text, rest: text}).read()
		from := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC).Add(-time.Second)
		day := from.Add(time.Second)
		byDay := map[string]map[int]bool{}
		var last time.Time
		for _, run := range s.Next(from, 200) {
			key := run.Time.Format(time.DateOnly)
			if byDay[key] == nil {
				byDay[key] = map[int]bool{}
			}
			byDay[key][run.Time.Hour()*60+run.Time.Minute()] = true
			last = run.Time
		}
		for ; !day.After(last); day = day.AddDate(0, 0, 1) {
			got := byDay[day.Format(time.DateOnly)]
			claimed := c.months[int(day.Month())] && c.days(day)
			if !claimed && got == nil {
				continue
			}
			for minute := range 24 * 60 {
				if day.Add(time.Duration(minute) * time.Minute).After(last) {
					break
				}
				if got[minute] != (claimed && c.minutes[minute]) {
					t.Fatalf("%s: %q, but at %s it fires: %t", expr, text, day.Add(time.Duration(minute)*time.Minute).Format("Mon 2006-01-02 15:04"), got[minute])
				}
			}
		}
	}
	if checked < 400 {
		t.Errorf("%d expressions were checked, expected more", checked)
	}
}

// TestDescribeEvery holds the reading of "@every" to its runs.
func TestDescribeEvery(t *testing.T) {
	for expr, want := range map[string]time.Duration{"@every 90m": 90 * time.Minute, "@every 1h": time.Hour, "@every 36h": 36 * time.Hour, "@every 90s": 90 * time.Second} {
		s := mustParse(t, expr)
		text, ok := strings.CutSuffix(s.Describe(), ", counted from the last start")
		var claimed time.Duration
		words := strings.Fields(strings.TrimPrefix(text, "every "))
		for i := 0; i+1 < len(words); i += 2 {
			claimed += time.Duration(number(words[i])) * map[string]time.Duration{"d": 24 * time.Hour, "h": time.Hour, "min": time.Minute, "s": time.Second}[words[i+1]]
		}
		if !ok || claimed != want {
			t.Errorf("%s: %q", expr, s.Describe())
		}
		last := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
		for _, run := range s.Next(last, 200) {
			if run.Time.Sub(last) != claimed {
				t.Fatalf("%s: %v after %v", expr, run.Time, last)
			}
			last = run.Time
		}
	}
}

// randomField is a field in one of the ways to write it.
func randomField(random *rand.Rand, f Field) string {
	value := func() int { return f.Min + random.Intn(f.size()) }
	switch random.Intn(7) {
	case 0, 1:
		return "*"
	case 2:
		return strconv.Itoa(value())
	case 3:
		from := value()
		return fmt.Sprintf("%d-%d", from, from+random.Intn(f.Max-from+1))
	case 4:
		return fmt.Sprintf("*/%d", 1+random.Intn(f.size()))
	case 5:
		from := value()
		return fmt.Sprintf("%d-%d/%d", from, from+random.Intn(f.Max-from+1), 1+random.Intn(5))
	}
	list := make([]string, 1+random.Intn(4))
	for i := range list {
		list[i] = strconv.Itoa(value())
	}
	return strings.Join(list, ",")
}
