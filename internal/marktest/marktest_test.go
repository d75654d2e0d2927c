package marktest

import "testing"

// TestArchives runs all archives against the packages themselves; the server's
// own test runs them over JSON-RPC.
func TestArchives(t *testing.T) {
	Run(t, "../../testdata/*/*.txtar", Library{})
}
