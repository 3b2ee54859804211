"""The string formats that the API server enforces in custom resources.

Follows k8s.io/apiextensions-apiserver (which formats count, and since when) and k8s.io/kube-openapi
strfmt (what they accept, oddities included). All other formats, `int32` and `int64` among them, say
nothing there. Where an exotic value is hard to judge, it passes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import category

from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Callable

# Texts, not compiled patterns: `re` compiles the few that are asked for.
_SINCE = {"k8sshortname": Release(1, 34), "k8slongname": Release(1, 34)}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_TIME = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|[+-][0-9]{2}:[0-9]{2})"
_GO_DURATION = r"[+-]?(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)"
_LOOSE_DURATION = r"([0-9]+)[\t\n\f\r ]*([A-Za-zµ]+)"
_LONGEST_DURATION = 1000
_WHOLE_UNITS = frozenset(("ns", "us", "µs", "ms", "s", "sec", "m", "h", "hr", "d", "w", "wk"))
_UNIT_PREFIXES = ("nano", "micro", "milli", "sec", "min", "hour", "day", "week")
_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_HEX = "[0-9a-f]"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]+"
_ADDRESS = rf"{_ATOM}(\.{_ATOM})*@[ \t]*{_ATOM}(\.{_ATOM})*"
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*:"
_ESCAPE_FAULT = r"%(?![0-9A-Fa-f]{2})"
_CARD = (
    "4[0-9]{12}([0-9]{3})?|5[1-5][0-9]{14}|6(011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}"
    r"|3(0[0-5]|[68][0-9])[0-9]{11}|(2131|1800|35[0-9]{3})[0-9]{11}"
)
_CHANNEL = "(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])"


def checker(name: str, release: Release) -> Callable[[str], bool] | None:
    """Tells whether a text has the format; None where the server does not look at it."""
    name = name.replace("-", "")
    since = _SINCE.get(name)
    return None if since and release < since else _CHECKERS.get(name)


def _matcher(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text, flags | re.ASCII) is not None


def _is_date(text: str) -> bool:
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    if not found:
        return False
    year, month, day = map(int, found.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1] and (leap or (month, day) != (2, 29))


def _is_date_time(text: str) -> bool:
    parts = text.lower().split("t")
    found = re.fullmatch(_TIME, parts[1]) if len(parts) > 1 else None
    return found is not None and _is_date(parts[0]) and found[1] <= "23" and max(found[2], found[3]) <= "59"


def _is_duration(text: str) -> bool:
    if len(text) > _LONGEST_DURATION or re.fullmatch(_GO_DURATION, text):
        return True  # looking for a unit takes time quadratic in the digits before
    return any(_is_unit(unit.lower()) for _, unit in re.findall(_LOOSE_DURATION, text))


def _is_unit(unit: str) -> bool:
    return unit in _WHOLE_UNITS or unit.startswith(_UNIT_PREFIXES)


def _is_ipv4(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]+(\.[0-9]+){3}", text)) and all(
        int(n[-9:]) < 256 for n in text.split(".")
    )


def _is_ipv6(text: str) -> bool:
    import ipaddress

    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return "%" not in text


def _is_unpadded_ipv6(text: str) -> bool:
    return _is_ipv6(re.sub(r"\b0+(?=[0-9a-fA-F])", "", text))


def _is_ip(text: str) -> bool:
    """The server takes an IPv6 address with an embedded IPv4 one for IPv4 as well."""
    return _is_ipv4(text) or ("." in text and _is_unpadded_ipv6(text))


def _is_cidr(text: str) -> bool:
    address, slash, length = text.partition("/")
    if not slash or not re.fullmatch("[0-9]+", length):
        return False
    bits = int(length[-9:])
    return (_is_ipv4(address) and bits <= 32) or (_is_unpadded_ipv6(address) and bits <= 128)


def _is_email(text: str) -> bool:
    if any(char in text for char in '"<>()[]\\'):
        return True  # display names, comments and quotes
    return re.fullmatch(_ADDRESS, text.strip(" \t")) is not None


def _is_hostname(text: str) -> bool:
    labels = text.split(".")
    if len(text.encode(errors="replace")) > 255 or any(
        len(label.encode(errors="replace")) > 63 for label in labels
    ):
        return False
    if len(labels) == 1:
        return bool(text) and all(map(_is_host_char, text[:1] + text[1:].removeprefix("-")))
    *inner, last = labels
    return (
        all(map(_is_host_label, inner))
        and len(last) > 1
        and all(category(char).startswith("L") for char in last)
    )


def _is_host_label(label: str) -> bool:
    edges = label[:1] and _is_host_char(label[0]) and _is_host_char(label[-1])
    return bool(edges) and all(char == "-" or _is_host_char(char) for char in label)


def _is_host_char(char: str) -> bool:
    return category(char)[0] in "LS" or (char.isascii() and char.isdigit())


def _is_uri(text: str) -> bool:
    if not text or any(ord(char) < 32 or ord(char) == 127 for char in text):
        return False
    scheme = re.match(_SCHEME, text)
    rest = text[scheme.end() :] if scheme else text
    rest = rest.partition("?")[0]
    if not rest.startswith("/"):
        return bool(scheme) or text == "*"
    if not scheme or not rest.startswith("//") or rest.startswith("///"):
        return not re.search(_ESCAPE_FAULT, rest)
    authority, _, path = rest[2:].partition("/")
    return _is_authority(authority) and not re.search(_ESCAPE_FAULT, path)


def _is_authority(text: str) -> bool:
    host = text.rpartition("@")[2]
    if host.startswith("["):
        return "]" in host
    name, colon, port = host.rpartition(":")
    if colon and not re.fullmatch("[0-9]*", port):
        return False
    return not any(char in " \\^`{|}" for char in host) and not re.search(_ESCAPE_FAULT, name)


def _is_isbn10(text: str) -> bool:
    digits = re.sub(r"[\s-]+", "", text)
    if not re.fullmatch("[0-9]{9}[0-9X]", digits):
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(place * value for place, value in enumerate(values, 1)) % 11 == 0


def _is_isbn13(text: str) -> bool:
    digits = re.sub(r"[\s-]+", "", text)
    if not re.fullmatch("[0-9]{13}", digits):
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def _is_credit_card(text: str) -> bool:
    digits = re.sub("[^0-9]+", "", text)
    if not re.fullmatch(_CARD, digits):
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_mac(text: str) -> bool:
    if re.fullmatch("[0-9a-fA-F]{12}", text):
        return True
    groups = re.split("[:.-]", text)
    digits, counts = (4, (3, 4, 10)) if "." in text else (2, (6, 8, 20))
    return (
        len({char for char in text if char in ":.-"}) == 1
        and len(groups) in counts
        and all(re.fullmatch(f"[0-9a-fA-F]{{{digits}}}", group) for group in groups)
    )


def _uuid(third: str, fourth: str) -> Callable[[str], bool]:
    return _matcher(f"{_HEX}{{8}}-?{_HEX}{{4}}-?{third}-?{fourth}-?{_HEX}{{12}}", re.IGNORECASE)


_CHECKERS: dict[str, Callable[[str], bool]] = {
    "bsonobjectid": _matcher("[0-9a-fA-F]{24}"),
    "byte": _matcher("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})"),
    "cidr": _is_cidr,
    "creditcard": _is_credit_card,
    "date": _is_date,
    "datetime": _is_date_time,
    "duration": _is_duration,
    "email": _is_email,
    "hexcolor": _matcher("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})"),
    "hostname": _is_hostname,
    "ipv4": _is_ip,
    "ipv6": _is_ipv6,
    "isbn": lambda text: _is_isbn10(text) or _is_isbn13(text),
    "isbn10": _is_isbn10,
    "isbn13": _is_isbn13,
    "k8slongname": lambda text: len(text) <= 253 and bool(re.fullmatch(rf"{_LABEL}(\.{_LABEL})*", text)),
    "k8sshortname": lambda text: len(text) <= 63 and bool(re.fullmatch(_LABEL, text)),
    "mac": _is_mac,
    "rgbcolor": _matcher(rf"rgb\(\s*{_CHANNEL}\s*,\s*{_CHANNEL}\s*,\s*{_CHANNEL}\s*\)"),
    "ssn": _matcher("[0-9]{3}[- ][0-9]{2}[- ][0-9]{4}"),
    "uri": _is_uri,
    "uuid": _uuid(f"{_HEX}{{4}}", f"{_HEX}{{4}}"),
    "uuid3": _uuid(f"3{_HEX}{{3}}", f"{_HEX}{{4}}"),
    "uuid4": _uuid(f"4{_HEX}{{3}}", f"[89ab]{_HEX}{{3}}"),
    "uuid5": _uuid(f"5{_HEX}{{3}}", f"[89ab]{_HEX}{{3}}"),
}
