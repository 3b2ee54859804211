"""When a single container is started again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.admission.validation.fault import forbidden, not_supported, required, too_long
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

RULES = Release(1, 35)  # ContainerRestartRules, on by default
_DROPPED = Release(1, 34)  # ContainerRestartRules, off by default
_POLICIES = ("Always", "Never", "OnFailure")


def restarts(container: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """Of a regular container."""
    if scope.release >= RULES:
        yield from _rules(container, at)
    elif container.get("restartPolicy") is not None:
        fault = forbidden((at, "restartPolicy"), "may not be set for non-init containers")
        yield fault if scope.release < _DROPPED else fault.doubtful


def init_restarts(container: Any, at: At, scope: Scope) -> Iterator[Fault]:
    policy = container.get("restartPolicy")
    if policy is None:
        return
    if policy == "Always":
        if container.get("restartPolicyRules") and scope.release >= RULES:
            words = "restartPolicyRules are not allowed for init containers with restart policy Always"
            yield forbidden((at, "restartPolicyRules"), words)
    elif scope.release >= RULES:
        yield from _rules(container, at)
    else:
        fault = not_supported((at, "restartPolicy"), policy, ("Always",))
        yield fault if scope.release < _DROPPED else fault.doubtful


def _rules(container: Any, at: At) -> Iterator[Fault]:
    policy, rules = container.get("restartPolicy"), container.get("restartPolicyRules") or ()
    if policy is None and rules:
        yield required((at, "restartPolicy"), "must specify restartPolicy when restart rules are used")
    elif policy is not None and policy not in _POLICIES:
        yield not_supported((at, "restartPolicy"), policy, _POLICIES)
    if len(rules) > 20:
        yield too_long((at, "restartPolicyRules"), 20)
    for index, rule in enumerate(rules):
        yield from _rule(rule or {}, ((at, "restartPolicyRules"), index))


def _rule(rule: Any, at: At) -> Iterator[Fault]:
    if rule.get("action") not in ("Restart", "RestartAllContainers"):
        yield not_supported((at, "action"), rule.get("action") or "", ("Restart",))
    codes = rule.get("exitCodes")
    if codes is None:
        yield required((at, "exitCodes"), "must be specified")
        return
    if codes.get("operator") not in ("In", "NotIn"):
        yield not_supported(((at, "exitCodes"), "operator"), codes.get("operator") or "", ("In", "NotIn"))
    if len(codes.get("values") or ()) > 255:
        yield too_long(((at, "exitCodes"), "values"), 255)
