// Package integration has the tests that run kam-ls in what people run it in:
// pre-commit, the GitHub action, editors, what the pages about them show, and what a
// release installs.
package integration
