package survival

import (
	"flag"
	"strings"
	"testing"
)

var long = flag.Bool("long", false, "damage every line of every corpus")

// TestBounds holds the parser to what survives at least, and to the number of syntax
// errors for one mistake at most.
func TestBounds(t *testing.T) {
	if testing.Short() {
		t.Skip("it damages thousands of texts")
	}
	results, err := measured()
	if *long {
		results, err = measure(true)
	}
	if err != nil {
		t.Fatal(err)
	}
	record, err := ReadRecord(root)
	if err != nil {
		t.Fatal(err)
	}
	for corpus, least := range map[string]float64{"gen3": 0.985, "gen20": 0.985, "first": 0.95, "json": 0.96} {
		if got := results.Total(corpus).MeanSurvival(); got < least {
			t.Errorf("%s: %.4f of the keys survive, want %.3f", corpus, got, least)
		}
	}
	const (
		least = 0.85 // of the keys, in any kind of damage to one line
		most  = 1.5  // errors for one mistake
		few   = 10   // texts, of which one that is beyond repair decides the mean
	)
	for _, corpus := range []string{"gen3", "gen20"} {
		for _, kind := range YAML {
			r := results[corpus][kind.Name]
			if r.N < few || strings.Contains(kind.Name, "-3-") { // three lines are three mistakes
				continue
			}
			if got := r.MeanSurvival(); got < least {
				t.Errorf("%s, %s: %.4f of the keys survive, want %.2f", corpus, kind.Name, got, least)
			}
			if got := r.MeanErrors(); got > most {
				t.Errorf("%s, %s: %.2f errors for a mistake, want %.1f", corpus, kind.Name, got, most)
			}
		}
	}
	const rounding = 1e-9
	for _, kind := range JSON {
		r := results["json"][kind.Name]
		peer, ok := record.peer("json", kind.Name, r.N)
		if !ok {
			t.Errorf("json, %s: the peer read other texts than these: run make survival", kind.Name)
		} else if got, want := r.MeanSurvival(), peer.MeanSurvival(); got < want-rounding {
			t.Errorf("json, %s: %.4f of the keys survive, in jsonc-parser %.4f", kind.Name, got, want)
		}
	}
}
