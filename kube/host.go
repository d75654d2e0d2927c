package kube

import (
	"net/netip"
	"strings"
)

// IsLoopback reports whether a host is the Pod itself, as a spec names it.
func IsLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && (addr.IsLoopback() || addr.IsUnspecified())
}
