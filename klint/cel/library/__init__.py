"""The functions of CEL: its standard library, Kubernetes' libraries, and the common extensions.

A library is loaded when an expression first names one of its functions; most expressions need one or two.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klint.cel.function import Function

LIBRARIES: dict[str, str] = {
    "types": "type dyn",
    "conversions": "int uint double bool bytes string size",
    "instants": """
        timestamp duration getFullYear getMonth getDate getDayOfMonth getDayOfWeek getDayOfYear
        getHours getMinutes getSeconds getMilliseconds
    """,
    "optionals": "optional.of optional.ofNonZeroValue optional.none hasValue value or orValue",
    "strings": """
        contains startsWith endsWith charAt indexOf lastIndexOf join lowerAscii upperAscii replace reverse
        split substring trim strings.quote
    """,
    "templates": "format",
    "lists": """
        isSorted sum min max indexOf lastIndexOf includes slice flatten distinct reverse sort lists.range
        first last unwrapOpt optional.unwrap
    """,
    "sets": "sets.contains sets.equivalent sets.intersects",
    "regex": "matches find findAll",
    "urls": "url isURL getScheme getHost getHostname getPort getEscapedPath getQuery",
    "addresses": """
        ip isIP ip.isCanonical string cidr isCIDR family isUnspecified isLoopback isLinkLocalMulticast
        isLinkLocalUnicast isGlobalUnicast containsIP containsCIDR prefixLength masked
    """,
    "quantities": """
        quantity isQuantity sign isGreaterThan isLessThan compareTo asApproximateFloat asInteger isInteger
        add sub
    """,
    "semver": "semver isSemver isGreaterThan isLessThan compareTo major minor patch",
    "formats": """
        format.named format.dns1123Label format.dns1123Subdomain format.dns1035Label format.qualifiedName
        format.dns1123LabelPrefix format.dns1123SubdomainPrefix format.dns1035LabelPrefix format.labelValue
        format.uri format.uuid format.byte format.date format.datetime validate
    """,
    "authorizer": """
        path group serviceAccount resource subresource namespace name fieldSelector labelSelector check
        allowed reason errored error
    """,
    "patches": "jsonpatch.escapeKey",
    "mathematics": """
        math.greatest math.least math.ceil math.floor math.round math.trunc math.isInf math.isNaN
        math.isFinite math.sign math.sqrt math.abs math.bitAnd math.bitOr math.bitXor math.bitNot
        math.bitShiftLeft math.bitShiftRight
    """,
    "encoders": "base64.decode base64.encode",
}

_HOMES: dict[str, list[str]] = {}
for _library, _names in LIBRARIES.items():
    for _name in _names.split():
        _HOMES.setdefault(_name, []).append(_library)


NAMES = frozenset(_HOMES)


@cache
def functions(name: str) -> tuple[Function, ...]:
    """All overloads of a function, of every library that has some."""
    modules = [import_module(f"{__name__}.{library}") for library in _HOMES.get(name, ())]
    return tuple(one for module in modules for one in module.FUNCTIONS if one.name == name)
