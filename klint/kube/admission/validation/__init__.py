"""Whether the API server would take an object, and why not: in its own words."""

from __future__ import annotations

from typing import Any

from klint.kube.admission.validation.fault import Fault
from klint.kube.admission.validation.rules import Scope
from klint.release import Release

__all__ = ["Fault", "validate"]

# Versions from before 1.25 in which kinds look otherwise than they do now.
_OTHERWISE = frozenset(
    {
        ("apps", "v1beta1"),
        ("apps", "v1beta2"),
        ("autoscaling", "v2beta1"),
        ("extensions", "v1beta1"),
        ("networking.k8s.io", "v1beta1"),
    }
)
_JSON = Release(1, 34)  # values that are no plain strings and numbers are printed as JSON


def validate(value: Any, group: str, version: str, kind: str, release: Release) -> list[Fault]:
    """Everything that validation on creation has to say of an object; nothing for kinds it doesn't know.

    The object must be one that decodes (see `klint.schema.violations`), as on the server, which looks no further
    at one that doesn't. What comes before validation is taken for granted: a namespace, defaults, mutating
    admission plugins. What only the cluster can say (whether a name is taken) is not said.
    """
    from klint.kube.admission.validation.kinds import KINDS

    check = KINDS.get((group, kind))
    if check is None or (group, version) in _OTHERWISE or not isinstance(value, dict):
        return []
    name = (value.get("metadata") or {}).get("name") or ""
    faults = list(check(value, None, Scope(release, name)))
    if release >= _JSON:
        return faults
    return [fault._replace(message=fault.formerly) if fault.formerly else fault for fault in faults]
