package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/kam-ls/kam-ls/document"
)

// Find returns the path of the configuration that counts for a folder: that of
// the folder or of its nearest ancestor, not beyond the root of its repository.
// It is "" if there is none.
func Find(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		path := filepath.Join(dir, FileName)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path, nil
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return "", err
		}
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return "", nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", nil
		}
		dir = parent
	}
}

// maxSize is the largest configuration that is read, in bytes.
const maxSize = 1 << 20

// Load reads a configuration file. Errors name the file and, where it can be
// read at all, the line and column of the mistake.
func Load(path string) (Config, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > maxSize {
		return Config{}, fmt.Errorf("%s: larger than %d KiB", path, maxSize>>10)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Config{}, err
	}
	cfg, err := Parse(string(data))
	if err != nil {
		return Config{}, fmt.Errorf("%s:%w", path, err)
	}
	cfg.Base = filepath.Dir(path)
	return cfg, nil
}

// Parse reads the text of a configuration. The error of the first mistake
// starts with its line and column, counted from 1: "3:5: …".
func Parse(text string) (Config, error) {
	r := reader{doc: document.Parse(text, document.YAML), cfg: Default()}
	for _, e := range r.doc.Errors() {
		r.fail(e.Start, "%s", e.Message)
	}
	if len(r.doc.Roots()) > 1 {
		r.fail(r.doc.Roots()[1].Start, "a configuration is one document")
	}
	if len(r.doc.Roots()) > 0 {
		r.mapping(r.doc.Roots()[0].Node, map[string]func(*document.Node){
			"files":   func(n *document.Node) { r.cfg.Files = r.strings(n) },
			"exclude": func(n *document.Node) { r.cfg.Exclude = r.strings(n) },
			"rules":   r.rules,
			"cron": func(n *document.Node) {
				r.mapping(n, map[string]func(*document.Node){
					"timeZone":     r.timeZone,
					"previewCount": r.previewCount,
				})
			},
		})
	}
	return r.cfg, r.err
}

// reader walks the tree of a configuration; it keeps the first error.
type reader struct {
	doc *document.Document
	cfg Config
	err error
}

func (r *reader) fail(offset int, format string, args ...any) {
	if r.err == nil {
		line, column := r.doc.Lines().OffsetToRune(offset)
		r.err = fmt.Errorf("%d:%d: %s", line+1, column+1, fmt.Sprintf(format, args...))
	}
}

// mapping reads the keys of a mapping; a null one has none.
func (r *reader) mapping(n *document.Node, keys map[string]func(*document.Node)) {
	value := n.Resolve()
	if value == nil || value.Null() {
		return
	}
	if value.Kind != document.Mapping {
		r.fail(n.Span().Start, "expected a mapping")
		return
	}
	for _, field := range value.Fields() {
		read, ok := keys[field.Key.Value]
		if !ok {
			r.fail(field.Key.Span().Start, "unknown setting '%s': expected %s", field.Key.Value, names(keys))
			continue
		}
		if v := field.Value.Resolve(); v != nil && !v.Null() {
			read(v)
		}
	}
}

func names(keys map[string]func(*document.Node)) string {
	list := make([]string, 0, len(keys))
	for _, k := range []string{"cron", "exclude", "files", "rules", "previewCount", "timeZone"} {
		if _, ok := keys[k]; ok {
			list = append(list, k)
		}
	}
	return strings.Join(list, ", ")
}

func (r *reader) strings(n *document.Node) []string {
	if n.Kind != document.Sequence {
		r.fail(n.Span().Start, "expected a list of globs")
		return nil
	}
	var list []string
	for _, item := range n.Items {
		if v := item.Resolve(); v == nil || v.Kind != document.Scalar || v.Value == "" {
			r.fail(item.Span().Start, "expected a glob")
		} else {
			list = append(list, v.Value)
		}
	}
	return list
}

func (r *reader) rules(n *document.Node) {
	if n.Kind != document.Mapping {
		r.fail(n.Span().Start, "expected rules and their severities")
		return
	}
	r.cfg.Rules = map[string]string{}
	for _, field := range n.Fields() {
		v := field.Value.Resolve()
		if v == nil || v.Kind != document.Scalar {
			r.fail(field.Value.Span().Start, "expected a severity")
			continue
		}
		severity := v.Value
		if on, legacy := v.LegacyBool(); legacy && !on {
			severity = "off" // however YAML 1.1 spells it
		}
		switch severity {
		case "off", "hint", "info", "warning", "error":
			r.cfg.Rules[field.Key.Value] = severity
		default:
			r.fail(v.Span().Start, "unknown severity '%s': expected off, hint, info, warning, error", v.Value)
		}
	}
}

func (r *reader) timeZone(n *document.Node) {
	if n.Kind != document.Scalar {
		r.fail(n.Span().Start, "expected the name of a time zone")
		return
	}
	if err := CheckTimeZone(n.Value); err != nil {
		r.fail(n.Span().Start, "%s", err)
		return
	}
	r.cfg.Cron.TimeZone = n.Value
}

func (r *reader) previewCount(n *document.Node) {
	v, err := strconv.Atoi(n.Value)
	if n.Kind != document.Scalar || err != nil || v < 0 || v > 100 {
		r.fail(n.Span().Start, "expected a number of runs from 0 to 100")
		return
	}
	r.cfg.Cron.PreviewCount = v
}

// CheckTimeZone returns an error for what is not the IANA name of a zone that
// Kubernetes takes.
func CheckTimeZone(name string) error {
	if name == "" || strings.EqualFold(name, "Local") {
		return fmt.Errorf("'%s' is not a time zone: expected an IANA name such as Europe/Berlin", name)
	}
	if _, err := time.LoadLocation(name); err != nil {
		return fmt.Errorf("unknown time zone '%s': expected an IANA name such as Europe/Berlin", name)
	}
	return nil
}
