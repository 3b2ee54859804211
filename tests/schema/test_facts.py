"""Facts as other parts of klint ask for them."""

from __future__ import annotations

import json

import pytest

from klint.release import NEWEST, OLDEST, Release
from klint.schema import facts
from klint.shipped import shipped


def test_a_kind() -> None:
    pod = facts.kind("", "v1", "Pod")
    assert pod
    assert (pod.api_version, pod.plural, pod.namespaced) == ("v1", "pods", True)
    assert {"create", "list", "watch"} <= set(pod.verbs)
    assert pod.subresources["exec"] == ("create", "get")
    assert pod.served(OLDEST)
    assert pod.served(NEWEST)
    assert facts.kind("example.com", "v1", "Pod") is None


def test_what_is_only_sent_to_a_subresource_has_no_resource() -> None:
    scale = facts.kind("autoscaling", "v1", "Scale")
    assert scale
    assert (scale.plural, scale.verbs) == ("", ())


def test_the_life_of_a_kind() -> None:
    policy = facts.kind("admissionregistration.k8s.io", "v1beta1", "ValidatingAdmissionPolicy")
    assert policy
    assert (policy.introduced, policy.deprecated, policy.removed) == ((1, 28), (1, 31), (1, 34))
    assert policy.optional
    best = facts.replacement(policy, NEWEST)
    assert best
    assert best.api_version == "admissionregistration.k8s.io/v1"


def test_versions_come_best_first() -> None:
    names = [one.version for one in facts.versions("autoscaling", "HorizontalPodAutoscaler")]
    assert names == ["v2", "v1", "v2beta2", "v2beta1"]


def test_subresources_are_those_of_the_newest_release() -> None:
    policy = facts.kind("networking.k8s.io", "v1", "NetworkPolicy")
    assert policy
    assert "status" not in policy.subresources


def test_fields_of_a_release() -> None:
    old, new = (facts.fields("core.v1.PodSpec", Release(1, minor)) for minor in (25, 26))
    assert "schedulingGates" not in old
    gates = new["schedulingGates"]
    assert (gates.shape, gates.keys, gates.unique, gates.merge) == (
        "[]core.v1.PodSchedulingGate",
        ("name",),
        True,
        "name",
    )
    assert (gates.introduced, gates.removed) == ((1, 26), None)
    volumes = old["volumes"]
    assert (volumes.type, volumes.strategy) == ("core.v1.Volume", ("merge", "retainKeys"))


def test_a_field_whose_shape_changed() -> None:
    shapes = [
        facts.fields("core.v1.PersistentVolumeClaimSpec", Release(1, minor))["resources"].shape
        for minor in (28, 29)
    ]
    assert shapes == ["core.v1.ResourceRequirements", "core.v1.VolumeResourceRequirements"]


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        (("spec", "template", "spec", "containers", 0, "ports", 0, "containerPort"), "int32"),
        (("spec", "template", "spec", "containers", 0), "[]core.v1.Container"),
        (("spec", "template", "spec", "containers", 0, "resources", "limits", "cpu"), "{}quantity"),
        (("metadata", "labels", "app"), "{}string"),
        (("spec", "strategy", "rollingUpdate", "maxSurge"), "int-or-string"),
    ],
)
def test_a_field_by_its_path(path: tuple[str | int, ...], shape: str) -> None:
    deployment = facts.kind("apps", "v1", "Deployment")
    assert deployment
    field = facts.field(deployment, path, NEWEST)
    assert field
    assert field.shape == shape


def test_a_path_to_nowhere() -> None:
    deployment = facts.kind("apps", "v1", "Deployment")
    assert deployment
    assert facts.field(deployment, ("spec", "replicaz"), NEWEST) is None
    assert facts.field(deployment, ("spec", "replicas", "deeper"), NEWEST) is None


@pytest.mark.parametrize("name", ["kinds.json", "types.json"])
def test_tables_are_one_sorted_member_a_line(name: str) -> None:
    with open(shipped("schemas", "kubernetes", name), encoding="utf-8") as file:
        text = file.read()
    table = json.loads(text)
    assert list(table) == sorted(table)
    assert text.count("\n") == len(table) + 2
    assert not any(": " in line.split(": ", 1)[1] for line in text.splitlines()[1:-1])


@pytest.mark.parametrize("minor", range(OLDEST.minor, NEWEST.minor + 1))
def test_every_type_that_is_named_is_there(minor: int) -> None:
    release = Release(1, minor)
    types = {one.type for one in facts.kinds(release) if one.type}
    assert len(types) > 60
    seen: set[str] = set()
    while types:
        name = types.pop()
        seen.add(name)
        types |= {field.type for field in facts.fields(name, release).values() if field.type} - seen
    assert all(name in facts.type_names() for name in seen)
