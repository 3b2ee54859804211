"""The API server's recorded answers: what a schema can see of them.

Each case is a base object with a mutation, and what Kubernetes' own Go code said of it. What could not be
decoded must be found, at the place that was mutated; nothing that was accepted may be refused.
KLINT_CONFORMANCE may name a folder of the same layout with more cases.
"""

from __future__ import annotations

from typing import Any

import pytest

from klint.release import Release
from klint.schema import Violation, violations
from tests.conformance.recorded import base, cases, mutated

MILD = {"deprecated-api", "deprecated-field", "removed-api"}

# 1.20 took a StatefulSet's template and claims as they came, and no pod was ever made from a broken one.
# It was asked without strict field validation, so that unknown fields were dropped.
OLD = {
    ("statefulset", "missing-field"),
    ("statefulset", "bad-enum"),
    ("statefulset", "duplicate-list-key"),
    ("daemonset", "unknown-field"),
}


def refused(case: dict[str, Any], folder: str, minor: int) -> list[Violation]:
    value = mutated(base(folder, case["base"]), case["ops"])
    group, _, version = value["apiVersion"].rpartition("/")
    found = violations(value, group, version, value["kind"], Release(1, minor))
    return [one for one in found if one.certain and one.fault not in MILD]


def place(operation: str, path: list[Any], *new: Any) -> tuple[Any, ...]:
    """Where a mutation can be seen."""
    return (*path[:-1], new[0]) if operation == "rename" else tuple(path)


@pytest.mark.parametrize(("folder", "minor"), [("validation", 34), ("validation-1.20", 25)])
def test_recorded_answers(folder: str, minor: int, capsys: pytest.CaptureFixture[str]) -> None:
    seen = rejected = shown = 0
    wrong = []
    for case in cases(folder):
        found = refused(case, folder, minor)
        seen += 1
        if "decode_error" in case:
            if place(*case["ops"][0]) not in {one.path for one in found}:
                wrong.append((case["id"], "not found", case["decode_error"]))
        elif not case["errors"] and {(case["base"], one.fault) for one in found} - OLD:
            wrong.append((case["id"], "refused", found))
        bad = bool(case.get("errors") or "decode_error" in case)
        rejected += bad
        shown += bad and bool(found)
    with capsys.disabled():
        print(f"\n{folder}: {seen} cases, {rejected} rejected, {shown} of these visible to a schema")  # noqa: T201
    assert seen
    assert wrong == []
