// Package spec sees a document as workload specs: it finds the workloads in
// their three shapes and says which schema type each node is held to. Rules,
// completion, hover and rendering all ask it, so that they agree.
package spec

import (
	"path"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/schema"
)

// Names that the three shapes are told by.
const (
	TypeTag         = "_type"    // a string in any mapping; only its last dotted segment counts
	WorkloadKey     = "workload" // of an application
	jobType         = "Job"
	applicationType = "Application"
)

// File is a document read as workload specs. It is immutable.
type File struct {
	Doc       *document.Document
	Schema    *schema.Schema
	Stem      string // the file's name without folder and suffixes
	Workloads []*Workload

	byNode map[*document.Node]*Workload
}

// Workload is one Job of a file, or what stands in the place of one.
type Workload struct {
	Name string
	// Key owns the workload: its name where it is named, the key "workload" in
	// an application. It is nil where a root mapping is the Job itself.
	Key *document.Node
	// NameKey is the key that names the workload; nil where the file's name does.
	NameKey *document.Node
	// Node is the workload as it is written: a mapping, if all is well, or an
	// alias to one.
	Node *document.Node
	// Kind is the last segment of a _type that names another workload kind, ""
	// for a Job.
	Kind string
	// Objects are the mappings in it that a schema type describes, outermost
	// first, each once even where aliases repeat it. Empty for another kind.
	Objects []*Object

	byNode      map[*document.Node]*Object
	secrets     map[string]*Object // by name
	secretNames []string
}

// Schedule is the cron expression of a Job, if it has one that is a string.
func (w *Workload) Schedule() (string, bool) {
	if w.Kind != "" || len(w.Objects) == 0 {
		return "", false
	}
	n := w.Objects[0].Value("schedule")
	if n == nil || n.Kind != document.Scalar || n.Tag != "!!str" {
		return "", false
	}
	return n.Value, true
}

// Object returns the object that a value is, aliases followed; nil if it is
// none.
func (w *Workload) Object(value *document.Node) *Object {
	if value == nil {
		return nil
	}
	return w.byNode[value.Resolve()]
}

// Object is a mapping that a schema type describes.
type Object struct {
	Workload *Workload
	Type     *schema.Type
	Node     *document.Node // the mapping, aliases followed
	// Owner is the key whose value the object is; nil for a root mapping and for
	// an item of a list.
	Owner *document.Node
	// Union is the choice of types at the object's place, nil where there is none;
	// Type is then the nearest of them.
	Union *schema.TypeExpr
	// Fields are the mapping's entries with merge keys applied.
	Fields []document.Field

	index map[string]int // of Fields by key, where they are many
}

// manyFields is how many fields are worth an index.
const manyFields = 32

// Field returns the object's field of a name, nil if there is none.
func (o *Object) Field(name string) *document.Field {
	if o.index != nil {
		if i, ok := o.index[name]; ok {
			return &o.Fields[i]
		}
		return nil
	}
	for i := range o.Fields {
		if o.Fields[i].Key.Value == name {
			return &o.Fields[i]
		}
	}
	return nil
}

// Value returns the value of an attribute, aliases followed; nil if it is not
// there or cannot be followed.
func (o *Object) Value(name string) *document.Node {
	if f := o.Field(name); f != nil {
		return f.Value.Resolve()
	}
	return nil
}

// Name is the key that the object has in a map of objects, "" elsewhere.
func (o *Object) Name() string {
	if o.Owner != nil {
		return o.Owner.Value
	}
	return ""
}

// Read finds the workloads of a document. filename gives the name of a bare
// Job. With the schema of configurations each document is one of those, and
// counts as a workload.
func Read(doc *document.Document, s *schema.Schema, filename string) *File {
	return read(doc, s, Stem(filename))
}

func read(doc *document.Document, s *schema.Schema, stem string) *File {
	f := &File{Doc: doc, Schema: s, Stem: stem, byNode: map[*document.Node]*Workload{}}
	for _, root := range doc.Roots() {
		if s.IsConfiguration() {
			f.Workloads = append(f.Workloads, &Workload{Name: stem, Node: root.Node})
		} else {
			f.readRoot(root.Node)
		}
	}
	for _, w := range f.Workloads {
		f.byNode[w.Node] = w
		if w.Kind == "" {
			w.byNode = map[*document.Node]*Object{}
			b := builder{file: f, workload: w, seen: map[visit]bool{}}
			b.object(w.Node, s.Root(), nil, w.Key)
			w.indexSecrets()
		}
	}
	return f
}

// With returns the file as it is with another text.
func (f *File) With(text string) *File {
	return read(document.Parse(text, f.Doc.Language()), f.Schema, f.Stem)
}

// WorkloadAt returns the workload that a node is, nil if it is none.
func (f *File) WorkloadAt(n *document.Node) *Workload { return f.byNode[n] }

// Stem is the name that a file gives to a bare Job: "a/echo.kam.yaml" is "echo".
func Stem(filename string) string {
	base := path.Base(strings.ReplaceAll(filename, `\`, "/"))
	base = strings.TrimSuffix(base, path.Ext(base))
	return strings.TrimSuffix(base, ".kam")
}

// readRoot adds the workloads of one YAML document.
func (f *File) readRoot(root *document.Node) {
	mapping := root.Resolve()
	if mapping == nil || mapping.Kind != document.Mapping {
		return
	}
	fields := mapping.Fields()
	switch {
	case has(fields, WorkloadKey):
		f.addApplication(f.Stem, nil, fields)
	case f.isBare(fields):
		f.add(f.Stem, nil, nil, root, fields)
	case f.isNamed(fields):
		for _, field := range fields {
			inner := field.Value.Fields()
			if has(inner, WorkloadKey) {
				f.addApplication(field.Key.Value, field.Key, inner)
			} else {
				f.add(field.Key.Value, field.Key, field.Key, field.Value, inner)
			}
		}
	}
}

func (f *File) addApplication(name string, nameKey *document.Node, fields []document.Field) {
	for _, field := range fields {
		if field.Key.Value == WorkloadKey {
			f.add(name, nameKey, field.Key, field.Value, field.Value.Fields())
		}
	}
}

func (f *File) add(name string, nameKey, key, node *document.Node, fields []document.Field) {
	w := &Workload{Name: name, NameKey: nameKey, Key: key, Node: node}
	if tag := lastSegment(tagOf(fields)); tag != "" && f.isOtherKind(tag) {
		w.Kind = tag
	}
	f.Workloads = append(f.Workloads, w)
}

// isOtherKind reports whether the last segment of a workload's _type names
// another workload kind. A type of this schema in the wrong place, and what is
// nearly "Job", are mistakes instead.
func (f *File) isOtherKind(segment string) bool {
	return f.Schema.Type(segment) == nil && segment != applicationType && Nearest(segment, []string{jobType}) == ""
}

// isBare reports whether a root with these fields is a Job itself: it has one
// of Job's attributes or is tagged, or, for want of anything better, has a key
// that is nearly one.
func (f *File) isBare(fields []document.Field) bool {
	job := f.Schema.Type(jobType)
	for _, field := range fields {
		if job.Attribute(field.Key.Value) != nil {
			return true
		}
	}
	if has(fields, TypeTag) {
		return true
	}
	if f.isNamedForSure(fields) {
		return false
	}
	names := AttributeNames(job)
	for _, field := range fields {
		if Nearest(field.Key.Value, names) != "" {
			return true
		}
	}
	return false
}

// isNamed reports whether the keys of a root name workloads.
func (f *File) isNamed(fields []document.Field) bool {
	if f.isNamedForSure(fields) {
		return true
	}
	for _, field := range fields {
		if v := field.Value.Resolve(); v == nil || v.Kind != document.Mapping {
			return false
		}
	}
	return len(fields) > 0
}

// isNamedForSure reports whether a value below the root reads as a workload.
func (f *File) isNamedForSure(fields []document.Field) bool {
	job := f.Schema.Type(jobType)
	for _, field := range fields {
		for _, inner := range field.Value.Fields() {
			key := inner.Key.Value
			if job.Attribute(key) != nil || key == WorkloadKey || key == TypeTag {
				return true
			}
		}
	}
	return false
}

func has(fields []document.Field, key string) bool {
	for _, field := range fields {
		if field.Key.Value == key {
			return true
		}
	}
	return false
}

// tagOf is the text of the _type among fields, "" if there is none.
func tagOf(fields []document.Field) string {
	for _, field := range fields {
		if field.Key.Value == TypeTag {
			if v := field.Value.Resolve(); v != nil && v.Kind == document.Scalar {
				return v.Value
			}
		}
	}
	return ""
}

func lastSegment(tag string) string { return tag[strings.LastIndexByte(tag, '.')+1:] }

// Tag returns the value of the object's _type and the last segment of its
// text; nil if there is none or it is not a string.
func (o *Object) Tag() (node *document.Node, segment string) {
	v := o.Value(TypeTag)
	if v == nil || v.Kind != document.Scalar || v.Tag != "!!str" {
		return nil, ""
	}
	return v, lastSegment(v.Value)
}

// AttributeNames are the names of a type's attributes in table order.
func AttributeNames(t *schema.Type) []string {
	names := make([]string, len(t.Attributes))
	for i, a := range t.Attributes {
		names[i] = a.Name
	}
	return names
}
