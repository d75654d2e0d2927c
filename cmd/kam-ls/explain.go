package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/kam-ls/kam-ls/diagnostics"
)

func newExplain() *cobra.Command {
	var color string
	cmd := &cobra.Command{
		Use:   "explain [RULE]",
		Short: "Explain a rule, or list all rules",
		Args:  cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return describedRules(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkColor(color); err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			p := page{colored(out, color), width(out)}
			if len(args) == 0 {
				return p.list(out)
			}
			rule := diagnostics.Lookup(args[0])
			if rule == nil {
				return errors.New(diagnostics.UnknownRule(args[0]))
			}
			text := rule.Page()
			if p.color || isTerminal(out) {
				text = p.explain(rule)
			}
			_, err := io.WriteString(out, text)
			return err
		},
	}
	cmd.Flags().StringVar(&color, "color", "auto", "colour the text: auto, always, never")
	return cmd
}

// page writes about rules for a terminal.
type page struct {
	color bool
	width int
}

// ANSI codes.
const (
	bold  = "1"
	dim   = "2"
	red   = "31"
	green = "32"
	cyan  = "36"
)

var severityCodes = map[diagnostics.Severity]string{
	diagnostics.Error: "1;31", diagnostics.Warning: "1;33", diagnostics.Info: "36", diagnostics.Hint: "36",
}

func (p page) paint(code, s string) string {
	if !p.color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// list is a line for each rule. Colours come last: columns are counted without.
func (p page) list(out io.Writer) error {
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, r := range diagnostics.Rules() {
		fmt.Fprintf(table, "%s\t%s\t%s\n", r.ID, r.Severity, r.Summary())
	}
	if err := table.Flush(); err != nil {
		return err
	}
	lines := strings.SplitAfter(b.String(), "\n")
	for i, r := range diagnostics.Rules() {
		rest := strings.Replace(lines[i][len(r.ID):], r.Severity.String(), p.paint(severityCodes[r.Severity], r.Severity.String()), 1)
		if _, err := io.WriteString(out, p.paint(bold, r.ID)+rest); err != nil {
			return err
		}
	}
	return nil
}

// explain is the page of a rule.
func (p page) explain(r *diagnostics.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n", p.paint(bold, r.ID), p.paint(severityCodes[r.Severity], r.Severity.String()))
	for paragraph := range strings.SplitSeq(r.Description(), "\n\n") {
		fmt.Fprintf(&b, "\n%s\n", wrap(paragraph, p.width))
	}
	bad, good := r.Examples()
	p.example(&b, "Bad", red, bad)
	p.example(&b, "Good", green, good)
	fmt.Fprintf(&b, "\n%s\n", p.paint(dim, diagnostics.URL(r.ID)))
	return b.String()
}

// example is code with its keys and comments told apart.
func (p page) example(b *strings.Builder, title, code, text string) {
	fmt.Fprintf(b, "\n%s\n\n", p.paint("1;"+code, title))
	for line := range strings.SplitSeq(text, "\n") {
		comment := ""
		if i := strings.Index(" "+line, " #"); i >= 0 {
			line, comment = line[:i], line[i:]
		}
		indent := line[:len(line)-len(strings.TrimLeft(line, " -"))]
		key, value, isKey := strings.Cut(line[len(indent):], ":")
		if isKey {
			line = indent + p.paint(cyan, key) + ":" + value
		}
		fmt.Fprintf(b, "    %s%s\n", line, p.paint(dim, comment))
	}
}

// wrap breaks a paragraph into lines of at most so many columns, where its words
// allow that.
func wrap(paragraph string, columns int) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(paragraph) {
		size := len([]rune(word))
		switch {
		case column == 0:
		case column+1+size > columns:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += size
	}
	return b.String()
}
