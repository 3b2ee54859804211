"""What kube-scheduler writes into a FailedScheduling event (framework.FitError, 1.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.kube.scheduling.plugin import Refused
    from klint.kube.scheduling.refusal import Refusal

NO_NODES = "no nodes available to schedule pods"

_LONGEST_EVENT = 1024


def fit_error(nodes: int, refused: Iterable[Refused], stopped: Refusal | None = None) -> str:
    """`0/3 nodes are available: 1 Insufficient cpu, ...`; `stopped` is a refusal of all nodes at once."""
    begin = f"0/{nodes} nodes are available:"
    if stopped:
        return f"{begin} {', '.join(stopped.reasons)}."
    entries = [f"{count} {reason}" for reason, count in _counted(refused).items()]
    return f"{begin} {', '.join(sorted(entries))}." if entries else begin


def event(message: str) -> str:
    """A message as an event carries it: cut to 1024 bytes."""
    text = message.encode()
    if len(text) <= _LONGEST_EVENT:
        return message
    return text[: _LONGEST_EVENT - len(" ...")].decode(errors="ignore") + " ..."


def _counted(refused: Iterable[Refused]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for refusal, mask in refused:
        for reason in refusal.reasons:
            counts[reason] = counts.get(reason, 0) + mask.bit_count()
    return {reason: count for reason, count in counts.items() if count}
