//go:build !unix

package files

import (
	"io/fs"
	"os"
)

// closesBeforeRename says whether a file that is open cannot be replaced.
const closesBeforeRename = true

func hasOtherNames(fs.FileInfo) bool { return false }

func keepOwner(*os.File, fs.FileInfo) bool { return true }
