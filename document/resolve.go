package document

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	tagNull      = "!!null"
	tagBool      = "!!bool"
	tagStr       = "!!str"
	tagInt       = "!!int"
	tagFloat     = "!!float"
	tagTimestamp = "!!timestamp"
	tagMerge     = "!!merge"
	tagMap       = "!!map"
	tagSeq       = "!!seq"
)

// resolveTag returns the tag of an untagged plain scalar, as yaml.v3 resolves
// it: YAML 1.2 with the octal and binary numbers of 1.1.
func resolveTag(value string) string {
	if value == "" {
		return tagNull
	}
	switch c := value[0]; {
	case strings.IndexByte("nN~tTfF.<+-", c) >= 0:
		if tag, ok := constants[value]; ok {
			return tag
		}
		if c == '.' {
			if _, err := strconv.ParseFloat(value, 64); err == nil {
				return tagFloat
			}
		}
		if c != '+' && c != '-' {
			return tagStr
		}
	case c < '0' || c > '9':
		return tagStr
	}
	if isTimestamp(value) {
		return tagTimestamp
	}
	if _, ok := parseInt(value); ok {
		return tagInt
	}
	plain := strings.ReplaceAll(value, "_", "")
	if floatSyntax.MatchString(plain) {
		if _, err := strconv.ParseFloat(plain, 64); err == nil {
			return tagFloat
		}
	}
	return tagStr
}

var constants = map[string]string{
	"true": tagBool, "True": tagBool, "TRUE": tagBool,
	"false": tagBool, "False": tagBool, "FALSE": tagBool,
	"~": tagNull, "null": tagNull, "Null": tagNull, "NULL": tagNull,
	".nan": tagFloat, ".NaN": tagFloat, ".NAN": tagFloat,
	".inf": tagFloat, ".Inf": tagFloat, ".INF": tagFloat,
	"+.inf": tagFloat, "+.Inf": tagFloat, "+.INF": tagFloat,
	"-.inf": tagFloat, "-.Inf": tagFloat, "-.INF": tagFloat,
	"<<": tagMerge,
}

var floatSyntax = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)

// parseInt reads an integer in any of the notations that yaml.v3 knows. One
// over the range of int64 is read if it fits uint64, and saturated.
func parseInt(value string) (int64, bool) {
	plain := strings.ReplaceAll(value, "_", "")
	if v, ok := parseBase(plain, 0); ok {
		return v, true
	}
	for prefix, base := range map[string]int{"0b": 2, "0o": 8} {
		if digits, ok := strings.CutPrefix(plain, prefix); ok {
			return parseBase(digits, base)
		}
		if digits, ok := strings.CutPrefix(plain, "-"+prefix); ok {
			return parseBase("-"+digits, base)
		}
	}
	return 0, false
}

func parseBase(digits string, base int) (int64, bool) {
	v, err := strconv.ParseInt(digits, base, 64)
	if err == nil {
		return v, true
	}
	if _, err := strconv.ParseUint(digits, base, 64); err == nil {
		return v, true
	}
	return 0, false
}

var timestampFormats = []string{
	"2006-1-2T15:4:5.999999999Z07:00",
	"2006-1-2t15:4:5.999999999Z07:00",
	"2006-1-2 15:4:5.999999999",
	"2006-1-2",
}

func isTimestamp(value string) bool {
	if len(value) < 5 || value[4] != '-' {
		return false
	}
	for i := 0; i < 4; i++ {
		if value[i] < '0' || value[i] > '9' {
			return false
		}
	}
	for _, format := range timestampFormats {
		if _, err := time.Parse(format, value); err == nil {
			return true
		}
	}
	return false
}

// Int is the value of a scalar tagged !!int; one over the range of int64 is
// saturated.
func (n *Node) Int() (int64, bool) {
	if n.Kind != Scalar || n.Tag != tagInt {
		return 0, false
	}
	return parseInt(n.Value)
}

// Float is the value of a scalar tagged !!float or !!int.
func (n *Node) Float() (float64, bool) {
	if v, ok := n.Int(); ok {
		return float64(v), true
	}
	if n.Kind != Scalar || n.Tag != tagFloat {
		return 0, false
	}
	plain := strings.ReplaceAll(strings.ToLower(n.Value), "_", "")
	v, err := strconv.ParseFloat(strings.Replace(plain, ".nan", "nan", 1), 64)
	if err != nil {
		v, err = strconv.ParseFloat(strings.Replace(plain, ".inf", "inf", 1), 64)
	}
	return v, err == nil
}

// Bool is the value of a scalar tagged !!bool.
func (n *Node) Bool() (value, ok bool) {
	if n.Kind != Scalar || n.Tag != tagBool {
		return false, false
	}
	return strings.EqualFold(n.Value, "true"), true
}

// LegacyBool reads the plain words that are booleans in YAML 1.1, and so to
// Kubernetes, but strings in YAML 1.2: yes, no, on, off, y and n.
func (n *Node) LegacyBool() (value, ok bool) {
	if n.Kind != Scalar || n.Style != Plain || n.tagged {
		return false, false
	}
	switch n.Value {
	case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON":
		return true, true
	case "n", "N", "no", "No", "NO", "off", "Off", "OFF":
		return false, true
	}
	return false, false
}

func unescapeURI(s string) (string, bool) {
	if strings.IndexByte(s, '%') < 0 {
		return s, true
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b.WriteByte(s[i])
			continue
		}
		v, n := hex(s[i+1:], 2)
		if n < 2 {
			return s, false
		}
		b.WriteByte(byte(v))
		i += 2
	}
	return b.String(), true
}

// jsonNumber reports whether s is a number in JSON's grammar.
func jsonNumber(s string) bool { return numberSyntax.MatchString(s) }

var numberSyntax = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

// PlainSafe reports whether a string can be written as a plain scalar, as a key
// or a value in any context, and still be read as the same string by readers of
// YAML 1.1 and 1.2.
func PlainSafe(s string) bool {
	if s == "" || s != strings.TrimSpace(s) || len(s) > 128 || resolveTag(s) != tagStr {
		return false
	}
	n := Node{Kind: Scalar, Style: Plain, Value: s}
	if _, legacy := n.LegacyBool(); legacy {
		return false
	}
	if strings.ContainsAny(s, "[]{},?\"\\\n\r\t") || strings.Contains(s, ": ") || strings.Contains(s, " #") || strings.HasSuffix(s, ":") {
		return false
	}
	for _, r := range s {
		if r >= 0x7F || r < ' ' {
			return false
		}
	}
	if strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...") {
		return false
	}
	return strings.IndexByte("-:&*!|>'%@`#~<=", s[0]) < 0 || s[0] == '-' && len(s) > 1 && isWord(s[1])
}
