"""`text.format([...])` in its two manners (cel-go `ext/formatting.go` and `ext/formatting_v2.go`).

Kubernetes keeps the first, which writes nested values as CEL literals and numbers for readers of American
English; the specification of CEL follows the second.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING, Any

from klint.cel.errors import EvaluationError, no_overload
from klint.cel.function import OUTSIDE, Function
from klint.cel.library.conversions import text_of_bytes, text_of_double, utf8
from klint.cel.library.strings import quoted
from klint.cel.times import Duration, Timestamp
from klint.cel.values import Type, UInt

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.cel.frame import Frame

_CLAUSE = re.compile(r"%(?:(%)|(?:\.([0-9]+))?([a-zA-Z])?)")
_GREATEST_PRECISION = 1000
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_INTEGERS = frozenset((int, UInt))
_ENDLESS = frozenset(("NaN", "Infinity", "-Infinity"))


class _Manner:
    """How clauses print values; a step of the budget a value."""

    colon = ": "

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def text(self, value: Any) -> str:
        """Of `%s`."""
        self.frame.charge(1)
        if isinstance(value, list):
            return f"[{', '.join(map(self.nested, value))}]"
        if isinstance(value, dict):
            entries = sorted((self.nested(key), self.nested(value[key])) for key in value)
            return "{" + ", ".join(f"{key}{self.colon}{inner}" for key, inner in entries) + "}"
        plain = _PLAIN.get(type(value))
        if plain is None:
            raise no_overload("'%s'", value)
        return plain(value) if type(value) is not float else self.double(value)

    def double(self, value: float) -> str:
        return text_of_double(value) if isfinite(value) else _endless(value)

    def nested(self, value: Any) -> str:
        return self.text(value)

    def decimal(self, value: Any) -> str:
        """Of `%d`."""
        if type(value) in _INTEGERS:
            return str(int(value))
        if type(value) is float and not isfinite(value):
            return _endless(value)
        raise no_overload("'%d'", value)

    def fixed(self, value: Any, precision: int) -> str:
        """Of `%f`."""
        return _endless(value) if not isfinite(_number("'%f'", value)) else f"{float(value):.{precision}f}"

    def scientific(self, value: Any, precision: int) -> str:
        """Of `%e`."""
        return _endless(value) if not isfinite(_number("'%e'", value)) else f"{float(value):.{precision}e}"

    def digits(self, value: Any, base: str) -> str:
        """Of `%b`, `%o`, `%x` and `%X`."""
        if type(value) in _INTEGERS:
            return format(int(value), base)
        if base == "b" and type(value) is bool:
            return str(int(value))
        if base in "xX" and isinstance(value, str | bytes):
            found = (utf8(value) if isinstance(value, str) else value).hex()
            return found.upper() if base == "X" else found
        raise no_overload(f"'%{base}'", value)


class _KubernetesManner(_Manner):
    """The first manner, oddities included."""

    colon = ":"

    def nested(self, value: Any) -> str:
        kind = type(value)
        if kind is str:
            return quoted(value)
        if kind is bytes:
            return f"b{quoted(text_of_bytes(value))}"
        if kind is float:
            return f"{value:.6f}" if isfinite(value) else quoted(text_of_double(value))
        if kind is Timestamp or kind is Duration:
            return f"{'timestamp' if kind is Timestamp else 'duration'}({quoted(str(value))})"
        return self.text(value)

    def double(self, value: float) -> str:
        return text_of_double(value)

    def decimal(self, value: Any) -> str:
        if type(value) not in _INTEGERS:
            raise no_overload("'%d'", value)
        return str(int(value))

    def fixed(self, value: Any, precision: int) -> str:
        number = _real("'%f'", value)
        return f"{number:,.{precision}f}" if isfinite(number) else _sign_of_endless(number)

    def scientific(self, value: Any, precision: int) -> str:
        """The precision is taken for the least width."""
        number = _real("'%e'", value)
        if not isfinite(number):
            return _sign_of_endless(number).rjust(precision)
        mantissa, _, exponent = f"{number:.6e}".partition("e")
        return f"{mantissa}\u00d710{exponent.lstrip('+').translate(_RAISED)}".rjust(precision)


def _number(what: str, value: Any) -> float:
    if type(value) is float or type(value) in _INTEGERS:
        return float(value)
    raise no_overload(what, value)


def _real(what: str, value: Any) -> float:
    if type(value) is float or (type(value) is str and value in _ENDLESS):
        return float(value)
    raise no_overload(what, value)


def _endless(value: float) -> str:
    return {"inf": "Infinity", "-inf": "-Infinity"}.get(str(value), "NaN")


def _sign_of_endless(value: float) -> str:
    return {"inf": "∞", "-inf": "-∞"}.get(str(value), "NaN")


_PLAIN: dict[type, Callable[[Any], str]] = {
    str: str,
    bytes: text_of_bytes,
    bool: lambda value: "true" if value else "false",
    int: str,
    UInt: lambda value: str(int(value)),
    float: text_of_double,
    type(None): lambda _value: "null",
    Timestamp: str,
    Duration: str,
    Type: lambda value: str(value.name),
}


def _formatter(manner: type[_Manner]) -> Callable[[Frame, str, list[Any]], str]:
    def formatted(frame: Frame, template: str, values: list[Any]) -> str:
        waiting = iter(values)
        printer = manner(frame)

        def fill(clause: re.Match[str]) -> str:
            if clause[1]:
                return "%"
            try:
                value = next(waiting)
            except StopIteration:
                raise EvaluationError(f"format() has {len(values)} values, too few for the text") from None
            return _filled(printer, clause, value)

        text = _CLAUSE.sub(fill, template)
        frame.charge(len(text) // 5)
        return text

    return formatted


def _filled(printer: _Manner, clause: re.Match[str], value: Any) -> str:
    precision, kind = int((clause[2] or "6")[:9]), clause[3]
    if precision > _GREATEST_PRECISION:
        raise EvaluationError(f"format() prints at most {_GREATEST_PRECISION} digits")
    match kind:
        case "s":
            return printer.text(value)
        case "d":
            return printer.decimal(value)
        case "f":
            return printer.fixed(value, precision)
        case "e":
            return printer.scientific(value, precision)
        case "b" | "o" | "x" | "X":
            return printer.digits(value, kind)
    raise EvaluationError(f"format() knows no clause '{clause[0]}'")


FUNCTIONS = (
    Function("format", (str, list), _formatter(_Manner), member=True, metered=True, since=OUTSIDE),
    Function("format", (str, list), _formatter(_KubernetesManner), member=True, metered=True, since=(1, 29)),
)
