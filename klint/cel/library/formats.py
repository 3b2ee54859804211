"""The named formats (k8s.io/apiserver `pkg/cel/library/format.go`, from 1.31 on)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from klint.cel.function import Function
from klint.cel.library.urls import is_url
from klint.cel.values import NONE, Optional, named

if TYPE_CHECKING:
    from collections.abc import Callable

_SINCE = (1, 31)
_LABEL = re.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN = re.compile(rf"{_LABEL.pattern}(\.{_LABEL.pattern})*")
_OLD_LABEL = re.compile("[a-z]([-a-z0-9]*[a-z0-9])?")
_NAME = re.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")

Faults = list[str]


@named("kubernetes.NamedFormat")
class Format(NamedTuple):
    """A named format, which a text has or has not."""

    name: str
    faults: Callable[[str], Faults]


def _fullmatch(pattern: re.Pattern[str], longest: int, what: str) -> Callable[[str], Faults]:
    def faults(text: str) -> Faults:
        found = [] if pattern.fullmatch(text) else [f"is not {what}"]
        if len(text.encode(errors="replace")) > longest:
            found.insert(0, f"is longer than {longest} bytes")
        return found

    return faults


def _beginning(faults: Callable[[str], Faults]) -> Callable[[str], Faults]:
    """Of a name to which something may be added: a dash may stand at the end."""
    return lambda text: faults(f"{text[:-2]}a" if len(text) > 1 and text[-1] == "-" else text)


_label = _fullmatch(_LABEL, 63, "a label of lower case letters, digits and '-'")
_subdomain = _fullmatch(_SUBDOMAIN, 253, "a name of lower case letters, digits, '-' and '.'")
_old_label = _fullmatch(
    _OLD_LABEL, 63, "a label of lower case letters, digits and '-' that starts with a letter"
)
_name = _fullmatch(_NAME, 63, "made of letters, digits, '-', '_' and '.' with a letter or digit at both ends")


def _label_value(text: str) -> Faults:
    return _name(text) if text else []


def _qualified_name(text: str) -> Faults:
    prefix, slash, name = text.rpartition("/")
    if "/" in prefix:
        return ["has more than one '/'"]
    found = [f"its prefix {fault}" for fault in _subdomain(prefix)] if slash else []
    return found + [f"its name {fault}" for fault in _name(name)]


def _schema_format(name: str) -> Callable[[str], Faults]:
    def faults(text: str) -> Faults:
        from klint.release import NEWEST
        from klint.schema.formats import checker

        fits = checker(name, NEWEST)
        return [] if fits is None or fits(text) else [f"does not have the format '{name}'"]

    return faults


def _uri(text: str) -> Faults:
    return [] if is_url(text) else ["is not a URL"]


FORMATS: dict[str, Format] = {
    name: Format(name, faults)
    for name, faults in {
        "dns1123Label": _label,
        "dns1123Subdomain": _subdomain,
        "dns1035Label": _old_label,
        "qualifiedName": _qualified_name,
        "dns1123LabelPrefix": _beginning(_label),
        "dns1123SubdomainPrefix": _beginning(_subdomain),
        "dns1035LabelPrefix": _beginning(_old_label),
        "labelValue": _label_value,
        "uri": _uri,
        "uuid": _schema_format("uuid"),
        "byte": _schema_format("byte"),
        "date": _schema_format("date"),
        "datetime": _schema_format("datetime"),
    }.items()
}


def _named(name: str) -> Optional:
    return Optional(FORMATS[name]) if name in FORMATS else NONE


def _validate(form: Format, text: str) -> Optional:
    faults = form.faults(text)
    return Optional(faults) if faults else NONE


def _constant(form: Format) -> Callable[[], Format]:
    return lambda: form


FUNCTIONS = (
    Function("format.named", (str,), _named, since=_SINCE),
    *(Function(f"format.{name}", (), _constant(form), since=_SINCE) for name, form in FORMATS.items()),
    Function("validate", (Format, str), _validate, member=True, since=_SINCE),
)
