// Package cron is what kam-ls knows about schedules: whether Kubernetes accepts
// one and why not, what it means in English, what about it surprises, and when
// it fires. robfig/cron's ParseStandard is the rule, as in Kubernetes.
package cron

import (
	"fmt"
	"math/bits"
	"strings"
	"time"

	robfig "github.com/robfig/cron/v3"
)

// starBit marks, in robfig's sets, a field that is not restricted.
const starBit = 1 << 63

// Field is one of the five fields of a schedule.
type Field struct {
	Name     string // "minute"
	Min, Max int
	Names    []string // of the values from Min on, where they have names
}

// Fields are the five fields in order.
var Fields = [5]Field{
	{Name: "minute", Min: 0, Max: 59},
	{Name: "hour", Min: 0, Max: 23},
	{Name: "day of month", Min: 1, Max: 31},
	{Name: "month", Min: 1, Max: 12, Names: []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
	{Name: "day of week", Min: 0, Max: 6, Names: []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
}

const (
	minute = iota
	hour
	dayOfMonth
	month
	dayOfWeek
)

// size is how many values a field has.
func (f Field) size() int { return f.Max - f.Min + 1 }

// Schedule is a cron expression that Kubernetes accepts.
type Schedule struct {
	expr  string
	every time.Duration // of "@every", else 0
	sets  [5]set        // of a schedule with fields or a macro for them
	items [5][]item     // as they are written; empty for macros
	never bool
}

// set is a set of values, and whether its field is unrestricted.
type set struct {
	bits uint64
	star bool
}

func (s set) has(v int) bool { return s.bits&(1<<v) != 0 }
func (s set) count() int     { return bits.OnesCount64(s.bits) }

// values are the members of a set in order.
func (s set) values() []int {
	var list []int
	for v := range 63 {
		if s.has(v) {
			list = append(list, v)
		}
	}
	return list
}

// item is one element of a field's list. Offsets are bytes in the expression.
type item struct {
	text       string
	start, end int
}

// Error says why Kubernetes refuses an expression.
type Error struct {
	Kind       ErrorKind
	Field      string // the name of the field, "" if the fault is in none
	Start, End int    // bytes in the expression
	Message    string // lower case, no final period
	Fix        *Fix   // nil if none is known
}

func (e *Error) Error() string { return e.Message }

// ErrorKind tells refused time zones from all that is malformed.
type ErrorKind uint8

const (
	Syntax ErrorKind = iota
	TimeZone
)

// Fix is an expression to write instead. It is one that Kubernetes accepts.
type Fix struct {
	Title, Expr string
	Safe        bool // it is what was meant beyond doubt
}

// Parse reads an expression as Kubernetes does: five fields or a macro, no time
// zone. It never panics.
func Parse(expr string) (*Schedule, *Error) {
	if err := checkTimeZone(expr); err != nil {
		return nil, err
	}
	parsed, err := robfig.ParseStandard(expr)
	if err != nil {
		return nil, explain(expr)
	}
	s := &Schedule{expr: expr}
	switch p := parsed.(type) {
	case *robfig.SpecSchedule:
		for i, b := range [5]uint64{p.Minute, p.Hour, p.Dom, p.Month, p.Dow} {
			s.sets[i] = set{b &^ starBit, b&starBit != 0}
		}
		if !strings.HasPrefix(expr, "@") {
			for i, f := range fieldsOf(expr) {
				s.items[i] = itemsOf(f)
			}
		}
		s.never = !s.fires()
	case robfig.ConstantDelaySchedule:
		s.every = p.Delay
	}
	return s, nil
}

// String is the expression, as it is written.
func (s *Schedule) String() string { return s.expr }

// fires reports whether there is any time that a schedule of fields names.
func (s *Schedule) fires() bool {
	dom, dow := s.sets[dayOfMonth], s.sets[dayOfWeek]
	if s.sets[minute].count() == 0 || s.sets[hour].count() == 0 {
		return false
	}
	for _, m := range s.sets[month].values() {
		onDay := dom.bits&(1<<(daysIn[m]+1)-1) != 0
		onWeekday := dow.count() > 0
		if onDay && onWeekday || !dom.star && !dow.star && (onDay || onWeekday) {
			return true
		}
	}
	return false
}

// daysIn are the most days that a month has.
var daysIn = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// checkTimeZone refuses what Kubernetes refuses for holding "TZ". robfig would
// panic at some of it.
func checkTimeZone(expr string) *Error {
	prefix := ""
	for _, p := range []string{"CRON_TZ=", "TZ="} {
		if strings.HasPrefix(strings.TrimSpace(expr), p) {
			prefix = p
			break
		}
	}
	if prefix == "" {
		return nil
	}
	start := strings.Index(expr, prefix)
	zone, rest, _ := strings.Cut(expr[start:], " ")
	err := &Error{
		Kind: TimeZone, Start: start, End: start + len(zone),
		Message: fmt.Sprintf("'%s' in a schedule is refused by Kubernetes: set cron.timeZone in the configuration", zone),
	}
	rest = strings.TrimSpace(rest)
	if _, other := Parse(rest); rest != "" && other == nil {
		err.Fix = &Fix{Title: "Drop the time zone", Expr: rest}
	}
	return err
}

// fieldsOf splits an expression as robfig does.
func fieldsOf(expr string) []item {
	var list []item
	for _, text := range strings.Fields(expr) {
		from := 0
		if len(list) > 0 {
			from = list[len(list)-1].end
		}
		start := from + strings.Index(expr[from:], text)
		list = append(list, item{text, start, start + len(text)})
	}
	return list
}

// itemsOf splits a field at its commas, empty items included.
func itemsOf(field item) []item {
	var list []item
	start := field.start
	for _, text := range strings.Split(field.text, ",") {
		list = append(list, item{text, start, start + len(text)})
		start += len(text) + 1
	}
	return list
}
