"""Bytes become text as YAML says: UTF-8, UTF-16 or UTF-32, told apart by their first bytes."""

from __future__ import annotations

_MARKS = (  # the longer mark first: UTF-32's begins with UTF-16's
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


class Undecodable(ValueError):  # noqa: N818 - an answer more than an error
    """The bytes are no text; `offset` is the first bad byte's, `encoding` what they seemed to be."""

    def __init__(self, encoding: str, offset: int) -> None:
        super().__init__(f"byte {offset} is not {encoding.upper()}")
        self.encoding = encoding
        self.offset = offset


def decode(data: bytes) -> str:
    """The text without its byte order mark; Undecodable where it is not what it seems."""
    encoding, skip = _encoding(data)
    try:
        return str(data[skip:] if skip else data, encoding)
    except UnicodeDecodeError as error:
        raise Undecodable(encoding, skip + error.start) from None


def _encoding(data: bytes) -> tuple[str, int]:
    first = data[:4]
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            return encoding, len(mark)
    # Without a mark the zero bytes around the first character, which is ASCII, tell.
    if first.startswith(b"\0\0\0"):
        return "utf-32-be", 0
    if first[1:] == b"\0\0\0":
        return "utf-32-le", 0
    if first[:1] == b"\0":
        return "utf-16-be", 0
    if first[1:2] == b"\0":
        return "utf-16-le", 0
    return "utf-8", 0
