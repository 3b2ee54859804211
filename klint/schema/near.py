"""What was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word one typing error in every three letters away at most; upper and lower case are near."""
    limit = max(1, len(word) // 3)
    lower = word.lower()
    best: tuple[int, str] | None = None
    for other in words:
        if abs(len(other) - len(word)) <= limit:
            far = distance(lower, other.lower(), limit)
            if far <= limit and (best is None or (far, other) < best):
                best = far, other
    return best[1] if best else None


def distance(one: str, other: str, limit: int) -> int:
    """Letters to insert, drop, replace or swap with the next; some number over `limit` where it is over."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != wanted))
            if above and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
