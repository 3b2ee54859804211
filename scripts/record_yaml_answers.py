"""Record what kubectl reads: tests/yaml/answers.json.gz, which klint's YAML is compared with.

    python scripts/record_yaml_answers.py

Needs kubectl (recorded with 1.32), no cluster: `kubectl annotate --local` reads a file as every
other command does and prints it as JSON.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

ANSWERS = os.path.join(os.path.dirname(__file__), "..", "tests", "yaml", "answers.json.gz")
HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"

SCALARS = """
y|Y|yes|Yes|YES|yEs|true|True|TRUE|tRue|on|On|ON|oN|n|N|no|No|NO|nO|false|False|FALSE|off|Off|OFF|t|f|T|F
|~|null|Null|NULL|nULL|nil|none|None|-|=|<<|.|..|...x|+|++1|--1|-a|+a|~a|a~
0|00|000|1|01|07|08|09|010|0644|0o644|0O644|0o8|0o|-0o7|+0o7|0x|0x1F|0X1f|0xg|-0x1F|+0x1F|0b|0b1|0B11|0b2|-0b1|+0b1|0b-1
0b+1|-0b-1|0_1|0x_F|0_8|1_000|1_|1__0|_1|-_1|-1_0|1_000.5|1_e3|0b1_0|-0|+0|+1|-1|+1_0|1,000|1 000|1\u00a0|\u0661
9223372036854775807|9223372036854775808|-9223372036854775808|-9223372036854775809|18446744073709551615
18446744073709551616|+18446744073709551615|99999999999999999999|100000000000000000000|123456789012345678901234567890
0x7FFFFFFFFFFFFFFF|0x8000000000000000|0xFFFFFFFFFFFFFFFF|0x10000000000000000|0777777777777777777777|01777777777777777777777
07777777777777777777777|0b111111111111111111111111111111111111111111111111111111111111111111|4294967296|2147483648
1.0|1.|1.5|.5|-.5|+.5|.5e1|.5e|.e1|5.e1|1e3|1E3|1e+3|1e-3|1e|1e+|e3|1.e3|1e3.0|-1e3|+1e3|1e20|1e21|1e22|1e-6|1e-7|1e308
1e309|-1e309|1e999|1e-400|0.0|-0.0|+0.0|0e0|0.1|0.10|1.10|1.23456789012345678|123456789.125|16777217.0|3.4028236e38|1e39
0.30000000000000004|9007199254740993.0|1e15|1e16|1e17|12345678901234567890.0|0x1p3|0x1.8p1|1f|1.0f|1.2.3|1..2|08.5|-08|+09
08e1|0_8.5|._5|.5_0|1_0.0_1|-.|+.|.-1|1-1|1+1
.inf|.Inf|.INF|.iNF|+.inf|-.inf|-.Inf|-.INF|.nan|.NaN|.NAN|.Nan|-.nan|inf|nan|Infinity|NaN
1:30|80:80|190:20:30|1:30.5|-1:30|12:30:45|0:0|8080:80/tcp|1:x
2001-01-01|2001-1-1|2001-13-45|2001-01-01T00:00:00Z|2001-01-01t00:00:00Z|2001-01-01 00:00:00|2001-01-01 00:00:00 Z
2001-01-01T00:00:00+01:00|2001|20010101|2001-01|01-01-2001|2024-02-30
v1|1.2.3|1.33|1.30|100m|0.5Gi|1Gi|1e3Gi|12e6|12E6|1E|5M|1k|-1m|10%|0.1%|a b|a:b|http://a/b?c#d|a#b|a,b|a]b|a}b|a{b|it's|a"b
a\\b|\\n|$(X)|${X}|<X>|(a)|a=b|/a|a/b|a@b|*.example.com|\u00e4|\u65e5\u672c|\U0001f600
"y"|"1"|"1.0"|"null"|""|"~"|"0644"|"\\x41"|"\\u00e4"|"\\U0001F600"|"\\n"|"\\t"|"\\/"|"\\0"|"\\e"|"\\_"|"\\N"|"a\\
 b"|'y'|'1'|''|'it''s'|'a\\nb'|"a 'b' c"|'a "b" c'|"a # b"|'a: b'|"\\q"
!!str 1|!!str y|!!str|!!str ~|!!str "1"|!!int 1|!!int "1"|!!int 1.0|!!int x|!!int ""|!!int 0644|!!int 1e3|!!int y
!!float 1|!!float 1.5|!!float "1"|!!float x|!!float .inf|!!float 0x10|!!float 99999999999999999999|!!float 18446744073709551615
!!bool y|!!bool "yes"|!!bool 1|!!bool x|!!bool true|!!null x|!!null null|!!null ""|!!null ~|!!null
!!timestamp 2001-01-01|!!timestamp x|!!timestamp "2001-01-01"|!!timestamp 2001-01-01T00:00:00Z|!!binary aGk=|!!binary "aGk="
!!binary aGk|!!binary "*"|!!binary ""|!!binary /w==|!!binary 5LiW|!x y|!x 1|!x "1"|!x|! 1|! y|! "1"|! a|!<tag:yaml.org,2002:int> 1
!<!x> 1|!<tag:yaml.org,2002:str> 1|!!merge x|!!set x|!!omap 1|!!foo 1|!x!y z|&a 1|&a|&a !!str 1|!!str &a 1
""".strip("\n")

KEYS_ONLY = (
    "? [a]\n  : b",
    "? {a: b}\n  : c",
    "[a]: b",
    "{a: b}: c",
    "? a",
    "? ",
    "? |\n    a\n  : b",
    "*x : y",
)

STRUCTURES = (
    # flow
    "{a:1}", "{a: 1,b: 2}", "{a,b}", "{a: , b: }", "{a: http://x:80/y}", "{a: b:c}", "[a:b]", "[a: b]", "[a: b, c]", '{"a":1}',
    "{'a':1}", '{"a":"b"}', '["a","b"]', "[a,b]", "[a, b,]", "[,a]", "[]", "{}", "[ ]", "{ }", "[[], {}]", "[[a], [b, [c]]]",
    "{a: {b: {c: d}}}", "{a: [b, {c: d}]}", "[a, b\n  , c]", "{\n  a: b,\n  c: d\n  }", "[\n  a, # one\n  b\n  ]", "[a b, c d]",
    "[a\n  b]", "{a: b\n  c}", "[{a: b}, {c: d}]", "[? a : b]", "{? a : b}", "{?a: b}", "[a?b]", "[-a, -1]", "[- a]", "{-a: b}",
    "[a #b]", "[a#b]", "[a, b] c", "[a]]", "{a: b}}", "[a", "{a: b", "[a, 'b]", "{a b: c d}", "{: a}", "{a: :b}", "[::]", "[a::]",
    "{a: 'b''c', d: \"e\\\"f\"}", "{a: *x}", "[y, 1, ~, 0x1, 1.0]", "{y: 1, 1: y, 1.0: z}", "{a: 1, a: 2}", "{1: a, '1': a}",
    "{a: |}", "[a: {b: c}]", "{[a]: b}", "[&x a, *x]", "{a: &x {b: c}, d: *x}", "{a: !!str 1}", "[!!str 1, !x {a: b}]",
    # block structure
    "\n  a: b", "\n  a:\n    b: c", "\n- a\n- b", "\n  - a\n  - b", "\n  - a\n - b", "\n  a: b\n   c: d", "\n   a: b\n  c: d",
    "\n- - a\n  - b", "\n- a: b\n  c: d", "\n-  a: b\n   c: d", "\n- a: b\n c: d", "\n- a:\n  - b", "\n-\n  a: b", "\n-\n- a", "\n-",
    "\n- -\n  - a", "\n- - - a", "\n-a", "\n- a\n-b", "\n  a:\n  - b\n  c: d", "\n  a:\n  b: c", "\n  a: \n\n    b: c", "\n  a: # x\n    b: c",
    "\n  # x\n  a: b", "\n  a: b # x", "\n  a: b #x", "\n  a: b#x", "\n  a: 'b'#x", "\n  a : b", "\n  a   :   b", "\n  a:b", "\n  a:b: c",
    "\n  a: b: c", "\n  a: 'b': c", "\n  'a': b", '\n  "a": b', "\n  'a' : b", "\n  'a':b", "\n  a b: c", "\n  -a: b", "\n  ?a: b",
    "\n  :a: b", "\n  a: -", "\n  a: - b", "\n  a: ?", "\n  a: ? b", "\n  a: :", "\n  a: @b", "\n  a: `b", "\n  a: %b", "\n  a: ,b",
    "\n  a: ]b", "\n  a: }b", "\n  a: [b] c", "\n  a: 'b' c", "\n  a: *b", "\n  a: &b", "\n  a: !", "\n  a: |b", "\n  a: >b", "\n  a: %",
    "\n\ta: b", "\n  a:\tb", "\n  a: b\t", "\n  a: b\t# c", "\n  a:\n\t- b", "\n  a:\n  \tb: c", "\n  a: 'b'\t", "\n  - a\n\t- b",
    "\n  a:\tb: c", "\n  -\ta", "\n  a: b\n\n\n  c: d", "\n  a: b\n# x\n  c: d", "\n  a: b\n # x\n  c: d", "\n  a: b\n      # x\n  c: d",
    "\n  a: 1\n  b: 2\n  a: 3", "\n  a: {b: 1}\n  a: {c: 1}", "\n  a:\n    b: 1\n    b: 2", "\n  1: a\n  0x1: b", "\n  y: a\n  true: b",
    "\n  key that is rather long " + "x" * 120 + ": a", "\n  " + "x" * 1030 + ": a", "\n  a" + " " * 1030 + ": b",
    # several lines of text
    "a\n  b", "a\n  b\n\n  c", "a\n   b\n    c", "a\n  # x\n  b", "a # x\n  b", "a\n  b: c", "a\n  - b", "a\n  'b'", "\n  a", "\n  a\n  b",
    "\n  a\n b", "'a\n  b'", "'a\n\n  b'", "'a \n   b '", '"a\n  b"', '"a\\\n  b"', '"a \\\n  b"', '"a\n\n\n  b"', '"\n  a\n  "', "'\n'",
    "'a\nb'", '"a\nb"', '"a\n---\nb"', "'a\n  # b\n  c'", '"a\\n\n  b"', "'a", '"a', "'a\n  b", '"a\\z"', '"a\\x4"', '"\\ud83d\\ude00"',
    # block scalars
    "|\n  a\n  b\n", "|\n  a\n\n  b\n", "|\n  a\n   b\n", "|\n   a\n  b\n", "|-\n  a\n\n", "|+\n  a\n\n", "|\n  a\n\n", "|\n", "|-\n", "|+\n\n",
    "|\n\n  a\n", "|\n   \n  a\n", "|\n    \n  a\n", "|2\n    a\n   b\n", "|1\n  a\n", "|2-\n    a\n", "|-2\n    a\n", "|9\n  a\n", "|0\n  a\n",
    "| # x\n  a\n", "|# x\n  a\n", "| x\n  a\n", "|\n  # a\n  b\n", "|\n  a\n # x\n  b\n", "|\n  a\n# x\n", "|\n\ta\n", "|\n  \ta\n", "|\n  a\t\n",
    "|\n a\n", "|\na\n", "|\n  a: b\n  - c\n", "|\n  a\n  \n  b\n", "|\n  a\n    \n  b\n", "|\n  a\n ", "|\n  a", "|-\n  a", "|+\n  a", "|\n  a\n  ",
    ">\n  a\n  b\n", ">\n  a\n\n  b\n", ">\n  a\n\n\n  b\n", ">\n  a\n   b\n  c\n", ">\n  a\n\n   b\n\n  c\n", ">-\n  a\n  b\n\n", ">+\n  a\n\n",
    ">\n\n  a\n", ">\n   a\n   b\n    c\n    d\n   e\n", ">\n  a \n  b\n", ">\n  a\n  \tb\n  c\n", ">\n  a\n  - b\n  - c\n", ">2\n   a\n  b\n",
    ">\n  a\n  b", ">-\n  a\n\n\n   b\n   c\n\n  d\n", "\n- |\n  a\n- b", "\n- >\n  a\n  b\n- c", "\n  a: |\n    b\n  c: d", "\n  a: |\n  c: d",
    "\n  - |\n   a\n  - b", "\n  a:\n  - |\n    b\n  c: |-\n    d", "!!str |\n  a\n", "&x |\n  a\n", "&x\n  |\n  a\n", "!!binary |\n  aGk=\n  aGk=\n",
    # anchors, aliases, merges
    "\n  a: &x 1\n  b: *x", "\n  a: &x {c: d}\n  b: *x", "\n  a: &x\n    c: d\n  b: *x", "\n  a: &x\n  b: *x", "\n  a: &x 1\n  b: &x 2\n  c: *x",
    "\n  a: *x\n  b: &x 1", "\n  a: &x [*x]", "\n  a: &x {b: *x}", "\n  &x a: b\n  c: *x", "\n  &x a: b\n  *x : c", "\n  a: &x b\n  *x : c",
    "\n  a: &x {b: c}\n  *x : d", "\n  a: &x [1]\n  b: [*x, *x]", "&x\n  a: b", "&x a: b", "\n  &x a: b", "\n  a: &x-y_1 b\n  c: *x-y_1",
    "\n  a: &x.y b", "\n  a: &x b\n  c: *x d", "\n  a: &x &y b", "\n  - &x a\n  - *x\n  - &x b\n  - *x",
    "\n  a: &x {b: 1}\n  c:\n    <<: *x\n    d: 2", "\n  a: &x {b: 1}\n  c:\n    b: 2\n    <<: *x", "\n  a: &x {b: 1}\n  c:\n    <<: *x\n    b: 2",
    "\n  a: &x {b: 1}\n  e: &y {b: 2, c: 3}\n  d:\n    <<: [*x, *y]", "\n  d:\n    <<: [{a: 1}, {a: 2, b: 2}]\n    c: 3", "\n  d: {<<: {a: 1}, b: 2}",
    "\n  d: {<<: 1}", "\n  d: {<<: [1]}", "\n  d: {<<: }", "\n  d: {<<: [[{a: 1}]]}", "\n  d: {'<<': {a: 1}}", "\n  d: {!!merge <<: {a: 1}}",
    "\n  d: {!!str <<: {a: 1}}", "\n  a: &x [{b: 1}]\n  d: {<<: *x}", "\n  a: &x {b: {c: 1}}\n  d: {<<: *x}", "\n  d: {<<: {a: 1}, <<: {b: 2}}",
    "\n  a: &x {b: 1}\n  c: &y {<<: *x, d: 2}\n  e: {<<: *y}", "\n  a: &x 1\n  d: {<<: *x}", "\n  <<: {a: 1}\n  a: 2",
    # tags on collections
    "!x {a: b}", "!x [a]", "!!map {a: b}", "!!seq [a]", "!!seq {a: b}", "!!str {a: b}", "!!set {a, b}", "!!omap [a: b]", "\n  a: !x\n    b: c",
    "!!map\n  a: b", "!!int {a: b}", "!x\n  a: b", "!x!y {a: b}", "!<x> {a: b}", "!!str\n  a",
    # characters and line ends
    "a\r\n", "\r\n  a: b\r\n  c: d\r\n", "|\r\n  a\r\n  b\r\n", ">\r\n  a\r\n  b\r\n", "a\r\n  b\r\n", "'a\r\n  b'\r\n", "a\x85", "a\u2028", "a\x00b",
    "a\x07b", "a\x7fb", "a\ufeffb", "\ufeff", "'a\tb'", "a\tb", '"a\tb"', "a\x1bb", '"\\x00"', "a\ufffeb", "\U0010ffff", "a\rb: c", "\r  a: b\r  c: d",
    "a\u3000b", "\u3000a", "a \u3000# b", "\u00a0", "\u00e4: \u00e4", "\n  \u00e4: \U0001f600 # \u00fc\n  b: c",
    # ends of documents
    "a\n...\n", "a\n...\n---\n", "a\n... # x", "a\n----", "a\n---b", "|\n  a\n---\n", '"\\/"', '\n  a: "\\\\/"',
)  # fmt: skip


def snippets() -> list[str]:
    """What stands after `value:`, or the whole mapping `value` where it is about keys."""
    scalars = [part.replace("\0", "\\\n ") for line in _lines() for part in line.split("|")]
    values = [f"value: {scalar}\n" for scalar in scalars]
    items = [f"value: [{scalar}]\n" for scalar in scalars[:240:3]]
    keys = [f"value:\n  {scalar}: v\n" for scalar in scalars] + [f"value:\n  {key}\n" for key in KEYS_ONLY]
    structures = [f"value: {structure}" + "\n" * (structure[-1] not in "\r\n ") for structure in STRUCTURES]
    return list(dict.fromkeys(values + items + keys + structures))


def _lines() -> list[str]:
    return SCALARS.replace("\\\n ", "\0").split("\n")


def answer(snippet: str) -> dict[str, Any]:
    """kubectl's `value` of the first document, or that it refuses the text."""
    with tempfile.NamedTemporaryFile("wb", suffix=".yaml") as file:
        file.write((HEAD + snippet).encode("utf-8", "surrogatepass"))
        file.flush()
        command = ["kubectl", "annotate", "--local", "-f", file.name, "x=y", "-o", "json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        words = done.stderr.strip().splitlines()[-1].replace(file.name, "file")
        return {"text": snippet, "refused": words.rpartition("error converting YAML to JSON: ")[2]}
    printed, _ = json.JSONDecoder().raw_decode(done.stdout)
    return {"text": snippet, "value": printed.get("value")}


def main() -> None:
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(answer, snippets()))
    with open(ANSWERS, "wb") as file, gzip.GzipFile("", "wb", mtime=0, fileobj=file) as packed:
        packed.write(json.dumps(answers, indent=0, ensure_ascii=True).encode())
    print(f"{len(answers)} answers, {sum('refused' in each for each in answers)} of them refusals")


if __name__ == "__main__":
    main()
