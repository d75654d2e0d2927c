package diagnostics

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestPressing holds the choice to what sorting all findings gives.
func TestPressing(t *testing.T) {
	for seed := range uint64(500) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		of := make([]Weight, rnd.IntN(40))
		for i := range of {
			of[i] = Weight{Hint + Severity(rnd.IntN(4)), rnd.IntN(1000) * 2}
		}
		n, near := rnd.IntN(20), rnd.IntN(1000)*2+1
		distance := func(i int) int { return max(of[i].Start-near, near-of[i].Start) }
		order := make([]int, len(of))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(i, j int) int {
			return cmp.Or(cmp.Compare(of[j].Severity, of[i].Severity), cmp.Compare(distance(i), distance(j)))
		})
		got := Pressing(of, n, near)
		if len(got) != min(n, len(of)) || !slices.IsSorted(got) {
			t.Fatalf("seed %d: %v of %d", seed, got, len(of))
		}
		weight := func(i int) [2]int { return [2]int{int(of[i].Severity), distance(i)} }
		var have, want [][2]int
		for k, i := range got {
			have, want = append(have, weight(i)), append(want, weight(order[k]))
		}
		byWeight := func(a, b [2]int) int { return cmp.Or(b[0]-a[0], a[1]-b[1]) }
		slices.SortFunc(have, byWeight)
		if !slices.Equal(have, want) {
			t.Fatalf("seed %d: %v near %d of %v: got %v, want %v", seed, n, near, of, have, want)
		}
	}
}
