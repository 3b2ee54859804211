"""Formats of names, keys and the like: what the API server says of a text that doesn't have one.

Source: k8s.io/apimachinery `util/validation`. Every function answers the server's objections in its own words,
nothing for a text it takes. Answers are remembered, because the same names come again and again.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Format = Callable[[str], tuple[str, ...]]

LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
LABEL_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?"
SUBDOMAIN = rf"{LABEL}(\.{LABEL})*"
QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"

LONGEST_LABEL = 63
LONGEST_SUBDOMAIN = 253

_LABEL_UNDERSCORE = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
_SUBDOMAIN_UNDERSCORE = rf"{_LABEL_UNDERSCORE}(\.{_LABEL_UNDERSCORE})*"
_QUALIFIED_TEXT = (
    "must consist of alphanumeric characters, '-', '_' or '.', "
    "and must start and end with an alphanumeric character"
)
_SUBDOMAIN_TEXT = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, {}'-' or '.', "
    "and must start and end with an alphanumeric character"
)

_remembered = lru_cache(maxsize=8192)


def size(text: str) -> int:
    """Its length as Go counts it: in bytes."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def too_long(most: int) -> str:
    return f"must be no more than {most} characters"


def between(low: int, high: int) -> str:
    return f"must be between {low} and {high}, inclusive"


def mismatch(what: str, pattern: str, *examples: str) -> str:
    """The words for a text that a pattern doesn't match."""
    if not examples:
        return f"{what} (regex used for validation is '{pattern}')"
    shown = " or ".join(f"'{example}', " for example in examples)
    return f"{what} (e.g. {shown}regex used for validation is '{pattern}')"


@_remembered
def label(text: str) -> tuple[str, ...]:
    """An RFC 1123 label."""
    wrong = (too_long(LONGEST_LABEL),) if size(text) > LONGEST_LABEL else ()
    if re.fullmatch(LABEL, text):
        return wrong
    if re.fullmatch(SUBDOMAIN, text):
        return (*wrong, "must not contain dots")
    what = (
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
        "and must start and end with an alphanumeric character"
    )
    return (*wrong, mismatch(what, LABEL, "my-name", "123-abc"))


@_remembered
def label_1035(text: str) -> tuple[str, ...]:
    """An RFC 1035 label, which starts with a letter."""
    wrong = (too_long(LONGEST_LABEL),) if size(text) > LONGEST_LABEL else ()
    if re.fullmatch(LABEL_1035, text):
        return wrong
    what = (
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', "
        "start with an alphabetic character, and end with an alphanumeric character"
    )
    return (*wrong, mismatch(what, LABEL_1035, "my-name", "abc-123"))


@_remembered
def subdomain(text: str) -> tuple[str, ...]:
    """An RFC 1123 subdomain."""
    return _subdomain(text, SUBDOMAIN, "")


@_remembered
def subdomain_underscore(text: str) -> tuple[str, ...]:
    return _subdomain(text, _SUBDOMAIN_UNDERSCORE, "'_', ")


def _subdomain(text: str, pattern: str, more: str) -> tuple[str, ...]:
    wrong = (too_long(LONGEST_SUBDOMAIN),) if size(text) > LONGEST_SUBDOMAIN else ()
    if re.fullmatch(pattern, text):
        return wrong
    return (*wrong, mismatch(_SUBDOMAIN_TEXT.format(more), pattern, "example.com"))


@_remembered
def wildcard_subdomain(text: str) -> tuple[str, ...]:
    pattern = rf"\*\.{SUBDOMAIN}"
    wrong = (too_long(LONGEST_SUBDOMAIN),) if size(text) > LONGEST_SUBDOMAIN else ()
    if re.fullmatch(pattern, text):
        return wrong
    what = (
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must "
        "consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character"
    )
    return (*wrong, mismatch(what, pattern, "*.example.com"))


@_remembered
def qualified_name(text: str) -> tuple[str, ...]:
    """The key of a label: a name with or without a domain and `/` before it."""
    prefix, slash, name = text.partition("/")
    if "/" in name:
        what = mismatch(f"a qualified name {_QUALIFIED_TEXT}", QUALIFIED, "MyName", "my.name", "123-abc")
        return (f"{what} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",)
    wrong: list[str] = []
    if not slash:
        name = prefix
    elif not prefix:
        wrong.append("prefix part must be non-empty")
    else:
        wrong += [f"prefix part {one}" for one in subdomain(prefix)]
    if not name:
        wrong.append("name part must be non-empty")
    elif size(name) > LONGEST_LABEL:
        wrong.append(f"name part {too_long(LONGEST_LABEL)}")
    if not re.fullmatch(QUALIFIED, name):
        wrong.append(f"name part {mismatch(_QUALIFIED_TEXT, QUALIFIED, 'MyName', 'my.name', '123-abc')}")
    return tuple(wrong)


def annotation_key(text: str) -> tuple[str, ...]:
    return qualified_name(text.lower())


@_remembered
def label_value(text: str) -> tuple[str, ...]:
    wrong = (too_long(LONGEST_LABEL),) if size(text) > LONGEST_LABEL else ()
    if not text or re.fullmatch(QUALIFIED, text):
        return wrong
    what = f"a valid label must be an empty string or {_QUALIFIED_TEXT.removeprefix('must ')}"
    return (*wrong, mismatch(what, f"({QUALIFIED})?", "MyValue", "my_value", "12345"))


def path_segment(text: str) -> tuple[str, ...]:
    """A name that can stand in a URL (k8s.io/apimachinery `api/validation/path`)."""
    if text in (".", ".."):
        return (f"may not be '{text}'",)
    return tuple([f"may not contain '{sign}'" for sign in "/%" if sign in text])


def port_number(number: float) -> tuple[str, ...]:
    return () if 1 <= number <= 65535 else (between(1, 65535),)


@_remembered
def port_name(text: str) -> tuple[str, ...]:
    """An IANA service name."""
    tests = (
        (size(text) > 15, too_long(15)),
        (
            not re.fullmatch("[-a-z0-9]+", text),
            "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
        ),
        (not re.search("[a-z]", text), "must contain at least one letter (a-z)"),
        ("--" in text, "must not contain consecutive hyphens"),
        (text.startswith("-") or text.endswith("-"), "must not begin or end with a hyphen"),
    )
    return tuple([words for wrong, words in tests if wrong])


@_remembered
def percent(text: str) -> tuple[str, ...]:
    if re.fullmatch("[0-9]+%", text):
        return ()
    what = "a valid percent string must be a numeric string followed by an ending '%'"
    return (mismatch(what, "[0-9]+%", "1%", "93%"),)


@_remembered
def http_header(text: str) -> tuple[str, ...]:
    if re.fullmatch("[-A-Za-z0-9]+", text):
        return ()
    what = "a valid HTTP header must consist of alphanumeric characters or '-'"
    return (mismatch(what, "[-A-Za-z0-9]+", "X-Header-Name"),)


@_remembered
def config_key(text: str) -> tuple[str, ...]:
    """A key of a ConfigMap or Secret."""
    wrong = (too_long(LONGEST_SUBDOMAIN),) if size(text) > LONGEST_SUBDOMAIN else ()
    if not re.fullmatch("[-._a-zA-Z0-9]+", text):
        what = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
        wrong = (*wrong, mismatch(what, "[-._a-zA-Z0-9]+", "key.name", "KEY_NAME", "key-name"))
    return wrong + _dotted(text)


@_remembered
def variable_name(text: str) -> tuple[str, ...]:
    """The name of an environment variable before 1.32."""
    pattern = "[-._a-zA-Z][-._a-zA-Z0-9]*"
    wrong: tuple[str, ...] = ()
    if not re.fullmatch(pattern, text):
        what = (
            "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', "
            "and must not start with a digit"
        )
        wrong = (mismatch(what, pattern, "my.env-name", "MY_ENV.NAME", "MyEnvName1"),)
    return wrong + _dotted(text)


@_remembered
def relaxed_variable_name(text: str) -> tuple[str, ...]:
    """The name of an environment variable since 1.32."""
    if text.isascii() and text.isprintable() and "=" not in text:
        return ()
    return (
        "a valid environment variable name must consist only of printable ASCII characters other than '='",
    )


def _dotted(text: str) -> tuple[str, ...]:
    """What would lead out of the directory that keys become files of."""
    if text in (".", ".."):
        return (f"must not be '{text}'",)
    return ("must not start with '..'",) if text.startswith("..") else ()
