"""Choosing devices for claims (k8s.io/dynamic-resource-allocation `structured`, 1.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from klint.kube.scheduling.devices.claim import Alike, Choice, DeviceClaim, Request
    from klint.kube.scheduling.devices.device import Device

    Id = tuple[str, str, str]


class UnevaluatedError(Exception):
    """An expression asks a device for something it does not have, which the scheduler makes an error of."""


class _Picked(NamedTuple):
    choice: str
    request: str
    device: Device


def allocation(
    claims: Sequence[DeviceClaim], near: Sequence[Device], taken: frozenset[Id]
) -> list[list[Device]] | None:
    """The first devices that will do for all claims, or None; raises UnevaluatedError."""
    if not claims:
        return []
    claim, *others = claims
    for picked in _picked(claim.choices, claim.alike, near, taken, ()):
        chosen = [one.device for one in picked]
        rest = allocation(others, near, taken.union(device.id for device in chosen))
        if rest is not None:
            return [chosen, *rest]
    return None


def _picked(
    choices: Sequence[Choice],
    alike: Sequence[Alike],
    near: Sequence[Device],
    taken: frozenset[Id],
    before: tuple[_Picked, ...],
) -> Iterator[tuple[_Picked, ...]]:
    """Every way to meet all choices of a claim."""
    if not choices:
        yield before
        return
    choice, *others = choices
    for request in choice.options:
        for group in _groups(request, near, taken):
            found = (*before, *(_Picked(choice.name, request.name, device) for device in group))
            if all(_agree(one, found) for one in alike):
                ids = taken.union(device.id for device in group)
                yield from _picked(others, alike, near, ids, found)


def _groups(request: Request, near: Sequence[Device], taken: frozenset[Id]) -> Iterator[tuple[Device, ...]]:
    """The sets of free devices that meet a request, one of each kind of set."""
    matching = [device for device in near if _matches(request, device)]
    free = tuple(device for device in matching if device.id not in taken)
    if request.number is None:
        if matching and len(free) == len(matching) and all(device.complete for device in matching):
            yield free
        return
    if len(free) >= request.number:
        yield free[: request.number]
        yield from _mixtures(_by_kind(free), request.number)


def _by_kind(devices: Sequence[Device]) -> list[list[Device]]:
    kinds: dict[str, list[Device]] = {}
    for device in devices:
        kinds.setdefault(device.kind, []).append(device)
    return list(kinds.values())


def _mixtures(kinds: Sequence[Sequence[Device]], count: int) -> Iterator[tuple[Device, ...]]:
    """So many devices of each kind: which of a kind makes no difference."""
    if not kinds:
        if not count:
            yield ()
        return
    first, *others = kinds
    for number in range(min(count, len(first)), -1, -1):
        for rest in _mixtures(others, count - number):
            yield (*first[:number], *rest)


def _matches(request: Request, device: Device) -> bool:
    for test in request.tests:
        answer = test(device)
        if answer is None:
            raise UnevaluatedError(f"a selector of request {request.name} fails on device {device.name}")
        if not answer:
            return False
    return True


def _agree(alike: Alike, picked: Sequence[_Picked]) -> bool:
    values = {
        one.device.attributes.get(alike.attribute) for one in picked if alike.covers(one.choice, one.request)
    }
    return not values or (len(values) == 1 and None not in values)
