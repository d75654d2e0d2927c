package cron

import (
	"fmt"
	"strings"
)

// FieldAt says which of the five fields an offset in an expression touches, as an
// index in [Fields], and where it stands. Behind the blank after a field it is
// the next one, which may be empty yet. It reports false in macros, and behind
// the fifth.
func FieldAt(expr string, offset int) (field, start, end int, ok bool) {
	if strings.HasPrefix(strings.TrimSpace(expr), "@") || offset < 0 || offset > len(expr) {
		return 0, 0, 0, false
	}
	list := fieldsOf(expr)
	for i, f := range list {
		if f.start <= offset && offset <= f.end {
			return i, f.start, f.end, i < len(Fields)
		}
		if offset < f.start {
			return i, offset, offset, i < len(Fields)
		}
	}
	return len(list), offset, offset, len(list) < len(Fields)
}

// FieldMeaning says what a field of the schedule stands for: "0, 15, 30 and 45",
// or "every minute". It is "" for schedules without fields.
func (s *Schedule) FieldMeaning(field int) string {
	values := s.sets[field].values()
	switch f := Fields[field]; {
	case s.every > 0:
		return ""
	case len(values) == 0:
		return "nothing"
	case len(values) == f.size():
		return "every " + f.Name
	case field == month:
		return andList(runs(values, names(values, monthNames)))
	case field == dayOfWeek:
		return andList(runs(values, names(values, dayNames)))
	}
	return andList(runs(values, numbers(values)))
}

// Takes says what may stand in a field: "0 to 59".
func (f Field) Takes() string {
	text := fmt.Sprintf("%d to %d", f.Min, f.Max)
	if f.Names != nil {
		text += fmt.Sprintf(", or %s to %s", f.Names[0], f.Names[len(f.Names)-1])
	}
	return text + "; *, lists with ',', ranges with '-', steps with '/'"
}

// Common are schedules that people often want.
var Common = []string{
	"0 * * * *", "*/15 * * * *", "*/5 * * * *", "0 3 * * *", "0 */6 * * *", "0 9-17 * * 1-5", "0 3 * * 1-5", "0 3 * * 0", "0 3 1 * *", "0 3 1 1,4,7,10 *",
	"@hourly", "@daily", "@weekly", "@monthly", "@yearly",
}

// Proposals are values that are often written in a field.
func (f Field) Proposals() []string {
	list := []string{"*"}
	switch f.Name {
	case "minute":
		return append(list, "0", "15", "30", "45", "*/5", "*/10", "*/15", "*/30")
	case "hour":
		return append(list, "0", "3", "6", "12", "18", "9-17", "*/2", "*/6", "*/12")
	case "day of month":
		return append(list, "1", "15", "1,15", "28")
	case "month":
		for i, name := range f.Names {
			list = append(list, fmt.Sprint(f.Min+i), name)
		}
		return append(list, "1,4,7,10", "*/3")
	}
	list = append(list, "1-5", "0,6")
	for i, name := range f.Names {
		list = append(list, fmt.Sprint(f.Min+i), name)
	}
	return list
}
