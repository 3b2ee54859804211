"""When a Job has failed or succeeded before all its pods are done.

Source: kubernetes `pkg/apis/batch/validation`.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import (
    duplicate,
    invalid,
    not_supported,
    required,
    too_long,
    too_many,
    without_value,
)
from klint.kube.admission.validation.printed import Printed, pointer, printed, quoted, struct, typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_MOST_RULES = 20
_MOST_CODES = 255
_LONGEST_INDEXES = 64 * 1024
_ACTIONS = ("Count", "FailIndex", "FailJob", "Ignore")
_STATUSES = ("False", "True", "Unknown")
_OPERATORS = ("In", "NotIn")


def failure_policy(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    policy = spec.get("podFailurePolicy")
    if policy is None:
        return
    here = ((at, "podFailurePolicy"), "rules")
    rules = policy.get("rules") or ()
    if len(rules) > _MOST_RULES:
        yield too_many(here, len(rules), _MOST_RULES)
    pod = (spec.get("template") or {}).get("spec") or {}
    names = {
        (one or {}).get("name") or ""
        for field in ("containers", "initContainers")
        for one in pod.get(field) or ()
    }
    for index, rule in enumerate(rules):
        yield from _rule(rule or {}, (here, index), spec, names)


def _valid_values(values: tuple[str, ...]) -> str:
    return f"valid values: [{' '.join(map(quoted, values))}]"


def _rule(rule: Any, at: At, spec: Any, names: set[str]) -> Iterator[Fault]:
    action = rule.get("action")
    if not action:
        yield required((at, "action"), _valid_values(_ACTIONS))
    elif action == "FailIndex":
        if spec.get("backoffLimitPerIndex") is None:
            yield invalid((at, "action"), typed(action), "requires the backoffLimitPerIndex to be set")
    elif action not in _ACTIONS:
        yield not_supported((at, "action"), action, _ACTIONS)
    codes, conditions = rule.get("onExitCodes"), rule.get("onPodConditions")
    if codes is not None:
        yield from _exit_codes(codes, (at, "onExitCodes"), names)
    if conditions:
        yield from _conditions(conditions, (at, "onPodConditions"))
    if codes is not None and conditions:
        yield without_value(at, "specifying both OnExitCodes and OnPodConditions is not supported")
    if codes is None and not conditions:
        yield without_value(at, "specifying one of OnExitCodes and OnPodConditions is required")


def _conditions(value: Any, at: At) -> Iterator[Fault]:
    if len(value) > _MOST_RULES:
        yield too_many(at, len(value), _MOST_RULES)
    for index, pattern in enumerate(value):
        here = (at, index)
        name, status = (pattern or {}).get("type") or "", (pattern or {}).get("status")
        yield from (invalid((here, "type"), name, one) for one in formats.qualified_name(name))
        if status and status not in _STATUSES:
            yield not_supported((here, "status"), status, _STATUSES)


def _exit_codes(value: Any, at: At, names: set[str]) -> Iterator[Fault]:
    operator, name, codes = value.get("operator"), value.get("containerName"), value.get("values") or []
    if not operator:
        yield required((at, "operator"), _valid_values(_OPERATORS))
    elif operator not in _OPERATORS:
        yield not_supported((at, "operator"), operator, _OPERATORS)
    if name is not None and name not in names:
        words = "must be one of the container or initContainer names in the pod template"
        yield invalid((at, "containerName"), name, words)
    here = (at, "values")
    if not codes:
        yield invalid(here, _numbers(value.get("values")), "at least one value is required")
    elif len(codes) > _MOST_CODES:
        yield too_many(here, len(codes), _MOST_CODES)
    for index, code in enumerate(codes):
        if operator == "In" and not code:
            yield invalid((here, index), 0, "must not be 0 for the In operator")
        if code in codes[:index]:
            yield duplicate((here, index), code)
    if any(one > other for one, other in pairwise(codes)):
        yield invalid(here, _numbers(codes), "must be ordered")


def _numbers(codes: Any) -> Printed:
    if codes is None:
        return Printed("null", "[]int32(nil)")
    return Printed(f"[{','.join(map(str, codes))}]", f"[]int32{{{', '.join(map(str, codes))}}}")


def success_policy(spec: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    policy, here = spec.get("successPolicy"), (at, "successPolicy")
    if policy is None:
        return
    if spec.get("completionMode") != "Indexed":
        yield invalid(here, _shown(policy), "requires indexed completion mode")
        return
    rules = policy.get("rules") or ()
    if not rules:
        words = "at least one rules must be specified when the successPolicy is specified"
        yield required((here, "rules"), words)
    if len(rules) > _MOST_RULES:
        yield too_many((here, "rules"), len(rules), _MOST_RULES)
    if spec.get("completions") is None:
        return  # the server stumbles here, after it has asked for completions
    for index, rule in enumerate(rules):
        yield from _success_rule(rule or {}, ((here, "rules"), index), spec["completions"])


def _shown(policy: Any) -> Printed:
    rules = policy.get("rules")
    if rules is None:
        return struct("batch.SuccessPolicy", Rules=Printed("null", "[]batch.SuccessPolicyRule(nil)"))
    shown = [_shown_rule(one or {}) for one in rules]
    text = ",".join(one.text for one in shown)
    former = ", ".join(one.formerly for one in shown)
    listed = Printed(f"[{text}]", f"[]batch.SuccessPolicyRule{{{former}}}")
    return struct("batch.SuccessPolicy", Rules=listed)


def _shown_rule(rule: Any) -> Printed:
    indexes, count = rule.get("succeededIndexes"), rule.get("succeededCount")
    return struct(
        "batch.SuccessPolicyRule",
        SucceededIndexes=pointer("string", None if indexes is None else typed(indexes)),
        SucceededCount=pointer("int32", None if count is None else printed(count)),
    )


def _success_rule(rule: Any, at: At, completions: int) -> Iterator[Fault]:
    indexes, count = rule.get("succeededIndexes"), rule.get("succeededCount")
    if indexes is None and count is None:
        yield required(at, "at least one of succeededCount or succeededIndexes must be specified")
    total = 0
    if indexes is not None:
        here = (at, "succeededIndexes")
        if formats.size(indexes) > _LONGEST_INDEXES:
            yield too_long(here, _LONGEST_INDEXES)
        try:
            total = count_indexes(indexes, completions)
        except ValueError as error:
            yield invalid(here, indexes, f"error parsing succeededIndexes: {error}")
    if count is not None:
        here = (at, "succeededCount")
        if count < 0:
            yield invalid(here, count, "must be greater than or equal to 0")
        if count > completions:
            words = f"must be less than or equal to {completions} (the number of specified completions)"
            yield invalid(here, count, words)
        if indexes is not None and count > total:
            what = "the number of indexes in the specified succeededIndexes field"
            yield invalid(here, count, f"must be less than or equal to {total} ({what})")


def count_indexes(text: str, completions: int) -> int:
    """How many indexes `1,3-5` stands for; ValueError in the server's words for no such list."""
    total, last = 0, -1
    for part in text.split(",") if text else ():
        first, final = _interval(part, completions)
        if last >= first:
            raise ValueError(f"non-increasing order, previous: {last}, current: {first}")
        total += final - first + 1
        last = final
    return total


def _interval(part: str, completions: int) -> tuple[int, int]:
    limits = part.split("-")
    if len(limits) > 2:
        what = "an index interval can have at most two parts separated by '-'"
        raise ValueError(f'the fragment "{part}" violates the requirement that {what}')
    numbers = [_index(limit, completions) for limit in limits]
    if len(numbers) > 1 and numbers[0] >= numbers[1]:
        raise ValueError(f"non-increasing order, previous: {numbers[0]}, current: {numbers[1]}")
    return numbers[0], numbers[-1]


def _index(text: str, completions: int) -> int:
    if not re.fullmatch("[+-]?[0-9]+", text):
        raise ValueError(f'cannot convert string to integer for index: "{text}"')
    if int(text) >= completions:
        raise ValueError(f'too large index: "{text}"')
    return int(text)
