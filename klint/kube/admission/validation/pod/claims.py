"""Claims of devices that a pod makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import duplicate, invalid, required
from klint.kube.admission.validation.printed import struct
from klint.kube.admission.validation.rules import Rules, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_NAMES = ("resourceClaimName", "resourceClaimTemplateName")
_CLAIM = Rules({field: text(formats.subdomain, empty=True) for field in _NAMES})


def resource_claims(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, item in enumerate(value):
        claim, here = item or {}, (at, index)
        name = claim.get("name") or ""
        if not name:
            yield required((here, "name"))
        elif name in seen:
            yield duplicate((here, "name"), name)
        else:
            yield from (invalid((here, "name"), name, one) for one in formats.label(name))
        seen.add(name)
        given = [field for field in _NAMES if claim.get(field) is not None]
        shown = struct(
            "core.PodResourceClaim",
            Name=name,
            **{field[0].upper() + field[1:]: claim.get(field) for field in _NAMES},
        )
        if len(given) > 1:
            words = "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"
            yield invalid(here, shown, words)
        if not given:
            yield invalid(
                here, shown, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"
            )
        yield from _CLAIM(claim, here, scope)
