"""What the API server said of objects, in its words: validation, LimitRanges, quotas.

Where klint differs, the difference is listed here with its reason. KLINT_CONFORMANCE may name a folder of the same
layout with more cases.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from klint.kube.admission.defaulting import pod_spec
from klint.kube.admission.limit_ranges import claim_violations, limited, pod_violations
from klint.kube.admission.quota import admit, standing, usage
from klint.kube.admission.validation import validate
from klint.kube.admission.warnings import warnings
from klint.kube.amounts import amounts
from klint.release import Release
from klint.schema import facts
from tests.conformance.recorded import base, cases, mutated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klint.kube.admission.quota import Standing

NOW = Release(1, 34)

# Of these bases only the template was validated when the answers were recorded.
TEMPLATES = {
    ("validation", "cronjob"): "spec.jobTemplate.spec.template.",
    ("validation", "deploy"): "spec.template.",
}
OF_OWNERS = re.compile(
    r"`selector` does not match"
    r'|: supported values: ("Always"|"OnFailure", "Never")$'
    r'|valid values: "OnFailure", "Never"'
    r"|is not Supported"
)

# What 1.20 said otherwise than 1.25, the oldest release klint knows; \S+ where an address in memory was printed.
SINCE_1_20 = {
    r"\(0x[0-9a-f]+\)": "(0xc000000000)",
    r"Partition:(\d+)\}": r"Partition:\1, MaxUnavailable:(*intstr.IntOrString)(nil)}",
    "at least one letter or number": "at least one letter",
    r"\(a-z, 0-9\)$": "(a-z)",
}
KNOWN = {
    "validation": {
        r"^metadata\.name: Invalid value: \"a{200,}": "a long generateName is cut before five letters are added",
    },
    "validation-1.20": {
        r"rollingUpdate\.maxUnavailable: .*cannot be 0": "maxSurge of DaemonSets came with 1.22",
        r"^spec\.schedule: ": "the cron parser of 1.20 spoke in capitals",
        r'"10\.0\.0\.1": a lowercase RFC 1123 label': "dots in labels have words of their own since 1.21",
        r'^provisioner: Invalid value: "A=B"': "shown in small letters since 1.25",
    },
}


class Tally(NamedTuple):
    cases: int = 0
    rejected: int = 0
    places: int = 0
    texts: int = 0

    def plus(self, *counts: int) -> Tally:
        return Tally(*(one + more for one, more in zip(self, counts, strict=True)))

    def __str__(self) -> str:
        places, texts = (100 * one / self.rejected for one in (self.places, self.texts))
        agreement = f"{places:.2f} % by field and type, {texts:.2f} % by text"
        return f"{self.cases} cases, {self.rejected} rejected; of these {agreement}"


def answered(case: dict[str, Any], folder: str, minor: int) -> tuple[set[tuple[str, str]], set[str]]:
    """Klint's answer: pairs of type and field, and texts."""
    value = mutated(base(folder, case["base"]), case["ops"])
    group, _, version = value["apiVersion"].rpartition("/")
    faults = validate(value, group, version, value["kind"], Release(1, minor))
    inside = TEMPLATES.get((folder, case["base"]))
    if inside:
        faults = [one for one in faults if one.field.startswith(inside)]
        faults = [one for one in faults if not OF_OWNERS.search(one.message)]
    return {(one.type, one.field) for one in faults}, set(map(str, faults))


def expected(case: dict[str, Any], folder: str) -> tuple[set[tuple[str, str]], set[str]]:
    texts = {one["error"] for one in case["errors"]}
    if folder == "validation-1.20":
        for old, new in SINCE_1_20.items():
            texts = {re.sub(old, new, text) for text in texts}
    return {(one["type"], one["field"]) for one in case["errors"]}, texts


def unexplained(texts: Iterable[str], folder: str) -> list[str]:
    return [text for text in texts if not any(re.search(pattern, text) for pattern in KNOWN[folder])]


@pytest.mark.parametrize(("folder", "minor"), [("validation", 34), ("validation-1.20", 25)])
def test_validation(folder: str, minor: int, capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    wrong = []
    for case in cases(folder):
        if "decode_error" in case:
            continue
        places, texts = answered(case, folder, minor)
        right_places, right_texts = expected(case, folder)
        rejected = bool(right_texts)
        tally = tally.plus(
            1, rejected, rejected and places == right_places, rejected and texts == right_texts
        )
        if texts != right_texts and (not rejected or unexplained(right_texts - texts, folder)):
            wrong.append((case["id"], case["base"], case["ops"], right_texts - texts, texts - right_texts))
    with capsys.disabled():
        print(f"\n{folder}: {tally}")  # noqa: T201
    assert wrong == []


def test_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    seen = 0
    for case in cases("validation"):
        if "decode_error" in case:
            continue
        value = mutated(base("validation", case["base"]), case["ops"])
        group = value["apiVersion"].rpartition("/")[0]
        found = {str(one) for one in warnings(value, group, value["kind"], NOW)}
        # What the registry of a kind says, and not the package of warnings, was not recorded.
        found = {one for one in found if not one.startswith(("metadata.name:", "tls:"))}
        assert found == set(case.get("warnings", ())), case["id"]
        seen += bool(found)
    with capsys.disabled():
        print(f"\nwarnings: of {seen} objects, all equal")  # noqa: T201


def test_limit_ranges(capsys: pytest.CaptureFixture[str]) -> None:
    seen = 0
    for case in cases("limitrange", "limitrange"):
        for step in case["steps"]:
            judge = pod_limits if step["object"]["kind"] == "Pod" else claim_limits
            assert judge(step["object"], case["limitranges"]) == {
                key: sorted(item) if key == "errors" else item
                for key, item in step.items()
                if key not in ("object", "validation_after")
            }, case["id"]
            assert after(step["object"], case["limitranges"]) == texts_of(step), case["id"]
            seen += 1
    with capsys.disabled():
        print(f"\nlimitrange: {seen} objects, all equal")  # noqa: T201


def texts_of(step: dict[str, Any]) -> set[str]:
    return {one["error"] for one in step.get("validation_after", ())}


def after(value: Any, limit_ranges: list[Any]) -> set[str]:
    """What validation says of a pod once LimitRanges have filled it in."""
    if value["kind"] != "Pod":
        return set()
    spec = limited(pod_spec(value["spec"], NOW), limit_ranges).spec
    return set(map(str, validate({**value, "spec": spec}, "", "v1", "Pod", NOW)))


def pod_limits(value: Any, limit_ranges: list[Any]) -> dict[str, Any]:
    spec, annotation = limited(pod_spec(value["spec"], NOW), limit_ranges)
    listed = [(f"init:{one['name']}", one) for one in spec.get("initContainers", ())]
    listed += [(one["name"], one) for one in spec["containers"]]
    answer: dict[str, Any] = {"resources": {name: plain(one.get("resources", {})) for name, one in listed}}
    if annotation:
        answer["annotation"] = annotation
    return answer | errors(
        (one, found.message) for one in limit_ranges for found in pod_violations(spec, one)
    )


def claim_limits(value: Any, limit_ranges: list[Any]) -> dict[str, Any]:
    found = ((one, found) for one in limit_ranges for found in claim_violations(value["spec"], one))
    return errors((one, violation.message) for one, violation in found)


def errors(found: Iterable[tuple[Any, str]]) -> dict[str, Any]:
    listed = sorted({f"{one['metadata']['name']}: {message}" for one, message in found})
    return {"errors": listed} if listed else {}


def plain(resources: dict[str, Any]) -> dict[str, Any]:
    lists = {field: amounts(listed) for field, listed in resources.items()}
    return {field: {name: str(size) for name, size in one.items()} for field, one in lists.items() if one}


def test_quotas(capsys: pytest.CaptureFixture[str]) -> None:
    seen = refused = 0
    for case in cases("quota", "quota"):
        standings: Sequence[Standing] = [standing(one) for one in case["quotas"]]
        for step in case["steps"]:
            value, resource = stored(step["object"])
            counted = {name: str(size) for name, size in usage(value, resource).items() if size.nanos}
            assert counted == step["usage"], case["id"]
            standings, refusal = admit(value, resource, standings, NOW)
            assert (refusal.message if refusal else None) == step["error"], case["id"]
            seen += 1
            refused += refusal is not None
        used = {one.name: {name: str(size) for name, size in one.used.items()} for one in standings}
        assert used == case["final_used"], case["id"]
    with capsys.disabled():
        print(f"\nquota: {seen} objects, {refused} refused, all equal")  # noqa: T201


def stored(value: Any) -> tuple[Any, str]:
    """An object as quotas see it, and its plural and group."""
    group, _, version = value["apiVersion"].rpartition("/")
    kind = facts.kind(group, version, value["kind"])
    assert kind
    resource = f"{kind.plural}.{group}" if group else kind.plural
    return ({**value, "spec": pod_spec(value["spec"], NOW)} if resource == "pods" else value), resource
