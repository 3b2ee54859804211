"""`klint network` as users run it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Klint

MANIFESTS = """\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: []}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: main, ports: [{name: pg, containerPort: 5432}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: spy, namespace: other}
spec: {containers: []}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress:
    - from: [{podSelector: {matchLabels: {app: web}}}]
      ports: [{port: pg}]
    - from: [{ipBlock: {cidr: 10.0.0.0/8}}]
      ports: [{port: 80}]
"""


@pytest.fixture(autouse=True)
def manifests(here: Path) -> None:
    (here / "net.yaml").write_text(MANIFESTS)


def test_why(klint: Klint) -> None:
    run = klint("network", "why", "pod/web", "pod/db", "5432", "-n", "shop")
    assert run.code == 0
    assert run.out == (
        "pod/web -> pod/db: TCP:5432\n"
        "  egress: TCP:5432\n"
        "    no policy speaks of it\n"
        "  ingress: TCP:5432\n"
        "    net.yaml:18  NetworkPolicy shop/db isolates it\n"
        "    net.yaml:22  NetworkPolicy shop/db allows TCP:5432\n"
    )


def test_why_not(klint: Klint) -> None:
    run = klint("network", "why", "other/pod/spy", "shop/pod/db", "80")
    assert run.code == 1
    assert run.out.splitlines()[0] == "other/pod/spy -> shop/pod/db: none"
    assert run.out.splitlines()[-1] == "  with a network plugin that looks for pods in an ipBlock too: TCP:80"


def test_why_with_the_outside(klint: Klint) -> None:
    run = klint("network", "why", "10.1.2.3", "shop/pod/db", "--json")
    assert run.code == 0
    told = json.loads(run.out)
    assert told["ports"] == "TCP:80"
    assert [side["rules"][0]["place"] for side in told["sides"]] == ["net.yaml:24"]
    assert klint("network", "why", "11.1.2.3", "shop/pod/db").code == 1
    assert klint("network", "why", "shop/pod/db", "::1", "UDP:53").code == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("pod/none", "shop/pod/db"), "there is no workload pod/none"),
        (("1.2.3.4", "::1"), "neither end is a workload"),
        (("shop/pod/web", "shop/pod/db", "http"), "http is no port; write it like 443 or UDP:53"),
    ],
)
def test_mistakes(klint: Klint, asked: tuple[str, ...], said: str) -> None:
    run = klint("network", "why", *asked)
    assert run.code == 2
    assert said in run.err


def test_map(klint: Klint) -> None:
    assert klint("network", "map").out == (
        "shop/Pod/web  -> shop/Pod/db: TCP:5432\n"
        "shop/Pod/web  -> other/Pod/spy: all\n"
        "shop/Pod/db   -> shop/Pod/web: all\n"
        "shop/Pod/db   -> other/Pod/spy: all\n"
        "other/Pod/spy -> shop/Pod/web: all\n"
    )
    assert klint("network", "map", "--json").out == klint("network", "map", "--format", "json").out
    assert (
        '"shop/Pod/web" -> "shop/Pod/db" [label="TCP:5432"];'
        in klint("network", "map", "--format", "dot").out
    )
    assert '  w0 -->|"TCP:5432"| w1' in klint("network", "map", "--format", "mermaid").out
    assert "shop/Pod/web,shop/Pod/db,TCP:5432" in klint("network", "map", "--format", "csv").out


def test_exposed(klint: Klint) -> None:
    assert klint("network", "exposed").out == (
        "shop/Pod/web\n"
        "  from 0.0.0.0/0: all\n"
        "  from ::/0: all\n"
        "  from namespace other: all\n"
        "shop/Pod/db\n"
        "  from 10.0.0.0/8: TCP:80\n"
        "other/Pod/spy\n"
        "  from 0.0.0.0/0: all\n"
        "  from ::/0: all\n"
        "  from namespace shop: all\n"
    )
    found = json.loads(klint("network", "exposed", "--json").out)
    assert found[1] == {
        "workload": "shop/Pod/db",
        "outside": [{"addresses": "10.0.0.0/8", "ports": "TCP:80"}],
        "namespaces": {},
    }
