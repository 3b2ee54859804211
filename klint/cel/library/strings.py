"""Texts (cel-go `ext/strings.go`; Kubernetes has its version 0 always and its version 2 from 1.29 on).

Places and lengths count code points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.cel.errors import EvaluationError, no_overload
from klint.cel.function import OUTSIDE, Function

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.cel.frame import Frame

_QUOTE_SINCE = (1, 29)
_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_ESCAPES = str.maketrans(
    {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v",
     "\\": "\\\\", '"': '\\"'}
)  # fmt: skip


def _contains(frame: Frame, text: str, part: str) -> bool:
    frame.charge(len(text) // 10)
    return part in text


def _char_at(text: str, place: int) -> str:
    if not 0 <= place <= len(text):
        raise _outside(text, place)
    return text[place : place + 1]


def _outside(text: str, place: int) -> EvaluationError:
    return EvaluationError(f"the text has {len(text)} characters, none at {place}")


def _index_of(frame: Frame, text: str, part: str, start: int = 0) -> int:
    frame.charge(len(text) // 10)
    if start < 0 or (start and part and start >= len(text)):
        raise _outside(text, start)
    return text.find(part, min(start, len(text)))


def _last_index_of(frame: Frame, text: str, part: str) -> int:
    frame.charge(len(text) // 10)
    return text.rfind(part)


def _last_index_before(frame: Frame, text: str, part: str, last: int) -> int:
    frame.charge(len(text) // 10)
    if last < 0 or (part and last >= len(text)):
        raise _outside(text, last)
    return text.rfind(part, 0, last + len(part))


def _join(frame: Frame, texts: list[Any], separator: str = "") -> str:
    length = len(separator) * len(texts)
    for text in texts:
        if not isinstance(text, str):
            raise no_overload("join()", text)
        length += len(text)
    frame.charge(length // 5)
    return separator.join(texts)


def _replace(frame: Frame, text: str, old: str, new: str, times: int = -1) -> str:
    found = text.count(old)
    if times >= 0:
        found = min(found, times)
    frame.charge((len(text) + found * len(new)) // 5)
    return text.replace(old, new, times)


def _split(frame: Frame, text: str, separator: str, parts: int = -1) -> list[str]:
    frame.charge(len(text) // 5)
    if parts == 0:
        return []
    if separator:
        return text.split(separator, parts - 1 if parts > 0 else -1)
    if 0 < parts < len(text):
        return [*text[: parts - 1], text[parts - 1 :]]
    return list(text)


def _substring(text: str, start: int) -> str:
    return _substring_until(text, start, len(text))


def _substring_until(text: str, start: int, end: int) -> str:
    for place in (start, end):
        if not 0 <= place <= len(text):
            raise _outside(text, place)
    if start > end:
        raise EvaluationError(f"the end {end} lies before the start {start}")
    return text[start:end]


def quoted(text: str) -> str:
    """Between double quotes, with the escapes of CEL."""
    return '"' + text.translate(_ESCAPES) + '"'


def _whole(act: Callable[[str], str]) -> Callable[[Frame, str], str]:
    """A function that passes over the whole text."""

    def metered(frame: Frame, text: str) -> str:
        frame.charge(len(text) // 10)
        return act(text)

    return metered


def _member(name: str, parameters: tuple[type, ...], call: Callable[..., Any]) -> Function:
    return Function(name, parameters, call, member=True, metered=True)


FUNCTIONS = (
    Function("startsWith", (str, str), str.startswith, member=True),
    Function("endsWith", (str, str), str.endswith, member=True),
    Function("charAt", (str, int), _char_at, member=True),
    Function("substring", (str, int), _substring, member=True),
    Function("substring", (str, int, int), _substring_until, member=True),
    Function("strings.quote", (str,), quoted, since=_QUOTE_SINCE),
    _member("contains", (str, str), _contains),
    _member("indexOf", (str, str), _index_of),
    _member("indexOf", (str, str, int), _index_of),
    _member("lastIndexOf", (str, str), _last_index_of),
    _member("lastIndexOf", (str, str, int), _last_index_before),
    _member("join", (list,), _join),
    _member("join", (list, str), _join),
    _member("lowerAscii", (str,), _whole(lambda text: text.translate(_LOWER))),
    _member("upperAscii", (str,), _whole(lambda text: text.translate(_UPPER))),
    _member("trim", (str,), _whole(lambda text: text.strip(_BLANKS))),
    _member("reverse", (str,), _whole(lambda text: text[::-1]))._replace(since=OUTSIDE),
    _member("replace", (str, str, str), _replace),
    _member("replace", (str, str, str, int), _replace),
    _member("split", (str, str), _split),
    _member("split", (str, str, int), _split),
)
