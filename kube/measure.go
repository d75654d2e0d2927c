package kube

import (
	"fmt"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

// Measure puts an amount of a resource into the units that people think in: cores,
// bytes, or a number.
func (a Amount) Measure(name string) (least, most string) {
	return measure(name, a.Min), measure(name, a.Max)
}

// measure is a quantity of a resource: cores, bytes, or a number.
func measure(name string, q resource.Quantity) string {
	switch {
	case name == "cpu":
		milli := q.MilliValue()
		if milli == 1000 {
			return "1 core"
		}
		return strconv.FormatFloat(float64(milli)/1000, 'f', -1, 64) + " cores"
	case name == "memory", name == "ephemeral-storage", IsHugePages(name):
		return bytes(q.Value())
	}
	return q.String()
}

// bytes is a number of bytes in the largest unit of 1024 that has one of it.
func bytes(n int64) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
	size, i := float64(n), 0
	for size >= 1024 && i < len(units)-1 {
		size /= 1024
		i++
	}
	text := strconv.FormatFloat(size, 'f', 2, 64)
	text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	if i == 0 {
		return text + " bytes"
	}
	return fmt.Sprintf("%s %s (%d bytes)", text, units[i], n)
}
