"""NodeAffinity: nodeSelector, node affinity, and what the profile adds to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klint.kube.scheduling.plugin import Broken, Fixed, Refused, Scored, normalised, summed
from klint.kube.scheduling.pods.node_selection import any_of, preferences, selector_terms
from klint.kube.scheduling.refusal import Refusal
from klint.kube.scheduling.values import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.scheduling.pods.node_selection import Term
    from klint.kube.scheduling.pods.pod import Pod
    from klint.kube.scheduling.profile import Profile
    from klint.kube.scheduling.state.state import State

NAME = "NodeAffinity"
UNLISTED = Refusal("", (f"node(s) didn't satisfy plugin(s) [{NAME}]",), final=True)

_REFUSAL = Refusal(NAME, ("node(s) didn't match Pod's node affinity/selector",), final=True)
_ENFORCED = Refusal(NAME, ("node(s) didn't match scheduler-enforced node affinity",), final=True)
_CONFLICT = Refusal(NAME, ("pod affinity terms conflict",), final=True)
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


def listed(pod: Pod, state: State) -> int | Refusal | None:
    """The only nodes that are looked at: those named, if every term of the affinity names some."""
    named = [one.names for one in pod.template.node_selection.terms or ()]
    demanded = [names for names in named if names is not None]
    if not named or len(demanded) < len(named):
        return None
    together = frozenset().union(*demanded)
    return sum(map(state.nodes.mask, together)) if together else _CONFLICT


def filtering(pod: Pod, state: State, profile: Profile) -> Fixed | None:
    added = selector_terms(mapping(profile.arguments(NAME), "addedAffinity").get(_REQUIRED))
    if not pod.template.node_selection and not added:
        return None
    return Fixed(tuple(_refused(pod, state, added)))


def _refused(pod: Pod, state: State, added: tuple[Term, ...] | None) -> Iterator[Refused]:
    nodes = state.nodes
    if added:
        yield _ENFORCED, nodes.everyone & ~any_of(added, nodes)
    yield _REFUSAL, nodes.everyone & ~pod.template.node_selection.mask(nodes)


class _Scorer(NamedTuple):
    parts: list[Scored]

    def scores(self, candidates: int) -> list[Scored]:
        return normalised(self.parts, candidates)


def scoring(pod: Pod, state: State, profile: Profile) -> _Scorer | Broken | None:
    own = list(preferences(pod.template.spec))
    added = list(
        preferences({"affinity": {"nodeAffinity": mapping(profile.arguments(NAME), "addedAffinity")}})
    )
    if not own and not added:
        return None
    faults = list(_faults(own))
    if faults:
        return Broken(NAME, faults[0] if len(faults) == 1 else f"[{', '.join(faults)}]")
    nodes = state.nodes
    terms = [[(weight, term.mask(nodes))] for weight, term in [*added, *own] if weight]
    return _Scorer(summed(terms, nodes.everyone))


def _faults(terms: list[tuple[int, Term]]) -> Iterator[str]:
    """The API server lets operands of preferred terms pass that end every cycle of the scheduler."""
    for index, (weight, term) in enumerate(terms):
        if weight:
            for place, expression in enumerate(term.expressions):
                yield from (
                    f"[{index}].matchExpressions[{place}].values{fault}" for fault in expression.faults()
                )
