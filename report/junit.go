package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/printable"
)

// junitReporter writes JUnit XML, for Jenkins, GitLab and others that show
// tests. A file is a suite, and every error or warning in it a failed case:
// these readers show one failure of a case and drop the others. A file without
// either is a case that passed. Infos and hints are the suite's output.
//
// Suites are written as they come: the counts that testsuites may have too, and
// nobody needs, would stand before them.
type junitReporter struct {
	w       io.Writer
	started bool
}

type junitSuite struct {
	XMLName  xml.Name `xml:"testsuite"`
	Name     string   `xml:"name,attr"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Errors   int      `xml:"errors,attr"`
	Skipped  int      `xml:"skipped,attr"`
	Cases    []junitCase
	Output   string `xml:"system-out,omitempty"`
}

type junitCase struct {
	XMLName xml.Name      `xml:"testcase"`
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr"`
	Failure *junitFailure `xml:"failure"`
}

type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

func (r *junitReporter) File(f File) error {
	suite := junitSuite{Name: f.Name}
	// Jenkins takes what stands before the last dot for a package.
	class := "kam-ls." + strings.ReplaceAll(f.Name, ".", "_")
	names := map[string]int{}
	var output strings.Builder
	for _, d := range f.Diagnostics {
		line := compactLine(f, d)
		if d.Severity < diagnostics.Warning {
			output.WriteString(line + "\n")
			continue
		}
		suite.Cases = append(suite.Cases, junitCase{
			Name:    junitName(d, names),
			Class:   class,
			File:    f.Name,
			Failure: &junitFailure{d.Rule, d.Message, line},
		})
	}
	suite.Output = output.String()
	suite.Failures = len(suite.Cases)
	if suite.Failures == 0 {
		suite.Cases = []junitCase{{Name: "check", Class: class, File: f.Name}}
	}
	suite.Tests = len(suite.Cases)
	if err := r.start(); err != nil {
		return err
	}
	return r.encode(suite)
}

func (r *junitReporter) start() error {
	if r.started {
		return nil
	}
	r.started = true
	_, err := io.WriteString(r.w, xml.Header+"<testsuites name=\"kam-ls\">\n")
	return err
}

// encode writes a suite. The encoder replaces what XML cannot hold, control
// characters and bytes that are not UTF-8, by U+FFFD; what a terminal or a runner would
// act on are character references.
func (r *junitReporter) encode(suite junitSuite) error {
	var b bytes.Buffer
	enc := xml.NewEncoder(&b)
	enc.Indent("  ", "  ")
	if err := enc.Encode(suite); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err := r.w.Write(printable.XML(b.Bytes()))
	return err
}

// junitName names the case of a finding. GitLab follows a case by its name from
// run to run and keeps one case of a name, so that it tells no line and says
// which of equal ones it is.
func junitName(d diagnostics.Diagnostic, names map[string]int) string {
	name := strings.TrimSpace(d.Rule + " " + d.Path)
	names[name]++
	if n := names[name]; n > 1 {
		return fmt.Sprintf("%s (%d)", name, n)
	}
	return name
}

// Close ends the suites.
func (r *junitReporter) Close(Summary) error {
	if err := r.start(); err != nil {
		return err
	}
	_, err := io.WriteString(r.w, "</testsuites>\n")
	return err
}
