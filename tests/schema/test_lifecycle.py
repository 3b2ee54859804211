"""Kinds that a release doesn't serve."""

from __future__ import annotations

import pytest

from klint.release import NEWEST, Release
from klint.schema import violations

BLAMED = {"Deploymet", "PodSecurityPolicy", "Wholly"}  # where the kind is at fault, not the version


@pytest.mark.parametrize(
    ("api", "kind", "minor", "fault", "hint"),
    [
        ("extensions/v1beta1", "Deployment", 25, "removed-api", "; use apps/v1"),
        ("extensions/v1beta1", "Ingress", 37, "removed-api", "; use networking.k8s.io/v1"),
        ("apps/v1beta2", "StatefulSet", 30, "removed-api", "; use apps/v1"),
        ("batch/v1beta1", "CronJob", 25, "removed-api", "; use batch/v1"),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler", 26, "removed-api", "; use autoscaling/v2"),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler", 25, "deprecated-api", "; use autoscaling/v2"),
        (
            "flowcontrol.apiserver.k8s.io/v1beta2",
            "FlowSchema",
            28,
            "deprecated-api",
            "; use flowcontrol.apiserver.k8s.io/v1beta3",
        ),
        ("v1", "Endpoints", 33, "deprecated-api", "; use discovery.k8s.io/v1 EndpointSlice"),
        (
            "resource.k8s.io/v1",
            "ResourceClaim",
            33,
            "unknown-kind",
            "; it needs Kubernetes 1.34, the target is 1.33",
        ),
        ("v1", "Deployment", 37, "unknown-kind", "; did you mean apps/v1 Deployment?"),
        ("apps/v2", "Deployment", 37, "unknown-kind", "; did you mean apps/v1 Deployment?"),
        ("app/v1", "Deployment", 37, "unknown-kind", "; did you mean apps/v1 Deployment?"),
        (
            "network.k8s.io/v1",
            "Ingress",
            37,
            "unknown-kind",
            "; did you mean networking.k8s.io/v1 Ingress?",
        ),
        ("apps/v1", "Deploymet", 37, "unknown-kind", "; did you mean apps/v1 Deployment?"),
        ("apps/v1", "Wholly", 37, "unknown-kind", ""),
        ("policy/v1", "PodSecurityPolicy", 30, "unknown-kind", "; Kubernetes 1.25 removed it"),
        ("V1", "Pod", 30, "unknown-kind", "; did you mean v1 Pod?"),
    ],
)
def test_what_a_release_does_not_serve(api: str, kind: str, minor: int, fault: str, hint: str) -> None:
    group, _, version = api.rpartition("/")
    found = violations({"apiVersion": api, "kind": kind}, group, version, kind, Release(1, minor))
    one = found[0]
    assert (one.fault, one.values["api"], one.values["hint"]) == (fault, api, hint)
    assert one.path == (("kind",) if kind in BLAMED else ("apiVersion",))


@pytest.mark.parametrize(
    ("api", "kind"),
    [
        ("v1", "Endpoints"),
        ("autoscaling/v1", "HorizontalPodAutoscaler"),  # an older stable version is not deprecated
        ("serving.knative.dev/v1", "Service"),
        ("batch.volcano.sh/v1alpha1", "Job"),
        ("skaffold/v4beta1", "Config"),
        ("builtin", "LabelTransformer"),
    ],
)
def test_what_is_fine_or_not_ours(api: str, kind: str) -> None:
    group, _, version = api.rpartition("/")
    found = violations({"apiVersion": api, "kind": kind}, group, version, kind, Release(1, 32))
    assert [one.fault for one in found if "api" in one.fault or "kind" in one.fault] == []


def test_a_deprecated_kind_is_still_looked_into() -> None:
    value = {"apiVersion": "v1", "kind": "Endpoints", "subset": []}
    assert [one.fault for one in violations(value, "", "v1", "Endpoints", NEWEST)] == [
        "deprecated-api",
        "unknown-field",
    ]


def test_what_took_the_place_of_a_kind() -> None:
    value = {"apiVersion": "policy/v1beta1", "kind": "PodSecurityPolicy"}
    (one,) = violations(value, "policy", "v1beta1", "PodSecurityPolicy", Release(1, 25))
    assert (one.fault, one.values["hint"]) == ("removed-api", "; use Pod Security admission")
