"""TaintToleration: taints that keep pods off, and those that only ask them to stay away."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.scheduling.plugin import Fixed, Refused, Scored, normalised
from klint.kube.scheduling.pods.tolerations import PREFER_NO_SCHEDULE, Toleration, repelling
from klint.kube.scheduling.refusal import Refusal
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.nodes import Taint
    from klint.kube.scheduling.state.state import State

NAME = "TaintToleration"

_UNNAMED_SINCE = Release(1, 35)


def filtering(pod: Pod, state: State, profile: Profile) -> Fixed:
    tolerated = pod.template.tolerations
    unnamed = profile.release >= _UNNAMED_SINCE
    return state.remember(
        (NAME, tolerated, unnamed), lambda: Fixed(tuple(_refused(tolerated, state, unnamed)))
    )


def _refused(tolerated: tuple[Toleration, ...], state: State, unnamed: bool) -> Iterable[Refused]:  # noqa: FBT001
    found: dict[Taint, int] = {}
    for taints, mask in state.nodes.by_taints.items():
        taint = repelling(taints, tolerated)
        if taint:
            found[taint] = found.get(taint, 0) | mask
    return [(_refusal(taint, unnamed), mask) for taint, mask in found.items()]


def _refusal(taint: Taint, unnamed: bool) -> Refusal:  # noqa: FBT001
    """Newer schedulers no longer name the taint, so it is said besides."""
    named = f"node(s) had untolerated taint {{{taint.key}: {taint.value}}}"
    reason = "node(s) had untolerated taint(s)" if unnamed else named
    return Refusal(NAME, (reason,), final=True, detail=f"{taint.key}={taint.value}:{taint.effect}")


class _Scorer(NamedTuple):
    parts: list[Scored]

    def scores(self, candidates: int) -> list[Scored]:
        return normalised(self.parts, candidates, reverse=True)


def scoring(pod: Pod, state: State, profile: Profile) -> _Scorer:  # noqa: ARG001
    tolerated = tuple(
        one for one in pod.template.tolerations if not one.effect or one.effect == PREFER_NO_SCHEDULE
    )
    return state.remember((NAME, "score", tolerated), lambda: _Scorer(_parts(tolerated, state)))


def _parts(tolerated: tuple[Toleration, ...], state: State) -> list[Scored]:
    return [(_unwelcome(taints, tolerated), mask) for taints, mask in state.nodes.by_taints.items()]


def _unwelcome(taints: Iterable[Taint], tolerated: tuple[Toleration, ...]) -> int:
    return sum(
        taint.effect == PREFER_NO_SCHEDULE and not any(one.tolerates(taint) for one in tolerated)
        for taint in taints
    )
