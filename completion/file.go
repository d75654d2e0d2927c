package completion

// emptyFile proposes what a file without content can start with: a whole Job,
// and its attributes.
func (c *cursor) emptyFile() []Item {
	job := c.file.Schema.Root()
	if c.file.Schema.IsConfiguration() {
		return c.attributes(job, nil)
	}
	whole := Item{Label: "Job", Kind: Shape, Detail: "a whole Job", Topic: job.Name, Span: c.replaced()}
	w := c.writer()
	if w.json {
		w.WriteString("{")
		w.newline(1)
		w.fields(job, 1)
		w.newline(0)
		w.WriteString("}")
	} else {
		w.fields(job, 0)
	}
	c.finish(&whole, w.String())
	if c.json() {
		whole.Filter = ""
		return []Item{whole}
	}
	return append([]Item{whole}, c.attributes(job, nil)...)
}
