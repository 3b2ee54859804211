"""How large a folder of manifests is, and of what make."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from bench.yardstick import paths

if TYPE_CHECKING:
    from collections.abc import Sequence


class Census(NamedTuple):
    """`sizes` are bytes a file: median, the 90th and the 99th of a hundred, the largest; `repeated` is a share."""

    files: int
    size: int
    lines: int
    documents: int
    sizes: tuple[int, int, int, int]
    repeated: float

    def __str__(self) -> str:
        sizes = ", ".join(
            f"{name} {size:,}" for name, size in zip(("median", "p90", "p99", "max"), self.sizes, strict=True)
        )
        return (
            f"{self.files:,} files, {self.size:,} bytes ({sizes}), about {self.documents:,} documents, "
            f"{self.lines:,} lines of which {self.repeated:.0%} repeat another"
        )


def census(folder: str) -> Census:
    sizes: list[int] = []
    lines: Counter[bytes] = Counter()
    documents = 0
    for path in paths(folder):
        with open(path, "rb") as file:
            text = file.read()
        sizes.append(len(text))
        lines.update(text.splitlines())
        documents += 1 + text.count(b"\n---")
    total = lines.total()
    repeated = 1 - len(lines) / total if total else 0.0
    return Census(len(sizes), sum(sizes), total, documents, _spread(sorted(sizes)), repeated)


def _spread(sizes: Sequence[int]) -> tuple[int, int, int, int]:
    if not sizes:
        return (0, 0, 0, 0)
    median, high, highest = (sizes[len(sizes) * share // 100] for share in (50, 90, 99))
    return median, high, highest, sizes[-1]
