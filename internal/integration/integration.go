// Package integration has the tests that run kam-ls in what teams run it in:
// pre-commit, the GitHub action, and what the pages about them show.
package integration
