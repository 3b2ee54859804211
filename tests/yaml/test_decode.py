"""Bytes become text as YAML says."""

from __future__ import annotations

import codecs

import pytest

from klint.yaml import Undecodable, decode

TEXT = "a: \u00e4 \U0001f600\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32-le"),
        TEXT.encode("utf-32-be"),
    ],
    ids=["8", "8 mark", "16le mark", "16be mark", "32le mark", "32be mark", "16le", "16be", "32le", "32be"],
)
def test_decode(data: bytes) -> None:
    assert decode(data) == TEXT


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_nothing(data: bytes) -> None:
    assert decode(data) == ""


@pytest.mark.parametrize(
    ("data", "encoding", "offset"),
    [
        (b"a: \xff\n", "utf-8", 3),
        (codecs.BOM_UTF8 + b"a: \xe4\n", "utf-8", 6),
        (codecs.BOM_UTF16_LE + b"a\0\x00\xdc", "utf-16-le", 4),
        (codecs.BOM_UTF16_BE + b"\0a\0", "utf-16-be", 4),
        (b"\x89PNG\r\n", "utf-8", 0),
    ],
)
def test_undecodable(data: bytes, encoding: str, offset: int) -> None:
    with pytest.raises(Undecodable) as caught:
        decode(data)
    assert (caught.value.encoding, caught.value.offset) == (encoding, offset)
