from __future__ import annotations

from typing import Any

import pytest

from klint.cel import BudgetError, EvaluationError
from klint.cel.library.authorizer import Authorizer, Decision, GroupCheck, Request, ResourceCheck
from tests.cel.evaluation import answer, fault


def authority(request: Request) -> Decision:
    if request.resource == "secrets":
        raise EvaluationError("nobody knows")
    if request.verb == "get" and request.path:
        return Decision(allowed=request.path == "/healthz", reason="path")
    return Decision(allowed=request.user == "jane", reason=repr(request[2:]))


AUTHORIZER = Authorizer(authority, Request("jane", ("staff",)))


def ask(expression: str) -> object:
    return answer(f"authorizer.{expression}", authorizer=AUTHORIZER)


def test_checks() -> None:
    assert ask("group('apps').resource('deployments').namespace('shop').check('create').allowed()") is True
    assert ask("path('/healthz').check('get').allowed()") is True
    assert ask("path('/metrics').check('get').reason()") == "path"
    assert ask("serviceAccount('shop', 'bot').group('').resource('pods').check('list').allowed()") is False
    assert ask("group('').resource('pods').check('get').errored()") is False
    assert ask("group('').resource('pods').check('get').error()") == ""


def test_the_whole_question() -> None:
    reason = ask(
        "group('apps').resource('deployments').subresource('scale').namespace('shop').name('web')"
        ".fieldSelector('a=b').labelSelector('c=d').check('update').reason()"
    )
    assert reason == "('update', 'apps', 'deployments', 'scale', 'shop', 'web', 'a=b', 'c=d', '')"


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("path(' ')", "the path is empty"),
        ("group('').resource('')", "the resource is empty"),
        ("serviceAccount('a.b', 'c')", "cannot be a namespace"),
        ("serviceAccount('a', 'C!')", "cannot be a service account"),
        ("group('').resource('secrets').check('get')", "nobody knows"),
        ("group('').check('get')", "check() is not defined for kubernetes.authorization.GroupCheck"),
    ],
)
def test_faults(expression: str, words: str) -> None:
    assert words in fault(f"authorizer.{expression}", authorizer=AUTHORIZER).message


def test_the_requests_own_resource() -> None:
    check = ResourceCheck(authority, Request("jane", (), resource="pods"))
    bindings: dict[str, Any] = {"authorizer": AUTHORIZER, "authorizer.requestResource": check}
    assert answer("authorizer.requestResource.check('get').allowed()", **bindings) is True
    assert Authorizer(authority, Request("jane", ("staff",))) == AUTHORIZER
    assert GroupCheck(authority, check.request) != check


def test_an_expression_affords_two_checks() -> None:
    check = "authorizer.group('').resource('pods').check('get').allowed()"
    assert answer(f"{check} && {check}", authorizer=AUTHORIZER) is True
    with pytest.raises(BudgetError):
        answer(f"{check} && {check} && {check}", authorizer=AUTHORIZER)
