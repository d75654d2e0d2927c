package survival

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/kam-ls/kam-ls/document"
)

// Result sums up what one reader made of all damaged texts of a kind.
type Result struct {
	N        int     `json:"n"`        // damaged texts
	Survival float64 `json:"survival"` // sums of shares
	Values   float64 `json:"values"`
	Full     int     `json:"full"` // texts of which hardly a key was lost
	Errors   int     `json:"errors"`
	Max      int     `json:"max"`    // errors in one text
	Silent   int     `json:"silent"` // texts without an error
}

// full is the share of the keys from which on a tree counts as survived.
const full = 0.99

// Add adds the score of one more text.
func (r *Result) Add(s Score) {
	r.N++
	r.Survival += s.Survival()
	r.Values += s.Values()
	if s.Survival() >= full {
		r.Full++
	}
	r.Errors += s.Errors
	r.Max = max(r.Max, s.Errors)
	if s.Errors == 0 {
		r.Silent++
	}
}

// Plus is the result over both sets of texts.
func (r Result) Plus(o Result) Result {
	return Result{
		N: r.N + o.N, Survival: r.Survival + o.Survival, Values: r.Values + o.Values, Full: r.Full + o.Full,
		Errors: r.Errors + o.Errors, Max: max(r.Max, o.Max), Silent: r.Silent + o.Silent,
	}
}

// MeanSurvival is the mean share of the keys that are found.
func (r Result) MeanSurvival() float64 { return r.mean(r.Survival) }

// MeanValues is the mean share of the keys that are found with their values.
func (r Result) MeanValues() float64 { return r.mean(r.Values) }

// MeanErrors is the mean number of syntax errors for the one mistake.
func (r Result) MeanErrors() float64 { return r.mean(float64(r.Errors)) }

// FullShare is the share of the texts of which hardly a key was lost.
func (r Result) FullShare() float64 { return r.mean(float64(r.Full)) }

func (r Result) mean(sum float64) float64 {
	if r.N == 0 {
		return 0
	}
	return sum / float64(r.N)
}

// broken reports whether a damaged text is invalid. What damage made of a valid text,
// when that is valid too, is another tree and right. The judges, yaml.v3 and
// encoding/json, are asked about what this parser accepts: of what they accept it
// reports only mistakes that they do not know (see document.ErrorCode.Strict).
func broken(d Damaged, language document.Language, kamLS Reading) bool {
	if len(kamLS.Errors) > 0 {
		return true
	}
	if language == document.JSON {
		return !json.Valid([]byte(d.Text))
	}
	decoder := yaml.NewDecoder(strings.NewReader(d.Text))
	for {
		var node yaml.Node
		if err := decoder.Decode(&node); err != nil {
			return err != io.EOF
		}
	}
}

// Case is one damaged text and what a reader made of it.
type Case struct {
	Text    *Text
	Tree    *Tree
	Damaged Damaged
	Reading Reading
	Score   Score
}

// Measure damages one line of step, in another line for each kind, of all texts of a
// corpus. Each is called for each damaged text that is invalid and each reader in
// their order. The first one must be KamLS.
func Measure(c Corpus, kinds []Kind, step int, readers []Reader, each func(kind Kind, reader int, c Case)) error {
	for _, text := range c.Texts {
		trees := make([]*Tree, len(readers))
		for i, reader := range readers {
			reading, err := reader.Read(text.text, text.Language)
			if err != nil {
				return err
			}
			if len(reading.Errors) > 0 {
				return fmt.Errorf("%s is not valid: %s", text.Name, reading.Errors[0])
			}
			trees[i] = NewTree(text, reading)
		}
		from, to := 0, text.Lines()
		if c.First {
			from = text.First()
			to = from + 1
		}
		for k, kind := range kinds {
			for line := from + k%step; line < to; line += step {
				d, ok := text.Damage(kind, line)
				if !ok {
					continue
				}
				for i, reader := range readers {
					reading, err := reader.Read(d.Text, text.Language)
					if err != nil {
						return err
					}
					if i == 0 && !broken(d, text.Language, reading) {
						break
					}
					each(kind, i, Case{text, trees[i], d, reading, trees[i].Score(d, reading, nil)})
				}
			}
		}
	}
	return nil
}

// Results are the results of a reader by corpus and kind.
type Results map[string]map[string]Result

// MeasureAll measures corpora. With all set, every line is damaged, otherwise one of
// the step of each corpus. It returns the results of each reader.
func MeasureAll(corpora []Corpus, all bool, readers []Reader) ([]Results, error) {
	results := make([]Results, len(readers))
	for i := range results {
		results[i] = Results{}
	}
	for _, c := range corpora {
		for _, r := range results {
			r[c.Name] = map[string]Result{}
		}
		step := c.Step
		if all {
			step = 1
		}
		err := Measure(c, c.Kinds, step, readers, func(kind Kind, reader int, found Case) {
			r := results[reader][c.Name][kind.Name]
			r.Add(found.Score)
			results[reader][c.Name][kind.Name] = r
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	return results, nil
}

// Total is the result over all kinds of damage to a corpus.
func (r Results) Total(corpus string) Result {
	var total Result
	for _, kind := range slices.Sorted(maps.Keys(r[corpus])) { // sums of fractions depend on their order
		total = total.Plus(r[corpus][kind])
	}
	return total
}
