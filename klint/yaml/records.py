"""What a line does to the document, remembered: four of five lines of a repository are repeats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from klint.yaml.later import Known, later
from klint.yaml.lines import WIDEST, DoubtError, check, dissect
from klint.yaml.resolver import WORDS, plain, plain_key
from klint.yaml.texts import unescaped

if TYPE_CHECKING:
    from klint.yaml.lines import Parts

# Kind, level, key, value, and the level of the mapping that `- key:` opens.
Record = tuple[int, int, str | None, Any, int]

# A level is twice the column of a collection, plus one for a list: a list may stand in the same
# column as the key that it belongs to.
DOCUMENT = -2
DEEPEST = 1 << 30

WHOLE = 0  # the line gives a value
OPEN = 1  # the value may stand below
LATER = 2  # the value is a Later, and may stand below, too
START = 4  # ---
TEXT = 5  # something that only makes sense after or below another line

_MEMORY = 60_000  # lines; about 20 MB
_LONGEST = 300  # characters of a line worth remembering
_TEXT: Record = (TEXT, DEEPEST, None, None, 0)
# Most lines: a key and a word, in any combination, that mean nothing but themselves.
_PLAIN = r"[0-9A-Za-z/](?:[!-9;-~]|:(?=[!-~])| +(?=[!\"$-~]))*"
_COMMON = re.compile(
    rf"( *)(?:-( +))?(?:([A-Z_a-z][-./0-9A-Z_a-z]*):(?: +|$))?(?:({_PLAIN})|\"([ !#-\[\]-~]*)\"|'([ -&(-~]*)')? *"
)

records: dict[str, Record | None] = {}


def record(line: str) -> Record | None:
    """What a line does; None for a blank line and a comment."""
    if len(line) > _LONGEST:
        return _record(line)
    common = _COMMON.fullmatch(line)
    made = _common(common) if common else _record(line)
    if len(records) >= _MEMORY:
        records.clear()
    records[line] = made
    return made


def _common(found: re.Match[str]) -> Record | None:
    spaces, gap, key, word, double, single = found.groups()
    column = len(spaces)
    if column > WIDEST:
        return _record(found[0])
    value: Any = single if double is None else double
    kind = WHOLE
    if word is not None:
        value = plain(word) if word[0] < "A" or word in WORDS else word
    elif value is None:
        kind = OPEN
    if gap is None:
        if key is None:
            return None if kind == OPEN else _record(found[0])
        level, inner = column * 2, 0
    elif key is None and kind == OPEN:
        return _record(found[0])
    else:
        level, inner = column * 2 + 1, (column + 1 + len(gap)) * 2
    if key in WORDS:
        return _record(found[0])
    return kind, level, key, value, inner


def _record(line: str) -> Record | None:
    text = line.lstrip(" ")
    if text == "" or text[0] == "#":
        check(line.replace("\t", ""))
        return None
    check(line)
    if line[:3] in ("---", "...") and line[3:4] in ("", " "):
        if line[0] == ".":
            raise DoubtError
        return START, DOCUMENT, None, None, 0
    try:
        return _opened(line)
    except DoubtError:
        return _TEXT


def _opened(line: str) -> Record:
    parts = dissect(line)
    key = _key(line, parts) if parts.key >= 0 else None
    value, kind = inline(line, parts)
    if parts.dash >= 0:
        return kind, parts.dash * 2 + 1, key, value, parts.key * 2
    if key is None:
        raise DoubtError
    return kind, parts.key * 2, key, value, 0


def _key(line: str, parts: Parts) -> str:
    text = line[parts.key : parts.key_end]
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    if text[0] == '"':
        return text[1:-1]
    key = plain_key(text)
    if key is None or key == "<<":
        raise DoubtError
    return key


def inline(line: str, parts: Parts) -> tuple[Any, int]:
    """The value that a line holds, and what it makes of the line's kind."""
    start, end, style = parts.start, parts.end, parts.style
    value: Any = None
    kind = WHOLE
    if start == end:
        kind = OPEN
    elif style == "":
        value = plain(line[start:end])
        if value.__class__ is float and value - value != 0:
            raise DoubtError
    elif end >= 0 and style != "*":
        text = line[start + 1 : end - 1]
        value = text.replace("''", "'") if style == "'" else unescaped(text)
    else:
        return later(line, parts), LATER
    if parts.anchor:
        return Known(value, start, parts.anchor), LATER | kind
    return value, kind
