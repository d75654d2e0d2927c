package diagnostics

import "slices"

// Weight is what of a finding says how pressing it is.
type Weight struct {
	Severity Severity
	Start    int // in bytes
}

// Pressing returns the indexes, in ascending order, of the n most severe of some
// findings and, of equals, those nearest to an offset.
func Pressing(of []Weight, n, near int) []int {
	chosen := make([]int, 0, min(n, len(of)))
	for severity := Error; len(chosen) < n && severity > Off; severity-- {
		var equal []int
		for i, w := range of {
			if w.Severity == severity {
				equal = append(equal, i)
			}
		}
		chosen = append(chosen, nearest(of, equal, n-len(chosen), near)...)
	}
	slices.Sort(chosen)
	return chosen
}

// nearest are the n of some findings that begin nearest to an offset.
func nearest(of []Weight, among []int, n, near int) []int {
	if len(among) <= n {
		return among
	}
	byStart := func(i, j int) int { return of[i].Start - of[j].Start }
	if !slices.IsSortedFunc(among, byStart) {
		slices.SortStableFunc(among, byStart)
	}
	end, _ := slices.BinarySearchFunc(among, near, func(i, near int) int { return of[i].Start - near })
	start := end
	for end-start < n {
		if end == len(among) || start > 0 && near-of[among[start-1]].Start <= of[among[end]].Start-near {
			start--
		} else {
			end++
		}
	}
	return among[start:end]
}
