"""The expressions by which requests select devices.

Only the simplest forms are understood: comparisons of the driver, attributes and capacities, joined by `&&`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from klint.kube.quantities import nanos

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.kube.scheduling.devices.device import Device

    Test = Callable[[Device], bool | None]

_TEXT = r'(?:"(?P<text>[^"\\]*)"|(?P<other>-?[0-9]+|true|false))'
_DRIVER = re.compile(r'device\.driver\s*==\s*"(?P<text>[^"\\]*)"')
_ATTRIBUTE = re.compile(
    r'device\.attributes\["(?P<domain>[^"\\]*)"\]\.(?P<name>[A-Za-z_]\w*)\s*(?P<sign>==|!=)\s*' + _TEXT
)
_CAPACITY = re.compile(
    r'device\.capacity\["(?P<domain>[^"\\]*)"\]\.(?P<name>[A-Za-z_]\w*)'
    r'\.compareTo\(quantity\("(?P<text>[^"\\]*)"\)\)\s*(?P<sign>==|!=|>=|<=|>|<)\s*0'
)


class Unknown(NamedTuple):
    """An expression that is not evaluated."""

    expression: str


def selector(expression: str) -> Test | Unknown:
    """A test that answers None where the scheduler would meet an error."""
    tests = [_comparison(part.strip()) for part in expression.split("&&")]
    known = [test for test in tests if test is not None]
    if len(known) < len(tests):
        return Unknown(expression)
    return lambda device: _all([test(device) for test in known])


def _all(answers: list[bool | None]) -> bool | None:
    """CEL's `&&`: an error counts only if nothing is false."""
    if False in answers:
        return False
    return None if None in answers else True


def _comparison(part: str) -> Test | None:
    while part.startswith("(") and part.endswith(")"):
        part = part[1:-1].strip()
    if found := _DRIVER.fullmatch(part):
        driver = found["text"]
        return lambda device: device.driver == driver
    if found := _ATTRIBUTE.fullmatch(part):
        return _attribute(found)
    if found := _CAPACITY.fullmatch(part):
        return _capacity(found)
    return None


def _attribute(found: re.Match[str]) -> Test:
    domain, name, sign = found["domain"], found["name"], found["sign"]
    wanted: str | int | bool = found["text"] if found["other"] is None else _literal(found["other"])

    def test(device: Device) -> bool | None:
        value = device.attributes.get((domain, name))
        if value is None or type(value) is not type(wanted):
            return None
        return (value == wanted) == (sign == "==")

    return test


def _literal(written: str) -> int | bool:
    return written == "true" if written in ("true", "false") else int(written)


def _capacity(found: re.Match[str]) -> Test | None:
    domain, name, sign, bound = found["domain"], found["name"], found["sign"], nanos(found["text"])
    if bound is None:
        return None

    def test(device: Device) -> bool | None:
        size = device.capacity.get((domain, name))
        if size is None:
            return None
        order = (size > bound) - (size < bound)
        return {
            "==": not order,
            "!=": bool(order),
            ">": order > 0,
            "<": order < 0,
            ">=": order >= 0,
            "<=": order <= 0,
        }[sign]

    return test
