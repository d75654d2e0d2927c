package cron

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// macros are the names that stand for five fields.
var macros = []string{"@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"}

// explain says why robfig refuses an expression.
func explain(expr string) *Error {
	trimmed := strings.TrimSpace(expr)
	whole := &Error{Start: 0, End: len(expr)}
	switch {
	case trimmed == "":
		whole.Message = "the schedule is empty: expected 5 fields, or a macro such as @daily"
		return whole
	case trimmed[0] == '@':
		explainMacro(whole, expr, trimmed)
		return whole
	}
	fields := fieldsOf(expr)
	if len(fields) != len(Fields) {
		explainCount(whole, fields)
		return whole
	}
	for i, f := range fields {
		for _, it := range itemsOf(f) {
			if message, replacement := explainItem(Fields[i], it.text); message != "" {
				e := &Error{Field: Fields[i].Name, Start: it.start, End: it.end, Message: message}
				if replacement != "" {
					e.Fix = fixOf("Write '"+replacement+"'", expr[:it.start]+replacement+expr[it.end:], true)
				}
				return e
			}
		}
	}
	whole.Message = fmt.Sprintf("'%s' is not a schedule: expected 5 fields, or a macro such as @daily", trimmed)
	return whole
}

// fixOf is a fix, or nil if what it writes is refused too: another mistake
// must be mended first.
func fixOf(title, expr string, safe bool) *Fix {
	if _, err := Parse(expr); err != nil {
		return nil
	}
	return &Fix{title, expr, safe}
}

func explainMacro(e *Error, expr, trimmed string) {
	lower := strings.ToLower(trimmed)
	name, argument, _ := strings.Cut(trimmed, " ")
	expected := strings.Join(macros, ", ") + ", @every DURATION"
	switch {
	case slices.Contains(macros, trimmed):
		e.Message = fmt.Sprintf("blanks around '%s' are refused", trimmed)
		e.Fix = fixOf("Drop the blanks", trimmed, true)
	case slices.Contains(macros, lower):
		e.Message = fmt.Sprintf("'%s' must be in lower case: expected %s", trimmed, lower)
		e.Fix = fixOf("Write '"+lower+"'", lower, true)
	case lower == "@reboot":
		e.Message = "'@reboot' has no meaning in Kubernetes: expected " + expected
	case strings.EqualFold(name, "@every"):
		argument = strings.TrimSpace(argument)
		e.Message = fmt.Sprintf("'%s' is not a duration: expected numbers with h, m or s, as in 1h30m", argument)
		if _, err := time.ParseDuration(argument); err == nil {
			e.Message = fmt.Sprintf("'%s' is refused: expected '@every %s'", expr, argument)
			e.Fix = fixOf("Write '@every "+argument+"'", "@every "+argument, true)
		} else if days, err := strconv.Atoi(strings.TrimSuffix(argument, "d")); err == nil && strings.HasSuffix(argument, "d") && days > 0 && days < 10000 {
			hours := fmt.Sprintf("@every %dh", 24*days)
			e.Fix = fixOf("Write '"+hours+"'", hours, true)
		}
	default:
		e.Message = fmt.Sprintf("unknown macro '%s': expected %s", trimmed, expected)
	}
}

func explainCount(e *Error, fields []item) {
	e.Message = fmt.Sprintf("expected 5 fields, found %d", len(fields))
	if len(fields) != 6 {
		return
	}
	e.Message += ": Kubernetes knows neither seconds nor years"
	texts := make([]string, len(fields))
	for i, f := range fields {
		texts[i] = f.text
	}
	year := texts[5]
	if _, err := strconv.Atoi(year); year == "*" && texts[0] != "0" || err == nil && len(year) == 4 {
		e.Fix = fixOf("Drop the year", strings.Join(texts[:5], " "), year == "*")
	} else {
		e.Fix = fixOf("Drop the seconds", strings.Join(texts[1:], " "), texts[0] == "0")
	}
}

// explainItem says what is wrong with an item of a field, "" if robfig accepts
// it, and what was meant, if that is beyond doubt.
func explainItem(f Field, text string) (message, replacement string) {
	if text == "" {
		return "", "" // dropped without a word
	}
	span, step, hasStep := strings.Cut(text, "/")
	if hasStep {
		n, err := strconv.Atoi(step)
		switch {
		case strings.Contains(step, "/"):
			return fmt.Sprintf("'%s' has two steps: expected one '/' in the %s field", text, f.Name), ""
		case err != nil || n < 0:
			return fmt.Sprintf("'%s' is not a step of the %s field: expected a number behind '/'", step, f.Name), ""
		case n == 0:
			return fmt.Sprintf("the step of '%s' in the %s field is 0: expected at least 1", text, f.Name), ""
		}
	}
	low, high, isRange := strings.Cut(span, "-")
	if low == "*" || low == "?" {
		if strings.Count(span, "-") > 1 {
			return "", "" // whatever stands behind the star
		}
		return "", ""
	}
	if strings.Contains(high, "-") {
		return fmt.Sprintf("'%s' has too many hyphens: expected one range in the %s field", span, f.Name), ""
	}
	from, message, short := f.value(low)
	if message != "" {
		return message, f.respell(span, low, high, isRange, hasStep, short)
	}
	to := from
	if isRange {
		if to, message, short = f.value(high); message != "" {
			return message, f.respell(span, low, high, isRange, hasStep, short)
		}
	}
	if to < from {
		message = fmt.Sprintf("the range '%s' of the %s field ends before it starts: expected two ranges", span, f.Name)
		if !hasStep {
			replacement = rangeText(from, f.Max) + "," + rangeText(f.Min, to)
		}
		return message, replacement
	}
	return "", ""
}

func rangeText(from, to int) string {
	if from == to {
		return strconv.Itoa(from)
	}
	return fmt.Sprintf("%d-%d", from, to)
}

// respell is what an item with a misspelt value was meant to be. short is the
// right spelling of the value, "" if there is none.
func (f Field) respell(span, low, high string, isRange, hasStep bool, short string) string {
	switch {
	case hasStep || short == "":
		return ""
	case !isRange:
		return short
	case short == "0" && high == "7": // a range up to a Sunday that is 7
		from, message, _ := f.value(low)
		switch {
		case message != "":
			return ""
		case from <= 1:
			return "0-6"
		}
		return rangeText(from, 6) + ",0"
	case f.isWrong(low):
		return short + "-" + high
	}
	return low + "-" + short
}

func (f Field) isWrong(s string) bool {
	_, message, _ := f.value(s)
	return message != ""
}

// value reads a number or a name of a field. For what is neither it says why,
// and which spelling was meant, "" if that is in doubt.
func (f Field) value(s string) (v int, message, meant string) {
	lower := strings.ToLower(s)
	if i := slices.Index(f.Names, lower); i >= 0 {
		return f.Min + i, "", ""
	}
	n, err := strconv.Atoi(s)
	switch {
	case err == nil && n >= f.Min && n <= f.Max:
		return n, "", ""
	case err == nil && n == 7 && f.Name == Fields[dayOfWeek].Name:
		return 0, "7 is not a day of week: use 0 to 6, where 0 is Sunday", "0"
	case err == nil:
		return 0, fmt.Sprintf("%s is not %s: expected %d to %d", s, f.article(), f.Min, f.Max), ""
	case s == "":
		return 0, fmt.Sprintf("a range of the %s field lacks an end: expected as in %d-%d", f.Name, f.Min, f.Max), ""
	case strings.ContainsAny(s, "LW#") && f.Min <= 1 && (f.Name == Fields[dayOfMonth].Name || f.Name == Fields[dayOfWeek].Name) && longNames[lower] == "":
		return 0, fmt.Sprintf("'%s' in the %s field: Kubernetes knows no L, W and #", s, f.Name), ""
	}
	if name := longNames[lower]; slices.Contains(f.Names, name) {
		return 0, fmt.Sprintf("'%s' is not %s: expected '%s'", s, f.article(), name), name
	}
	expected := fmt.Sprintf("%d to %d", f.Min, f.Max)
	if f.Names != nil {
		expected += fmt.Sprintf(" or %s to %s", f.Names[0], f.Names[len(f.Names)-1])
	}
	return 0, fmt.Sprintf("'%s' is not %s: expected %s", s, f.article(), expected), ""
}

// article is the field's name with its article.
func (f Field) article() string {
	if f.Name[0] == 'h' { // hour
		return "an " + f.Name
	}
	return "a " + f.Name
}

// longNames are what people write for the names of months and days: in full, or
// in the longer abbreviations. Nothing may stand behind them: "friL" and "mon#1"
// mean something else than every such day.
var longNames = func() map[string]string {
	m := map[string]string{"sept": "sep", "tues": "tue", "wednes": "wed", "thur": "thu", "thurs": "thu"}
	for _, name := range append(slices.Clone(monthNames[1:]), dayNames...) {
		m[strings.ToLower(name)] = strings.ToLower(name[:3])
	}
	return m
}()
