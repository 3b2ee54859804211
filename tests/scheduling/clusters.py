"""Generated clusters for tests, crowded enough that everything happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from klint.kube.scheduling import World, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    Value = dict[str, Any]

_One = TypeVar("_One")

ZONE, HOSTNAME, DISK = "topology.kubernetes.io/zone", "kubernetes.io/hostname", "disk"
REQUIRED, PREFERRED = (f"{how}DuringSchedulingIgnoredDuringExecution" for how in ("required", "preferred"))
NAMESPACES = ("a", "b")
IMAGES = {"app:v1": 400 * 2**20, "db:v1": 90 * 2**20}
EFFECTS = ("NoSchedule", "NoExecute", "PreferNoSchedule", "PreferNoSchedule")


class Maker:
    """Writes objects with the dice it is given."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice

    def world(self, nodes: int, templates: int, pods: int) -> World:
        made = [self.template() for _ in range(templates)]
        names = [f"n{index}" for index in range(nodes)]
        order = [self.one(made) for _ in range(pods)]
        return stored(
            World(
                nodes=[self.node(name) for name in names],
                pods=[self.pod(template, index, names) for index, template in enumerate(order)],
                namespaces=[
                    {"metadata": {"name": "a", "labels": {"team": "1"}}},
                    {"metadata": {"name": "b"}},
                ],
                services=self.some(self.service, 2),
                disruption_budgets=self.some(self.budget, 2),
            )
        )

    def one(self, values: Sequence[_One]) -> _One:
        return values[self._dice.randrange(len(values))]

    def chance(self, percent: int) -> bool:
        return self._dice.randrange(100) < percent

    def some(self, make: Callable[[], _One], most: int, least: int = 0) -> list[_One]:
        return [make() for _ in range(self._dice.randrange(least, most + 1))]

    def given(self, percent: int, **fields: Callable[[], Any]) -> Value:
        """Each field so often."""
        return {name: make() for name, make in fields.items() if self.chance(percent)}

    def labels(self) -> dict[str, str]:
        return self.given(70, app=lambda: self.one("xyz"), tier=lambda: self.one("fb"))

    def node(self, name: str) -> Value:
        places = {key: self.one(values) for key, values in ((ZONE, "ABC"), (DISK, "12")) if self.chance(85)}
        gpus = {"example.com/gpu": self.one("124")} if self.chance(30) else {}
        allocatable = {
            "cpu": self.one(("500m", "1", "2", "3")),
            "memory": self.one(("512Mi", "1Gi", "3Gi")),
            "pods": self.one(("3", "6", "110")),
            **gpus,
        }
        images = [{"names": [image], "sizeBytes": size} for image, size in IMAGES.items() if self.chance(40)]
        return {
            "metadata": {"name": name, "labels": {HOSTNAME: name, **places}},
            "spec": {
                "unschedulable": self.chance(6),
                "taints": self.some(self.taint, 2) if self.chance(25) else [],
            },
            "status": {"allocatable": allocatable, "images": images},
        }

    def taint(self) -> Value:
        return {"key": self.one(("dedicated", "gpu")), "value": self.one("ab"), "effect": self.one(EFFECTS)}

    def toleration(self) -> Value:
        how = {"operator": "Exists"} if self.chance(50) else {"operator": "Equal", "value": self.one("ab")}
        return {
            "key": self.one(("dedicated", "gpu")),
            **how,
            **self.given(40, effect=lambda: self.one(EFFECTS)),
        }

    def template(self) -> Value:
        """What some pods have in common."""
        requests = self.given(
            75,
            cpu=lambda: self.one(("50m", "100m", "300m", "0.7")),
            memory=lambda: self.one(("32Mi", "200Mi", "0.5Gi")),
        )
        if self.chance(10):
            requests["example.com/gpu"] = "1"
        container: Value = {
            "name": "c",
            "image": self.one(sorted(IMAGES)),
            "resources": {"requests": requests},
        }
        if self.chance(12):
            container["ports"] = [{"containerPort": 80, "hostPort": 80}]
        spec = {
            "containers": [container],
            "tolerations": self.some(self.toleration, 2),
            "topologySpreadConstraints": self.some(self.spread, 2) if self.chance(50) else [],
            "affinity": {
                **self.given(12, nodeAffinity=self.node_affinity),
                **self.given(20, podAffinity=self.pod_affinity),
                **self.given(30, podAntiAffinity=self.pod_affinity),
            },
            "priority": self.one((0, 0, 5, 9)),
        }
        if self.chance(6):
            spec["nodeSelector"] = {DISK: self.one("12")}
        return {"labels": self.labels(), "namespace": self.one(NAMESPACES), "spec": spec}

    def selector(self) -> Value:
        if self.chance(70):
            return {"matchLabels": {"app": self.one("xyz")}}
        if self.chance(30):
            return {}
        values = [self.one("xyz"), self.one("xyz")]
        return {"matchExpressions": [{"key": "app", "operator": self.one(("In", "NotIn")), "values": values}]}

    def spread(self) -> Value:
        return {
            "topologyKey": self.one((ZONE, ZONE, HOSTNAME, DISK)),
            "maxSkew": self.one((1, 1, 2, 3)),
            "whenUnsatisfiable": self.one(("DoNotSchedule", "ScheduleAnyway")),
            **self.given(95, labelSelector=self.selector),
            **self.given(
                20,
                nodeAffinityPolicy=lambda: self.one(("Honor", "Ignore")),
                nodeTaintsPolicy=lambda: self.one(("Honor", "Ignore")),
            ),
        }

    def pod_affinity(self) -> Value:
        required = self.some(self.term, 2) if self.chance(60) else []
        preferred = [
            {"weight": self.one((1, 7, 100)), "podAffinityTerm": term} for term in self.some(self.term, 2)
        ]
        return {REQUIRED: required, PREFERRED: preferred}

    def term(self) -> Value:
        return {
            "topologyKey": self.one((ZONE, HOSTNAME, DISK)),
            **self.given(95, labelSelector=self.selector),
            **self.given(
                15,
                namespaces=lambda: self.some(lambda: self.one(NAMESPACES), 2, 1),
                namespaceSelector=lambda: self.one(({}, {"matchLabels": {"team": "1"}})),
            ),
        }

    def node_affinity(self) -> Value:
        preferred = [{"weight": 7, "preference": self.node_term()} for _ in range(self.one((0, 1, 2)))]
        required = {"nodeSelectorTerms": self.some(self.node_term, 2, 1)}
        return {PREFERRED: preferred, **self.given(50, **{REQUIRED: lambda: required})}

    def node_term(self) -> Value:
        key, values = self.one(((ZONE, "ABC"), (DISK, "12")))
        chosen = [self.one(values), self.one(values)]
        return {
            "matchExpressions": [{"key": key, "operator": self.one(("In", "In", "NotIn")), "values": chosen}]
        }

    def pod(self, template: Value, index: int, names: Sequence[str]) -> Value:
        """One of a template's pods. Some run already, but none that takes a port: two on a node would be odd."""
        spec = template["spec"]
        if self.chance(25) and "ports" not in spec["containers"][0]:
            spec = {**spec, "nodeName": self.one(names)}
        return {
            "metadata": {
                "name": f"p{index}",
                "namespace": template["namespace"],
                "labels": template["labels"],
            },
            "spec": spec,
            "status": {"startTime": f"2026-01-01T00:{index // 60:02}:{index % 60:02}Z"},
        }

    def budget(self) -> Value:
        return {
            "metadata": {"name": "b", "namespace": self.one(NAMESPACES)},
            "spec": {"selector": {"matchLabels": {"app": self.one("xyz")}}},
            "status": {"disruptionsAllowed": self.one((0, 1, 2))},
        }

    def service(self) -> Value:
        return {
            "metadata": {"name": "s", "namespace": self.one(NAMESPACES)},
            "spec": {"selector": self.labels()},
        }
