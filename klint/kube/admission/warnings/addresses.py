"""Addresses and networks in forms that not everything reads alike.

Source: k8s.io/apimachinery `util/validation/ip.go` (GetWarningsForIP, GetWarningsForCIDR).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from klint.kube.admission.validation.addresses import ip, is_strict, network
from klint.kube.admission.warnings.notice import warn
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At
    from klint.kube.admission.validation.rules import Scope
    from klint.kube.admission.warnings.notice import Notice

_SINCE = Release(1, 33)
_STRICT = Release(1, 36)


def of_ip(text: str, at: At, scope: Scope) -> Iterator[Notice]:
    found = ip(text) if scope.release >= _SINCE else None
    if found is None:
        return
    if is_strict(text):
        yield warn(at, f'non-standard IP address "{text}" {_invalid(scope)}: use "{found}"')
    elif found.version == 6 and str(found) != text:
        yield warn(at, f'IPv6 address "{text}" should be in RFC 5952 canonical format ("{found}")')


def of_network(text: str, at: At, scope: Scope) -> Iterator[Notice]:
    found = network(text) if scope.release >= _SINCE else None
    if found is None:
        return
    head, _, bits = text.partition("/")
    single = f"{found.address}/{128 if ':' in head else 32}"
    is_ambiguous = found.first != found.address
    if is_ambiguous:
        choice = f'(should be "{found}" or "{single}"?)'
        yield warn(at, f'CIDR value "{text}" is ambiguous in this context {choice}')
    if is_strict(head) or str(int(bits)) != bits:
        yield warn(at, f'non-standard CIDR value "{text}" {_invalid(scope)}: use "{found}"')
    elif not is_ambiguous and found.address.version == 6 and str(found) != text:
        yield warn(at, f'IPv6 CIDR value "{text}" should be in RFC 5952 canonical format ("{found}")')


def _invalid(scope: Scope) -> str:
    if scope.release >= _STRICT:
        return "is invalid"
    return "will be considered invalid in a future Kubernetes release"
