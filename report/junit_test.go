package report_test

import (
	"encoding/xml"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kam-ls/kam-ls/report"
)

// suites is what readers of JUnit XML look at.
type suites struct {
	XMLName xml.Name `xml:"testsuites"`
	Suites  []struct {
		Name     string `xml:"name,attr"`
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Output   string `xml:"system-out"`
		Cases    []struct {
			Name     string `xml:"name,attr"`
			Class    string `xml:"classname,attr"`
			Failures []struct {
				Type    string `xml:"type,attr"`
				Message string `xml:"message,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

// TestJUnit reads back what was written: the XML is sound whatever it quotes,
// the counts are right, and no two cases go by the same name.
func TestJUnit(t *testing.T) {
	for _, tc := range []struct {
		name            string
		files           []report.File
		tests, failures int
	}{
		{"an empty run", nil, 0, 0},
		{"sound files", []report.File{check("a.kam.yaml", sound), check("b.kam.yaml", sound)}, 2, 0},
		{"a hostile file", []report.File{hostile(), check("a.kam.yaml", sound)}, 3, 2},
		{"only a hint", []report.File{{Name: "a", Doc: hostile().Doc, Diagnostics: hostile().Diagnostics[:1]}}, 1, 0},
	} {
		out := write(t, "junit", report.Options{}, tc.files...)
		var got suites
		if err := xml.Unmarshal([]byte(out), &got); err != nil {
			t.Errorf("%s: %v:\n%s", tc.name, err, out)
			continue
		}
		if !utf8.ValidString(out) || strings.ContainsAny(out, "\x00\x1b") {
			t.Errorf("%s: %q", tc.name, out)
		}
		tests, failures := 0, 0
		names := map[string]bool{}
		for _, s := range got.Suites {
			for _, c := range s.Cases {
				if id := c.Class + " " + c.Name; names[id] {
					t.Errorf("%s: two cases named %q", tc.name, id)
				} else {
					names[id] = true
				}
				if len(c.Failures) > 1 {
					t.Errorf("%s: %d failures in one case", tc.name, len(c.Failures))
				}
			}
			tests, failures = tests+s.Tests, failures+s.Failures
			if s.Tests != len(s.Cases) {
				t.Errorf("%s: %d cases, tests says %d", tc.name, len(s.Cases), s.Tests)
			}
		}
		if tests != tc.tests || failures != tc.failures {
			t.Errorf("%s: %d of %d failed, expected %d of %d", tc.name, failures, tests, tc.failures, tc.tests)
		}
	}
	var got suites
	if err := xml.Unmarshal([]byte(write(t, "junit", report.Options{}, hostile())), &got); err != nil {
		t.Fatal(err)
	}
	const want = "<a>&\"'\n\r\t::error::%0A,%25 ]]> \ufffd\ufffd[2J\x7f\u0085\u2028\u202e\ufffd\ufffd\ufffd 😀 {0} [x](y)"
	if failure := got.Suites[0].Cases[0].Failures[0]; failure.Message != want || failure.Type != "no-such-rule" {
		t.Errorf("the message comes back as %q", failure.Message)
	}
	if n := strings.Count(got.Suites[0].Output, "\n"); n != 2 {
		t.Errorf("the output has %d lines, expected the hint and the info: %q", n, got.Suites[0].Output)
	}
}
