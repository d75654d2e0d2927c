// Command cmd measures how much of a tree survives damage to its text, and shows the
// worst texts. It runs in the root of the project.
//
//	go run ./internal/survival/cmd -corpus gen3 -kind indent-0 -worst 5
package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/kam-ls/kam-ls/internal/survival"
)

// options are the flags.
type options struct {
	corpus, kinds        string
	step, worst, context int
	peers, page          bool
}

func main() {
	var o options
	flag.StringVar(&o.corpus, "corpus", "", "only the corpus of this `name`: gen3, gen20, ok, first or json")
	flag.StringVar(&o.kinds, "kind", "", "only these kinds of damage, `names` separated by commas")
	flag.IntVar(&o.step, "step", 0, "damage one line of `n`; 0 is what the page has")
	flag.IntVar(&o.worst, "worst", 0, "show the `n` texts that come out worst")
	flag.IntVar(&o.context, "context", 3, "show `n` lines before and after the damage")
	flag.BoolVar(&o.peers, "peers", false, "measure the parsers of other language servers too, and show their worst")
	flag.BoolVar(&o.page, "page", false, "measure everything and write docs/survival.md and the record of the peers")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(o options) (err error) {
	corpora, err := survival.Corpora(".")
	if err != nil {
		return err
	}
	readers := []survival.Reader{survival.KamLS{}}
	var p *peers
	if o.peers || o.page {
		if p, err = startPeers(); err != nil {
			return err
		}
		if p != nil {
			defer func() {
				if e := p.stop(); err == nil {
					err = e
				}
			}()
			readers = append(readers, p)
		}
	}
	if o.page {
		return writePage(corpora, readers, p)
	}
	selected := map[string][]survival.Kind{}
	unknown := map[string]bool{}
	for name := range strings.SplitSeq(o.kinds, ",") {
		unknown[name] = name != ""
	}
	names := make([]string, len(corpora))
	for i, c := range corpora {
		names[i] = c.Name
		if o.corpus != "" && o.corpus != c.Name {
			continue
		}
		for _, kind := range c.Kinds {
			if _, named := unknown[kind.Name]; named || o.kinds == "" {
				unknown[kind.Name] = false
				selected[c.Name] = append(selected[c.Name], kind)
			}
		}
	}
	if o.corpus != "" && !slices.Contains(names, o.corpus) {
		return fmt.Errorf("unknown corpus '%s': expected one of %s", o.corpus, strings.Join(names, ", "))
	}
	for _, name := range slices.Sorted(maps.Keys(unknown)) {
		if unknown[name] {
			return fmt.Errorf("unknown kind of damage '%s'", name)
		}
	}
	for _, c := range corpora {
		if kinds := selected[c.Name]; len(kinds) > 0 {
			if err := measure(c, kinds, o, readers); err != nil {
				return err
			}
		}
	}
	return nil
}

// writePage prints the page and writes it. Where the peers do not run, the figures on
// record are used.
func writePage(corpora []survival.Corpus, readers []survival.Reader, p *peers) error {
	results, err := survival.MeasureAll(corpora, false, readers)
	if err != nil {
		return err
	}
	var record survival.Record
	if p != nil {
		record = survival.Record{Versions: p.versions, Results: results[1]}
		err = record.Write(".")
	} else {
		fmt.Fprintln(os.Stderr, "the peers are not measured: their figures are those on record, or a dash where other texts are damaged now")
		record, err = survival.ReadRecord(".")
	}
	if err != nil {
		return err
	}
	page := survival.Page(corpora, results[0], record)
	fmt.Print(page)
	return survival.WritePage(".", page)
}

// measure prints what the readers make of a corpus.
func measure(c survival.Corpus, kinds []survival.Kind, o options, readers []survival.Reader) error {
	step := o.step
	if step < 1 {
		step = c.Step
	}
	type found struct {
		kind string
		survival.Case
	}
	var cases []found
	results := make([]map[string]survival.Result, len(readers))
	for i := range results {
		results[i] = map[string]survival.Result{}
	}
	err := survival.Measure(c, kinds, step, readers, func(kind survival.Kind, reader int, c survival.Case) {
		r := results[reader][kind.Name]
		r.Add(c.Score)
		results[reader][kind.Name] = r
		if o.worst > 0 && reader == len(readers)-1 {
			cases = append(cases, found{kind.Name, c})
		}
	})
	if err != nil {
		return err
	}
	fmt.Printf("%-24s %6s", c.Name, "n")
	for range readers {
		fmt.Printf("  %6s %6s %6s %7s %5s %6s", "keys", "values", "≥ 99 %", "errors", "max.", "silent")
	}
	fmt.Println()
	total := make([]survival.Result, len(readers))
	row := func(name string, results []survival.Result) {
		fmt.Printf("%-24s %6d", name, results[0].N)
		for _, r := range results {
			fmt.Printf("  %6.4f %6.4f %6.1f %7.2f %5d %6d", r.MeanSurvival(), r.MeanValues(), 100*r.FullShare(), r.MeanErrors(), r.Max, r.Silent)
		}
		fmt.Println()
	}
	for _, kind := range kinds {
		of := make([]survival.Result, len(readers))
		for i := range readers {
			of[i] = results[i][kind.Name]
			total[i] = total[i].Plus(of[i])
		}
		if of[0].N > 0 {
			row(kind.Name, of)
		}
	}
	row("all", total)
	slices.SortStableFunc(cases, func(a, b found) int {
		switch {
		case a.Score.Survival() < b.Score.Survival():
			return -1
		case a.Score.Survival() > b.Score.Survival():
			return 1
		default:
			return b.Score.Errors - a.Score.Errors
		}
	})
	for _, c := range cases[:min(o.worst, len(cases))] {
		show(c.kind, c.Case, o.context)
	}
	return nil
}

// show prints the text around the damage, the errors, and the lines of the keys that
// were lost.
func show(kind string, c survival.Case, context int) {
	const most = 10 // errors
	fmt.Printf("\n%s:%d %s: survival %.4f, values %.4f of %d keys, %d errors\n", c.Text.Name, c.Damaged.Line+1, kind, c.Score.Survival(), c.Score.Values(), c.Score.Keys, c.Score.Errors)
	text := strings.SplitAfter(c.Damaged.Text, "\n")
	for i := max(0, c.Damaged.Line-context); i < min(len(text), c.Damaged.Line+context+3); i++ {
		fmt.Printf("  %4d %s\n", i+1, strings.TrimRight(text[i], "\r\n"))
	}
	for _, message := range c.Reading.Errors[:min(most, len(c.Reading.Errors))] {
		fmt.Println("  error", message)
	}
	if more := len(c.Reading.Errors) - most; more > 0 {
		fmt.Printf("  … and %d more\n", more)
	}
	var lost []string
	c.Tree.Score(c.Damaged, c.Reading, func(line int) { lost = append(lost, fmt.Sprint(line+1)) })
	if len(lost) > 0 {
		fmt.Println("  keys lost, by their lines in the valid text:", strings.Join(lost[:min(len(lost), 40)], " "))
	}
}
