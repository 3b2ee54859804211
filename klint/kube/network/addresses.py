"""Addresses as numbers on one line: IPv4 first, then, well apart, IPv6."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klint.kube.network.intervals import Interval, Intervals

_IPV6 = 1 << 64  # where IPv6 begins
IPV4_LINE: Interval = (0, (1 << 32) - 1)
IPV6_LINE: Interval = (_IPV6, _IPV6 + (1 << 128) - 1)
EVERYWHERE: Intervals = (IPV4_LINE, IPV6_LINE)

_LEADING_ZEROS = re.compile(r"\b0+(?=\d)")
_LENGTH = re.compile(r"\d{1,3}", re.ASCII)


def address(text: str) -> int | None:
    """An address as its number; None for what is no address.

    As the API server reads addresses of old fields: zeros may stand before the numbers of IPv4, a zone may not
    follow IPv6.
    """
    from ipaddress import ip_address

    if ":" not in text:
        text = _LEADING_ZEROS.sub("", text)
    try:
        found = ip_address(text)
    except ValueError:
        return None
    if "%" in text:
        return None
    return int(found) + (_IPV6 if found.version == 6 else 0)


def network(text: str) -> Interval | None:
    """The addresses of a CIDR, whose address need not be the first of them; None for what is none."""
    written, _, length = text.partition("/")
    number = address(written)
    if number is None or not _LENGTH.fullmatch(length):
        return None
    begin, bits = (_IPV6, 128) if number >= _IPV6 else (0, 32)
    if int(length) > bits:
        return None
    size = 1 << (bits - int(length))
    first = begin + (number - begin) // size * size
    return first, first + size - 1


def text(number: int) -> str:
    """An address as it is written."""
    from ipaddress import IPv4Address, IPv6Address

    return str(IPv4Address(number) if number < _IPV6 else IPv6Address(number - _IPV6))


def span(interval: Interval) -> str:
    """A range as a CIDR where it is one, else its ends."""
    first, last = interval
    size = last - first + 1
    begin, bits = (_IPV6, 128) if first >= _IPV6 else (0, 32)
    if size & (size - 1) or (first - begin) % size:
        return f"{text(first)}-{text(last)}"
    return f"{text(first)}/{bits - size.bit_length() + 1}"
