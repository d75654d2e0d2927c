(string) @string

(escape_sequence) @string.escape

(number) @number

[
  (true)
  (false)
] @boolean

(null) @constant.builtin

(pair
  key: (string) @property)

["," ":"] @punctuation.delimiter

["[" "]" "{" "}"] @punctuation.bracket
