"""Values that may be absent (cel-go `cel/library.go`, OptionalTypes)."""

from __future__ import annotations

from typing import Any

from klint.cel.function import ANY, Function
from klint.cel.times import Duration
from klint.cel.values import NONE, Optional

_SINCE = (1, 28)


def _of_non_zero(value: Any) -> Optional:
    return NONE if _is_zero(value) else Optional(value)


def _is_zero(value: Any) -> bool:
    if isinstance(value, Duration):
        return value.nanos == 0
    return not value and not isinstance(value, Optional)


def _or(first: Optional, second: Optional) -> Optional:
    return first or second


def _or_value(value: Optional, other: Any) -> Any:
    return value.value if value else other


FUNCTIONS = (
    Function("optional.of", (ANY,), Optional, since=_SINCE),
    Function("optional.ofNonZeroValue", (ANY,), _of_non_zero, since=_SINCE),
    Function("optional.none", (), lambda: NONE, since=_SINCE),
    Function("hasValue", (Optional,), bool, member=True, since=_SINCE),
    Function("value", (Optional,), lambda optional: optional.value, member=True, since=_SINCE),
    Function("or", (Optional, Optional), _or, member=True, since=_SINCE),
    Function("orValue", (Optional, ANY), _or_value, member=True, since=_SINCE),
)
