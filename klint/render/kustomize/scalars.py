"""Scalars as kustomize holds them: the text of the file first, a type second.

Follows kyaml 0.18 (kustomize 5.5) on goyaml.v3, which is YAML 1.2 with the timestamps of YAML 1.1.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from klint.render.embedded import raw
from klint.yaml.resolver import WORDS, plain

if TYPE_CHECKING:
    from klint.render.origin import Origin, Traced

MARKED = frozenset("*!'\"|>&")  # how scalars begin whose text is not what it says
_SPECIAL = re.compile(r"^[-?:,\[\]{}#&*!|>'\"%@` ]|: |:$| #|[\n ]$|\n")  # what is only written in quotes
_QUOTES = frozenset("'\"|>")
BOOLEANS = frozenset(("true", "True", "TRUE", "false", "False", "FALSE"))
_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:\.(\d+))?(Z|[-+]\d\d:\d\d)| (\d\d?):(\d\d?):(\d\d?)(?:\.(\d+))?)?"
)


def resolve(text: str) -> Any:
    """The value of a scalar without quotes and tag."""
    if isinstance(WORDS.get(text), bool) and text not in BOOLEANS:
        return text
    value = plain(text)
    return timestamp(text) or value if isinstance(value, str) else value


def timestamp(text: str) -> str:
    """A date or a time as JSON has it; empty for any other text."""
    found = _TIMESTAMP.fullmatch(text)
    if not found:
        return ""
    hour, minute, second = (int(found[at] or found[at + 5] or 0) for at in (4, 5, 6))
    fraction = (found[7] or found[12] or "")[:9].rstrip("0")
    zone = found[8] or "Z"
    try:
        moment = datetime(int(found[1]), int(found[2]), int(found[3]), hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return ""
    return moment.isoformat() + (fraction and "." + fraction) + ("Z" if zone == "+00:00" else zone)


def text(value: Any) -> str:
    """What kustomize compares scalars by; empty for lists and mappings."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None or isinstance(value, (list, dict)) else str(value)


def written(traced: Traced) -> str:
    """The text of a scalar as it stands in its file, without quotes."""
    value = traced.value
    if isinstance(value, (str, list, dict)):
        return text(value)
    found = _raw(traced.origin)
    return text_of(traced) if found is None or found[:1] in MARKED else found


def text_of(traced: Traced) -> str:
    """The text of a scalar as its value would be written."""
    return "null" if traced.value is None else text(traced.value)


def is_blank(traced: Traced) -> bool:
    """Whether a null is one because nothing is written."""
    return traced.value is None and _raw(traced.origin) == ""


def replaced(old: Traced, new: Traced, style: str = "") -> Traced:
    """`new` in the place of the scalar `old`, whose quotes it takes over; those are as `style` says, see Item."""
    value = new.value
    if not isinstance(value, (str, list, dict)) and value is not None and _quoted(old, style):
        new = new._replace(value=written(new))
    return new._replace(origin=new.origin.over(old.origin))


def _quoted(traced: Traced, style: str = "") -> bool:
    if not isinstance(traced.value, str):
        return False
    if style:
        return style == "json" or bool(_SPECIAL.search(traced.value)) or resolve(traced.value) != traced.value
    origin = traced.origin
    while origin.layers:  # every change has kept the quotes of what was there first
        origin = origin.layers[-1]
    found = _raw(origin)
    return resolve(traced.value) != traced.value if found is None else found[:1] in _QUOTES


def _raw(origin: Origin) -> str | None:
    """The text at a place; None for what is made of another value."""
    if origin.whole or not origin.document.root.at(origin.path).present:
        return None
    return raw(origin.document, origin.path)


def untyped(old: Traced, value: str) -> Any:
    """A text in the place of a scalar, which without quotes may come out as something else than a text."""
    return value if _quoted(old) else resolve(value)


def encoded(traced: Traced) -> str:
    """The text of a scalar as kustomize would write it, in quotes where it had them."""
    return f'"{text(traced.value)}"' if _quoted(traced) else text(traced.value)
