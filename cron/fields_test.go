package cron

import "testing"

func TestFieldAt(t *testing.T) {
	for _, tc := range []struct {
		expr       string
		offset     int
		field      int
		start, end int
		ok         bool
	}{
		{"", 0, 0, 0, 0, true},
		{"*/5", 0, 0, 0, 3, true},
		{"*/5", 3, 0, 0, 3, true},
		{"*/5 ", 4, 1, 4, 4, true},
		{"0 3 * * 1-5", 2, 1, 2, 3, true},
		{"0 3 * * 1-5", 9, 4, 8, 11, true},
		{"0  3", 2, 1, 2, 2, true},
		{"0 3 * * 1 ", 10, 5, 10, 10, false},
		{"@daily", 3, 0, 0, 0, false},
		{"0", 9, 0, 0, 0, false},
	} {
		field, start, end, ok := FieldAt(tc.expr, tc.offset)
		if ok != tc.ok || ok && (field != tc.field || start != tc.start || end != tc.end) {
			t.Errorf("%q at %d: %d, %d to %d, %t", tc.expr, tc.offset, field, start, end, ok)
		}
	}
}

// TestProposals holds what is proposed to what Kubernetes takes.
func TestProposals(t *testing.T) {
	for _, expr := range Common {
		if s := mustParse(t, expr); len(s.Notes()) > 0 {
			t.Errorf("%s: %s", expr, s.Notes()[0].Message)
		}
	}
	for i, f := range Fields {
		for _, value := range f.Proposals() {
			fields := []string{"0", "0", "*", "*", "*"}
			fields[i] = value
			s := mustParse(t, fields[0]+" "+fields[1]+" "+fields[2]+" "+fields[3]+" "+fields[4])
			if s.FieldMeaning(i) == "" || f.Takes() == "" {
				t.Errorf("%s has no meaning", value)
			}
		}
	}
}
