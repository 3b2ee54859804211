"""`klint rbac` as users run it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Klint

MANIFESTS = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: shop}
rules:
  - {apiGroups: [""], resources: [pods], verbs: [list]}
  - {apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [key]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: readers, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects:
  - {kind: ServiceAccount, name: web}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: viewers}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects:
  - {kind: Group, apiGroup: rbac.authorization.k8s.io, name: dev}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {spec: {serviceAccountName: web, containers: []}}}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crates.example.com}
spec: {group: example.com, scope: Namespaced, names: {plural: crates, kind: Crate, shortNames: [cr]}}
"""


@pytest.fixture(autouse=True)
def manifests(here: Path) -> None:
    (here / "rbac.yaml").write_text(MANIFESTS)


def test_can_with_the_chain(klint: Klint) -> None:
    run = klint("rbac", "can", "deployment/web", "get", "Secret", "-n", "shop", "--name", "key")
    assert run.code == 0
    assert run.out == (
        "yes\n"
        "  rule     rbac.yaml:6   Role reader: get secrets named key\n"
        "  binding  rbac.yaml:11  RoleBinding shop/readers to Role shop/reader\n"
        "  subject  rbac.yaml:13  ServiceAccount shop/web\n"
    )


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("sa:shop/web", "get", "secrets", "-n", "shop"), 1),
        (("sa:web", "list", "po", "-n", "shop"), 1),
        (("system:serviceaccount:shop:web", "list", "pods", "-n", "shop"), 0),
        (("sa:shop/web", "list", "pods"), 1),
        (("group:dev", "watch", "deployments.apps/status"), 0),
        (("group:dev", "get", "secrets"), 1),
        (("ann", "get", "/version"), 0),
        (("group:system:masters", "delete", "nodes"), 0),
        (("ann", "get", "cr", "-n", "shop"), 1),
    ],
)
def test_can(klint: Klint, asked: tuple[str, ...], code: int) -> None:
    run = klint("rbac", "can", *asked)
    assert run.code == code
    assert run.out.startswith("no" if code else "yes")


def test_what_is_no_resource(klint: Klint) -> None:
    run = klint("rbac", "can", "ann", "get", "deploymants")
    assert "deploymants is no resource that is known; did you mean deployments?" in run.err
    assert klint("rbac", "can", "ann", "get", "crates.example.com").err == ""


def test_who_can(klint: Klint) -> None:
    run = klint("rbac", "who-can", "list", "pods", "-n", "shop")
    lines = run.out.splitlines()
    assert [line for line in lines if not line.startswith(" ")][:2] == [
        "ServiceAccount shop/web",
        "Group dev",
    ]
    assert lines[-1].endswith("of Kubernetes' own (--all)")
    chains = json.loads(klint("rbac", "who-can", "list", "pods", "-n", "shop", "--json").out)
    assert [chain["subject"]["place"] for chain in chains] == ["rbac.yaml:13", "rbac.yaml:20"]


def test_show(klint: Klint) -> None:
    run = klint("rbac", "show", "deployment/web")
    assert run.out == (
        "In the whole cluster:\n"
        "  nothing\n"
        "In namespace shop:\n"
        "  list  pods               rbac.yaml:5\n"
        "  get   secrets named key  rbac.yaml:6\n"
    )
    everything = json.loads(klint("rbac", "show", "sa:shop/web", "--all", "--json").out)
    assert any(row.get("url") == "/version" for row in everything[""])


def test_a_workload_that_is_not_there(klint: Klint) -> None:
    run = klint("rbac", "show", "deployment/none")
    assert run.code == 2
    assert "there is no workload deployment/none" in run.err
