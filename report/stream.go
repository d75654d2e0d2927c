package report

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/kam-ls/kam-ls/printable"
)

// array writes the elements of a JSON array one by one, so that a run needs no
// more memory for many files than for few.
type array struct {
	w       io.Writer
	started bool // head is written
	count   int  // of elements
}

// add writes elements, and before the first what stands before the array, head
// with its bracket.
func (a *array) add(head func() ([]byte, error), elements ...any) error {
	var b bytes.Buffer
	if !a.started {
		a.started = true
		text, err := head()
		if err != nil {
			return err
		}
		b.Write(text)
	}
	for _, e := range elements {
		if a.count++; a.count > 1 {
			b.WriteByte(',')
		}
		text, err := encode(e)
		if err != nil {
			return err
		}
		b.Write(text)
	}
	_, err := a.w.Write(b.Bytes())
	return err
}

// encode is a value as JSON with '<', '>' and '&' as they are, and with what a terminal
// or a runner would act on in escapes.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return printable.JSON(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), err
}
