"""Questions about regular expressions and formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

# parts of patterns: what RE2 knows and Python reads otherwise, and a few things that RE2 refuses
_PARTS = r"""
a b c - . \. [a-z] [^a] [a-z0-9] \d \w \s \W \D \S ^ $ \b \B \A \z (?i) (?m) (?s) (?-i) [[:alpha:]] [[:^digit:]]
\pL \p{Lu} \PN \p{Greek} \Qa.b\E \x41 \x{42} \101 \n [\d-] [a-] []a] \/ (?: ( (?i: (?P<n> (?<m> (?U) ) | * + ?
{2} {1,3} {2,} {,3} {0} *? +? é k ß _ [^\w.] A ] { [é-ü] \ [ } [a-\d] \Z (?= \1 [[:foo:]] [z-a] \p{Foo}
"""
PARTS = _PARTS.split()
ODD = 10  # the last of them, which are nearly always refused
LETTERS = "abcAB kK0.9-_\n\té.Ωß/ab"

FORMATS = {
    "bsonobjectid": ["507f1f77bcf86cd799439011"],
    "byte": ["aGVsbG8=", "YQ==", "YWJj", "YWJjZA==", ""],
    "cidr": ["10.0.0.0/8", "::/0", "2001:db8::/32", "010.0.0.1/08", "::ffff:1.2.3.4/96"],
    "creditcard": ["4111 1111 1111 1111", "5555555555554444", "378282246310005"],
    "date": ["2024-02-29", "2023-02-29", "0000-01-01", "1999-12-31"],
    "date-time": ["2014-12-15T19:30:20.000Z", "2014-12-15t19:30:20+01:00", "2014-12-15T23:59:59z"],
    "duration": ["1h30m", "1.5h", "0", "-3ms", "1 day", "10 sec", "+.5h", "1µs", "5 wk", "3 nanos", "1 minutes"],
    "email": ["a@b", "foo.bar@example.com", "Foo <a@b.c>", "a b@c", "a..b@c", " a@b ", "a@b.", "ü@x.de"],
    "hexcolor": ["#fff", "FFFFFF"],
    "hostname": ["localhost", "a-bc", "my-host", "my-host.example.com", "1.2.3.4", "x.co", "a-.com", "ünder.de", "☃.net"],
    "ipv4": ["10.0.0.1", "010.1.1.1", "256.1.1.1", "::ffff:1.2.3.4", "1.2.3"],
    "ipv6": ["::1", "fe80::1", "2001:db8:0:0:0:0:0:1", "::ffff:1.2.3.4", "fe80::1%eth0", "1::2::3"],
    "isbn": ["0321751043", "978-0321751041"],
    "isbn10": ["0321751043", "080442957X"],
    "isbn13": ["978-0321751041"],
    "mac": ["01:23:45:67:89:ab", "01-23-45-67-89-ab-cd-ef", "0123.4567.89ab"],
    "rgbcolor": ["rgb(255,255,255)", "rgb( 1 , 2,3 )", "rgb(256,1,1)"],
    "ssn": ["111-22-3333", "111 22 3333", "111223333"],
    "uri": ["http://a.b/c", "/x", "mailto:a@b", "a.b/c", "http://a b", "http://a:80", "http://a:x", "http://[::1]:80/",
            "http://a/%zz", "https://u:p@h/x?q=%zz#f", "//host/p", ":x", "http:a", "http://a/b c"],
    "uuid": ["123e4567-e89b-12d3-a456-426614174000", "123E4567e89b12d3a456426614174000"],
    "uuid3": ["123e4567-e89b-32d3-a456-426614174000"],
    "uuid4": ["123e4567-e89b-42d3-a456-426614174000"],
    "uuid5": ["123e4567-e89b-52d3-a456-426614174000"],
    "k8s-short-name": ["abc", "a-b", "A", "-a"],
    "k8s-long-name": ["a.b", "a-b.c", "a..b"],
}  # fmt: skip


def patterns(chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Random patterns of known parts, each with texts to look in."""
    texts = ["".join(chance.choices(LETTERS, k=chance.randint(0, 8))) for _ in range(12)]
    for _ in range(count):
        parts = PARTS if chance.random() < 0.1 else PARTS[:-ODD]
        text = "".join(chance.choices(parts, k=chance.randint(1, 9)))
        text += ")" * max(0, text.count("(") - text.count(")"))
        yield {"pattern": text, "texts": chance.sample(texts, 6)}


def formats(chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """For every format good and bad texts, and these with a few characters changed."""
    for name, texts in FORMATS.items():
        yield {
            "format": name,
            "texts": texts + [_changed(chance.choice(texts), chance) for _ in range(count)],
        }


def _changed(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(chance.randint(1, 3)):
        at = chance.randint(0, len(letters))
        letters[at : at + chance.randint(0, 1)] = chance.choice(["", *'a0:-.%/@ zZ9f"<>[]_é☃#?Ttµ258'])
    return "".join(letters)
