package survival

import (
	"github.com/kam-ls/kam-ls/document"
)

// Node is a value as a reader understands it.
type Node struct {
	Line    int     `json:"line"`   // of its start
	Scalar  bool    `json:"scalar"` // not a mapping or a list
	Value   string  `json:"value"`  // of a scalar
	Entries []Entry `json:"entries"`
	Items   []*Node `json:"items"`
}

// Entry is a key of a mapping with its value.
type Entry struct {
	Key   string `json:"key"`
	Line  int    `json:"line"`
	Value *Node  `json:"value"`
}

// Reading is what a reader makes of a text.
type Reading struct {
	Roots  []*Node  `json:"roots"`
	Errors []string `json:"errors"`
}

// Reader is a parser that survives mistakes.
type Reader interface {
	Read(text string, language document.Language) (Reading, error)
}

// step is one step of a path. A list item is known by its line in the valid text
// and its number among the items there, so that an inserted item shifts no other.
type step struct {
	parent       int // the number of the step before
	key          string
	line, number int // of an item; -1 for a key
}

// Tree has the paths of the tree that a reader makes of a valid text.
type Tree struct {
	text    *Text
	numbers map[step]int
	places  []location // by number; what is above another comes first
}

// location is where a step leads.
type location struct {
	parent int    // the number of the step before
	entry  *Entry // nil for an item
}

// NewTree records the paths of the tree of a valid text.
func NewTree(text *Text, reading Reading) *Tree {
	t := &Tree{text: text, numbers: map[step]int{}}
	walk(reading.Roots, func(line int) int { return line }, func(at step, e *Entry) int {
		number, known := t.numbers[at]
		if !known {
			number = len(t.places)
			t.numbers[at] = number
			t.places = append(t.places, location{at.parent, e})
		}
		return number
	})
	return t
}

// walk visits all keys and items below roots. Visit returns the number of a step,
// or -1 to leave out what is below. Entry is nil for an item.
func walk(roots []*Node, origin func(line int) int, visit func(at step, entry *Entry) int) {
	var node func(n *Node, id int)
	node = func(n *Node, id int) {
		for i := range n.Entries {
			e := &n.Entries[i]
			if below := visit(step{id, e.Key, -1, -1}, e); below >= 0 {
				node(e.Value, below)
			}
		}
		last, number := -1, 0
		for _, item := range n.Items {
			line := origin(item.Line)
			if line == last {
				number++
			} else {
				last, number = line, 0
			}
			if below := visit(step{id, "", line, number}, nil); below >= 0 {
				node(item, below)
			}
		}
	}
	document := -2 // a number that no step has
	for _, root := range roots {
		if root.Scalar && root.Value == "" {
			continue // so that an empty document shifts no other
		}
		node(root, document)
		document--
	}
}

// Score is what is left of a tree.
type Score struct {
	Keys, Found, Equal int // keys that the damage did not touch, those found, and those found with their value
	Errors             int
}

// Survival is the share of the keys that were found.
func (s Score) Survival() float64 { return share(s.Found, s.Keys) }

// Values is the share of the keys that were found with their value.
func (s Score) Values() float64 { return share(s.Equal, s.Keys) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// Score compares the reading of a damaged text with the tree of the valid one. Lost,
// which may be nil, is called for each key that is not found, with its line.
func (t *Tree) Score(d Damaged, reading Reading, lost func(line int)) Score {
	const (
		found = 1 << iota
		equal
		touched // it or a key above it is on a damaged line
	)
	marks := make([]uint8, len(t.places))
	walk(reading.Roots, d.origin, func(at step, e *Entry) int {
		number, known := t.numbers[at]
		if !known {
			return -1
		}
		marks[number] |= found
		if e != nil {
			if value := t.places[number].entry.Value; e.Value.Scalar == value.Scalar && e.Value.Value == value.Value {
				marks[number] |= equal
			}
		}
		return number
	})
	score := Score{Errors: len(reading.Errors)}
	for number, place := range t.places {
		if place.parent >= 0 {
			marks[number] |= marks[place.parent] & touched
		}
		if place.entry == nil {
			continue
		}
		if t.text.hit(d.splice, place.entry.Line) {
			marks[number] |= touched
		}
		if marks[number]&touched != 0 {
			continue
		}
		score.Keys++
		if marks[number]&equal != 0 {
			score.Equal++
		}
		if marks[number]&found != 0 {
			score.Found++
		} else if lost != nil {
			lost(place.entry.Line)
		}
	}
	return score
}
