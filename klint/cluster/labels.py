"""Sets of labels as bits, so that a selector is answered for all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class LabelIndex:
    """Who carries which label; the answers are masks with bit n for the n-th of `labels`."""

    __slots__ = ("_by_key", "everyone")

    def __init__(self, labels: Sequence[Mapping[str, str]]) -> None:
        self.everyone = (1 << len(labels)) - 1
        self._by_key: dict[str, dict[str, int]] = {}
        bit = 1
        for one in labels:
            for key, value in one.items():
                values = self._by_key.setdefault(key, {})
                values[value] = values.get(value, 0) | bit
            bit <<= 1

    def equal(self, key: str, value: str) -> int:
        """Those whose label `key` is `value`."""
        return self._by_key.get(key, {}).get(value, 0)

    def having(self, key: str) -> int:
        """Those that have a label `key`."""
        mask = 0
        for some in self._by_key.get(key, {}).values():
            mask |= some
        return mask

    def values(self, key: str) -> Mapping[str, int]:
        """Every value of a label with those that have it."""
        return self._by_key.get(key, {})


def positions(mask: int) -> list[int]:
    """Which bits are set, the lowest first."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found
