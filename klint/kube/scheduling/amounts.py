"""Amounts of resources, as kube-scheduler reads them from quantities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.quantities import nanos
from klint.kube.resources import is_native

if TYPE_CHECKING:
    from collections.abc import Mapping

_NANOS = 10**6
_GREATEST = 2**63 - 1
_TURN = 2**64

CPU = "cpu"
MEMORY = "memory"
STORAGE = "ephemeral-storage"
PODS = "pods"


def thousandths(listed: Any) -> dict[str, int]:
    """A resource list as the API server stores it: each rounded up to thousandths.

    Source: SetDefaults_ResourceList of core/v1. What is no quantity is left out.
    """
    if not isinstance(listed, dict):
        return {}
    found = ((name, nanos(value)) for name, value in listed.items())
    return {name: -(-amount // _NANOS) for name, amount in found if amount is not None}


def amount(resource: str, milli: int) -> int:
    """Thousandths as the scheduler counts: cpu in thousandths, all else in units, rounded up, at most 2^63 - 1."""
    return min(milli if resource == CPU else -(-milli // 1000), _GREATEST)


def amounts(milli: Mapping[str, int]) -> dict[str, int]:
    return {name: amount(name, one) for name, one in milli.items()}


def int64(number: int) -> int:
    """What a sum becomes in 64 bits: hostile requests do overflow in the scheduler."""
    return (number + 2**63) % _TURN - 2**63


def is_scalar(resource: str) -> bool:
    """Whether the scheduler counts it besides cpu, memory and ephemeral-storage (IsScalarResourceName)."""
    if resource.startswith(("hugepages-", "attachable-volumes-")):
        return True
    return "/" in resource and (is_native(resource) or not resource.startswith("requests."))
