package format

// shapes are texts of every shape that YAML has, the odd ones above all: what a
// formatter must not break.
var shapes = []string{
	// flow collections, single pairs and empty values
	"x: [[a]: b]\n", "[{a: b}: c]\n", "[[]: ]\n", "[? [a] : b]\n", "x: {b: }\n", "x: {a, b: }\n", "x: [b: ]\n", "x: [b: , c]\n", "{a : , b : }\n", "[a: b, c : d ,? e : f]\n",
	"x: {a: &b , c: !!str , d: *b , *b : e}\n", "x: [*a , &a ]\n", "- &a x\n- {*a : b}\n- [*a : b]\n- [ *a , *a ]\n", "{\"a\":1,'b':2,[c]:3,{d: e}:4}\n", "{\"a\":}\n", "[\"a\":]\n", "[\n  a,\n  # c\n  b # d\n  , c\n]\n",
	"x: {\n a: b\n ,c: d\n}\n", "x: [\na, [\nb\n], {\nc: d\n}\n]\n", "x: [a,\n\tb,\n\t\tc]\n", "x: [\n\n  a\n\n]\n", "[[[[\n[a]\n]]]]\n", "{? a\n: b}\n", "{? a, ? b : c, d}\n", "[? a b\n c : d]\n", "x: [a, b]: c\n", "[a, b]: c\n{d: e}: f\n",
	"[ \"a\n  b\" : c ]\n", "x: [ 'a\n\n  b', c\n d ]\n", "x: [a, b,]\n", "x: [ a , b , ]\n", "x: { a : b , }\n", "[ !!str , !!str : a , b : !!str ]\n", "{ &a : b , c : &d }\n",
	// anchors and tags
	"a: &x b\nc: *x\n", "&a a: &b b\n*a : *b\n", "a:  &x  !!map\n  b: c\n", "a: &x\n  !!map\n  b: c\n", "a: &x   !!map #  c   d\n    b: c\n", "a: !!map #\n  &x   #  c\n  b: c\n", "a:\n   &x\n   b: c\n", "a: !!map # c\n  &x # d\n  b: c\n", "&r\na: b\n", "--- &r\na: b\n", "--- !!map\na: b\n", "- &x\n  a: b\n- &y  a: b\n", "! :\n", "t: &t\n  y:\n  ?\n", "t: !  x\n",
	"!!str : a\n", "&a : b\n", "- !!str\n- !!null\n- !<tag:yaml.org,2002:str>  a\n", "a: !x\n- b\n", "a: &x\n- b\n", "%TAG !e! tag:e.com,2000:\n---\na:   !e!x b\n", "a: !!binary |\n    aGk=\n",
	// explicit keys
	"? a\n: b\n", "?   a\n:   b\n", "? - a\n  - b\n:  - c\n   - d\n", "? a\n? b\n", "?\n- a\n:\n- b\n", "a:\n   ? b\n   : c\n   d: e\n", "- ? a\n  : b\n", "-   ?   a\n    :   b\n", "? |\n    a\n: |\n    b\n", "? a: b\n  c: d\n: e: f\n  g: h\n", "?   # c\n  a\n:   # d\n  b\n", "? a\n# c\n: b\n", "? ? a\n  : b\n: c\n", "? &a b\n: *a\n", "? [a,\n  b]\n: c\n", "? a\n  b\n: c\n  d\n", "?\n", "? # c\n", "?\n:\n",
	// block scalars
	"a: |\n    x\n    \n    y\n", "a: |\n\n      x\n  \n      y\n         \n      z\n", "|\n a\n", "--- >\n    a\n", "--- |2\n    a\n   b\n", "a: |+\n    x\n  \n\n", "a: |+\n\n\n", "a: |-\n   \n  \n", "a: |2\n     x\n    y\n", "-   |2\n    x\n", "-   a: |1\n     x\n    b: c\n", "- - |1\n   x\n", "a: |-2+\n", "a: >-\n     x\n      y\n\n     z\nb: c\n", "a: |  # c\n    x\n", "a: |\t# c\n  x\n", "a:\n    |\n    x\n", "a:\n    - |\n      x\n    - >2\n        y\n",
	"a: |\n    # no comment\n  # a comment\nb: c\n", "a: |\n  x\n # c\n", "a: |\n  x\n\n\n\n", "a: |\n  x\n\t\n", "a: |\n  \tx\n", "a: |\n    x\t\n     \t\n    y\n", "a: >\n  x", "a: |", "a: |+\n  x\n  ", "s:\n>2\n  t\n", "a: |\n x\n...\n", "a: |+\n x\n\n...\n", "- |\n x\n-\n |\n y\n", "a: >\n\n    x\n\n\n    y\n     z\n\n",
	// plain and quoted scalars of several lines
	"a: x\n   y\n\n   z\n", "a: x\n \t y\n", "a: x\n\t\n y\n", "a:\n      x\n   y\n", "a: \"x\n  y  \n \n\t\n  z\"\n", "a: \"x\\\n   y\"\n", "a: \"x \\ \n  \\  y\"\n", "a: 'x\n\n\n   y'\n", "\"a\n b\"\n", "a\n b\nc\n", " a\n --- b\n", "   --- |2\n    a\n   b\n", "  --- >\n       \" a\n    ", " ...  # c\n   # d", "\ufeff \ufeff  a:  # c1\n  b: 2\n", " ---: a\n --- : b\n", "  \"a\n  ... b\"\n", "- a\n  b\n-   c\n d\n", "a: \"\n\"\n", "a: '\n\n'\n", "a:\n- x\n   \t\n  y\n", "a: x # c\n", "a: \"x\"   # c\n", "k: a\\\n b\n", "a: -\n", "- -\n", "a: x:y\n b#c\n",
	// lists
	"a:\n- b\n", "a:\n- b\n-   - c\n    - d\n", "- - - a\n    - b\n", "-\n  -\n    -\n", "-   a: b\n    c: d\n", "-\n  a: b\n", "-\ta\n", "a:\n-\n- b\nc:\n", "a:\n  -  # c\n     b\n", "- # c\n  a: b\n", "a:\n    - b:\n      - c\n",
	// comments
	"# c\n", "  # c\n\n\n# d", "a: {}\n    # b: c\n    #   d: e\ne:\n", "a:\n  b: 1\n#  c: 2\n  d: 3\n", "a: 1\n  \t# c\nb: 2\n", "a: 1\n\t# c\nb: 2\n", "y: e\n \t#", "a: b\t# c\n", "a:\n    # b\n  # c\n# d\ne: f\n", "a:\n- b\n# c\n\nd: e\n", "a:\n- b\n\n# c\nd: e\n", "a: # b\n  # c\n  d\n", "- a\n  # b\n\n  # c\n- d\n", "a: [ # b\n  # c\n  d # e\n  # f\n] # g\n", "a:\n    b: 1\n    # c\n\n    # d\n\ne: 2\n    # f\n", "#\n#a\n# \n", "a: 1 # b\n     # c\n", "# a\n---\n# b\na: 1\n# c\n...\n# d\n---\n# e\n",
	// documents and directives
	"---\n", "---\n---\n", "---   a\n", "--- # c\na: b\n", "--- |\n  a\n--- >\n  b\n", "a: b\n...\n", "a: b\n...   \n---   \nc: d\n", "%YAML 1.1\n---\na: b\n", "---\n-   a\n---\n{a:  b}\n", "--- [a,\nb]\n", "--- {\n}\n", "---\n...\n", "--- ''\n", "a\n...\nb\n", "---\ta\n",
	// spaces, tabs, line breaks
	"", "\n", " ", "\t", "\n\n\n", " \n\t\n", "a: 1\n\t\nb: 2\n", "a: 1\n \t \n\n\t\nb: 2\n", "a:\t1\n", "a\t:\t1\t\n", "a:\n    b:\t\n        c\n", "a: [\t1\t,\t2\t]\n", "a: 1\r\n\r\n\r\nb:   2\r\n", "\r\ns:\ne:", "s:\ne:\r\n", "a:\r    b: 1\r  \r    c: 2\r", "a: |\r  x\r  \r\n  y\n", "a: 1\r  \nb: 2\n", "a: x\r \n  y\n", "\ufeffa:\n    b: 1\n", "\ufeff  a: 1\n  b: 2\n", "\ufeff# c\n", "a: 1\u0085    b: 2\n", "a:\u0085    b: 1\u0085    c: 2\u0085", "a: x\u2028   y\n", "a: |\u2028    x\u2029    y\n", "a: \"x\u0085   y\"\n", "# c\u0085a: 1\n", "a:\u2028  # c\u2029   b: 1\n", "\u00a0a: 1\n",
	// indentation
	"  a: 1\n  b: 2\n", "a:\n b:\n  c:\n   d: 1\n", "a:\n        b:\n         c: 1\n        d: 2\n", " - a\n - b\n", "a:\n   - b\n   - c\nd: 1\n", "a: {b: c,\n d: e}\n", "a:\n  b: [c,\nd]\n", "a: 'x\ny'\n", "k0:\n  - - a:   1\n      b:   [ ]\n    -  c\n",
}

var jsonShapes = []string{
	"{}", "[]", "1", "\"a\"", "null", " { } ", "[ 1 ,2,\n3 ]", "{\"a\":1,\"b\":[1,2,{\"c\":\"x, y\"}],\"d\":{}}", "{\"a\"\n:\n1\n,\t\"b\":[]}", "[[[[[]]]]]", "[[[[[\n1]]]]]", "{\"a\":{\"b\":{\"c\":[{\"d\":1},{\"e\":2}]}}}", "{\"a b  c\" : \"  x  \" }", "\"a\u2028b\"", "{\"a\":\"\\u00e9\\n\"}", "\r\n{\"a\":1}\n", "{\"a\":1}\r\n\n", "\ufeff[1]", "", "[1,\r2]",
}
