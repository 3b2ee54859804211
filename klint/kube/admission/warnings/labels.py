"""Labels of nodes that have been given up.

Source: kubernetes `pkg/api/node/util.go`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import Key, down
from klint.kube.admission.warnings.notice import warn
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.admission.validation.fault import At
    from klint.kube.admission.validation.rules import Scope
    from klint.kube.admission.warnings.notice import Notice

_CHECKS_VALUES = Release(1, 33)

# What to use instead, and since which release the server says so.
_DEPRECATED: Mapping[str, tuple[str, int]] = {
    "app.kubernetes.io/created-by": ("deprecated since v1.9", 31),
    "beta.kubernetes.io/arch": ('deprecated since v1.14; use "kubernetes.io/arch" instead', 0),
    "beta.kubernetes.io/instance-type": (
        'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
        0,
    ),
    "beta.kubernetes.io/os": ('deprecated since v1.14; use "kubernetes.io/os" instead', 0),
    "failure-domain.beta.kubernetes.io/region": (
        'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
        0,
    ),
    "failure-domain.beta.kubernetes.io/zone": (
        'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
        0,
    ),
    "node-role.kubernetes.io/master": ('use "node-role.kubernetes.io/control-plane" instead', 31),
    "scheduler.alpha.kubernetes.io/preferAvoidPods": (
        "deprecated since v1.22; use Taints and Tolerations instead",
        31,
    ),
}


def deprecation(label: Any, scope: Scope) -> str:
    """What the server says of a label; nothing of one that is in use."""
    found = _DEPRECATED.get(label)
    return found[0] if found and scope.release.minor >= found[1] else ""


def in_map(labels: Any, at: At, scope: Scope) -> Iterator[Notice]:
    for label in labels or ():
        if words := deprecation(label, scope):
            yield warn((at, Key(label)), words)


def in_expressions(term: Any, at: At, scope: Scope, *, values: bool = False) -> Iterator[Notice]:
    """The expressions of a term that selects nodes; their values too, where the server doesn't refuse bad ones."""
    for index, item in enumerate(term.get("matchExpressions") or ()):
        expression, here = item or {}, down(at, "matchExpressions", index)
        key = expression.get("key")
        if words := deprecation(key, scope):
            yield warn((here, "key"), f"{key} is {words}")
        for number, value in enumerate(expression.get("values") or ()):
            if values and scope.release >= _CHECKS_VALUES:
                wrong = formats.label_value(value or "")
                yield from (warn(down(here, "values", number), f"{value} is invalid, {one}") for one in wrong)
