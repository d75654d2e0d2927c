//go:build unix

package files

import (
	"io/fs"
	"os"
	"syscall"
)

// closesBeforeRename says whether a file that is open cannot be replaced.
const closesBeforeRename = false

// hasOtherNames reports whether a file has further names: hard links.
func hasOtherNames(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && stat.Nlink > 1
}

// keepOwner gives a file the owner and the group of another, and reports whether
// it has them.
func keepOwner(f *os.File, info fs.FileInfo) bool {
	want, ok := info.Sys().(*syscall.Stat_t)
	if !ok || f.Chown(int(want.Uid), int(want.Gid)) == nil {
		return true
	}
	is, err := f.Stat()
	if err != nil {
		return false
	}
	has, ok := is.Sys().(*syscall.Stat_t)
	return ok && has.Uid == want.Uid && has.Gid == want.Gid
}
