package cron

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

var monthNames = []string{"", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

var dayNames = []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

// Describe says in English when the schedule fires: "at 03:00, Monday to
// Friday". It starts in lower case and has no final period.
func (s *Schedule) Describe() string {
	switch {
	case s.every > 0:
		return fmt.Sprintf("every %s, counted from the last start", duration(s.every))
	case s.never:
		return "never: " + s.whyNever()
	}
	parts := []string{s.times()}
	if days := s.days(); days != "" {
		parts = append(parts, days)
	} else if strings.HasPrefix(parts[0], "at ") && !strings.HasPrefix(parts[0], "at minute") && s.sets[month].count() == Fields[month].size() {
		parts[0] += " every day"
	}
	if months := s.sets[month]; months.count() < Fields[month].size() {
		parts = append(parts, "in "+andList(runs(months.values(), names(months.values(), monthNames))))
	}
	return strings.Join(parts, ", ")
}

// maxTimes is how many times of day are named one by one.
const maxTimes = 6

// times says at what times of a day the schedule fires.
func (s *Schedule) times() string {
	minutes, hours := s.sets[minute].values(), s.sets[hour].values()
	allHours := len(hours) == 24
	step := evenStep(minutes, 60)
	switch {
	case len(minutes) == 60 && allHours:
		return "every minute"
	case len(minutes) == 60:
		return "every minute of " + hoursOf(hours)
	case !allHours && len(minutes)*len(hours) <= maxTimes:
		var list []string
		for _, h := range hours {
			for _, m := range minutes {
				list = append(list, clock(h, m))
			}
		}
		return "at " + andList(list)
	case allHours && len(minutes) == 1 && minutes[0] == 0:
		return "every hour on the hour"
	case allHours && step > 0:
		return fmt.Sprintf("every %d minutes", step)
	case allHours:
		return minutesOf(minutes) + " of every hour"
	case step > 0 && contiguous(hours):
		return fmt.Sprintf("every %d minutes from %s to %s", step, clock(hours[0], 0), clock(hours[len(hours)-1], minutes[len(minutes)-1]))
	case step > 0:
		return fmt.Sprintf("every %d minutes of %s", step, hoursOf(hours))
	case len(minutes) == 1 && contiguous(hours):
		return fmt.Sprintf("every hour from %s to %s", clock(hours[0], minutes[0]), clock(hours[len(hours)-1], minutes[0]))
	case len(minutes) == 1 && evenStep(hours, 24) > 0:
		return fmt.Sprintf("every %d hours from %s", evenStep(hours, 24), clock(hours[0], minutes[0]))
	}
	return minutesOf(minutes) + " of " + hoursOf(hours)
}

// evenStep is the step of values that start at 0 and divide the size of their
// field, 0 if they are no such values or only one.
func evenStep(values []int, size int) int {
	if len(values) < 2 || values[0] != 0 || size%len(values) != 0 {
		return 0
	}
	step := size / len(values)
	for i, v := range values {
		if v != i*step {
			return 0
		}
	}
	return step
}

// days says on which days the schedule fires, "" for all of them.
func (s *Schedule) days() string {
	dom, dow := s.sets[dayOfMonth], s.sets[dayOfWeek]
	monthDays := fmt.Sprintf("on %s of the month", listed("day", "days", dom.values(), numbers(dom.values())))
	weekDays := "on " + andList(names(dow.values(), dayNames))
	if v := dow.values(); len(v) > 2 && contiguous(v) {
		weekDays = fmt.Sprintf("%s to %s", dayNames[v[0]], dayNames[v[len(v)-1]])
	}
	switch {
	case dom.star && dow.star:
		return ""
	case dom.star:
		if dow.count() == 7 {
			return ""
		}
		return weekDays
	case dow.star:
		if dom.count() == 31 {
			return ""
		}
		return monthDays
	case dom.count() == 31 || dow.count() == 7:
		return "on every day" // of the two, one is enough
	case dom.count() == 0:
		return weekDays
	case dow.count() == 0:
		return monthDays
	}
	return monthDays + " or on " + strings.TrimPrefix(weekDays, "on ")
}

func minutesOf(values []int) string {
	return "at " + listed("minute", "minutes", values, numbers(values))
}

func hoursOf(values []int) string {
	return "the " + listed("hour", "hours", values, numbers(values))
}

// listed puts a noun before a list.
func listed(one, many string, values []int, texts []string) string {
	if len(values) == 1 {
		return one + " " + texts[0]
	}
	return many + " " + andList(runs(values, texts))
}

// runs joins three or more values in a row to a range: "1 to 5".
func runs(values []int, texts []string) []string {
	var list []string
	for i := 0; i < len(values); {
		j := i
		for j+1 < len(values) && values[j+1] == values[j]+1 {
			j++
		}
		if j-i >= 2 {
			list = append(list, texts[i]+" to "+texts[j])
		} else {
			list = append(list, texts[i:j+1]...)
		}
		i = j + 1
	}
	return list
}

func contiguous(values []int) bool {
	return len(values) > 0 && values[len(values)-1]-values[0] == len(values)-1
}

func numbers(values []int) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = strconv.Itoa(v)
	}
	return list
}

func names(values []int, all []string) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = all[v]
	}
	return list
}

func clock(h, m int) string { return fmt.Sprintf("%02d:%02d", h, m) }

func andList(list []string) string { return joinList(list, "and") }

func orList(list []string) string { return joinList(list, "or") }

func joinList(list []string, last string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	n := len(list) - 1
	return strings.Join(slices.Clone(list[:n]), ", ") + " " + last + " " + list[n]
}

// duration writes a duration in its two largest units: "1 h 30 min".
func duration(d time.Duration) string {
	units := []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}}
	var parts []string
	for _, u := range units {
		if n := d / u.size; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, u.name))
			d -= n * u.size
		}
	}
	if len(parts) == 0 {
		return "0 s"
	}
	return strings.Join(parts, " ")
}
