"""Recorded answers of Kubernetes' own RBAC authorizer and escalation check (1.34).

KLINT_CONFORMANCE may name a folder of the same layout with more cases.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from typing import TYPE_CHECKING, Any

from klint.kube.rbac import Authorizer, Policy, Request, User, excess

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

HERE = os.environ.get("KLINT_CONFORMANCE") or os.path.dirname(os.path.abspath(__file__))
MISSING_ROLE = re.compile(r'(clusterrole|role)s?\.rbac\.authorization\.k8s\.io "[^"]*" not found')


def cases(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(os.path.join(HERE, "rbac", f"{name}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def user(value: dict[str, Any]) -> User:
    return User(value["user"], tuple(value.get("groups", ())))


def request(value: dict[str, Any]) -> Request:
    rest = {name: text for name, text in value.items() if name not in ("user", "groups")}
    return Request(user(value), **rest)


def in_recorded_words(message: str) -> str:
    """The recorder looked roles up in a list of its own, whose errors name no role, and told each once."""
    short = MISSING_ROLE.sub(r"\1 not found", message)
    found = re.fullmatch(r"RBAC: \[(.*)\]", short)
    if not found:
        return short
    unique = list(dict.fromkeys(found[1].split(", ")))
    return f"RBAC: {unique[0]}" if len(unique) == 1 else f"RBAC: [{', '.join(unique)}]"


def test_decisions(capsys: pytest.CaptureFixture[str]) -> None:
    seen, wrong = 0, []
    for case in cases("authorize"):
        authorizer = Authorizer(Policy.of(case["policy"]))
        for check in case["checks"]:
            decision = authorizer.allows(request(check["request"]))
            seen += 1
            if (decision.allowed, in_recorded_words(decision.reason)) != (check["allowed"], check["reason"]):
                wrong.append((case["id"], check, decision))
    with capsys.disabled():
        print(f"\nauthorize: {seen - len(wrong)} of {seen} decisions agree")  # noqa: T201
    assert seen
    assert wrong == []


def test_escalation(capsys: pytest.CaptureFixture[str]) -> None:
    seen, wrong = 0, []
    for case in cases("escalation"):
        authorizer = Authorizer(Policy.of(case["policy"]))
        for attempt in case["attempts"]:
            seen += 1
            refusal = excess(authorizer, user(case["caller"]), attempt["object"])
            if not agrees(refusal and refusal.message, attempt):
                wrong.append((case["id"], attempt, refusal))
    with capsys.disabled():
        print(f"\nescalation: {seen - len(wrong)} of {seen} attempts agree")  # noqa: T201
    assert seen
    assert wrong == []


def agrees(message: str | None, attempt: dict[str, Any]) -> bool:
    """What is recorded is the error itself, without the object it is about."""
    expected = attempt.get("resolve_error") or attempt.get("error")
    if message is None or expected is None:
        return message is expected
    own = message.partition(" is forbidden: ")[2] or message
    return bool(in_recorded_words(own) == expected)
