"""The named formats (k8s.io/apiserver `pkg/cel/library/format.go`, from 1.31 on)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.cel.function import Function
from klint.cel.library.urls import is_url
from klint.cel.values import NONE, Optional, named
from klint.kube import formats

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Faults = Callable[[str], Sequence[str]]

_SINCE = (1, 31)


@named("kubernetes.NamedFormat")
class Format(NamedTuple):
    """A named format; `faults` says what a text lacks to have it, in the API server's words."""

    name: str
    faults: Faults


def _beginning(faults: Faults) -> Faults:
    """Of a name to which something may be added: a dash may stand at the end."""
    return lambda text: faults(f"{text[:-2]}a" if len(text) > 1 and text[-1] == "-" else text)


def _uri(text: str) -> Sequence[str]:
    return () if is_url(text) else ("is not an absolute URL or path",)


def _schema_format(name: str, words: str) -> Faults:
    def faults(text: str) -> Sequence[str]:
        from klint.release import NEWEST
        from klint.schema.formats import checker

        has = checker(name, NEWEST)
        return () if has is None or has(text) else (words,)

    return faults


_FAULTS: dict[str, Faults] = {
    "dns1123Label": formats.label,
    "dns1123Subdomain": formats.subdomain,
    "dns1035Label": formats.label_1035,
    "qualifiedName": formats.qualified_name,
    "dns1123LabelPrefix": _beginning(formats.label),
    "dns1123SubdomainPrefix": _beginning(formats.subdomain),
    "dns1035LabelPrefix": _beginning(formats.label_1035),
    "labelValue": formats.label_value,
    "uri": _uri,
    "uuid": _schema_format("uuid", "does not match the UUID format"),
    "byte": _schema_format("byte", "invalid base64"),
    "date": _schema_format("date", "invalid date"),
    "datetime": _schema_format("datetime", "invalid datetime"),
}
FORMATS = {name: Format(name, faults) for name, faults in _FAULTS.items()}


def _named(name: str) -> Optional:
    return Optional(FORMATS[name]) if name in FORMATS else NONE


def _validate(form: Format, text: str) -> Optional:
    faults = list(form.faults(text))
    return Optional(faults) if faults else NONE


def _constant(form: Format) -> Callable[[], Format]:
    return lambda: form


FUNCTIONS = (
    Function("format.named", (str,), _named, since=_SINCE),
    *(Function(f"format.{name}", (), _constant(form), since=_SINCE) for name, form in FORMATS.items()),
    Function("validate", (Format, str), _validate, member=True, since=_SINCE),
)
