"""How claims that wait for a pod would get their volumes on each node (volumebinding.FindPodVolumes, 1.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from klint.kube.scheduling.storage.claim import Claim
    from klint.kube.scheduling.storage.stock import Stock
    from klint.kube.scheduling.storage.volume import Volume


class Match(NamedTuple):
    """Nodes on which these claims take these volumes, and new ones have to be made for the others."""

    nodes: int
    volumes: tuple[tuple[Claim, Volume], ...] = ()
    unmatched: tuple[Claim, ...] = ()


class Outcome(NamedTuple):
    """Where the claims get volumes, and of the other nodes those that only have too little storage left."""

    matches: Sequence[Match]
    full: int


def bindings(claims: Sequence[Claim], stock: Stock, nodes: int) -> Outcome:
    """What becomes of a pod's waiting claims on each of some nodes."""
    chosen = [claim for claim in claims if claim.selected_node]
    for claim in chosen:
        nodes &= stock.nodes.mask(claim.selected_node)
    found, full = [], 0
    for match in _matched([claim for claim in claims if not claim.selected_node], stock, nodes):
        made = (*chosen, *match.unmatched)
        able, lacking = _provided(made, stock, match.nodes)
        full |= lacking
        if able:
            found.append(Match(able, match.volumes, made))
    return Outcome(found, full)


def _matched(claims: Iterable[Claim], stock: Stock, nodes: int) -> list[Match]:
    """The smallest claim chooses first, and takes the smallest volume that will do."""
    matches = [Match(nodes)] if nodes else []
    for claim in sorted(claims, key=lambda one: one.size or 0):
        serving = [volume for volume in stock.volumes if volume.could_serve(claim)]
        reserved = [volume for volume in serving if volume.belongs_to(claim)]
        fitting = sorted((one for one in serving if one.suits(claim)), key=lambda volume: volume.size)
        matches = [
            finer
            for match in matches
            for finer in (_reserved(match, claim, reserved) or _smallest(match, claim, fitting))
        ]
    return matches


def _reserved(match: Match, claim: Claim, reserved: Iterable[Volume]) -> list[Match]:
    """A volume that is kept for the claim is the only one that will do."""
    for volume in _untaken(match, reserved):
        near, far = match.nodes & volume.reach, match.nodes & ~volume.reach
        found = [match._replace(nodes=near, volumes=(*match.volumes, (claim, volume)))] if near else []
        return [*found, match._replace(nodes=far, unmatched=(*match.unmatched, claim))] if far else found
    return []


def _smallest(match: Match, claim: Claim, fitting: Iterable[Volume]) -> Iterator[Match]:
    rest = match.nodes
    for volume in _untaken(match, fitting):
        near = rest & volume.reach
        if near:
            yield match._replace(nodes=near, volumes=(*match.volumes, (claim, volume)))
            rest ^= near
        if not rest:
            return
    yield match._replace(nodes=rest, unmatched=(*match.unmatched, claim))


def _untaken(match: Match, volumes: Iterable[Volume]) -> Iterator[Volume]:
    taken = {volume.name for _, volume in match.volumes}
    return (volume for volume in volumes if volume.name not in taken)


def _provided(claims: Iterable[Claim], stock: Stock, nodes: int) -> tuple[int, int]:
    """Where volumes can be made for all claims, and where the first that cannot finds too little storage."""
    lacking = 0
    for claim in claims:
        storage_class = stock.storage_class(claim)
        if storage_class is None or not storage_class.provisions:
            return 0, lacking
        nodes &= storage_class.reach
        enough = stock.capacities.enough(claim, storage_class)
        lacking |= nodes & ~enough
        nodes &= enough
    return nodes, lacking
