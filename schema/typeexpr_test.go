package schema

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseType(t *testing.T) {
	for _, s := range []string{"str", "int", "bool", "[str]", "{str:str}", "{str:Container}", "[{str:[int]}]", "Probe", "Exec | Http | Tcp", `"basic" | "token"`, `"one"`} {
		got, err := ParseType(s)
		if err != nil {
			t.Errorf("%s: %v", s, err)
		} else if got.String() != s {
			t.Errorf("%s is printed as %s", s, got)
		}
	}
	for _, s := range []string{"", "string", "[", "[]", "{str}", "{int:str}", "{str:}", "Exec |", "| Exec", `"a" | b`, `"a" | "a"`, `'a'`, "Exec Http", "[str]]", "9Lives", "Exec | Exec", "Exec | str", strings.Repeat("[", 600) + "str" + strings.Repeat("]", 600)} {
		if got, err := ParseType(s); err == nil {
			t.Errorf("%q is read as %s", s, got)
		}
	}
}

func FuzzParseType(f *testing.F) {
	for _, s := range []string{"str", "[{str:Probe}]", `"a" | "b"`, "A | B", "{str:[", `"\x22"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		expr, err := ParseType(s)
		if err != nil {
			return
		}
		again, err := ParseType(expr.String())
		if err != nil || !cmp.Equal(expr, again) {
			t.Fatalf("%q is printed as %q, which reads as %v (%v)", s, expr, again, err)
		}
	})
}

func TestParseConstraints(t *testing.T) {
	for _, tc := range []struct{ typ, text, want string }{
		{"int", "", ""},
		{"int", "min 0, max 5", "min 0, max 5"},
		{"int", " max -1 ", "max -1"},
		{"[str]", "at least 1 item", "at least 1"},
		{"{str:str}", "at least 2 entries", "at least 2"},
		{"str", "at least 1 character, pattern ^[a-z, ]+$", "at least 1, pattern ^[a-z, ]+$"},
	} {
		typ, _ := ParseType(tc.typ)
		if c, err := parseConstraints(tc.text, typ); err != nil || c.String() != tc.want {
			t.Errorf("%s %q: %q, %v", tc.typ, tc.text, c, err)
		}
	}
	for _, tc := range []struct{ typ, text, message string }{
		{"str", "min 1", `constraint "min 1" for str: there is no such constraint`},
		{"int", "positive", `constraint "positive" for int: there is no such constraint`},
		{"int", "min 1 max 2", `constraint "min 1 max 2" for int: there is no such constraint`},
		{"int", "at least 1 item", `constraint "at least 1 item" for int: there is no such constraint`},
		{"str", "at least 1 item", `constraint "at least 1 item" for str: there is no such constraint`},
		{"int", "min x", `constraint "min x" for int: bad number`},
		{"[str]", "at least 0 items", `constraint "at least 0 items" for [str]: bad number`},
		{"int", "min 1, min 2", `constraint "min 2" for int: it stands twice`},
		{"[str]", "at least 1 item, at least 2 items", `constraint "at least 2 items" for [str]: it stands twice`},
		{"int", "min 1,", `a comma at the end of the constraints "min 1,"`},
		{"int", "min 2, max 1", `min 2 is above max 1`},
		{"str", "pattern (", `bad pattern "(" for str`},
		{"int", "pattern a", `bad pattern "a" for int`},
	} {
		typ, err := ParseType(tc.typ)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := parseConstraints(tc.text, typ); err == nil || err.Error() != tc.message {
			t.Errorf("%s %q: %q, %v, want %s", tc.typ, tc.text, c, err, tc.message)
		}
	}
}
