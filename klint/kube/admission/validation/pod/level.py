"""Resources of a pod as a whole (1.34 and later)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.admission.validation import resources
from klint.kube.admission.validation.fault import Aside, Key, forbidden, invalid
from klint.kube.amounts import amounts
from klint.kube.resources import HUGE_PAGES, of_containers
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_POD_LEVEL = Release(1, 34)
_requirements = resources.requirements(resources.pod_level_name)


def pod_level(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    if scope.release < _POD_LEVEL:
        return
    if scope.inside.os == "windows":
        yield forbidden(at, "may not be set for a windows pod")
        return
    if value.get("claims") is not None:
        yield forbidden((at, "claims"), "claims may not be set for Resources at pod-level")
    yield from _requirements(value, at, scope)
    yield from _above_containers(value, at, scope)
    yield from _below_containers(value, at, scope)


def _above_containers(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    own = amounts(value.get("requests"))
    for name, size in of_containers(scope.inside.spec, "requests").items():
        if name in own and size.nanos > own[name].nanos:
            words = f"must be greater than or equal to aggregate container requests of {size}"
            yield invalid(((at, "requests"), Key(name)), str(own[name]), words)
    own = amounts(value.get("limits"))
    for name, size in of_containers(scope.inside.spec, "limits").items():
        if name.startswith(HUGE_PAGES) and name in own and size.nanos > own[name].nanos:
            words = f"must be greater than or equal to aggregate container limits of {size}"
            yield invalid(((at, "limits"), Key(name)), str(own[name]), words)


def _below_containers(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """The server prints this place in an order of its own, below the pod's resources."""
    containers = ((None if at is None else at[0]), Aside("containers", "resources.containers"))
    own = amounts(value.get("limits"))
    for index, container in enumerate(scope.inside.spec.get("containers") or ()):
        for name, size in amounts(((container or {}).get("resources") or {}).get("limits")).items():
            if name in own and size.nanos > own[name].nanos:
                limits = (((containers, index), Aside("resources")), Aside("limits"))
                shown = (limits, Aside(name, f"[{name}].limits"))
                yield invalid(shown, str(size), f"must be less than or equal to pod limits of {own[name]}")
